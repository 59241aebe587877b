#include "cli/scenario_files.hpp"

#include <algorithm>
#include <filesystem>
#include <set>

#include <unistd.h>

#include "cli/catalog.hpp"
#include "cli/command.hpp"
#include "cli/glob.hpp"
#include "core/document.hpp"
#include "scenarios/library/library_files.hpp"

namespace rkmock::cli {

namespace fs = std::filesystem;

namespace {

bool is_scenario_name(const fs::path& path) {
  const std::string extension = path.extension().string();
  // scenario.schema.json and the like describe scenarios, they are none.
  const bool schema = path.stem().extension() == ".schema";
  return !schema && (extension == ".yaml" || extension == ".yml" || extension == ".json");
}

std::vector<std::string> search(const std::string& folder) {
  std::vector<std::string> files;
  for (const fs::directory_entry& entry : fs::recursive_directory_iterator(folder)) {
    if (entry.is_regular_file() && is_scenario_name(entry.path())) {
      files.push_back(entry.path().string());
    }
  }
  std::sort(files.begin(), files.end());
  return files;
}

std::vector<std::string> search_named(const std::string& folder) {
  std::vector<std::string> found = search(folder);
  if (found.empty()) {
    throw UsageError("the folder `" + folder + "` holds no *.yaml, *.yml or *.json");
  }
  return found;
}

std::vector<std::string> expand(const std::string& word) {
  std::vector<std::string> files;
  for (const std::string& path : expand_glob(word)) {
    if (fs::is_directory(path)) {
      const std::vector<std::string> found = search(path);
      files.insert(files.end(), found.begin(), found.end());
    } else if (is_scenario_name(path)) {
      files.push_back(path);
    }
  }
  if (files.empty()) {
    throw UsageError("nothing is called like `" + word + "`, with the ending yaml, yml or json");
  }
  return files;
}

std::vector<std::string> named_by(const std::string& word) {
  std::error_code error;
  const fs::file_status status = fs::status(word, error);
  if (!error && fs::exists(status)) {
    return fs::is_directory(status) ? search_named(word) : std::vector<std::string>{word};
  }
  if (is_glob(word)) {
    return expand(word);
  }
  throw UsageError("there is no file or folder `" + word + "`");
}

const std::string library_folder = "library/";

/// `duplicates`, `racing_duplicates`, `duplicates/racing_duplicates`, and the last two with their
/// ending.
bool is_called(const EmbeddedFile& file, std::string word) {
  if (word.starts_with(library_folder)) {
    word.erase(0, library_folder.size());
  }
  const std::string_view name = file.name;
  const std::size_t slash = name.find('/');
  const std::string_view stem = name.substr(0, name.rfind('.'));
  return word == name.substr(0, slash) || word == name || word == stem ||
         word == name.substr(slash + 1) || word == stem.substr(slash + 1);
}

[[noreturn]] void not_in_library(const std::string& word) {
  std::vector<std::string> names;
  for (const EmbeddedFile& file : scenarios::library_files()) {
    const std::string name(file.name.substr(0, file.name.rfind('.')));
    names.push_back(name.substr(0, name.find('/')));
    names.push_back(name.substr(name.find('/') + 1));
  }
  const std::string near = nearest(word, names);
  throw UsageError(
      "the library has no group and no scenario `" + word + "`" +
      (near.empty() ? "; `rkmock library` lists it" : "; did you mean `" + near + "`?")
  );
}

}  // namespace

std::vector<ScenarioFile> find_scenario_files(const std::vector<std::string>& words) {
  std::vector<ScenarioFile> files;
  std::set<fs::path> known;
  for (const std::string& word : words) {
    for (std::string& file : named_by(word)) {
      std::error_code error;
      const fs::path same = fs::weakly_canonical(file, error);
      if (known.insert(error ? fs::path(file) : same).second) {
        files.push_back({std::move(file), std::nullopt});
      }
    }
  }
  return files;
}

std::vector<ScenarioFile> find_library_files(const std::vector<std::string>& words) {
  const auto library = scenarios::library_files();
  std::vector<ScenarioFile> files;
  std::set<std::string_view> known;
  const auto add = [&](const EmbeddedFile& file) {
    if (known.insert(file.name).second) {
      files.push_back({library_folder + std::string(file.name), file.text});
    }
  };
  if (words.empty()) {
    std::for_each(library.begin(), library.end(), add);
  }
  for (const std::string& word : words) {
    bool found = false;
    for (const EmbeddedFile& file : library) {
      if (is_called(file, word)) {
        found = true;
        add(file);
      }
    }
    if (!found) {
      not_in_library(word);
    }
  }
  return files;
}

std::string library_word(const std::string& file) {
  const std::string name = file.substr(library_folder.size());
  return name.substr(0, name.rfind('.'));
}

DecodedScenarios decode_scenarios(
    const std::vector<ScenarioFile>& files, const scenarios::DecodeOptions& options
) {
  const scenarios::Catalog names = catalog();
  DecodedScenarios decoded;
  Diagnostics without_place;
  for (const ScenarioFile& file : files) {
    const Result<std::string> text =
        file.text ? Result<std::string>(std::string(*file.text)) : read_text_file(file.name);
    Result<scenarios::Scenario> scenario = text
                                               ? scenarios::decode(*text, file.name, names, options)
                                               : Result<scenarios::Scenario>(text.error());
    if (scenario) {
      decoded.scenarios.push_back(std::move(scenario).value());
      continue;
    }
    ++decoded.wrong_files;
    for (const Diagnostic& problem : scenario.error()) {
      // The command line and the environment are wrong once, however many files there are.
      const bool of_this_file = problem.at.file == file.name;
      const bool said =
          std::find(without_place.begin(), without_place.end(), problem) != without_place.end();
      if (of_this_file || !said) {
        decoded.problems.push_back(problem);
      }
      if (!of_this_file) {
        without_place.push_back(problem);
      }
    }
  }
  return decoded;
}

void suppose_receiver(scenarios::DecodeOptions& options) {
  options.variables.emplace("RECEIVER_URL", "http://127.0.0.1:3000/webhooks/reservekit");
  options.variables.emplace("RECEIVER_BASE", "http://127.0.0.1:3000");
}

std::map<std::string, std::string> environment_variables() {
  std::map<std::string, std::string> variables;
  for (char** entry = environ; *entry != nullptr; ++entry) {
    const std::string text = *entry;
    const std::size_t equals = text.find('=');
    if (equals != std::string::npos) {
      variables[text.substr(0, equals)] = text.substr(equals + 1);
    }
  }
  return variables;
}

}  // namespace rkmock::cli
