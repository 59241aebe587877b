#include "assertions/reports/timeline.hpp"

#include <algorithm>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "assertions/reports/describe.hpp"
#include "unit/assertions/history_builder.hpp"
#include "unit/reports/samples.hpp"

namespace rkmock::reports {
namespace {

using assertions::HistoryBuilder;
using testing::AllOf;
using testing::Contains;
using testing::Each;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::SizeIs;
using testing::StartsWith;

assertions::Judgement judged(Verdict verdict, const std::vector<std::uint64_t>& lines) {
  CheckResult result;
  result.check = "no_duplicate_effect";
  result.verdict = verdict;
  for (const std::uint64_t seq : lines) {
    result.evidence.push_back({seq, "note"});
  }
  return {verdict, {result}};
}

std::vector<std::string> told(
    const HistoryBuilder& run, const std::vector<std::uint64_t>& evidence
) {
  return timeline(run.history(), judged(Verdict::fail, evidence));
}

std::uint64_t last(const HistoryBuilder& run) {
  return run.events().back()->seq;
}

TEST(TimelineTest, IsEmptyWhenEverythingPassed) {
  EXPECT_THAT(timeline(samples::racing_copies(), judged(Verdict::pass, {15})), IsEmpty());
}

TEST(TimelineTest, IsEmptyWhenNoLineProvesAnything) {
  EXPECT_THAT(timeline(samples::racing_copies(), judged(Verdict::inconclusive, {})), IsEmpty());
  EXPECT_THAT(timeline(samples::racing_copies(), judged(Verdict::fail, {9'999})), IsEmpty());
}

TEST(TimelineTest, MarksTheEvidenceAndTellsWhatIsAroundIt) {
  const auto lines = timeline(samples::racing_copies(), judged(Verdict::fail, {15, 16}));
  EXPECT_THAT(
      lines,
      Contains(AllOf(
          StartsWith("> #15 "), HasSubstr("receiver → sink  effects: for jane.create, booking 42")
      ))
  );
  EXPECT_THAT(lines, Contains(StartsWith("> #16 ")));
  EXPECT_EQ(
      std::count_if(lines.begin(), lines.end(), [](const auto& line) { return line[0] == '>'; }), 2
  );
  EXPECT_THAT(lines, Contains(HasSubstr("mock → receiver  jane.create/2 attempt 1")));
  EXPECT_THAT(
      lines, Contains(HasSubstr("receiver → mock  jane.create/1 attempt 1: 200 OK after 2.1 ms"))
  );
  EXPECT_THAT(lines, Contains(HasSubstr("final probe      jane → 200 {\"status\"")));
}

TEST(TimelineTest, TellsOfInconclusiveChecksToo) {
  EXPECT_THAT(
      timeline(samples::racing_copies(), judged(Verdict::inconclusive, {15})),
      Contains(StartsWith("> #15 "))
  );
}

TEST(TimelineTest, LeavesOtherBookingsOut) {
  EXPECT_THAT(
      timeline(samples::racing_copies(), judged(Verdict::fail, {15})),
      Each(AllOf(Not(HasSubstr("joe")), Not(HasSubstr("booking 43"))))
  );
}

bool is_gap(const std::string& line) {
  return line.find(" left out") != std::string::npos;
}

int left_out(const std::vector<std::string>& lines) {
  int count = 0;
  for (const std::string& line : lines) {
    count += is_gap(line) ? std::stoi(line.substr(line.find_first_of("0123456789"))) : 0;
  }
  return count;
}

TEST(TimelineTest, TellsFourLinesOnEitherSideAndCountsTheOthers) {
  // Beside the quiet deliveries, of 2 lines each, jane has 10: her change, the race's plan,
  // starts, effects and answers, rest and final probe.
  const History history = samples::long_history(20);
  const auto hits = history.of<event::SinkHit>();
  const auto lines = timeline(history, judged(Verdict::fail, {hits[1].seq}));
  EXPECT_EQ(std::count_if(lines.begin(), lines.end(), is_gap), 2);
  EXPECT_EQ(lines.size() - 2, 9U);
  EXPECT_TRUE(is_gap(lines.front()));
  EXPECT_TRUE(is_gap(lines.back()));
  EXPECT_THAT(lines[5], StartsWith("> #" + std::to_string(hits[1].seq)));
  EXPECT_EQ(left_out(lines) + 9, 10 + 2 * 2 * 20);
}

TEST(TimelineTest, KeepsToTwentyLinesAndToEvidenceFirst) {
  const History history = samples::long_history(100);
  const auto hits = history.of<event::SinkHit>();
  const auto finished = history.of<event::AttemptFinished>();
  const std::vector<std::uint64_t> evidence = {
      finished[20].seq, hits[1].seq, hits[2].seq, history.events().size()};
  const auto lines = timeline(history, judged(Verdict::fail, evidence));
  EXPECT_EQ(
      static_cast<std::ptrdiff_t>(lines.size()) - std::count_if(lines.begin(), lines.end(), is_gap),
      20
  );
  for (const std::uint64_t seq : evidence) {
    EXPECT_THAT(lines, Contains(StartsWith("> #" + std::to_string(seq) + " ")));
  }
}

TEST(TimelineTest, TellsWhatTheSenderDoesNextAndWhy) {
  const Context nothing(History({}, {}));
  const auto told = [&](EventBody body) {
    return describe(Event{1, {}, std::move(body)}, nothing);
  };
  event::AttemptFinished refused;
  refused.delivery = "jane.create/1";
  refused.outcome = Outcome::refused;
  refused.reason = "503 Busy";
  refused.next = "retry 1 of 9 in 5 s";
  EXPECT_THAT(told(refused), HasSubstr("503 Busy; retry 1 of 9 in 5 s"));
  EXPECT_THAT(
      told(event::DeliveryEnded{"jane.create", "jane.create/1", "given_up", "410 Gone"}),
      HasSubstr("ends jane.create/1: given_up (410 Gone)")
  );
  EXPECT_THAT(
      told(event::EndpointChanged{"webhook-1", false, "410 Gone", false, 2}),
      HasSubstr("disables webhook-1 (410 Gone)")
  );
  EXPECT_THAT(
      told(event::EndpointChanged{"webhook-1", true, "by hand", true, 2}),
      HasSubstr("enables webhook-1 (by hand), 2 webhooks waiting to go out")
  );
  EXPECT_THAT(
      told(event::EventsReleased{{"a.create", "b.create"}, "burst"}),
      HasSubstr("releases a.create, b.create all at once")
  );
  EXPECT_THAT(
      told(event::EventsReleased{{"a.create"}, "discarded"}), HasSubstr("discards a.create")
  );
  event::DeliveryPlanned redelivery;
  redelivery.delivery = "a.create/2";
  redelivery.purpose = "redelivery";
  redelivery.redelivers = "a.create/1";
  redelivery.same_bytes = true;
  EXPECT_THAT(told(redelivery), HasSubstr("redelivers a.create/1 as a.create/2, the same bytes"));
}

TEST(TimelineTest, NamesTheEventThatAnEffectIsFor) {
  HistoryBuilder run;
  run.create("jane");
  const std::string updated = run.update("jane");
  const auto known = run.effect(updated);
  const auto versionless = run.effect_without_version(updated);
  event::SinkHit mistaken = *run.history().of<event::SinkHit>().front().body;
  mistaken.key.event_type = "bookings.delete";
  const auto lines = told(run, {known, versionless, run.add(mistaken)});
  const std::string booking = "booking " + std::to_string(run.booking_id("jane"));
  EXPECT_THAT(lines, Contains(HasSubstr("effects: for jane.update, " + booking)));
  EXPECT_THAT(lines, Contains(HasSubstr("effects: for " + booking + " bookings.update")));
  EXPECT_THAT(lines, Contains(HasSubstr("effects: for " + booking + " bookings.delete of 20")));
}

TEST(TimelineTest, SaysWhetherTheReceiverMayHaveActed) {
  HistoryBuilder run;
  const std::string created = run.create("jane");
  run.lose_ack(created);
  const std::uint64_t lost = last(run);
  run.time_out(run.update("jane"));
  const std::uint64_t unanswered = last(run);
  run.connection_refused(run.update("jane"));
  const auto lines = told(run, {lost, unanswered, last(run)});
  EXPECT_THAT(
      lines,
      Contains(AllOf(
          HasSubstr("receiver ✗ mock"),
          HasSubstr("ack lost on purpose"),
          HasSubstr("may have acted")
      ))
  );
  EXPECT_THAT(
      lines,
      Contains(AllOf(
          HasSubstr("mock ✗ receiver  jane.update#2/1 attempt 1"), HasSubstr("cannot have acted")
      ))
  );
  EXPECT_THAT(lines, Contains(HasSubstr("ends jane.update/1: given_up")));
}

TEST(TimelineTest, TellsOfRefusalsDropsHoldsAndReleases) {
  HistoryBuilder run;
  const std::string created = run.create("jane");
  run.hold(created);
  run.release({created});
  run.refuse(created, 503);
  const std::uint64_t refused = last(run);
  run.drop(run.update("jane"));
  run.finish_run();
  const auto lines = told(run, {refused});
  EXPECT_THAT(lines, Contains(HasSubstr("holds jane.create back")));
  EXPECT_THAT(lines, Contains(HasSubstr("releases jane.create")));
  EXPECT_THAT(lines, Contains(HasSubstr("503 Service Unavailable after 2 ms")));
  EXPECT_THAT(lines, Contains(HasSubstr("drops jane.update/1: it is never sent")));
  EXPECT_THAT(lines, Contains(HasSubstr("the receiver is at rest")));
}

TEST(TimelineTest, TellsOfCallsToTheApiAboutTheSameBooking) {
  HistoryBuilder run;
  const std::string created = run.create("jane");
  const std::string id = std::to_string(run.booking_id("jane"));
  event::ApiRequest request;
  request.method = "GET";
  request.target = "/v1/bookings/" + id;
  request.status = 200;
  run.add(request);
  request.target = "/v1/bookings/1";
  run.add(request);
  const auto lines = told(run, {run.effect(created)});
  EXPECT_THAT(lines, Contains(HasSubstr("client → /v1     GET /v1/bookings/" + id + " → 200")));
  EXPECT_THAT(lines, Each(Not(HasSubstr("/v1/bookings/1 "))));
}

TEST(TimelineTest, TellsWhatAFaultDidToAnAnswer) {
  HistoryBuilder run;
  const std::string created = run.create("jane");
  event::ApiRequest request;
  request.method = "GET";
  request.target = "/v1/bookings/" + std::to_string(run.booking_id("jane"));
  request.fault = event::AppliedFault{"cut", {"delay", "TRUNCATED_BODY"}, Nanos(5), true};
  request.status = 200;
  run.add(request);
  request.fault = event::AppliedFault{"gone", {"CONNECTION_RESET_BY_PEER"}, {}, false};
  request.status = 0;
  run.add(request);
  const auto lines = told(run, {run.effect(created)});
  EXPECT_THAT(lines, Contains(HasSubstr(" → 200 (cut: delay, TRUNCATED_BODY)")));
  EXPECT_THAT(lines, Contains(HasSubstr(" → no answer (gone: CONNECTION_RESET_BY_PEER)")));
}

TEST(TimelineTest, AlwaysTellsOfErrorsOfTheHarness) {
  HistoryBuilder run;
  const std::string created = run.create("jane");
  const std::uint64_t effect = run.effect(created);
  run.add(event::HarnessError{"the disk is full"});
  run.add(event::EventsDropped{7});
  const auto lines = told(run, {effect});
  EXPECT_THAT(lines, Contains(HasSubstr("rkmock           error: the disk is full")));
  EXPECT_THAT(lines, Contains(HasSubstr("the journal is full: 7 events not kept")));
}

TEST(TimelineTest, ShowsEvidenceThatNamesNoBooking) {
  HistoryBuilder run;
  run.create("jane");
  const auto lines = told(run, {run.unattributed_effect()});
  ASSERT_THAT(lines, SizeIs(1));
  EXPECT_THAT(lines[0], HasSubstr("receiver → sink  effects: names no booking"));
}

TEST(TimelineTest, ShowsEveryKindOfLineWhenItIsEvidence) {
  HistoryBuilder run;
  run.acknowledge(run.create("jane"));
  run.add(event::StepStarted{2, 14, "create jane"});
  run.probe_fails("jane", "connection refused");
  run.settled(false);
  run.drain({"jane.create"});
  run.drained({"jane.create"});
  run.finish_run();
  std::vector<std::uint64_t> every;
  for (const EventPointer& event : run.events()) {
    every.push_back(event->seq);
  }
  const auto lines = told(run, every);
  EXPECT_EQ(lines.size(), every.size());
  EXPECT_THAT(lines, Each(StartsWith("> #")));
  EXPECT_THAT(lines, Contains(HasSubstr("step 2 (line 14): create jane")));
  EXPECT_THAT(lines, Contains(HasSubstr("no answer: connection refused")));
  EXPECT_THAT(lines, Contains(HasSubstr("still not acknowledged: jane.create")));
}

TEST(TimelineTest, LetsNoTextOfTheReceiverThrough) {
  HistoryBuilder run;
  run.create("jane");
  const auto probe = run.probe_answers("jane", 200, "\x1b[2J\n" + std::string(10'000, 'x'));
  const auto lines = told(run, {probe});
  EXPECT_THAT(lines, Each(AllOf(Not(HasSubstr("\x1b")), Not(HasSubstr("\n")))));
  for (const std::string& line : lines) {
    EXPECT_LT(line.size(), 400U);
  }
}

TEST(TimelineTest, KnowsTheTimeOfItsLines) {
  const auto lines = timeline(samples::racing_copies(), judged(Verdict::fail, {15, 16}));
  EXPECT_EQ(timeline_time({"> #15          5.487  receiver → sink  x"}, 15), "5.487");
  EXPECT_NE(timeline_time(lines, 15), "");
  EXPECT_EQ(timeline_time(lines, 1), "");
  EXPECT_EQ(timeline_time({}, 1), "");
  EXPECT_EQ(timeline_time({"> #1                                "}, 1), "");
}

}  // namespace
}  // namespace rkmock::reports
