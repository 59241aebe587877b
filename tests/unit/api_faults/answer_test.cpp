// What a strike makes of an answer, before anything is sent.
#include "mockserver/api_faults/answer.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "mockserver/api_faults/decode.hpp"

namespace rkmock::api_faults {
namespace {

using std::chrono::milliseconds;
using testing::Contains;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::Not;
using testing::Pair;

const std::string own_body = R"({"data":{"id":789}})";

class AnswerTest : public testing::Test {
 protected:
  StruckAnswer answer_to(const std::string& json, Dialect dialect = Dialect::docs) {
    ArmedFaults faults(Dice(42));
    const ArmAnswer armed = faults.arm(json, {});
    EXPECT_THAT(armed.problems, IsEmpty());
    net::Request request;
    request.method = "GET";
    request.path = request.target = "/v1/bookings/789";
    return answer(faults.strike(request, {}).value(), dialect, [this](State state) {
      asked.push_back(state);
      net::Response response;
      response.status = 201;
      response.body = own_body;
      response.headers = {{"X-Own", "1"}};
      return response;
    });
  }

  static net::Transmission transmission_of(const StruckAnswer& struck) {
    return struck.response.transmission ? *struck.response.transmission : net::Transmission{};
  }

  std::vector<State> asked;
};

TEST_F(AnswerTest, ADelayLeavesTheAnswerAsItIs) {
  const auto struck = answer_to(R"({"response":{"fixedDelayMilliseconds":20}})");
  EXPECT_THAT(asked, ElementsAre(State::present));
  EXPECT_EQ(struck.response.status, 201);
  EXPECT_EQ(struck.response.body, own_body);
  EXPECT_EQ(transmission_of(struck), (net::Transmission{milliseconds(20), net::ending::Whole{}}));
  EXPECT_EQ(struck.applied, (event::AppliedFault{"fault-1", {"delay"}, milliseconds(20), true}));
}

TEST_F(AnswerTest, AStatusAloneIsTheDocumentedErrorInTheCallersDialect) {
  const auto docs = answer_to(R"({"response":{"status":500}})");
  EXPECT_THAT(asked, IsEmpty());
  EXPECT_EQ(docs.response.status, 500);
  EXPECT_EQ(docs.response.transmission, nullptr);
  EXPECT_EQ(nlohmann::json::parse(docs.response.body).at("error").at("code"), "internal_error");
  EXPECT_EQ(docs.applied, (event::AppliedFault{"fault-1", {"status"}, {}, false}));
  const auto openapi = answer_to(R"({"response":{"status":500}})", Dialect::openapi);
  EXPECT_EQ(nlohmann::json::parse(openapi.response.body).at("status"), 500);
}

TEST_F(AnswerTest, A429SaysWhenToTryAgainInHeaderAndBody) {
  const auto struck = answer_to(R"({"response":{"status":429,"retryAfter":7}})");
  const auto error = nlohmann::json::parse(struck.response.body).at("error");
  EXPECT_EQ(error.at("code"), "rate_limit_exceeded");
  EXPECT_EQ(error.at("retry_after"), 7);
  EXPECT_THAT(struck.response.headers, ElementsAre(Pair("Retry-After", "7")));
}

TEST_F(AnswerTest, AStatusThatNobodyDocumentsSaysWhereItIsFrom) {
  const auto struck = answer_to(R"({"response":{"status":503,"retryAfter":2}})");
  const auto error = nlohmann::json::parse(struck.response.body).at("error");
  EXPECT_FALSE(error.contains("code"));
  EXPECT_THAT(error.at("message").get<std::string>(), testing::HasSubstr("fault"));
  EXPECT_THAT(struck.response.headers, Contains(Pair("Retry-After", "2")));
}

TEST_F(AnswerTest, ABodyOfOnesOwnIsSentAsWritten) {
  const auto struck = answer_to(
      R"({"response":{"status":502,"body":"<html>","headers":{"Content-Type":"text/html"},
                      "retryAfter":1}})"
  );
  EXPECT_EQ(struck.response.status, 502);
  EXPECT_EQ(struck.response.body, "<html>");
  EXPECT_EQ(struck.response.content_type, "text/html");
  EXPECT_THAT(struck.response.headers, ElementsAre(Pair("Retry-After", "1")));
  EXPECT_THAT(struck.applied.actions, ElementsAre("status", "body"));
}

TEST_F(AnswerTest, ASuccessWithoutABodyHasNone) {
  const auto struck = answer_to(R"({"response":{"status":200}})");
  EXPECT_EQ(struck.response.status, 200);
  EXPECT_THAT(struck.response.body, IsEmpty());
  EXPECT_TRUE(struck.made);
}

TEST_F(AnswerTest, AProcessedRequestIsAskedBeforeItsAnswerIsReplaced) {
  const auto struck = answer_to(R"({"processed":true,"response":{"status":504}})");
  EXPECT_THAT(asked, ElementsAre(State::present));
  EXPECT_EQ(struck.response.status, 504);
  EXPECT_THAT(struck.response.headers, Not(Contains(Pair("X-Own", "1"))));
  EXPECT_TRUE(struck.applied.processed);
}

TEST_F(AnswerTest, HeadersGoBesideOrInPlaceOfTheAnswersOwn) {
  const auto struck = answer_to(R"({"response":{"headers":{"X-Own":"2","X-New":"3"}}})");
  EXPECT_EQ(struck.response.status, 201);
  EXPECT_THAT(struck.response.headers, ElementsAre(Pair("X-Own", "2"), Pair("X-New", "3")));
}

TEST_F(AnswerTest, WhatIsLostWasMade) {
  const auto struck = answer_to(R"({"response":{"fault":"CONNECTION_RESET_BY_PEER"}})");
  EXPECT_THAT(asked, ElementsAre(State::present));
  EXPECT_EQ(struck.response.status, 201);
  EXPECT_EQ(transmission_of(struck).ending, net::Ending(net::ending::Reset{}));
  EXPECT_TRUE(struck.made);
}

TEST_F(AnswerTest, WhatIsNotProcessedIsNeverMade) {
  const auto struck =
      answer_to(R"({"processed":false,"response":{"fault":"CONNECTION_RESET_BY_PEER"}})");
  EXPECT_THAT(asked, IsEmpty());
  EXPECT_FALSE(struck.made);
  EXPECT_FALSE(struck.applied.processed);
}

TEST_F(AnswerTest, EachKindEndsInItsWay) {
  const auto ending = [&](const std::string& response) {
    return transmission_of(answer_to(R"({"response":)" + response + "}")).ending;
  };
  namespace ending_is = net::ending;
  using net::Ending;
  EXPECT_EQ(ending(R"({"fault":"EMPTY_RESPONSE"})"), Ending(ending_is::Empty{}));
  EXPECT_EQ(ending(R"({"fault":"MALFORMED_RESPONSE_CHUNK"})"), Ending(ending_is::MalformedChunk{}));
  EXPECT_TRUE(
      std::holds_alternative<ending_is::Garbage>(ending(R"({"fault":"RANDOM_DATA_THEN_CLOSE"})"))
  );
  EXPECT_EQ(ending(R"({"fault":"HANG"})"), Ending(ending_is::Hang{std::chrono::hours(1)}));
  EXPECT_EQ(
      ending(R"({"fault":"HANG","hangMilliseconds":5})"), Ending(ending_is::Hang{milliseconds(5)})
  );
  EXPECT_EQ(
      ending(R"({"fault":"TRUNCATED_BODY"})"), Ending(ending_is::Truncated{own_body.size() / 2})
  );
  EXPECT_EQ(ending(R"({"fault":"TRUNCATED_BODY","bodyBytes":3})"), Ending(ending_is::Truncated{3}));
  EXPECT_EQ(
      ending(R"({"chunkedDribbleDelay":{"numberOfChunks":3,"totalDuration":9}})"),
      Ending(ending_is::Dribbled{3, milliseconds(9)})
  );
}

TEST_F(AnswerTest, MalformedJsonIsNeverJsonWhateverItWas) {
  for (const std::string body : {R"({"a":1})", "[1,2]", "12", "1", "\"\"", "  {} "}) {
    const nlohmann::json fault = {
        {"response", {{"status", 200}, {"fault", "MALFORMED_JSON"}, {"body", body}}}};
    const auto struck = answer_to(fault.dump());
    EXPECT_FALSE(nlohmann::json::accept(struck.response.body)) << struck.response.body;
    EXPECT_EQ(struck.response.transmission, nullptr);
  }
  const auto own = answer_to(R"({"response":{"fault":"MALFORMED_JSON"}})");
  EXPECT_EQ(own.response.body, own_body.substr(0, own_body.size() / 2));
}

TEST_F(AnswerTest, AStaleReadAsksForTheStateBefore) {
  const auto struck = answer_to(R"({"response":{"fault":"STALE_READ"}})");
  EXPECT_THAT(asked, ElementsAre(State::before_last_changes));
  EXPECT_EQ(struck.response.body, own_body);
  EXPECT_THAT(struck.applied.actions, ElementsAre("STALE_READ"));
}

}  // namespace
}  // namespace rkmock::api_faults
