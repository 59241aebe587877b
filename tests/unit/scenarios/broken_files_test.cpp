// What people read when a scenario is wrong: tests/golden/scenarios/broken, one file per mistake,
// each with the complete text of its diagnostics beside it. RKMOCK_RENEW_GOLDEN=1 writes those
// anew, and fails, so that nobody forgets to look at the difference.
#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/document.hpp"
#include "unit/scenarios/real_catalog.hpp"

namespace rkmock::scenarios {
namespace {

std::vector<std::filesystem::path> files_in(const std::string& folder) {
  std::vector<std::filesystem::path> files;
  for (const auto& entry :
       std::filesystem::recursive_directory_iterator(RKMOCK_SOURCE_DIR "/" + folder)) {
    if (entry.path().extension() == ".yaml" || entry.path().extension() == ".json") {
      files.push_back(entry.path());
    }
  }
  std::sort(files.begin(), files.end());
  return files;
}

std::string diagnostics_of(const std::filesystem::path& file) {
  const Result<std::string> text = read_text_file(file.string());
  if (!text) {
    return to_text(text.error());
  }
  DecodeOptions options = test_options();
  options.read_file = read_text_file;
  const Result<Scenario> scenario =
      decode(*text, file.filename().string(), real_catalog(), options);
  return scenario ? "accepted\n" : to_text(scenario.error());
}

std::string read(const std::filesystem::path& file) {
  std::ostringstream bytes;
  bytes << std::ifstream(file, std::ios::binary).rdbuf();
  return bytes.str();
}

TEST(BrokenFilesTest, EachIsRefusedInTheWordsBesideIt) {
  const bool renew = std::getenv("RKMOCK_RENEW_GOLDEN") != nullptr;
  const auto files = files_in("tests/golden/scenarios/broken");
  EXPECT_GE(files.size(), 12U);
  for (const std::filesystem::path& file : files) {
    const std::string found = diagnostics_of(file);
    EXPECT_NE(found, "accepted\n") << file;
    std::filesystem::path expected = file;
    expected += ".expected";
    if (renew) {
      std::ofstream(expected, std::ios::binary) << found;
    }
    EXPECT_EQ(found, read(expected)) << file;
  }
  EXPECT_FALSE(renew) << "the expected texts were written anew: look at the difference";
}

TEST(BrokenFilesTest, NoExpectedTextIsLeftWithoutItsFile) {
  const std::filesystem::path folder = RKMOCK_SOURCE_DIR "/tests/golden/scenarios/broken";
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    if (entry.path().extension() == ".expected") {
      EXPECT_TRUE(std::filesystem::exists(folder / entry.path().stem())) << entry.path();
    }
  }
}

TEST(LibraryTest, EveryScenarioOfTheLibraryDecodes) {
  const auto files = files_in("scenarios/library");
  EXPECT_GE(files.size(), 6U);
  for (const std::filesystem::path& file : files) {
    EXPECT_EQ(diagnostics_of(file), "accepted\n") << file;
  }
}

}  // namespace
}  // namespace rkmock::scenarios
