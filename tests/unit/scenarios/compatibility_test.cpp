// The promise of docs/compatibility.md: a file of a released version of the language means what
// it meant then, defaults and all.
#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "unit/scenarios/meaning.hpp"
#include "unit/scenarios/real_catalog.hpp"

namespace rkmock::scenarios {
namespace {

namespace fs = std::filesystem;

const fs::path folder = RKMOCK_SOURCE_DIR "/tests/golden/scenarios/v1";

std::vector<fs::path> files_of_version_one() {
  std::vector<fs::path> files;
  for (const auto& entry : fs::directory_iterator(folder)) {
    if (entry.path().extension() == ".yaml") {
      files.push_back(entry.path());
    }
  }
  std::sort(files.begin(), files.end());
  return files;
}

std::string read(const fs::path& file) {
  std::ostringstream bytes;
  bytes << std::ifstream(file, std::ios::binary).rdbuf();
  return bytes.str();
}

/// Files are named from their folder, so that nothing of this machine is in the meaning.
Result<Scenario> decode_golden(const fs::path& file) {
  DecodeOptions options = test_options();
  options.read_file = [](const std::string& name) {
    return read_text_file((folder / name).string());
  };
  return decode(read(file), file.filename().string(), real_catalog(), options);
}

TEST(CompatibilityTest, FilesOfVersionOneMeanWhatTheyMeant) {
  const bool renew = std::getenv("RKMOCK_RENEW_GOLDEN") != nullptr;
  const auto files = files_of_version_one();
  EXPECT_GE(files.size(), 12U);
  for (const fs::path& file : files) {
    const Result<Scenario> scenario = decode_golden(file);
    if (!scenario) {
      ADD_FAILURE() << to_text(scenario.error());
      continue;
    }
    fs::path golden = file;
    golden.replace_extension(".json");
    const std::string means = meaning(*scenario).dump(1) + "\n";
    if (renew && !fs::exists(golden)) {
      std::ofstream(golden, std::ios::binary) << means;  // a new file; old ones are never renewed
    }
    EXPECT_EQ(means, read(golden)) << file;
  }
  EXPECT_FALSE(renew) << "meanings of new files were written: look at them";
}

}  // namespace
}  // namespace rkmock::scenarios
