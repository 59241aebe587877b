// `rkmock validate`: says everything that is wrong with scenario files, without running them.
#include <iostream>

#include "cli/command.hpp"
#include "cli/exit_code.hpp"
#include "cli/options.hpp"
#include "cli/receiver_flags.hpp"
#include "cli/scenario_files.hpp"

namespace rkmock::cli {

namespace {

int validate(const std::vector<std::string>& arguments) {
  Options options(
      {"rkmock validate FILE|DIR... [options]",
       "Reads scenario files and reports every mistake with its line and column, what was\n"
       "found and what was expected. Nothing is run, nobody is contacted.\n\n"
       "Exit codes: 0 all are right, 2 at least one mistake.",
       "  rkmock validate scenarios/\n"}
  );
  options.positional("scenario", -1);
  add_receiver_flags(options);
  const auto values = options.parse(arguments);
  if (!values) {
    return passed;
  }
  if (values->count("scenario") == 0) {
    throw UsageError("no scenario was named; try `rkmock validate scenarios/`");
  }
  scenarios::DecodeOptions decode = decode_options(*values);
  // A file that leaves the receiver to the command line is right without one, too.
  decode.variables.emplace("RECEIVER_URL", "http://127.0.0.1:3000/webhooks/reservekit");
  decode.variables.emplace("RECEIVER_BASE", "http://127.0.0.1:3000");
  const std::vector<std::string> files =
      find_scenario_files((*values)["scenario"].as<std::vector<std::string>>());
  const DecodedScenarios decoded = decode_scenarios(files, decode);
  if (!decoded.problems.empty()) {
    std::cerr << to_text(decoded.problems);
    const std::size_t wrong = files.size() - decoded.scenarios.size();
    std::cerr << decoded.problems.size()
              << (decoded.problems.size() == 1 ? " error in " : " errors in ") << wrong << " of "
              << files.size() << (files.size() == 1 ? " file\n" : " files\n");
    return usage;
  }
  for (const scenarios::Scenario& scenario : decoded.scenarios) {
    std::cout << "ok  " << scenario.file << "  " << scenario.title << "\n";
  }
  return passed;
}

}  // namespace

const Command validate_command{"validate", "say what is wrong with scenario files", validate};

}  // namespace rkmock::cli
