// Steps that talk HTTP, run commands, wait and judge, against a control and a receiver in memory.
#include <filesystem>
#include <fstream>

#include <unistd.h>

#include "unit/scenarios/player_fixture.hpp"

namespace rkmock::scenarios {
namespace {

using testing::AllOf;
using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::Pair;

/// `line 3 held`, or `line 3: FOUND, expected EXPECTED`
std::vector<std::string> claims(const History& history) {
  std::vector<std::string> texts;
  for (const auto& claim : history.of<event::StepChecked>()) {
    const std::string line = "line " + std::to_string(claim->line);
    texts.push_back(
        claim->held ? line + " held" : line + ": " + claim->found + ", expected " + claim->expected
    );
  }
  return texts;
}

class PerformerTest : public PlayerTest {
 protected:
  PerformerTest() {
    http.answer = [this](const HttpRequest& request) {
      requests.push_back(request);
      return answer;
    };
  }

  /// Those that are no probes.
  [[nodiscard]] std::vector<HttpRequest> calls() const {
    std::vector<HttpRequest> found;
    for (const HttpRequest& request : requests) {
      if (request.url.find(":3000/bookings/") == std::string::npos) {
        found.push_back(request);
      }
    }
    return found;
  }

  std::vector<HttpRequest> requests;
  HttpAnswer answer{200, {{"Content-Type", "application/json"}}, R"({"data":{"id":7}})", ""};
};

TEST_F(PerformerTest, ACallOfTheMockCarriesTheKeyAndTheStepsNumber) {
  play_it(
      story("  - create: jane\n  - call: PATCH /v1/bookings/{{jane.name}}?x=1\n"
            "    body: { message: hi }\n")
  );
  ASSERT_EQ(calls().size(), 1U);
  const HttpRequest call = calls().front();
  EXPECT_EQ(call.method + " " + call.url, "PATCH http://127.0.0.1:1/v1/bookings/jane?x=1");
  EXPECT_EQ(call.body, R"({"message":"hi"})");
  EXPECT_THAT(
      call.headers,
      AllOf(
          Contains(Pair("Authorization", "Bearer " + options.api_key)),
          Contains(Pair("X-Rkmock-Step", "2")),
          Contains(Pair("Content-Type", "application/json"))
      )
  );
}

TEST_F(PerformerTest, AHeaderWithoutAValueIsNotSentAndOneOfTheSameNameTakesItsPlace) {
  play_it(
      story("  - call: POST /v1/bookings\n    as: jane\n    body: \"not json\"\n"
            "    headers: { authorization: null, X-A: \"{{mock.url}}\" }\n")
  );
  ASSERT_EQ(calls().size(), 1U);
  EXPECT_EQ(calls().front().body, "not json");
  EXPECT_THAT(calls().front().headers, Not(Contains(Pair("Authorization", testing::_))));
  EXPECT_THAT(
      calls().front().headers,
      AllOf(Contains(Pair("X-A", "http://127.0.0.1:1")), Contains(Pair("X-Rkmock-Booking", "jane")))
  );
}

TEST_F(PerformerTest, AnAnswerThatIsNotAsExpectedIsNotedWithWhatWasFound) {
  const History history =
      play_it(story("  - call: GET /v1/bookings\n"
                    "    answer: { status: [201, 4xx], headers: { content-type: text/plain },\n"
                    "              body: { /data/id: 8, /data/name: null } }\n"
                    "  - call: GET /v1/bookings\n"
                    "    answer: { status: 2xx, headers: { content-type: application/json },\n"
                    "              body: { /data/id: 7 } }\n"));
  EXPECT_THAT(
      claims(history),
      ElementsAre(
          R"(line 3: 200 {"data":{"id":7}}, expected status 201 or 4xx, the header content-type: )"
          R"(text/plain, /data/id 8, not 7)",
          "line 6 held"
      )
  );
  EXPECT_THAT(errors(history), IsEmpty());
}

TEST_F(PerformerTest, APointerThatFitsNothingIsAMissAndNoError) {
  answer.body = R"({"data":[1]})";
  const History history =
      play_it(story("  - call: GET /v1/bookings\n"
                    "    answer: { body: { /data/: 1, /data/x: 2 } }\n"));
  EXPECT_THAT(claims(history), ElementsAre(HasSubstr("expected /data/ 1, /data/x 2")));
  EXPECT_THAT(errors(history), IsEmpty());
}

TEST_F(PerformerTest, NoAnswerCanBeWhatIsExpected) {
  answer = {0, {}, "", "connection reset"};
  const History history =
      play_it(story("  - call: GET /v1/bookings\n    answer: { status: none }\n"
                    "  - call: GET /v1/bookings\n    answer: { status: 200 }\n"));
  EXPECT_THAT(
      claims(history),
      ElementsAre("line 3 held", "line 5: no answer: connection reset, expected status 200")
  );
}

TEST_F(PerformerTest, WhatACallSavesIsFilledInLaterAndKeepsItsType) {
  play_it(
      story("  - call: GET /v1/bookings\n    save: { found: /data/id }\n"
            "  - call: POST /v1/bookings/{{saved.found}}/cancel\n"
            "    body: { number: \"{{saved.found}}\", text: \"no. {{ saved.found }}\" }\n")
  );
  ASSERT_EQ(calls().size(), 2U);
  EXPECT_EQ(calls()[1].url, "http://127.0.0.1:1/v1/bookings/7/cancel");
  EXPECT_EQ(calls()[1].body, R"({"number":7,"text":"no. 7"})");
}

TEST_F(PerformerTest, WhatAnAnswerHasNotCannotBeSavedAndIsNotUsed) {
  const History history =
      play_it(story("  - call: GET /v1/bookings\n    save: { found: /data/key }\n"
                    "  - call: GET /v1/bookings/{{saved.found}}\n"));
  EXPECT_THAT(claims(history), ElementsAre(HasSubstr("a value at /data/key to save as `found`")));
  EXPECT_THAT(errors(history), ElementsAre(HasSubstr("the call that saves `found`")));
  EXPECT_EQ(calls().size(), 1U);
}

TEST_F(PerformerTest, ACallOfAHostThatIsNotAllowedIsNotSent) {
  options.refuse_destination = [](const std::string& url) { return url + " is far away"; };
  const History history = play_it(story("  - call: POST http://example.com/sync\n"));
  EXPECT_THAT(calls(), IsEmpty());
  EXPECT_THAT(
      errors(history), ElementsAre(HasSubstr("was not sent: http://example.com/sync is far away"))
  );
}

TEST_F(PerformerTest, ARawWebhookGoesOutAsWrittenAndItsAnswerIsCompared) {
  control.fate = [](const std::string& event, int) {
    return event == "raw-2" ? FakeControl::Fate::refused : FakeControl::Fate::acknowledged;
  };
  const History history =
      play_it(story("  - create: jane\n"
                    "  - send: { event_type: bookings.archive, ids: [\"{{jane.name}}\"] }\n"
                    "    answer: { status: 200 }\n"
                    "  - send: \"not json\"\n    signed: false\n    headers: { X-A: b }\n"
                    "    answer: { status: 4xx }\n"
                    "  - trigger: bookings.update\n"));
  ASSERT_EQ(control.raw.size(), 3U);
  EXPECT_EQ(control.raw[0].body, R"({"event_type":"bookings.archive","ids":["jane"]})");
  EXPECT_TRUE(control.raw[0].is_signed);
  EXPECT_EQ(control.raw[1].body, "not json");
  EXPECT_FALSE(control.raw[1].is_signed);
  EXPECT_THAT(control.raw[1].headers, ElementsAre(Pair("X-A", "b")));
  EXPECT_EQ(control.raw[2].type, "bookings.update");
  EXPECT_THAT(control.raw[2].body, HasSubstr(R"("status":"confirmed")"));
  EXPECT_THAT(
      claims(history),
      ElementsAre("line 4 held", HasSubstr("line 6: 500, expected status 4xx"), "line 10 held")
  );
}

TEST_F(PerformerTest, WaitUntilAsksTheReceiverAgainUntilItShowsTheState) {
  int asked = 0;
  http.answer = [&](const HttpRequest&) {
    return HttpAnswer{200, {}, ++asked < 3 ? R"({"status":"pending"})" : R"({"status":"new"})", ""};
  };
  const History history =
      play_it(story("  - create: jane\n"
                    "  - wait_until: { state: { booking: jane, at: /status, equals: new } }\n"
                    "  - wait_until: { state: { booking: jane, at: /status, equals: old } }\n"
                    "    timeout: 1ms\n"));
  EXPECT_THAT(
      claims(history),
      ElementsAre("line 4 held", R"(line 5: 200, /status is "new", expected it within 1 ms)")
  );
}

TEST_F(PerformerTest, WaitUntilLooksAtWhatTheJournalShows) {
  control.on_acknowledged = [this](const std::string&) {
    event::SinkHit hit;
    hit.effect = "effects";
    hit.key.booking_id = 1000;
    control.journal->append(hit);
    event::ApiRequest own;
    own.method = "GET";
    own.target = "/v1/bookings/1000?x=1";
    control.journal->append(own);
    own.step = 3;
    own.target = "/v1/services";
    control.journal->append(own);
  };
  const History history =
      play_it(story("  - create: jane\n"
                    "  - wait_until: { acknowledged: jane.create }\n"
                    "  - wait_until: { effect: { name: effects, booking: jane } }\n"
                    "  - wait_until: { api_call: { method: GET, path: \"/v1/bookings/*\" } }\n"
                    "  - wait_until: { effect: { name: effects, at_least: 2 } }\n    timeout: 1ms\n"
                    "  - wait_until: { api_call: { path: /v1/services } }\n    timeout: 1ms\n"));
  EXPECT_THAT(
      claims(history),
      ElementsAre(
          "line 4 held",
          "line 5 held",
          "line 6 held",
          "line 7: 1 effects, expected it within 1 ms",
          "line 9: 0 calls, expected it within 1 ms"
      )
  );
}

TEST_F(PerformerTest, ACommandMustEndAsTheStepSays) {
  const History history =
      play_it(story("  - run: \"test \\\"$RKMOCK_URL $RKMOCK_API_KEY\\\" = "
                    "'http://127.0.0.1:1 {{account.key}}'\"\n"
                    "  - run: \"exit 3\"\n    exit: 3\n"
                    "  - run: \"echo out of paper >&2; exit 1\"\n"
                    "  - run: \"sleep 100\"\n    timeout: 1ms\n"));
  EXPECT_THAT(
      claims(history),
      ElementsAre(
          "line 3 held",
          "line 4 held",
          "line 6: exit code 1; it said: out of paper\n, expected exit code 0",
          HasSubstr("line 7: it did not end in time")
      )
  );
}

TEST_F(PerformerTest, ARestartRunsTheHookAndWaitsUntilTheReceiverIsReady) {
  int asked = 0;
  http.answer = [&](const HttpRequest& request) {
    const bool ready = request.url != "http://127.0.0.1:3000/healthz" || ++asked == 3;
    return ready ? HttpAnswer{200, {}, "{}", ""} : HttpAnswer{0, {}, "", "connection refused"};
  };
  const auto file =
      std::filesystem::temp_directory_path() / ("rkmock_restart_" + std::to_string(getpid()));
  Scenario scenario = decoded(
      "scenario: s\nreceiver:\n  restart: { run: \"echo again > " + file.string() +
      "\", ready: http://127.0.0.1:3000/healthz }\nsteps:\n  - restart: receiver\n"
  );
  scenario.receiver.quiet = std::chrono::milliseconds(1);
  const History history = play_it(scenario);
  EXPECT_TRUE(std::filesystem::remove(file));
  EXPECT_EQ(asked, 3);
  EXPECT_THAT(claims(history), ElementsAre("line 5 held"));
}

TEST_F(PerformerTest, ARestartThatFailsEndsThePlayInconclusively) {
  Scenario scenario = decoded(
      "scenario: s\nreceiver:\n  restart: { run: \"echo no such container; exit 1\" }\n"
      "steps:\n  - restart: receiver\n  - create: jane\n"
  );
  scenario.receiver.quiet = std::chrono::milliseconds(1);
  const History history = play_it(scenario);
  EXPECT_THAT(
      errors(history),
      ElementsAre(HasSubstr("failed: `echo no such container; exit 1`: exit code 1; it said: no "
                            "such container"))
  );
  EXPECT_EQ(steps(history).size(), 1U);
}

TEST_F(PerformerTest, FaultsOnAnswersAreArmedAndDisarmedByTheirIds) {
  const History history =
      play_it(story("  - arm: { id: slow, response: { status: 500 } }\n"
                    "  - arm: { id: slower, response: { status: 500 } }\n  - disarm: all\n"));
  EXPECT_THAT(control.armed, IsEmpty());
  EXPECT_THAT(errors(history), IsEmpty());
}

TEST_F(PerformerTest, AnInlineExpectComesAfterRestAndAProbe) {
  const History history =
      play_it(story("  - create: jane\n  - expect: [converges, no_lost_event]\n"));
  const auto checkpoints = history.of<event::Checkpoint>();
  ASSERT_EQ(checkpoints.size(), 1U);
  EXPECT_EQ(checkpoints[0]->line, 4);
  EXPECT_EQ(checkpoints[0]->expectations.size(), 2U);
  const auto rests = history.of<event::Settled>();
  ASSERT_FALSE(rests.empty());
  EXPECT_LT(rests[0].seq, checkpoints[0].seq);
  bool probed = false;
  for (const auto& probe : history.of<event::StateProbed>()) {
    probed = probed || (probe->final_probe && probe.seq < checkpoints[0].seq);
  }
  EXPECT_TRUE(probed);
}

}  // namespace
}  // namespace rkmock::scenarios
