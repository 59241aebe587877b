// `rkmock library`: the scenarios that come with rkmock.
#include <filesystem>
#include <iostream>

#include "rkmock/error.hpp"

#include "cli/command.hpp"
#include "cli/exit_code.hpp"
#include "cli/options.hpp"
#include "cli/output_file.hpp"
#include "cli/scenario_files.hpp"
#include "scenarios/library/library_files.hpp"

namespace rkmock::cli {

namespace po = boost::program_options;
namespace fs = std::filesystem;

namespace {

std::string tags_in_words(const scenarios::Scenario& scenario) {
  std::string text;
  for (const std::string& tag : scenario.tags) {
    text += (text.empty() ? "  [" : ", ") + tag;
  }
  text += text.empty() ? "" : "]";
  std::string needs;
  for (const std::string& name : scenario.needs) {
    needs += (needs.empty() ? "  needs " : ", ") + name;
  }
  return text + needs;
}

std::string group_of(const ScenarioFile& file) {
  const std::string word = library_word(file.name);
  return word.substr(0, word.find('/'));
}

int list(const std::vector<ScenarioFile>& files) {
  constexpr std::size_t columns = 34;
  scenarios::DecodeOptions decode;
  decode.variables = environment_variables();
  suppose_receiver(decode);
  const DecodedScenarios decoded = decode_scenarios(files, decode);
  if (!decoded.problems.empty()) {
    throw InvariantError("the library has mistakes: " + to_text(decoded.problems));
  }
  std::string last_group;
  for (const scenarios::Scenario& scenario : decoded.scenarios) {
    const std::string word = library_word(scenario.file);
    const std::string group = word.substr(0, word.find('/'));
    const std::string name = word.substr(word.find('/') + 1);
    if (group != last_group) {
      std::cout << (last_group.empty() ? "" : "\n") << group << "\n";
      last_group = group;
    }
    std::cout << "  " << name << std::string(name.size() < columns ? columns - name.size() : 1, ' ')
              << scenario.title << tags_in_words(scenario) << "\n";
  }
  std::cout << "\nrkmock library NAME prints one, rkmock run --library plays them.\n";
  return passed;
}

int copy(const std::vector<ScenarioFile>& files, const fs::path& folder, bool force) {
  const auto target = [&](const ScenarioFile& file) {
    return folder / fs::path(file.name).lexically_relative("library");
  };
  std::error_code error;
  for (const ScenarioFile& file : files) {
    // Before the first is written: half a copy is of no use.
    if (!force && fs::exists(fs::symlink_status(target(file), error))) {
      throw UsageError("`" + target(file).string() + "` is there already; --force writes over it");
    }
  }
  for (const ScenarioFile& file : files) {
    write_output_file("--copy", target(file).string(), std::string(*file.text));
  }
  std::cout << files.size() << " scenarios are in " << folder.string() << "\n";
  return passed;
}

int library(const std::vector<std::string>& arguments) {
  Options options(
      {"rkmock library [NAME|GROUP...] [options]",
       "Lists the scenarios that come with rkmock, by group, with their tags and what they\n"
       "need. With the name of one it prints that file; with a group it lists that alone.",
       "  rkmock library\n"
       "  rkmock library racing_duplicates\n"
       "  rkmock library --copy scenarios\n"}
  );
  options.positional("name", -1);
  options.add("copy", po::value<std::string>()->value_name("DIR"), "Write them to this folder.");
  options.add("force", po::bool_switch(), "Write over files that are there already.");
  const auto values = options.parse(arguments);
  if (!values) {
    return passed;
  }
  const std::vector<std::string> words = values->count("name") != 0
                                             ? (*values)["name"].as<std::vector<std::string>>()
                                             : std::vector<std::string>();
  const std::vector<ScenarioFile> files = find_library_files(words);
  if (values->count("copy") != 0) {
    return copy(files, (*values)["copy"].as<std::string>(), (*values)["force"].as<bool>());
  }
  const bool one_file = words.size() == 1 && files.size() == 1 && words[0] != group_of(files[0]);
  if (one_file) {
    std::cout << *files[0].text;
    return passed;
  }
  return list(files);
}

}  // namespace

const Command library_command{"library", "list the scenarios that come with rkmock", library};

}  // namespace rkmock::cli
