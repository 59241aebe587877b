// The checks that compare with the clean run, over drawn stories: a receiver that ends as in the
// clean run never fails, and one thing that differs always does.
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "assertions/clean_run.hpp"
#include "unit/assertions/any_chapters.hpp"
#include "unit/assertions/judged.hpp"

namespace rkmock::assertions {
namespace {

RightStory any_story() {
  RightStory story;
  for (const Chapter& chapter : *any_chapters()) {
    story.play(chapter);
  }
  story.play_evidence();
  return story;
}

/// What the story comes to. A clean run of a right receiver ends so too.
event::CleanRun end_of(RightStory story) {
  story.finish();
  return clean_run_of(story.run.history());
}

History beside(RightStory story, const event::CleanRun& clean) {
  story.run.add(clean);
  story.finish();
  return story.run.history();
}

RC_GTEST_PROP(CleanRunPropertyTest, AReceiverThatEndsAsInTheCleanRunNeverFails, ()) {
  const RightStory story = any_story();
  const History history = beside(story, end_of(story));
  for (const char* check : {"same_as_clean_run", "isolated"}) {
    const CheckResult result = judged(check, history);
    RC_LOG(result.message);
    RC_ASSERT(result.verdict != Verdict::fail);
  }
}

RC_GTEST_PROP(CleanRunPropertyTest, OneThingThatDiffersAlwaysFails, ()) {
  const RightStory story = any_story();
  event::CleanRun clean = end_of(story);
  const History right = beside(story, clean);
  RC_PRE(!clean.bookings.empty());
  auto& booking = clean.bookings[*rc::gen::inRange<std::size_t>(0, clean.bookings.size())];
  const Likeness likeness = compare_with_clean_run(right, clean, {booking.booking}, /*ignored=*/{});
  RC_PRE(likeness.compared == 1U);
  const bool has_effect = !booking.effects.empty();
  switch (*rc::gen::inRange(0, 3)) {
    case 0:
      RC_PRE(booking.status != 0);
      booking.status = 410;
      break;
    case 1:
      RC_PRE(booking.status == 200);
      booking.state = R"({"status":"another"})";
      break;
    default:
      RC_PRE(has_effect);
      booking.effects.pop_back();  // here it came once more than there
      break;
  }
  RC_ASSERT(judged("same_as_clean_run", beside(story, clean)).verdict == Verdict::fail);
}

}  // namespace
}  // namespace rkmock::assertions
