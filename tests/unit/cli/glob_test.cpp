#include "cli/glob.hpp"

#include <filesystem>
#include <fstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace rkmock::cli {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

struct Case {
  std::string pattern;
  std::string path;
  bool matches;
};

TEST(GlobTest, KnowsWordsWithWildcards) {
  EXPECT_FALSE(is_glob("scenarios/a.yaml"));
  EXPECT_TRUE(is_glob("scenarios/*.yaml"));
  EXPECT_TRUE(is_glob("a?.yaml"));
  EXPECT_TRUE(is_glob("[ab].yaml"));
}

TEST(GlobTest, MatchesNamesAndFolders) {
  const std::vector<Case> cases = {
      {"a/*.yaml", "a/b.yaml", true},
      {"a/*.yaml", "a/b.json", false},
      {"a/*.yaml", "a/c/b.yaml", false},
      {"*.yaml", "a/b.yaml", false},
      {"a/?.yaml", "a/b.yaml", true},
      {"a/?.yaml", "a/bb.yaml", false},
      {"a/[bc].yaml", "a/c.yaml", true},
      {"a/[!bc].yaml", "a/c.yaml", false},
      {"**/dup*.yaml", "dup.yaml", true},
      {"**/dup*.yaml", "x/y/dup1.yaml", true},
      {"a/**/b.yaml", "a/b.yaml", true},
      {"a/**/b.yaml", "a/x/y/b.yaml", true},
      {"a/**/b.yaml", "c/x/b.yaml", false},
      {"a/**", "a/x/y", true},
      {"a/*", "a/.hidden", false},
      {"a/.*", "a/.hidden", true},
      {"a/**/b", "a/.git/b", false},
      {"/a/*", "/a/b", true},
      {"/a/*", "a/b", false},
  };
  for (const Case& one : cases) {
    EXPECT_EQ(glob_matches(one.pattern, one.path), one.matches) << one.pattern << " " << one.path;
  }
}

TEST(GlobTest, ExpandsToWhatThereIsInByteOrder) {
  namespace fs = std::filesystem;
  const fs::path folder = fs::path(testing::TempDir()) / "rkmock_glob_test";
  fs::remove_all(folder);
  for (const char* name : {"b.yaml", "a.yaml", "deep/er/c.yaml", "deep/d.json", ".hid/e.yaml"}) {
    fs::create_directories((folder / name).parent_path());
    std::ofstream(folder / name) << "x";
  }
  const std::string root = folder.string();
  EXPECT_THAT(expand_glob(root + "/*.yaml"), ElementsAre(root + "/a.yaml", root + "/b.yaml"));
  EXPECT_THAT(
      expand_glob(root + "/**/*.yaml"),
      ElementsAre(root + "/a.yaml", root + "/b.yaml", root + "/deep/er/c.yaml")
  );
  EXPECT_THAT(expand_glob(root + "/d*/*.json"), ElementsAre(root + "/deep/d.json"));
  EXPECT_THAT(expand_glob(root + "/*.txt"), IsEmpty());
  EXPECT_THAT(expand_glob(root + "/none/*"), IsEmpty());
  fs::remove_all(folder);
}

}  // namespace
}  // namespace rkmock::cli
