// `rkmock schema`: the JSON Schema of scenario files, for editors, and that of reports.
#include "scenarios/schema.hpp"

#include <iostream>

#include "assertions/reports/report.hpp"
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
       "Prints the JSON Schema (draft-07) of scenario files, or that of JSON reports (--report).\n"
       "With the former editors complete keys, show what each means, and mark mistakes. Put\n"
       "this in a scenario's first line:\n\n"
       "  # yaml-language-server: $schema=./scenario.schema.json\n\n"
       "`rkmock validate` finds more: what follows from one step to the next.",
       "  rkmock schema --output scenarios/scenario.schema.json\n"
       "  rkmock schema --report\n"}
  );
  options.add(
      "output,o", po::value<std::string>()->value_name("FILE"), "Write it to FILE, not to stdout."
  );
  options.add("report", po::bool_switch(), "The schema of JSON reports instead (--json).");
  const auto values = options.parse(arguments);
  if (!values) {
    return passed;
  }
  const bool of_reports = (*values)["report"].as<bool>();
  const std::string_view text = of_reports ? reports::json_schema() : scenarios::schema_text();
  if (values->count("output") != 0) {
    write_output_file("--output", (*values)["output"].as<std::string>(), std::string(text));
  } else {
    std::cout << text << std::flush;
  }
  return passed;
}

}  // namespace

const Command schema_command{
    "schema", "print the JSON Schema of scenario files, or of reports", schema};

}  // namespace rkmock::cli
