// converges: the receiver ends in ReserveKit's state. Wrong states fail, answers that cannot be
// read are inconclusive, and what the receiver could not know is not held against it.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "unit/assertions/judged.hpp"

namespace rkmock::assertions {
namespace {

using testing::Contains;
using testing::HasSubstr;

constexpr const char* check = "converges";

/// A booking made and confirmed, both acknowledged in order; then the probe answers so.
CheckResult with_answer(
    int status, const std::string& body, const std::string& parameters = "null"
) {
  HistoryBuilder run;
  run.acknowledge(run.create("jane"));
  run.acknowledge(run.update("jane", {{"message", "By phone"}}));
  run.probe_answers("jane", status, body);
  run.finish_run();
  return judged(check, run, parameters);
}

TEST(ConvergesTest, PassesTheNewestState) {
  HistoryBuilder run;
  run.acknowledge(run.create("jane"));
  run.acknowledge(run.update("jane"));
  run.acknowledge(run.create("joe"));
  run.finish_run();
  const CheckResult result = judged(check, run);
  EXPECT_EQ(result.verdict, Verdict::pass) << result.message;
  EXPECT_THAT(result.message, HasSubstr("all 2 bookings"));
}

TEST(ConvergesTest, NeedsTheStatusAloneAndComparesTheRestWhenThere) {
  EXPECT_EQ(with_answer(200, R"({"status":"confirmed"})").verdict, Verdict::pass);
  EXPECT_EQ(
      with_answer(200, R"({"status":"confirmed","message":"By phone"})").verdict, Verdict::pass
  );
  EXPECT_EQ(
      with_answer(200, R"({"status":"confirmed","message":"First visit"})").verdict, Verdict::fail
  );
  EXPECT_EQ(
      with_answer(200, R"({"status":"confirmed","updated_at":"2030-01-01T00:00:02.000Z"})").verdict,
      Verdict::pass
  );
  EXPECT_EQ(
      with_answer(200, R"({"status":"confirmed","updated_at":"2030-01-01T00:00:01Z"})").verdict,
      Verdict::fail
  );
}

TEST(ConvergesTest, FailsAnotherStatusAndShowsBothStates) {
  HistoryBuilder run;
  run.acknowledge(run.create("jane"));
  run.acknowledge(run.update("jane"));
  const std::uint64_t probe = run.probe_answers("jane", 200, R"({"status":"pending"})");
  run.finish_run();
  const CheckResult result = judged(check, run);
  EXPECT_EQ(result.verdict, Verdict::fail);
  EXPECT_EQ(result.count, 1U);
  EXPECT_THAT(result.first, HasSubstr(R"(status is "pending", not "confirmed")"));
  EXPECT_THAT(lines_of(result), Contains(probe));
  EXPECT_THAT(lines_of(result), Contains(run.history().bookings().at(run.booking_id("jane")).seq));
  EXPECT_THAT(
      result.evidence,
      Contains(testing::Field(&Evidence::note, HasSubstr(R"((version 2): status "confirmed")")))
  );
  EXPECT_FALSE(result.next_step.empty());
}

TEST(ConvergesTest, TellsAnOverwriteByALateWebhookFromALostOne) {
  HistoryBuilder late;
  const std::string created = late.create("jane");
  const std::string old = late.state("jane").dump();
  late.acknowledge(late.update("jane"));
  late.acknowledge(created);
  late.probe_answers("jane", 200, old);
  late.finish_run();
  EXPECT_THAT(judged(check, late).cause, HasSubstr("last write wins"));

  HistoryBuilder ignored;
  ignored.acknowledge(ignored.create("jane"));
  const std::string first = ignored.state("jane").dump();
  ignored.acknowledge(ignored.update("jane"));
  ignored.probe_answers("jane", 200, first);
  ignored.finish_run();
  EXPECT_THAT(judged(check, ignored).cause, HasSubstr("acknowledged but not applied"));
}

TEST(ConvergesTest, FailsABookingThatTheReceiverDoesNotKnow) {
  const CheckResult result = with_answer(404, "");
  EXPECT_EQ(result.verdict, Verdict::fail);
  EXPECT_THAT(result.first, HasSubstr("does not know the booking"));
}

TEST(ConvergesTest, TakesADeletedBookingAsGoneOrCancelled) {
  for (const auto& [status, body, verdict] : std::vector<std::tuple<int, std::string, Verdict>>{
           {404, "", Verdict::pass},
           {410, "", Verdict::pass},
           {200, R"({"status":"cancelled"})", Verdict::pass},
           {200, R"({"status":"cancelled","message":"scrubbed"})", Verdict::pass},
           {200, R"({"status":"pending"})", Verdict::fail},
           {500, "", Verdict::inconclusive}}) {
    HistoryBuilder run;
    run.acknowledge(run.create("jane"));
    run.acknowledge(run.remove("jane"));
    run.probe_answers("jane", status, body);
    run.finish_run();
    EXPECT_EQ(judged(check, run).verdict, verdict) << status << body;
  }
}

TEST(ConvergesTest, IsInconclusiveWhenTheAnswerCannotBeRead) {
  for (const auto& [status, body] : std::vector<std::pair<int, std::string>>{
           {200, "<html>"},
           {200, ""},
           {200, "{}"},
           {200, "[]"},
           {200, "3"},
           {500, "oops"},
           {401, "{}"},
           {302, ""}}) {
    const CheckResult result = with_answer(status, body);
    EXPECT_EQ(result.verdict, Verdict::inconclusive) << status << body;
    EXPECT_FALSE(result.next_step.empty());
  }
}

TEST(ConvergesTest, IsInconclusiveWithoutAnAnswerOrAProbe) {
  HistoryBuilder silent;
  silent.acknowledge(silent.create("jane"));
  silent.probe_fails("jane", "connection refused");
  silent.finish_run();
  const CheckResult result = judged(check, silent);
  EXPECT_EQ(result.verdict, Verdict::inconclusive);
  EXPECT_THAT(result.message, HasSubstr("connection refused"));

  HistoryBuilder none;
  none.without_state_probe();
  none.acknowledge(none.create("jane"));
  none.finish_run();
  EXPECT_EQ(judged(check, none).verdict, Verdict::inconclusive);

  HistoryBuilder empty;
  empty.finish_run();
  EXPECT_EQ(judged(check, empty).verdict, Verdict::inconclusive);
}

TEST(ConvergesTest, JudgesTheFinalProbeOnly) {
  HistoryBuilder run;
  run.acknowledge(run.create("jane"));
  run.probe_answers("jane", 404, "", false);
  run.finish_run();
  EXPECT_EQ(judged(check, run).verdict, Verdict::pass);
}

TEST(ConvergesTest, IsInconclusiveWhileTheReceiverIsStillBusy) {
  HistoryBuilder run;
  run.acknowledge(run.create("jane"));
  run.settled(false);
  run.probe_answers("jane", 404, "");
  run.add(event::RunFinished{});
  EXPECT_EQ(judged(check, run).verdict, Verdict::inconclusive);
}

TEST(ConvergesTest, DoesNotAskForWhatWasDropped) {
  HistoryBuilder run;
  run.acknowledge(run.create("jane"));
  const std::string known = run.state("jane").dump();
  run.drop(run.update("jane"));
  run.probe_answers("jane", 200, known);
  run.drop(run.create("joe"));
  run.probe_answers("joe", 404, "");
  run.finish_run();
  EXPECT_EQ(judged(check, run).verdict, Verdict::pass) << judged(check, run).message;
}

TEST(ConvergesTest, WelcomesWhatAReceiverLearntByItself) {
  HistoryBuilder run;
  run.acknowledge(run.create("jane"));
  run.drop(run.update("jane"));
  run.finish_run();
  EXPECT_EQ(judged(check, run).verdict, Verdict::pass);
}

TEST(ConvergesTest, StillAsksForWhatWasSentAfterADrop) {
  HistoryBuilder run;
  run.acknowledge(run.create("jane"));
  const std::string old = run.state("jane").dump();
  run.drop(run.update("jane"));
  run.acknowledge(run.cancel("jane"));
  run.probe_answers("jane", 200, old);
  run.finish_run();
  EXPECT_EQ(judged(check, run).verdict, Verdict::fail);
}

TEST(ConvergesTest, ComparesWhatItIsToldTo) {
  const std::string body = R"({"booking":{"state":"confirmed","mail":"jane.doe@example.com"}})";
  EXPECT_EQ(
      with_answer(200, body, R"({"at":"/booking/state","to":"booking.status"})").verdict,
      Verdict::pass
  );
  EXPECT_EQ(
      with_answer(
          200,
          body,
          R"([{"at":"/booking/state","to":"booking.status"},
              {"at":"/booking/mail","to":"booking.customer.email"}])"
      )
          .verdict,
      Verdict::pass
  );
  EXPECT_EQ(
      with_answer(200, body, R"({"at":"/booking/state","to":"booking.message"})").verdict,
      Verdict::fail
  );
  EXPECT_EQ(
      with_answer(200, body, R"({"at":"/booking/nothing","to":"booking.status"})").verdict,
      Verdict::inconclusive
  );
}

TEST(ConvergesTest, TakesAnIdAsTextAndNothingAsEmpty) {
  EXPECT_EQ(
      with_answer(200, R"({"key":"70001"})", R"({"at":"/key","to":"booking.id"})").verdict,
      Verdict::pass
  );
  EXPECT_EQ(
      with_answer(200, R"({"why":null})", R"({"at":"/why","to":"booking.cancel_reason"})").verdict,
      Verdict::pass
  );
}

TEST(ConvergesTest, ExplainsParametersThatDoNotFit) {
  EXPECT_TRUE(problems_of(check, "null").empty());
  EXPECT_TRUE(problems_of(check, R"({"at":"/status","to":"booking.status"})").empty());
  const auto misspelt = problems_of(check, R"([{"at":"/status","to":"booking.statsu"}])");
  ASSERT_EQ(misspelt.size(), 1U);
  EXPECT_EQ(misspelt.front().pointer, "/0/to");
  EXPECT_THAT(misspelt.front().hint, HasSubstr("booking.status"));
  for (const char* wrong :
       {"3",
        "[]",
        "{}",
        R"("status")",
        R"({"at":"status","to":"booking.status"})",
        R"({"at":"","to":"booking.status"})",
        R"({"at":"/status"})",
        R"({"to":"booking.status"})",
        R"({"at":3,"to":"booking.status"})",
        R"({"at":"/~","to":"booking.status"})",
        R"({"at":"/status","to":3})",
        R"({"at":"/status","to":"booking.status","is":1})",
        "no json"}) {
    EXPECT_FALSE(problems_of(check, wrong).empty()) << wrong;
  }
}

}  // namespace
}  // namespace rkmock::assertions
