// The rules, applied to this project.
#include "tidy/tree.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tidy/rules.hpp"

namespace rkmock::tidy {
namespace {

using testing::Contains;
using testing::Key;

const Tree& project() {
  static const Tree tree = read_tree(RKMOCK_SOURCE_DIR);
  return tree;
}

testing::AssertionResult is_empty(const Findings& findings) {
  testing::AssertionResult result =
      findings.empty() ? testing::AssertionSuccess() : testing::AssertionFailure();
  for (const std::string& finding : findings) {
    result << "\n  " << finding;
  }
  return result;
}

TEST(TreeTest, IsReadWithoutWhatIsBuiltOrInstalled) {
  EXPECT_THAT(project(), Contains(Key("CMakeLists.txt")));
  EXPECT_THAT(project(), Contains(Key("include/rkmock/event.hpp")));
  EXPECT_THAT(project(), Contains(Key(".ci/run")));
  for (const auto& [path, text] : project()) {
    EXPECT_FALSE(is_under(path, "build") || is_under(path, ".git")) << path;
    EXPECT_EQ(path.find("node_modules"), std::string::npos) << path;
  }
}

TEST(TreeTest, PathsHaveFoldersAndNames) {
  EXPECT_EQ(folder_of("a/b/c.cpp"), "a/b");
  EXPECT_EQ(folder_of("c.cpp"), "");
  EXPECT_EQ(name_of("a/b/c.cpp"), "c.cpp");
  EXPECT_EQ(name_of("c.cpp"), "c.cpp");
  EXPECT_TRUE(is_under("a/b/c.cpp", "a"));
  EXPECT_TRUE(is_under("a/b/c.cpp", "a/b"));
  EXPECT_FALSE(is_under("ab/c.cpp", "a"));
  EXPECT_FALSE(is_under("a", "a"));
}

TEST(ProjectTest, LinesOfCodeAreNarrow) {
  EXPECT_TRUE(is_empty(in_every_file(wide_lines, project())));
}

TEST(ProjectTest, FilesAreShort) {
  EXPECT_TRUE(is_empty(in_every_file(long_files, project())));
}

TEST(ProjectTest, FunctionsAreShort) {
  EXPECT_TRUE(is_empty(in_every_file(long_functions, project())));
}

TEST(ProjectTest, WhiteSpaceIsClean) {
  EXPECT_TRUE(is_empty(in_every_file(unclean_white_space, project())));
}

TEST(ProjectTest, FilesAreNamedInSnakeCase) {
  EXPECT_TRUE(is_empty(in_every_file(odd_file_names, project())));
}

TEST(ProjectTest, HeadersSayWhatTheyAre) {
  EXPECT_TRUE(is_empty(in_every_file(headers_without_introduction, project())));
}

TEST(ProjectTest, SourcesHaveCode) {
  EXPECT_TRUE(is_empty(in_every_file(empty_sources, project())));
}

TEST(ProjectTest, NoWorkIsMarkedAsUnfinished) {
  EXPECT_TRUE(is_empty(in_every_file(unfinished_work, project())));
}

TEST(ProjectTest, EveryTestRuns) {
  EXPECT_TRUE(is_empty(in_every_file(tests_that_do_not_run, project())));
}

TEST(ProjectTest, NoTestSleeps) {
  EXPECT_TRUE(is_empty(in_every_file(sleeps_in_tests, project())));
}

TEST(ProjectTest, CompilesWithTheOldestTools) {
  EXPECT_TRUE(is_empty(in_every_file(too_new_for_the_tools, project())));
}

TEST(ProjectTest, NamesNothingOfOneMachine) {
  EXPECT_TRUE(is_empty(in_every_file(words_of_one_machine, project())));
}

TEST(ProjectTest, FoldersIncludeOnlyWhatTheyMay) {
  EXPECT_TRUE(is_empty(in_every_file(forbidden_includes, project())));
}

TEST(ProjectTest, IncludesNameFilesFromTheRoot) {
  EXPECT_TRUE(is_empty(includes_of_nothing(project())));
}

TEST(ProjectTest, SourcesAreListed) {
  EXPECT_TRUE(is_empty(unlisted_sources(project())));
}

TEST(ProjectTest, FaultsHaveFileHeadingAndTest) {
  EXPECT_TRUE(is_empty(half_made_faults(project())));
}

TEST(ProjectTest, ChecksHaveFileHeadingAndTest) {
  EXPECT_TRUE(is_empty(half_made_checks(project())));
}

TEST(ProjectTest, SenderProfilesAreCompiledInAndInTheManual) {
  EXPECT_TRUE(is_empty(half_made_profiles(project())));
}

TEST(ProjectTest, MutationsFitTheSources) {
  EXPECT_TRUE(is_empty(stale_mutants(project())));
}

TEST(ProjectTest, TheTableOfFlawsHasThoseThatExist) {
  EXPECT_TRUE(is_empty(stale_flaw_table(project())));
}

TEST(ProjectTest, LinksLeadSomewhere) {
  EXPECT_TRUE(is_empty(broken_links(project())));
}

TEST(ProjectTest, DocumentsAreLinked) {
  EXPECT_TRUE(is_empty(unlinked_documents(project())));
}

}  // namespace
}  // namespace rkmock::tidy
