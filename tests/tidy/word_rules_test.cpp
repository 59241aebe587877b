// What must not be written: each rule with a text that breaks it and one that does not.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tidy/rules.hpp"

namespace rkmock::tidy {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

TEST(WordRulesTest, WorkIsFinished) {
  EXPECT_THAT(
      unfinished_work({"a.cpp", "a;\n// TODO: b\n"}), ElementsAre("a.cpp:2: unfinished work: TODO")
  );
  EXPECT_THAT(unfinished_work({"a.cpp", "/* FIXME */ int XXX;\n"}), SizeIs(2));
  EXPECT_THAT(unfinished_work({"docs/a.md", "# TODO\n"}), SizeIs(1));
  EXPECT_THAT(unfinished_work({"a.cpp", "// AUTODOC\nint XXXX;\n"}), IsEmpty());
}

TEST(WordRulesTest, StringsOfCodeAndHashesMayHoldAnyWord) {
  EXPECT_THAT(unfinished_work({"a.cpp", "f(\"TODO\");\n"}), IsEmpty());
  EXPECT_THAT(unfinished_work({"tests/e2e/package-lock.json", "\"sha512-a+XXX/b\"\n"}), IsEmpty());
}

TEST(WordRulesTest, EveryTestRuns) {
  EXPECT_THAT(tests_that_do_not_run({"a.cpp", "TEST(A, B) {\n  GTEST_SKIP();\n}\n"}), SizeIs(1));
  EXPECT_THAT(
      tests_that_do_not_run({"a.cpp", "\nTEST(A, DISABLED_B) {\n"}),
      ElementsAre("a.cpp:2: a test that does not run")
  );
  EXPECT_THAT(tests_that_do_not_run({"a.cpp", "// GTEST_SKIP and DISABLED_\n"}), IsEmpty());
  EXPECT_THAT(tests_that_do_not_run({"HACKING.md", "DISABLED_\n"}), IsEmpty());
}

TEST(WordRulesTest, NoTestSleeps) {
  for (const char* code :
       {"std::this_thread::sleep_for(1s);",
        "sleep_until(t);",
        "usleep(5);",
        "nanosleep(&t, nullptr);",
        "  sleep(1);",
        "::sleep(1);"}) {
    EXPECT_THAT(sleeps_in_tests({"tests/unit/a_test.cpp", code}), SizeIs(1)) << code;
    EXPECT_THAT(sleeps_in_tests({"cli/a.cpp", code}), IsEmpty()) << code;
  }
  EXPECT_THAT(
      sleeps_in_tests({"tests/a.cpp", "asleep(1); // sleep(1)\nf(\"sleep(1)\");"}), IsEmpty()
  );
}

TEST(WordRulesTest, OnlyWhatTheOldestToolsKnow) {
  EXPECT_THAT(
      too_new_for_the_tools({"a.cpp", "auto a = std::format(\"b\");\n"}),
      ElementsAre("a.cpp:1: std::format is not in g++ 12 and clang 14")
  );
  EXPECT_THAT(too_new_for_the_tools({"a.cpp", "std::expected<int, E> f();\n"}), SizeIs(1));
  EXPECT_THAT(too_new_for_the_tools({"a.cpp", "std::format_to_n; // std::format\n"}), IsEmpty());
}

TEST(WordRulesTest, NothingOfOneMachine) {
  EXPECT_THAT(
      words_of_one_machine(
          {"README.md",
           "cd /wo"
           "rk/main\n"}
      ),
      SizeIs(1)
  );
  EXPECT_THAT(
      words_of_one_machine(
          {"docs/a.md",
           "\nsee ../sha"
           "red/a\n"}
      ),
      SizeIs(1)
  );
  EXPECT_THAT(
      words_of_one_machine(
          {"a/package.json",
           "https://registry.np"
           "mjs.org/a"}
      ),
      SizeIs(1)
  );
  EXPECT_THAT(words_of_one_machine({"README.md", "workers share a library/\n"}), IsEmpty());
  EXPECT_THAT(
      words_of_one_machine({"README.md", "scenarios/library, https://example.com\n"}), IsEmpty()
  );
}

}  // namespace
}  // namespace rkmock::tidy
