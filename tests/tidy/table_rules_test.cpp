// What must be named in several places, and what is missing in one of them.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tidy/rules.hpp"

namespace rkmock::tidy {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

TEST(ListingTest, TheNearestCMakeFileListsASource) {
  EXPECT_THAT(
      unlisted_sources(
          {{"core/CMakeLists.txt", "add_library(core\n  a.cpp deep/b.hpp)\n"},
           {"core/a.cpp", ""},
           {"core/deep/b.hpp", ""},
           {"include/rkmock/c.hpp", ""},
           {"tests/unit/CMakeLists.txt", "add_tests(d_test.cpp)"},
           {"tests/unit/d_test.cpp", ""},
           {"tests/unit/d.hpp", ""}}
      ),
      IsEmpty()
  );
}

TEST(ListingTest, ASourceThatNobodyBuildsIsFound) {
  EXPECT_THAT(
      unlisted_sources(
          {{"core/CMakeLists.txt", "add_library(core a.cpp)  # b.cpp\n"},
           {"core/a.cpp", ""},
           {"core/b.cpp", ""}}
      ),
      ElementsAre("core/b.cpp:1: not listed in core/CMakeLists.txt")
  );
  EXPECT_THAT(
      unlisted_sources({{"a/CMakeLists.txt", "x(b.cpp)"}, {"a/c/b.cpp", ""}}),
      ElementsAre("a/c/b.cpp:1: not listed in a/CMakeLists.txt")
  );
  EXPECT_THAT(unlisted_sources({{"a.cpp", ""}}), SizeIs(1));
}

Tree tree_with_faults() {
  return {
      {"faults/table.cpp",
       "FaultTable table() {\n"
       "  static const std::array<FaultDescriptor, 2> faults = {drop(), lost_ack()};\n"
       "  return faults;\n}\n"},
      {"faults/drop.cpp", ""},
      {"faults/lost_ack.cpp", ""},
      {"docs/faults/drop.md", "# `drop`\n"},
      {"docs/faults/lost_ack.md", "# `lost_ack`\n"},
      {"tests/unit/faults/fault_test.cpp", "read(\"{drop: true}\"); f(\"lost_ack\");\n"},
  };
}

TEST(FaultTableTest, AFaultHasFilePageAndTest) {
  EXPECT_THAT(half_made_faults(tree_with_faults()), IsEmpty());
}

TEST(FaultTableTest, AFaultWithoutOneOfThemIsFound) {
  Tree tree = tree_with_faults();
  tree.erase("faults/drop.cpp");
  EXPECT_THAT(
      half_made_faults(tree),
      ElementsAre("faults/table.cpp:1: `drop` has no file drop.cpp in faults")
  );
  tree = tree_with_faults();
  tree.erase("docs/faults/lost_ack.md");
  EXPECT_THAT(half_made_faults(tree), ElementsAre(HasSubstr("page docs/faults/lost_ack.md")));
  tree = tree_with_faults();
  tree["tests/unit/faults/fault_test.cpp"] = "read(\"drops\"); f(\"lost_ack\");\n";
  EXPECT_THAT(half_made_faults(tree), ElementsAre(HasSubstr("`drop` has no test")));
}

TEST(FaultTableTest, ATableThatCannotBeReadIsNoTableWithoutFaults) {
  EXPECT_THAT(half_made_faults({}), SizeIs(1));
  EXPECT_THAT(
      half_made_faults({{"faults/table.cpp", "int f() { return {a, b()}; }\n"}}), SizeIs(1)
  );
}

TEST(CheckTableTest, ACheckHasFileHeadingAndTest) {
  Tree tree = {
      {"assertions/table.cpp",
       "const std::vector<Check>& checks() { static const std::vector<Check> all = {\n"
       "  checks::ack()\n}; return all; }\n"},
      {"assertions/checks/ack.cpp", ""},
      {"docs/checks.md", "## `ack`\n"},
      {"tests/unit/assertions/ack_test.cpp", "judge(\"ack\");"},
  };
  EXPECT_THAT(half_made_checks(tree), IsEmpty());
  tree.erase("docs/checks.md");
  tree.erase("assertions/checks/ack.cpp");
  EXPECT_THAT(half_made_checks(tree), SizeIs(2));
  EXPECT_THAT(half_made_checks({}), SizeIs(1));
}

TEST(ProfilesTest, EachIsCompiledInAndInTheManual) {
  Tree tree = {
      {"mockserver/webhooks/profiles/stripe.json", "{}"},
      {"mockserver/webhooks/CMakeLists.txt", "set(profiles ${here}/profiles/stripe.json)"},
      {"docs/sender-profiles.md", "## `stripe`\n"},
  };
  EXPECT_THAT(half_made_profiles(tree), IsEmpty());
  tree["docs/sender-profiles.md"] = "stripe\n";
  EXPECT_THAT(half_made_profiles(tree), ElementsAre(HasSubstr("no heading")));
  tree.erase("mockserver/webhooks/CMakeLists.txt");
  EXPECT_THAT(half_made_profiles(tree), SizeIs(2));
}

}  // namespace
}  // namespace rkmock::tidy
