// What an effect may and must be: required, once, forbidden, and told by a marker.
#include <gmock/gmock.h>

#include "unit/assertions/history_builder.hpp"
#include "unit/assertions/judged.hpp"

namespace rkmock::assertions {
namespace {

using testing::HasSubstr;

EffectRule effects_rule() {
  EffectRule rule;
  rule.name = "effects";
  return rule;
}

HistoryBuilder run_with(const EffectRule& rule) {
  HistoryBuilder run;
  run.with_effects({rule});
  return run;
}

TEST(EffectRulesTest, AnEffectOncePerBookingMayNotComeForASecondEvent) {
  EffectRule rule = effects_rule();
  rule.once_per = OncePer::booking;
  rule.required = false;
  HistoryBuilder run = run_with(rule);
  for (const std::string& event : {run.create("jane"), run.update("jane")}) {
    run.acknowledge(event);
    run.effect(event);
  }
  const CheckResult result = judged("no_duplicate_effect", run);
  EXPECT_EQ(result.verdict, Verdict::fail);
  EXPECT_THAT(result.message, HasSubstr("2 times for one booking"));
  rule.once_per = OncePer::event;
  run.with_effects({rule});
  EXPECT_EQ(judged("no_duplicate_effect", run).verdict, Verdict::pass);
}

TEST(EffectRulesTest, AnEffectThatMayBeRepeatedIsNoDuplicate) {
  EffectRule rule = effects_rule();
  rule.once_per = OncePer::none;
  HistoryBuilder run = run_with(rule);
  const std::string created = run.create("jane");
  run.acknowledge(created);
  run.effect(created);
  run.effect(created);
  EXPECT_EQ(judged("no_duplicate_effect", run).verdict, Verdict::pass);
}

TEST(EffectRulesTest, WhatIsNotRequiredIsNotMissed) {
  EffectRule rule = effects_rule();
  rule.required = false;
  HistoryBuilder run = run_with(rule);
  run.acknowledge(run.create("jane"));
  run.finish_run();
  EXPECT_EQ(judged("no_lost_event", run).verdict, Verdict::pass) << "its state shows it";
  rule.required = true;
  run.with_effects({rule});
  EXPECT_EQ(judged("no_lost_event", run).verdict, Verdict::fail);
}

TEST(EffectRulesTest, AForbiddenEventTypeMayNotCauseIt) {
  EffectRule rule = effects_rule();
  rule.on = {"bookings.create", "bookings.delete"};
  rule.forbidden = {"bookings.update"};
  HistoryBuilder run = run_with(rule);
  const std::string created = run.create("jane");
  run.acknowledge(created);
  run.effect(created);
  const std::string updated = run.update("jane");
  run.acknowledge(updated);
  EXPECT_EQ(judged("no_phantom_effect", run).verdict, Verdict::pass);
  run.effect(updated);
  const CheckResult result = judged("no_phantom_effect", run);
  EXPECT_EQ(result.verdict, Verdict::fail);
  EXPECT_THAT(result.first, HasSubstr("a bookings.update must not cause it"));
}

TEST(EffectRulesTest, WhatMustNeverHappenPassesWhenItDoesNot) {
  EffectRule rule = effects_rule();
  rule.required = false;
  rule.forbidden = {"bookings.create", "bookings.update", "bookings.delete"};
  HistoryBuilder run = run_with(rule);
  run.create("jane");
  EXPECT_EQ(judged("no_phantom_effect", run).verdict, Verdict::inconclusive) << "no occasion yet";
  run.acknowledge("jane.create");
  EXPECT_EQ(judged("no_phantom_effect", run).verdict, Verdict::pass);
  run.unattributed_effect();
  EXPECT_THAT(judged("no_phantom_effect", run).first, HasSubstr("it must never happen"));
}

/// A request that names nothing but quotes a message.
event::SinkHit quoting(const std::string& text) {
  event::SinkHit hit;
  hit.effect = "effects";
  hit.path = "/sink/effects";
  hit.key.marker = text;
  return hit;
}

TEST(EffectRulesTest, AMarkerTellsWhichEventItWas) {
  EffectRule rule = effects_rule();
  rule.marker = "/text";
  HistoryBuilder run = run_with(rule);
  run.acknowledge(run.create("jane"));
  run.acknowledge(run.update("jane", {{"message", "window seat"}}));
  run.acknowledge(run.update("jane", {{"message", "no window seat"}}));
  run.add(quoting("Your note: no window seat!"));
  run.add(quoting("Your note: window seat!"));
  EXPECT_EQ(judged("no_duplicate_effect", run).verdict, Verdict::pass);
  run.add(quoting("Again: no window seat"));
  const CheckResult result = judged("no_duplicate_effect", run);
  EXPECT_EQ(result.verdict, Verdict::fail);
  EXPECT_THAT(result.first, HasSubstr("(jane.update#2)"));
  run.add(quoting("something else"));
  EXPECT_EQ(judged("no_duplicate_effect", run).count, 1U) << "not guessed";
}

}  // namespace
}  // namespace rkmock::assertions
