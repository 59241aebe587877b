// What must hold of every check over every history: no throw, no false alarm, no blind eye.
#include <array>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "unit/assertions/judged.hpp"
#include "unit/assertions/random_history.hpp"

namespace rkmock::assertions {
namespace {

constexpr std::array<const char*, 4> parameters_of_ack = {
    "null",
    R"(["max<5s","min<1s","avg<1s","med<1s"])",
    R"(["p95<1s","p(99.9)<=2s"])",
    R"(["rate(2xx)==1","rate(5xx)<10%"])"};

rc::Gen<Deed> any_deed() {
  using rc::gen::inRange;
  return rc::gen::build<Deed>(
      rc::gen::set(&Deed::booking, inRange(0U, 3U)),
      rc::gen::set(&Deed::change, inRange(0U, 3U)),
      rc::gen::set(&Deed::delivery, inRange(0U, 9U)),
      rc::gen::set(&Deed::effects, inRange(0U, 3U)),
      rc::gen::set(&Deed::named),
      rc::gen::set(&Deed::rest)
  );
}

rc::Gen<std::vector<Deed>> any_deeds() {
  return rc::gen::container<std::vector<Deed>>(any_deed());
}

/// The verdicts of those checks that look at single bookings and faults.
std::vector<Verdict> verdicts(const HistoryBuilder& run) {
  std::vector<Verdict> all;
  for (const char* check : {"no_lost_event", "no_duplicate_effect", "converges", "happened"}) {
    all.push_back(judged(check, run).verdict);
  }
  return all;
}

void expect_sound(const CheckResult& result, const History& history) {
  RC_ASSERT(result.evidence.size() <= 8U);
  RC_ASSERT(!result.message.empty());
  RC_ASSERT(result.verdict != Verdict::fail || result.count > 0);
  for (const Evidence& evidence : result.evidence) {
    RC_ASSERT(evidence.seq >= 1U);
    RC_ASSERT(evidence.seq <= history.events().size());
  }
}

RC_GTEST_PROP(ChecksPropertyTest, NoHistoryMakesAnyCheckThrow, (std::vector<std::uint64_t> tape)) {
  const History history({}, nonsense(tape));
  for (const CheckDescriptor& check : table()) {
    expect_sound(check.judge(history, "null"), history);
  }
  for (const char* parameters : parameters_of_ack) {
    expect_sound(judged("ack", history, parameters), history);
  }
  (void)judge(history);
  (void)evidence_complete(history);
}

RC_GTEST_PROP(ChecksPropertyTest, ARightReceiverIsNeverBlamed, ()) {
  HistoryBuilder run;
  const auto deeds = *any_deeds();
  play(run, deeds, false);
  run.finish_run();
  for (const char* check :
       {"no_lost_event",
        "no_duplicate_effect",
        "no_phantom_effect",
        "converges",
        "monotone",
        "alive",
        "rejects",
        "tolerates",
        "happened"}) {
    const CheckResult result = judged(check, run);
    RC_LOG(std::string(check) + ": " + result.message + " " + result.first);
    RC_ASSERT(result.verdict != Verdict::fail);
  }
}

RC_GTEST_PROP(ChecksPropertyTest, AnUnrelatedBookingChangesNoVerdict, ()) {
  const auto deeds = *any_deeds();
  HistoryBuilder alone;
  play(alone, deeds, true);
  alone.finish_run();
  HistoryBuilder in_company;
  play(in_company, deeds, true);
  play_stranger(in_company);
  in_company.finish_run();
  const std::vector<Verdict> before = verdicts(alone);
  const std::vector<Verdict> after = verdicts(in_company);
  for (std::size_t i = 0; i < before.size(); ++i) {
    // Where there was nothing to see, there may be something now.
    RC_ASSERT(before[i] == Verdict::inconclusive || before[i] == after[i]);
    RC_ASSERT(before[i] != Verdict::inconclusive || after[i] != Verdict::fail);
  }
}

RC_GTEST_PROP(ChecksPropertyTest, ASecondEffectIsAlwaysSeen, ()) {
  HistoryBuilder run;
  const auto deeds = *rc::gen::nonEmpty(any_deeds());
  const auto acknowledged = play(run, deeds, false);
  RC_PRE(!acknowledged.empty());
  RC_ASSERT(judged("no_duplicate_effect", run).verdict == Verdict::pass);
  const std::string event = *rc::gen::elementOf(acknowledged);
  *rc::gen::arbitrary<bool>() ? run.effect(event) : run.effect_without_version(event);
  run.finish_run();
  if (std::any_of(deeds.begin(), deeds.end(), [](const Deed& deed) {
        return deed.delivery == 4;
      })) {
    // A nameless effect may be that of a dropped event of the same type: polling is allowed.
    RC_SUCCEED("an event was dropped");
  }
  RC_ASSERT(judged("no_duplicate_effect", run).verdict == Verdict::fail);
}

RC_GTEST_PROP(ChecksPropertyTest, ALostEffectOfTheNewestEventIsAlwaysSeen, ()) {
  HistoryBuilder run;
  play(run, *any_deeds(), false);
  run.acknowledge(run.create("victim"));
  run.finish_run();
  const CheckResult result = judged("no_lost_event", run);
  RC_ASSERT(result.verdict == Verdict::fail);
  RC_ASSERT(result.first.find("victim.create") == 0U);
}

RC_GTEST_PROP(ChecksPropertyTest, AStateOfThePastIsAlwaysSeen, ()) {
  HistoryBuilder run;
  play(run, *any_deeds(), false);
  run.acknowledge(run.create("victim"));
  const std::string past = run.state("victim").dump();
  run.acknowledge(run.update("victim"));
  run.probe_answers("victim", 200, past);
  run.finish_run();
  RC_ASSERT(judged("converges", run).verdict == Verdict::fail);
}

}  // namespace
}  // namespace rkmock::assertions
