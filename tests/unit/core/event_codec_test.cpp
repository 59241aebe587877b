#include "core/event_codec.hpp"

#include <set>
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

#include "unit/core/any_event.hpp"

namespace rkmock {
namespace {

using nlohmann::json;
using testing::HasSubstr;

std::string problem_with(const std::string& line) {
  const DecodedLine decoded = event_from_json(line);
  return decoded.problem ? decoded.problem->message : "none";
}

RC_GTEST_PROP(EventCodecTest, EveryKindComesBackAsItWas, ()) {
  for (std::size_t kind = 0; kind < kinds_of_events; ++kind) {
    const Event event = any_event(kind, Texts::characters);
    const DecodedLine decoded = event_from_json(to_json_line(event));
    RC_ASSERT(!decoded.problem);
    RC_ASSERT(decoded.event.has_value());
    RC_ASSERT(*decoded.event == event);
  }
}

RC_GTEST_PROP(EventCodecTest, AnyBytesGiveOneLineOfJsonThatReadsBack, ()) {
  for (std::size_t kind = 0; kind < kinds_of_events; ++kind) {
    const Event event = any_event(kind, Texts::bytes);
    const std::string line = to_json_line(event);
    RC_ASSERT(line.find_first_of("\n\r") == std::string::npos);
    RC_ASSERT(json::accept(line));
    const DecodedLine decoded = event_from_json(line);
    RC_ASSERT(decoded.event.has_value());
    RC_ASSERT(type_name(decoded.event->body) == type_name(event.body));
    // What was replaced once stays as it is.
    const std::string again = to_json_line(*decoded.event);
    RC_ASSERT(to_json_line(*event_from_json(again).event) == again);
  }
}

RC_GTEST_PROP(EventCodecTest, AnyLineIsReadOrRefused, (const std::string& line)) {
  const DecodedLine decoded = event_from_json(line);
  RC_ASSERT(!(decoded.event && decoded.problem));
}

TEST(EventCodecTest, BytesThatAreNotUtf8BecomeReplacementCharacters) {
  event::HarnessError error{"a\xFF\xC3(\xE2\x82z"};
  error.what.push_back('\0');
  const json line = json::parse(to_json_line(Event{1, Nanos(2), error}));
  EXPECT_EQ(line.at("what"), std::string("a\uFFFD\uFFFD(\uFFFD\uFFFDz") + '\0');
}

TEST(EventCodecTest, TypesAreTheStructsNamesAndAllDiffer) {
  std::set<std::string_view> names;
  for (std::size_t kind = 0; kind < kinds_of_events; ++kind) {
    names.insert(type_name(body_of_kind(kind)));
  }
  EXPECT_EQ(names.size(), kinds_of_events);
  EXPECT_EQ(type_name(event::RunStarted{}), "run_started");
  EXPECT_EQ(type_name(event::AttemptFinished{}), "attempt_finished");
  EXPECT_EQ(type_name(event::SinkHit{}), "sink_hit");
  EXPECT_EQ(type_name(event::RunFinished{}), "run_finished");
}

TEST(EventCodecTest, WritesTheFormatAsDocumented) {
  event::StateProbed probed;
  probed.booking = "jane";
  probed.booking_id = 789;
  probed.status = 200;
  probed.body = R"({"status":"confirmed"})";
  EXPECT_EQ(
      to_json_line(Event{7, std::chrono::milliseconds(2), probed}),
      R"({"seq":7,"at_ns":2000000,"type":"state_probed","booking":"jane","booking_id":789,)"
      R"("status":200,"body":"{\"status\":\"confirmed\"}","error":"","final_probe":false})"
  );
}

TEST(EventCodecTest, AStateIsEmbeddedAsJsonAndAsTextWhenItIsNone) {
  event::BookingChanged changed;
  changed.state = "{\n \"id\": 7\r\n}";
  json line = json::parse(to_json_line(Event{1, {}, changed}));
  EXPECT_EQ(line.at("state"), json({{"id", 7}}));
  EXPECT_FALSE(line.contains("state_text"));
  for (const std::string text : {"{", "", "1e999", "\"\xFF\"", "[1]x"}) {
    changed.state = text;
    line = json::parse(to_json_line(Event{1, {}, changed}));
    EXPECT_FALSE(line.contains("state")) << text;
    EXPECT_TRUE(line.contains("state_text")) << text;
  }
  changed.state = std::string(400, '[') + std::string(400, ']');
  const DecodedLine deep = event_from_json(to_json_line(Event{1, {}, changed}));
  ASSERT_TRUE(deep.event);
  EXPECT_EQ(std::get<event::BookingChanged>(deep.event->body), changed);
}

TEST(EventCodecTest, APhaseThatWasNotReachedIsNotWritten) {
  event::AttemptFinished finished;
  finished.phases.connected = Nanos(5);
  const json phases = json::parse(to_json_line(Event{1, {}, finished})).at("phases");
  EXPECT_EQ(phases.at("connected_ns"), 5);
  EXPECT_FALSE(phases.contains("written_ns"));
}

TEST(EventCodecTest, UnknownMembersAreSkippedAndMissingOnesKeepTheirDefaults) {
  const DecodedLine decoded = event_from_json(
      R"({"seq":3,"at_ns":4,"type":"delivery_planned","event":"jane.create","mood":["calm"]})"
  );
  ASSERT_TRUE(decoded.event);
  event::DeliveryPlanned planned;
  planned.event = "jane.create";
  EXPECT_EQ(*decoded.event, (Event{3, Nanos(4), planned}));
}

TEST(EventCodecTest, AnUnknownTypeIsNeitherAnEventNorAProblem) {
  const DecodedLine decoded = event_from_json(R"({"seq":9,"at_ns":4,"type":"moon_landed"})");
  EXPECT_FALSE(decoded.event);
  EXPECT_FALSE(decoded.problem);
  EXPECT_EQ(decoded.seq, 9U);
}

TEST(EventCodecTest, JournalsFromBeforeEndingsHadReasonsStillRead) {
  const auto released =
      event_from_json(R"({"seq":1,"at_ns":1,"type":"events_released","order":["jane.create"]})");
  EXPECT_EQ(std::get<event::EventsReleased>(released.event->body).how, "in_turn");
  const auto ended =
      event_from_json(R"({"seq":1,"at_ns":1,"type":"delivery_ended","event":"a","delivery":"a/1",)"
                      R"("result":"dropped"})");
  EXPECT_EQ(
      std::get<event::DeliveryEnded>(ended.event->body),
      (event::DeliveryEnded{"a", "a/1", "dropped"})
  );
  const auto finished = event_from_json(R"({"seq":1,"at_ns":1,"type":"attempt_finished"})");
  EXPECT_EQ(std::get<event::AttemptFinished>(finished.event->body), event::AttemptFinished{});
}

TEST(EventCodecTest, SaysWhichMemberIsWrong) {
  EXPECT_EQ(problem_with(R"({"at_ns":1,"type":"settled"})"), "the member `seq` is missing");
  EXPECT_EQ(problem_with(R"({"seq":1,"type":"settled"})"), "the member `at_ns` is missing");
  EXPECT_EQ(problem_with(R"({"seq":1,"at_ns":1})"), "the member `type` is missing");
  const auto with = [](const std::string& type, const std::string& members) {
    return problem_with(R"({"seq":1,"at_ns":1,"type":")" + type + "\"," + members + "}");
  };
  EXPECT_EQ(with("settled", R"("reached":1)"), "`reached` is not true or false");
  EXPECT_EQ(with("harness_error", R"("what":[])"), "`what` is not a text");
  EXPECT_EQ(
      with("step_started", R"("index":3000000000)"), "`index` is not a whole number in range"
  );
  EXPECT_EQ(with("step_started", R"("index":1.5)"), "`index` is not a whole number in range");
  EXPECT_EQ(with("events_dropped", R"("count":-1)"), "`count` is not a whole number in range");
  EXPECT_EQ(with("drain_started", R"("events":"all")"), "`events` is not a list");
  EXPECT_EQ(with("attempt_finished", R"("outcome":"lost")"), "`outcome` is not an outcome");
  EXPECT_EQ(with("attempt_finished", R"("phases":3)"), "`phases` is not an object");
  EXPECT_EQ(
      with("attempt_finished", R"("phases":{"written_ns":"x"})"),
      "`phases.written_ns` is not a whole number in range"
  );
  EXPECT_EQ(
      with("attempt_started", R"("headers":[["a"]])"), "`headers` is not a pair of name and value"
  );
  EXPECT_EQ(
      event_from_json(R"({"seq":-1,"at_ns":1,"type":"settled"})").problem->message,
      "`seq` is not a whole number in range"
  );
}

TEST(EventCodecTest, SaysWhereALineIsNotJson) {
  const DecodedLine decoded = event_from_json(R"({"seq":1,)");
  ASSERT_TRUE(decoded.problem);
  EXPECT_THAT(decoded.problem->message, HasSubstr("this is not valid JSON: "));
  EXPECT_EQ(decoded.problem->column, 10);
  EXPECT_EQ(problem_with("[1]"), "this is not a JSON object");
  EXPECT_EQ(problem_with(std::string(100'000, '[')), "JSON nested too deeply");
  EXPECT_EQ(problem_with(R"({"seq":1e999})"), "a number in it is too large");
}

JournalHeader full_header() {
  JournalHeader header;
  header.tool = "rkmock 9.9.9";
  header.scenario = "A \"title\"";
  header.scenario_file = "a/b.yaml";
  header.scenario_hash = "sha256:00";
  header.account = "scenario-1";
  header.seed = 18446744073709551615U;
  header.started = "2026-01-02T03:04:05Z";
  return header;
}

TEST(EventCodecTest, HeadersComeBackAsTheyWere) {
  const DecodedHeader decoded = header_from_json(to_json_line(full_header()));
  EXPECT_FALSE(decoded.problem);
  EXPECT_EQ(decoded.header, full_header());
}

TEST(EventCodecTest, RefusesHeadersOfSomethingElse) {
  const auto problem = [](const std::string& line) {
    const DecodedHeader decoded = header_from_json(line);
    return decoded.problem ? decoded.problem->message : "none";
  };
  EXPECT_EQ(problem("{}"), "this is not a rkmock journal");
  EXPECT_EQ(problem("scenario: x"), "this is not a rkmock journal");
  EXPECT_EQ(problem(R"({"journal":["rkmock"],"version":1})"), "this is not a rkmock journal");
  EXPECT_EQ(problem(R"({"journal":"rkmock"})"), "the member `version` is missing");
  EXPECT_EQ(problem(R"({"journal":"rkmock","version":0})"), "there is no format version 0");
  EXPECT_EQ(
      problem(R"({"journal":"rkmock","version":2,"seed":"now a text"})"),
      "the journal is of format version 2, and this rkmock reads versions up to 1"
  );
  EXPECT_EQ(
      problem(R"({"journal":"rkmock","version":1,"seed":"x"})"),
      "`seed` is not a whole number in range"
  );
}

TEST(EventCodecTest, AnEventWeighsWhatItsTextsDo) {
  event::SinkHit hit;
  const std::size_t empty = weigh(hit);
  hit.body = std::string(1'000, 'x');
  hit.key.event_type = std::string(100, 'x');
  EXPECT_EQ(weigh(hit), empty + 1'100);
  event::AttemptStarted started;
  const std::size_t bare = weigh(started);
  started.headers = {{"Name", "value"}};
  EXPECT_GT(weigh(started), bare + 9);
}

TEST(OutcomeTest, HasAName) {
  EXPECT_EQ(to_string(Outcome::acknowledged), "acknowledged");
  EXPECT_EQ(to_string(Outcome::refused), "refused");
  EXPECT_EQ(to_string(Outcome::impossible), "impossible");
  EXPECT_EQ(to_string(Outcome::unknown), "unknown");
  EXPECT_THROW((void)to_string(static_cast<Outcome>(9)), std::logic_error);
}

}  // namespace
}  // namespace rkmock
