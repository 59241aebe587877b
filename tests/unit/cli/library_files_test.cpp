// The library in the binary is the library of the tree.
#include "scenarios/library/library_files.hpp"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "cli/command.hpp"
#include "cli/scenario_files.hpp"

namespace rkmock::cli {
namespace {

using testing::ContainerEq;
using testing::ElementsAre;
using testing::SizeIs;

std::vector<std::string> names(const std::vector<ScenarioFile>& files) {
  std::vector<std::string> names;
  names.reserve(files.size());
  for (const ScenarioFile& file : files) {
    names.push_back(file.name);
  }
  return names;
}

TEST(LibraryFilesTest, AreThoseOfTheTreeByteForByteAndInOrder) {
  namespace fs = std::filesystem;
  const fs::path folder = RKMOCK_SOURCE_DIR "/scenarios/library";
  std::vector<std::string> there;
  for (const auto& entry : fs::recursive_directory_iterator(folder)) {
    if (entry.path().extension() == ".yaml") {
      there.push_back(entry.path().lexically_relative(folder).string());
    }
  }
  std::sort(there.begin(), there.end());
  std::vector<std::string> embedded;
  for (const EmbeddedFile& file : scenarios::library_files()) {
    embedded.emplace_back(file.name);
    std::ostringstream bytes;
    bytes << std::ifstream(folder / file.name, std::ios::binary).rdbuf();
    EXPECT_EQ(file.text, bytes.str()) << file.name;
  }
  EXPECT_THAT(embedded, ContainerEq(there)) << "list it in scenarios/library/CMakeLists.txt";
}

TEST(LibraryFilesTest, AreFoundByNameAndByGroupEachOnce) {
  const std::string file = "library/duplicates/racing_duplicates.yaml";
  for (const char* word :
       {"racing_duplicates",
        "racing_duplicates.yaml",
        "duplicates/racing_duplicates",
        "duplicates/racing_duplicates.yaml",
        "library/duplicates/racing_duplicates.yaml"}) {
    EXPECT_THAT(names(find_library_files({word})), ElementsAre(file)) << word;
  }
  EXPECT_EQ(library_word(file), "duplicates/racing_duplicates");
  const std::size_t group = find_library_files({"duplicates"}).size();
  EXPECT_GE(group, 3U);
  EXPECT_THAT(find_library_files({"duplicates", "racing_duplicates"}), SizeIs(group));
  EXPECT_THAT(find_library_files({}), SizeIs(scenarios::library_files().size()));
}

TEST(LibraryFilesTest, AWrongNameIsCorrected) {
  try {
    (void)find_library_files({"racing_duplicate"});
    FAIL() << "accepted";
  } catch (const UsageError& error) {
    EXPECT_THAT(error.what(), testing::HasSubstr("did you mean `racing_duplicates`?"));
  }
}

}  // namespace
}  // namespace rkmock::cli
