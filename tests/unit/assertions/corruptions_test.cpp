// The proof of the checks as a whole: no check fails a right receiver, whatever happens to it; and
// one wrong thing, put at any place of a right story, fails the check that is meant for it and, but
// for what is written down here, no other.
#include <algorithm>
#include <cctype>
#include <functional>
#include <random>
#include <set>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "unit/assertions/any_chapters.hpp"
#include "unit/assertions/judged.hpp"
#include "unit/assertions/right_story.hpp"
#include "unit/assertions/spoiled.hpp"

namespace rkmock::assertions {
namespace {

using namespace std::chrono_literals;

/// `check: message` for each check that does not say so.
std::vector<std::string> not_saying(Verdict verdict, const History& history) {
  std::vector<std::string> others;
  for (const auto& [check, parameters] : all_checks()) {
    const CheckResult result = judged(check, history, parameters);
    if (result.verdict != verdict) {
      others.push_back(check + ": " + result.message + " " + result.first);
    }
  }
  return others;
}

std::set<std::string> failing(const History& history) {
  std::set<std::string> found;
  for (const auto& [check, parameters] : all_checks()) {
    if (judged(check, history, parameters).verdict == Verdict::fail) {
      found.insert(check);
    }
  }
  return found;
}

TEST(RightStoryTest, ListsEveryCheck) {
  std::set<std::string> listed;
  for (const auto& [check, parameters] : all_checks()) {
    listed.insert(check);
    EXPECT_TRUE(problems_of(check, parameters).empty()) << check;
  }
  for (const CheckDescriptor& check : table()) {
    // Those that compare two runs have properties of their own: same_as_clean_run_test.cpp.
    EXPECT_TRUE(check.needs_clean_run || listed.contains(std::string(check.name))) << check.name;
  }
}

RC_GTEST_PROP(RightStoryTest, EveryCheckPassesARightReceiver, ()) {
  RightStory story;
  for (const Chapter& chapter : *any_chapters()) {
    story.play(chapter);
  }
  story.play_evidence();
  story.finish();
  const auto others = not_saying(Verdict::pass, story.run.history());
  RC_LOG(others.empty() ? "" : others.front());
  RC_ASSERT(others.empty());
}

RC_GTEST_PROP(RightStoryTest, WithoutEvidenceNothingFailsEither, ()) {
  RightStory story;
  for (const Chapter& chapter : *any_chapters()) {
    story.play(chapter);
  }
  RC_ASSERT(failing(story.run.history()).empty() || !story.run.history().complete());
  story.finish();
  for (const std::string& check : failing(story.run.history())) {
    RC_ASSERT(check == "api_calls");  // its parameters ask for calls that need not be there
  }
}

/// Longer stories than a generator makes, many of them, the same ones each time.
TEST(RightStoryTest, ThousandsOfLongStoriesRaiseNoAlarm) {
  constexpr int stories = 2000;
  constexpr unsigned longest = 12;
  std::mt19937 numbers(20260425);  // NOLINT(cert-msc51-cpp): the same stories each time
  for (int i = 0; i < stories; ++i) {
    RightStory story;
    for (auto left = numbers() % longest; left > 0; --left) {
      Chapter chapter;
      chapter.booking = static_cast<unsigned>(numbers());
      chapter.change = static_cast<unsigned>(numbers());
      chapter.delivery = static_cast<unsigned>(numbers());
      chapter.aside = static_cast<unsigned>(numbers());
      chapter.lag = static_cast<unsigned>(numbers());
      story.play(chapter);
    }
    story.play_evidence();
    story.finish();
    const auto others = not_saying(Verdict::pass, story.run.history());
    ASSERT_TRUE(others.empty()) << "story " << i << ": " << others.front();
  }
}

// ── One wrong thing each ──────────────────────────────────────────────────────────────────────

struct Corruption {
  const char* name;
  std::function<void(RightStory& story)> play;
  const char* meant;  ///< the check that must fail
  /// Those that may fail too, since the same wrong thing is one of theirs as well.
  std::set<std::string> also{};
  /// An answer of the API excuses what a receiver knows before its webhook: none comes before.
  bool without_api = false;
  bool at_end = false;  ///< what comes after it would mend it
};

void answer(HistoryBuilder& run, const std::string& event, Nanos took) {
  run.acknowledge(event, {.took = took});
}

std::string told_twice(RightStory& story) {
  story.do_right(story.run.create("victim"));
  story.do_right(story.run.update("victim"));
  return story.run.update("victim", {{"message", "Once more"}});
}

void duplicate_an_effect(RightStory& story) {
  if (story.done().empty()) {
    story.do_right(story.run.create("victim"));
  }
  const auto place = *rc::gen::inRange<std::size_t>(0, story.done().size());
  story.run.slow_effect(story.done()[place], sink_delay);
}

void show_a_state_of_the_past(RightStory& story) {
  story.do_right(story.run.create("victim"));
  const std::string past = story.run.state("victim").dump();
  story.do_right(story.run.update("victim"));
  story.run.probe_answers("victim", 200, past);
}

void go_back_for_a_moment(RightStory& story) {
  story.do_right(story.run.create("victim"));
  const std::string past = story.run.state("victim").dump();
  story.do_right(story.run.update("victim"));
  story.run.probe("victim", false);
  story.run.probe_answers("victim", 200, past, false);
}

void forget_a_booking(RightStory& story) {
  story.do_right(story.run.create("victim"));
  story.run.probe_answers("victim", 404, R"({"error":"not found"})");
}

void spoil(RightStory& story, const char* fault, int status, Acts acts) {
  const std::string event = story.run.create("victim");
  send_spoiled(story.run, event, fault, status, acts);
  if (acts == Acts::not_at_all) {
    story.run.slow_effect(event, sink_delay);
  }
}

void act_before_anything_came(RightStory& story) {
  const std::string event = story.run.create("victim");
  story.run.slow_effect(event, sink_delay);
  story.run.acknowledge(event);
}

void act_on_what_was_never_whole(RightStory& story) {
  const std::string event = story.run.create("victim");
  story.run.connection_refused(event);
  story.run.slow_effect(event, sink_delay);
  story.run.acknowledge(event);
}

void wait_for_the_sink(RightStory& story) {
  HistoryBuilder& run = story.run;
  const std::string event = run.create("victim");
  const std::string delivery = run.plan(event);
  run.start(delivery);
  run.pass_time(5ms);
  run.slow_effect(event, sink_delay);
  run.finish(delivery, Outcome::acknowledged, {.took = sink_delay + 10ms});
  run.end(delivery, "acknowledged");
}

/// Its first plain attempt after the fault is not taken.
void be_stuck_after_a_fault(RightStory& story) {
  HistoryBuilder& run = story.run;
  const std::string event = run.create("victim");
  const std::string delivery = run.plan(event);
  run.start(delivery);
  run.finish(
      delivery,
      Outcome::impossible,
      {.status = 0, .reason = "reset", .faulted = true, .faults = {"reset 120"}}
  );
  run.start(delivery);
  run.finish(delivery, Outcome::refused, {.status = 500});
  run.start(delivery);
  run.finish(delivery, Outcome::acknowledged, {});
  run.end(delivery, "acknowledged");
  run.slow_effect(event, sink_delay);
}

void never_take_it(RightStory& story) {
  const std::string event = story.run.create("victim");
  story.run.connection_refused(event);
  story.run.refuse(event, 500);
}

void do_nothing(RightStory& story) {
  story.run.acknowledge(story.run.create("victim"));
}

void swallow_an_update(RightStory& story) {
  story.run.acknowledge(told_twice(story));
}

/// The newer one has its effect, but the older one had all the time in the world before.
void swallow_one_that_had_its_chance(RightStory& story) {
  swallow_an_update(story);
  story.run.settled();
  story.do_right(story.run.update("victim"));
}

void swallow_a_change_of_the_same_second(RightStory& story) {
  story.do_right(story.run.create("victim"));
  const std::string first = story.run.update("victim");
  story.run.stop_payload_clock();
  const std::string second = story.run.update("victim", {{"message", "Same second"}});
  story.do_right(first);
  story.run.acknowledge(second);
}

void be_late_with_the_effect(RightStory& story) {
  story.do_right(story.run.create("victim"), 6s);
}

void be_late_with_the_answer(RightStory& story) {
  const std::string event = story.run.create("victim");
  answer(story.run, event, 6s);
  story.run.slow_effect(event, sink_delay);
}

void be_silent(RightStory& story) {
  const std::string event = story.run.create("victim");
  story.run.time_out(event, 10s);
  story.do_right(event);
}

void call_too_soon(RightStory& story) {
  call_api(story.run, 429, "3");
  story.run.pass_time(1s);
  call_api(story.run, 200);
}

void call_without_a_key(RightStory& story) {
  call_api(story.run, 401);
}

void break_a_claim(RightStory& story) {
  story.run.add(event::StepChecked{3, 12, "wait_until", false, "nothing", "an effect"});
}

const std::vector<Corruption>& corruptions() {
  static const std::set<std::string> lost = {"no_lost_event"};
  // Who acts on a request that it must refuse has an effect that nothing asked for.
  static const std::set<std::string> phantom = {"no_phantom_effect"};
  static const auto spoilt = [](const char* fault, int status, Acts acts) {
    return [=](RightStory& story) { spoil(story, fault, status, acts); };
  };
  static const std::vector<Corruption> all = {
      {"a second effect of any event", duplicate_an_effect, "no_duplicate_effect"},
      {"an effect that never comes", do_nothing, "no_lost_event"},
      {"an event that is never acknowledged", never_take_it, "no_lost_event"},
      // What was swallowed is lost; what was lost was not always swallowed.
      {"an update taken for the one before", swallow_an_update, "no_over_dedupe", lost},
      {"one that had its chance", swallow_one_that_had_its_chance, "no_over_dedupe", lost},
      {"two changes in a second taken for one",
       swallow_a_change_of_the_same_second,
       "no_over_dedupe",
       lost,
       false,
       true},
      {"an effect before its webhook", act_before_anything_came, "no_phantom_effect", {}, true},
      {"an effect of what never came", act_on_what_was_never_whole, "no_phantom_effect", {}, true},
      {"a late effect", be_late_with_the_effect, "effect_lag"},
      {"an answer that waits for the sink", wait_for_the_sink, "ack_before_work"},
      {"a late answer", be_late_with_the_answer, "ack"},
      {"no answer", be_silent, "ack"},
      {"a final state of the past", show_a_state_of_the_past, "converges"},
      {"a booking that is not known", forget_a_booking, "converges"},
      {"a version that goes back", go_back_for_a_moment, "monotone"},
      {"a forged request answered 2xx",
       spoilt("signature wrong", 200, Acts::not_at_all),
       "rejects"},
      {"a cut request answered 500", spoilt("truncated", 500, Acts::not_at_all), "rejects"},
      {"a forged request acted on",
       spoilt("signature wrong", 401, Acts::on_the_spoiled),
       "rejects",
       phantom,
       true},
      {"an unknown type refused", spoilt("unknown_event_type", 422, Acts::not_at_all), "tolerates"},
      {"an unknown type acted on",
       spoilt("unknown_event_type", 200, Acts::on_the_spoiled),
       "tolerates",
       phantom,
       true},
      {"a receiver that is stuck", be_stuck_after_a_fault, "alive", {}, false, true},
      {"a call too soon after 429", call_too_soon, "api_calls"},
      {"a call without a key", call_without_a_key, "api_calls"},
      {"a claim that did not hold", break_a_claim, "steps"}};
  return all;
}

/// The right chapters, and the wrong one at a place of RapidCheck's choice.
RightStory corrupted(const Corruption& corruption) {
  std::vector<Chapter> chapters = *any_chapters();
  if (corruption.without_api) {
    std::for_each(chapters.begin(), chapters.end(), [](Chapter& one) { one.aside = 0; });
  }
  const auto place =
      corruption.at_end ? chapters.size() : *rc::gen::inRange<std::size_t>(0, chapters.size() + 1);
  RightStory story;
  for (std::size_t i = 0; i <= chapters.size(); ++i) {
    if (i == chapters.size() && corruption.at_end) {
      story.play_evidence();
    }
    if (i == place) {
      corruption.play(story);
    }
    if (i < chapters.size()) {
      story.play(chapters[i]);
    }
  }
  if (!corruption.at_end) {
    story.play_evidence();
  }
  story.finish();
  return story;
}

class CorruptionTest : public testing::TestWithParam<Corruption> {};

TEST_P(CorruptionTest, FailsTheCheckThatIsMeantForItAndNoOther) {
  const Corruption& corruption = GetParam();
  EXPECT_TRUE(rc::check(corruption.name, [&] {
    const History history = corrupted(corruption).run.history();
    std::set<std::string> found = failing(history);
    for (const std::string& check : found) {
      RC_LOG(check);
    }
    RC_ASSERT(found.erase(corruption.meant) == 1U);
    for (const std::string& check : found) {
      RC_ASSERT(corruption.also.contains(check));
    }
  }));
}

std::string words_of(const testing::TestParamInfo<Corruption>& info) {
  std::string name = info.param.name;
  std::replace_if(
      name.begin(),
      name.end(),
      [](char c) { return std::isalnum(static_cast<unsigned char>(c)) == 0; },
      '_'
  );
  return name;
}

INSTANTIATE_TEST_SUITE_P(EachKind, CorruptionTest, testing::ValuesIn(corruptions()), words_of);

TEST(CorruptionTableTest, HasOneForEveryCheckThatCanFail) {
  std::set<std::string> meant;
  for (const Corruption& corruption : corruptions()) {
    meant.insert(corruption.meant);
  }
  for (const CheckDescriptor& check : table()) {
    const bool elsewhere = check.name == "happened" || check.needs_clean_run;
    EXPECT_TRUE(elsewhere || meant.contains(std::string(check.name))) << check.name;
  }
}

/// What was asked of a delivery and did not take place: `happened` never fails, and says so.
RC_GTEST_PROP(CorruptionTableTest, WhatDidNotTakePlaceIsInconclusiveAndNoFail, ()) {
  RightStory story;
  for (const Chapter& chapter : *any_chapters()) {
    story.play(chapter);
  }
  story.play_evidence();
  const std::string event = story.run.create("victim");
  HistoryBuilder::Planned planned;
  planned.copies = 2;
  planned.actions = {action::Copies{2, true, {}}};
  const std::string first = story.run.plan(event, planned);
  planned.copy = 2;
  const std::string second = story.run.plan(event, planned);
  for (const std::string& delivery : {first, second}) {
    story.run.start(delivery);
    story.run.finish(delivery, Outcome::acknowledged, {});
    story.run.end(delivery, "acknowledged");
  }
  story.run.slow_effect(event, sink_delay);
  story.finish();
  RC_ASSERT(failing(story.run.history()).empty());
  RC_ASSERT(judged("happened", story.run).verdict == Verdict::inconclusive);
}

}  // namespace
}  // namespace rkmock::assertions
