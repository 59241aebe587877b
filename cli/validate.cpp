// `rkmock validate`: says everything that is wrong with scenario files, without running them.
#include <iostream>

#include <nlohmann/json.hpp>

#include "cli/command.hpp"
#include "cli/exit_code.hpp"
#include "cli/options.hpp"
#include "cli/receiver_flags.hpp"
#include "cli/scenario_files.hpp"

namespace rkmock::cli {

namespace {

using Json = nlohmann::ordered_json;

Json to_json(const Diagnostic& problem) {
  return {
      {"file", problem.at.file},
      {"line", problem.at.line},
      {"column", problem.at.column},
      {"severity", "error"},
      {"path", problem.path},
      {"message", problem.message},
      {"found", problem.found},
      {"expected", problem.expected},
      {"hint", problem.hint},
  };
}

void print_json(const Diagnostics& problems) {
  Json list = Json::array();
  for (const Diagnostic& problem : problems) {
    list.push_back(to_json(problem));
  }
  std::cout << list.dump(2, ' ', true, Json::error_handler_t::replace) << "\n";
}

void print_text(const DecodedScenarios& decoded, std::size_t files) {
  std::cerr << to_text(decoded.problems);
  const std::size_t count = decoded.problems.size();
  if (count > 0) {
    std::cerr << count << (count == 1 ? " error in " : " errors in ") << decoded.wrong_files
              << " of " << files << (files == 1 ? " file\n" : " files\n");
    return;
  }
  for (const scenarios::Scenario& scenario : decoded.scenarios) {
    std::cout << "ok  " << scenario.file << "  " << scenario.title << "\n";
  }
}

int validate(const std::vector<std::string>& arguments) {
  Options options(
      {"rkmock validate FILE|DIR|GLOB... [options]",
       "Reads scenario files and reports every mistake with its line and column, what was\n"
       "found and what was expected. Nothing is run, nobody is contacted.\n\n"
       "Exit codes: 0 all are right, 2 at least one mistake.",
       "  rkmock validate scenarios/\n"
       "  rkmock validate 'scenarios/**/*.yaml' --json\n"}
  );
  options.positional("scenario", -1);
  options.add(
      "json",
      boost::program_options::bool_switch(),
      "Write the mistakes to stdout as a JSON array, for editors and pipelines."
  );
  add_receiver_flags(options);
  const auto values = options.parse(arguments);
  if (!values) {
    return passed;
  }
  if (values->count("scenario") == 0) {
    throw UsageError("no scenario was named; try `rkmock validate scenarios/`");
  }
  scenarios::DecodeOptions decode = decode_options(*values);
  suppose_receiver(decode);
  const std::vector<ScenarioFile> files =
      find_scenario_files((*values)["scenario"].as<std::vector<std::string>>());
  const DecodedScenarios decoded = decode_scenarios(files, decode);
  if ((*values)["json"].as<bool>()) {
    print_json(decoded.problems);
  } else {
    print_text(decoded, files.size());
  }
  return decoded.problems.empty() ? passed : usage;
}

}  // namespace

const Command validate_command{"validate", "say what is wrong with scenario files", validate};

}  // namespace rkmock::cli
