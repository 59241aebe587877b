// `rkmock schema`: the JSON Schema of scenario files, for editors.
#include "scenarios/schema.hpp"

#include <iostream>

#include "cli/command.hpp"
#include "cli/exit_code.hpp"
#include "cli/options.hpp"
#include "cli/output_file.hpp"

namespace rkmock::cli {

namespace po = boost::program_options;

namespace {

int schema(const std::vector<std::string>& arguments) {
  Options options(
      {"rkmock schema [options]",
       "Prints the JSON Schema (draft-07) of scenario files. With it editors complete keys, show\n"
       "what each means, and mark mistakes. Put this in a scenario's first line:\n\n"
       "  # yaml-language-server: $schema=./scenario.schema.json\n\n"
       "`rkmock validate` finds more: what follows from one step to the next.",
       "  rkmock schema --output scenarios/scenario.schema.json\n"}
  );
  options.add(
      "output,o", po::value<std::string>()->value_name("FILE"), "Write it to FILE, not to stdout."
  );
  const auto values = options.parse(arguments);
  if (!values) {
    return passed;
  }
  if (values->count("output") != 0) {
    write_output_file(
        "--output", (*values)["output"].as<std::string>(), std::string(scenarios::schema_text())
    );
  } else {
    std::cout << scenarios::schema_text() << std::flush;
  }
  return passed;
}

}  // namespace

const Command schema_command{"schema", "print the JSON Schema of scenario files", schema};

}  // namespace rkmock::cli
