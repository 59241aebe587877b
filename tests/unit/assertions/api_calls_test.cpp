// api_calls: how often and how patiently the application called the API.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "unit/assertions/judged.hpp"

namespace rkmock::assertions {
namespace {

using namespace std::chrono_literals;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

constexpr const char* check = "api_calls";

std::uint64_t call(
    HistoryBuilder& run,
    const std::string& method,
    const std::string& target,
    int status,
    const std::string& retry_after = "",
    int step = 0
) {
  event::ApiRequest request;
  request.method = method;
  request.target = target;
  request.status = status;
  request.retry_after = retry_after;
  request.step = step;
  return run.add(request);
}

Verdict verdict(const HistoryBuilder& run, const std::string& parameters) {
  return judged(check, run, parameters).verdict;
}

TEST(ApiCallsTest, ShowsTheCallsThatCameClosestToAMissingOne) {
  HistoryBuilder run;
  call(run, "GET", "/v1/services", 200);
  call(run, "POST", "/v1/bookings", 422);
  call(run, "POST", "/v1/bookings", 422);
  run.finish_run();
  const auto result = judged(check, run, R"({"method":"POST","path":"/v1/bookings","status":201})");
  EXPECT_THAT(result.near_misses, ElementsAre("POST /v1/bookings → 422", "GET /v1/services → 200"));
}

TEST(ApiCallsTest, CountsByMethodPathAndStatus) {
  HistoryBuilder run;
  call(run, "GET", "/v1/bookings?service_id=1", 200);
  call(run, "GET", "/v1/bookings/7", 404);
  call(run, "POST", "/v1/bookings", 201);
  run.finish_run();
  EXPECT_EQ(verdict(run, R"({"method":"GET","path":"/v1/bookings","exactly":1})"), Verdict::pass);
  EXPECT_EQ(verdict(run, R"({"method":"GET","path":"/v1/book*","exactly":2})"), Verdict::pass);
  EXPECT_EQ(verdict(run, R"({"path":"/v1/bookings","exactly":2})"), Verdict::pass);
  EXPECT_EQ(verdict(run, R"({"path":"/v1/bookings?service_id=1"})"), Verdict::pass);
  EXPECT_EQ(verdict(run, R"({"status":"2xx","exactly":2})"), Verdict::pass);
  EXPECT_EQ(verdict(run, R"({"status":[404,"5xx"],"exactly":1})"), Verdict::pass);
  EXPECT_EQ(verdict(run, R"({"method":"POST","at_most":0})"), Verdict::fail);
  EXPECT_EQ(verdict(run, R"({"path":"/v1/services"})"), Verdict::fail) << "at least one";
}

TEST(ApiCallsTest, FailsWithTheCallsThatAreTooMany) {
  HistoryBuilder run;
  const auto first = call(run, "POST", "/v1/bookings", 201);
  const auto second = call(run, "POST", "/v1/bookings", 201);
  run.finish_run();
  const CheckResult result = judged(check, run, R"({"method":"POST","status":201,"exactly":1})");
  EXPECT_EQ(result.verdict, Verdict::fail);
  EXPECT_EQ(result.first, "POST answered 201: 2 calls, expected 1");
  EXPECT_THAT(lines_of(result), ElementsAre(first, second));
}

TEST(ApiCallsTest, TooFewIsInconclusiveWhileTheReceiverIsBusy) {
  HistoryBuilder run;
  run.settled(false);
  EXPECT_EQ(verdict(run, R"({"path":"/v1/services"})"), Verdict::inconclusive);
}

TEST(ApiCallsTest, TheScenariosOwnCallsDoNotCount) {
  HistoryBuilder run;
  call(run, "GET", "/v1/services", 401, "", 3);
  run.finish_run();
  EXPECT_EQ(verdict(run, R"({"exactly":0})"), Verdict::pass);
  EXPECT_EQ(verdict(run, R"({"authorised":true})"), Verdict::inconclusive) << "it never called";
}

TEST(ApiCallsTest, WhoeverCallsBeforeRetryAfterIsOverDoesNotBackOff) {
  for (const auto& [wait, expected] :
       {std::pair(900ms, Verdict::fail), std::pair(1001ms, Verdict::pass)}) {
    HistoryBuilder run;
    call(run, "GET", "/v1/services", 429, "1");
    run.pass_time(wait);
    call(run, "GET", "/v1/services", 200);
    run.finish_run();
    EXPECT_EQ(verdict(run, R"({"backs_off":true})"), expected);
  }
}

TEST(ApiCallsTest, WithoutRetryAfterAtOnceIsTooSoonAndEvenWaitsAreNone) {
  const auto play = [](const std::vector<std::chrono::milliseconds>& waits) {
    HistoryBuilder run;
    for (const auto wait : waits) {
      call(run, "GET", "/v1/services", 503);
      run.pass_time(wait);
    }
    call(run, "GET", "/v1/services", 200);
    run.finish_run();
    return verdict(run, R"({"backs_off":true})");
  };
  EXPECT_EQ(play({1ms, 1ms}), Verdict::fail);
  EXPECT_EQ(play({1ms, 200ms}), Verdict::pass) << "chance may make one wait short";
  EXPECT_EQ(play({100ms, 100ms, 100ms, 100ms, 100ms}), Verdict::fail);
  EXPECT_EQ(play({100ms, 100ms, 100ms, 100ms}), Verdict::pass) << "chance may make some alike";
  EXPECT_EQ(play({100ms, 80ms, 50ms, 90ms, 300ms}), Verdict::pass);
}

TEST(ApiCallsTest, ACallUnderWayWhenTheRefusalCameIsNoRetry) {
  HistoryBuilder run;
  call(run, "GET", "/v1/services", 429, "1");
  event::ApiRequest slow;
  slow.method = "GET";
  slow.target = "/v1/services";
  slow.status = 200;
  slow.took = 2s;
  run.pass_time(1s);
  run.add(slow);
  run.finish_run();
  EXPECT_EQ(verdict(run, R"({"backs_off":true})"), Verdict::pass);
}

TEST(ApiCallsTest, BackingOffIsNotShownByWhoeverWasNeverAskedTo) {
  HistoryBuilder run;
  call(run, "GET", "/v1/services", 200);
  run.finish_run();
  EXPECT_EQ(verdict(run, R"({"backs_off":true})"), Verdict::inconclusive);
}

TEST(ApiCallsTest, AKeyThatDoesNotCountIsAFail) {
  HistoryBuilder run;
  call(run, "GET", "/v1/services", 200);
  EXPECT_EQ(verdict(run, R"({"authorised":true})"), Verdict::pass);
  call(run, "GET", "/v1/services", 401);
  EXPECT_EQ(verdict(run, R"({"authorised":true})"), Verdict::fail);
}

TEST(ApiCallsTest, SeveralClaimsAreAsGoodAsTheWorst) {
  HistoryBuilder run;
  call(run, "GET", "/v1/services", 200);
  run.finish_run();
  EXPECT_EQ(verdict(run, R"([{"exactly":1},{"backs_off":true}])"), Verdict::inconclusive);
  EXPECT_EQ(verdict(run, R"([{"exactly":2},{"backs_off":true}])"), Verdict::fail);
}

TEST(ApiCallsTest, WaitsForCallsThatAreMissing) {
  HistoryBuilder run;
  run.expect(check, R"({"path":"/v1/services"})");
  EXPECT_TRUE(evidence_complete(run.history())) << "they may come with a step that is to come";
  EXPECT_FALSE(evidence_complete(run.history(), {{check, R"({"path":"/v1/services"})"}}))
      << "an inline `expect` asks for them now";
  run.drained();
  EXPECT_FALSE(evidence_complete(run.history()));
  call(run, "GET", "/v1/services", 200);
  EXPECT_TRUE(evidence_complete(run.history()));
}

TEST(ApiCallsTest, CallsThatAreMissingFromARunThatWasCutOffProveNothing) {
  HistoryBuilder run;
  run.settled();  // in between; then the run was interrupted
  EXPECT_EQ(judged(check, run, R"({"path":"/v1/services"})").verdict, Verdict::inconclusive);
}

TEST(ApiCallsTest, SaysWhatIsWrongWithItsParameters) {
  EXPECT_THAT(
      problems_of(check, R"({"method":"GET","path":"/v1/*","at_least":1,"at_most":2})"), IsEmpty()
  );
  for (const char* wrong :
       {"null",
        "[]",
        R"({})",
        R"({"methd":"GET"})",
        R"({"path":"v1"})",
        R"({"status":"6xx"})",
        R"({"status":[]})",
        R"({"exactly":-1})",
        R"({"exactly":1,"at_least":1})",
        R"({"at_least":3,"at_most":2})",
        R"({"backs_off":false})"}) {
    EXPECT_THAT(problems_of(check, wrong), SizeIs(1)) << wrong;
  }
  EXPECT_EQ(problems_of(check, R"([{},{"methd":"GET"}])").at(1).hint, "did you mean `method`?");
}

TEST(ApiCallsTest, ARefusalThatAFaultMadeUpSaysNothingOfTheKey) {
  HistoryBuilder run;
  event::ApiRequest request;
  request.method = "GET";
  request.target = "/v1/bookings";
  request.status = 401;
  request.fault = event::AppliedFault{"a-fault", {"status"}, {}, false};
  run.add(request);
  run.finish_run();
  EXPECT_EQ(verdict(run, R"({"authorised":true})"), Verdict::pass);
  request.fault.reset();
  run.add(request);
  EXPECT_EQ(verdict(run, R"({"authorised":true})"), Verdict::fail);
}

}  // namespace
}  // namespace rkmock::assertions
