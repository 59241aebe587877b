// Lists beside the code: what is in them and not in the code any more, or the other way round.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tidy/rules.hpp"

namespace rkmock::tidy {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

Tree tree() {
  return {
      {"assertions/table.cpp", "all = {\n      ack(),\n      alive()};\n"},
      {"assertions/checks/ack.cpp", "if (a || b) {\n  return 1 < 2;\n}\n"},
      {"assertions/checks/alive.cpp", "return true;\n"},
      {"receivers/flaws.cpp",
       "{Flaw::slow_ack, \"slow_ack\"},\n{Flaw::redirects,\n \"redirects\"}"},
      {"tests/mutants.txt",
       "# Mutations\n\n"
       "assertions/checks/ack.cpp | a || b | a && b\n"
       "assertions/checks/alive.cpp | true | false\n"},
      {"docs/flaws.md",
       "# Flaws\n\n| Flaw | Wrong | [`ack`](checks.md#ack) | [`alive`](checks.md#alive) |\n"
       "|---|---|---|---|\n"
       "| `slow_ack` | answers late | 3 | |\n| `redirects` | answers `308` | | 2 |\n"},
  };
}

TEST(MutantsTest, AMutationIsOfATextThatIsThereOnce) {
  EXPECT_THAT(stale_mutants(tree()), IsEmpty());
}

TEST(MutantsTest, ATextThatIsGoneOrThereTwiceIsFound) {
  Tree changed = tree();
  changed["assertions/checks/ack.cpp"] = "if (a or b) {}\n";
  EXPECT_THAT(
      stale_mutants(changed),
      ElementsAre(
          "tests/mutants.txt:3: `a || b` is not exactly once in assertions/checks/ack.cpp",
          "tests/mutants.txt:1: no mutation of `ack`"
      )
  );
  changed["assertions/checks/ack.cpp"] = "a || b; a || b;\n";
  EXPECT_THAT(stale_mutants(changed), SizeIs(2));
  changed.erase("assertions/checks/ack.cpp");
  EXPECT_THAT(stale_mutants(changed), SizeIs(2));
}

TEST(MutantsTest, ALineOfAnotherFormIsFound) {
  for (const char* line : {"ack.cpp | a", "ack.cpp | a | b | c", "x |  | y", "x | a | a"}) {
    Tree changed = tree();
    changed["tests/mutants.txt"] += std::string(line) + "\n";
    EXPECT_THAT(
        stale_mutants(changed), ElementsAre("tests/mutants.txt:5: this is not FILE | FROM | TO")
    );
  }
}

TEST(MutantsTest, ACheckWithoutAMutationIsFound) {
  Tree changed = tree();
  changed["assertions/table.cpp"] += "      rejects(),\n";
  EXPECT_THAT(stale_mutants(changed), ElementsAre("tests/mutants.txt:1: no mutation of `rejects`"));
}

TEST(FlawTableTest, HasARowForEachFlawAndAColumnForEachCheck) {
  EXPECT_THAT(stale_flaw_table(tree()), IsEmpty());
}

TEST(FlawTableTest, WhatIsMissingOrGoneIsFound) {
  Tree changed = tree();
  changed["assertions/table.cpp"] = "      ack(),\n      rejects()\n";
  changed["receivers/flaws.cpp"] = "{Flaw::slow_ack, {Flaw::no_gzip,";
  EXPECT_THAT(
      stale_flaw_table(changed),
      ElementsAre(
          HasSubstr("the check `rejects` is not in the table"),
          HasSubstr("there is no check `alive`"),
          HasSubstr("the flaw `no_gzip` is not in the table"),
          HasSubstr("there is no flaw `redirects`")
      )
  );
  EXPECT_THAT(stale_flaw_table({}), SizeIs(1));
}

}  // namespace
}  // namespace rkmock::tidy
