#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "assertions/reports/report.hpp"
#include "unit/reports/samples.hpp"

namespace rkmock::reports {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

TEST(MarkdownTest, TellsFirstWhatDidNotPass) {
  const std::string text = markdown(samples::run_of(
      {samples::passed_scenario(), samples::failed_scenario(), samples::skipped_scenario()}
  ));
  EXPECT_EQ(text.rfind("## ❌ rkmock: 3 scenarios, 1 passed, 1 failed, 1 skipped\n", 0), 0U);
  EXPECT_LT(text.find("| ❌ | Copies"), text.find("1 scenario passed</summary>"));
  EXPECT_LT(text.find("1 scenario passed</summary>"), text.find("### ❌ Copies"));
  EXPECT_THAT(text, HasSubstr("**At** `scenarios/library/racing_duplicates.yaml:14, create jane`"));
  EXPECT_THAT(
      text,
      HasSubstr("**Play it again**\n\n```sh\nrkmock run scenarios/library/racing_duplicates.yaml "
                "--receiver http://127.0.0.1:3000/webhooks/reservekit --seed 42\n```\n")
  );
}

TEST(MarkdownTest, ListsEachReasonOfWhatIsInconclusiveOnce) {
  const std::string text =
      markdown(samples::run_of({samples::inconclusive_scenario(), samples::inconclusive_scenario()})
      );
  EXPECT_THAT(
      text,
      HasSubstr(
          "Why inconclusive:\n\n- 2 × the receiver has no state probe, so its final state is not "
          "known\n"
      )
  );
}

TEST(MarkdownTest, TextsAreNoMarkup) {
  ScenarioReport report = samples::failed_scenario();
  report.name = "# *a* | <b> [x](http://y) `c` @team #12 www.z";
  report.judgement.results[1].evidence = {{15, "```"}};
  report.judgement.results[1].cause = "`a*b` is *code*, `` is none";
  report.judgement.results[1].next_step = "write `a*b`, <b>";
  const std::string text = markdown(samples::run_of({report}));
  EXPECT_THAT(
      text,
      HasSubstr("| \\#<!-- --> \\*a\\* \\| &lt;b&gt; \\[x\\](http:<!-- -->//y) \\`c\\` "
                "@<!-- -->team \\#<!-- -->12 www<!-- -->.z |")
  );
  EXPECT_THAT(text, HasSubstr("cause.** \\`a\\*b\\` is \\*code\\*, \\`\\` is none\n"));
  EXPECT_THAT(text, HasSubstr("step.** write `a*b`, &lt;b&gt;\n"));
  EXPECT_THAT(text, HasSubstr("````text\n#15  4.587 ms  ```\n````\n"));
}

TEST(MarkdownTest, KeepsWithinItsBoundAndSaysWhatIsLeftOut) {
  std::vector<ScenarioReport> many(400, samples::failed_scenario());
  many.resize(800, samples::passed_scenario());
  for (const std::size_t most : {std::size_t{20'000}, std::size_t{200'000}, most_markdown}) {
    const std::string text = markdown(samples::run_of(many), most);
    EXPECT_LE(text.size(), most);
    EXPECT_GT(text.size(), most / 8);
    if (most < most_markdown) {
      EXPECT_THAT(text, HasSubstr("more scenarios did not pass, without room here"));
    }
  }
  EXPECT_THAT(markdown(samples::run_of(many), 500), IsEmpty());
  EXPECT_THAT(
      markdown(samples::run_of({samples::failed_scenario()})), Not(HasSubstr("without room"))
  );
}

}  // namespace
}  // namespace rkmock::reports
