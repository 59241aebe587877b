#include "cli/scenario_files.hpp"

#include <algorithm>
#include <filesystem>

#include <unistd.h>

#include "cli/catalog.hpp"
#include "cli/command.hpp"
#include "core/document.hpp"

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

}  // namespace

std::vector<std::string> find_scenario_files(const std::vector<std::string>& words) {
  std::vector<std::string> files;
  for (const std::string& word : words) {
    std::error_code error;
    const fs::file_status status = fs::status(word, error);
    if (error || !fs::exists(status)) {
      throw UsageError("there is no file or folder `" + word + "`");
    }
    if (!fs::is_directory(status)) {
      files.push_back(word);
      continue;
    }
    const std::vector<std::string> found = search(word);
    if (found.empty()) {
      throw UsageError("the folder `" + word + "` holds no *.yaml, *.yml or *.json");
    }
    files.insert(files.end(), found.begin(), found.end());
  }
  return files;
}

DecodedScenarios decode_scenarios(
    const std::vector<std::string>& files, const scenarios::DecodeOptions& options
) {
  const scenarios::Catalog names = catalog();
  DecodedScenarios decoded;
  for (const std::string& file : files) {
    const Result<std::string> text = read_text_file(file);
    Result<scenarios::Scenario> scenario = text ? scenarios::decode(*text, file, names, options)
                                                : Result<scenarios::Scenario>(text.error());
    if (scenario) {
      decoded.scenarios.push_back(std::move(scenario).value());
    } else {
      decoded.problems.insert(
          decoded.problems.end(), scenario.error().begin(), scenario.error().end()
      );
    }
  }
  return decoded;
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
