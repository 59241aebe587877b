// The scenario language as users have it: every kind of step against the reference receiver, over
// real sockets.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "live/built_in.hpp"

namespace rkmock {
namespace {

using testing::AllOf;
using testing::Contains;
using testing::HasSubstr;
using testing_support::play_built_in;
using testing_support::Played;
using testing_support::ScratchFolder;

Played play(const std::string& scenario) {
  const ScratchFolder scratch;
  const std::string file = scratch.write("scenario.yaml", scenario);
  return play_built_in({"--like", "reference"}, file, scratch);
}

std::vector<std::string> checks_of(const Played& played) {
  std::vector<std::string> checks;
  for (const auto& check : played.report.at("scenarios")[0].at("checks")) {
    checks.push_back(
        check.at("check").get<std::string>() + " " + check.at("subject").get<std::string>() + " " +
        check.at("verdict").get<std::string>()
    );
  }
  return checks;
}

TEST(LanguageTest, EveryKindOfStepComesTrueAgainstARightReceiver) {
  const Played played = play(R"(
scenario: Every kind of step
given:
  bookings: { old: { status: confirmed } }
  accounts: { other: {} }
receiver: { restart: { run: "true" } }
steps:
  - call: GET /v1/bookings/{{old.id}}
    answer: { status: 200, body: { /data/status: confirmed } }
  - call: GET /v1/bookings/{{old.id}}
    account: other
    answer: { status: 404 }
  - call: POST /v1/bookings
    as: jane
    body:
      date: 2030-01-07
      time_slot_id: 456
      customer: { name: Jane, email: jane@example.com }
    answer: { status: 201 }
    save: { number: /data/id }
  - call: PATCH /v1/bookings/{{saved.number}}
    body: { status: confirmed }
    answer: { status: 200 }
  - wait_until: { state: { booking: jane, at: /status, equals: confirmed } }
  - wait_until: { acknowledged: jane.create }
  - wait_until: { effect: { name: effects, booking: jane, at_least: 2 } }
  - trigger: bookings.create
  - send: { event_type: bookings.archive, bookings: [] }
    answer: { status: 2xx }
  - send: { event_type: bookings.create, bookings: [{ id: "{{jane.id}}" }] }
    signed: false
    answer: { status: 401 }
  - parallel:
      - create: joe
      - [ { create: ann }, { update: ann, with: { status: confirmed } } ]
  - repeat: 4
    parallel: true
    steps:
      - create: guest-{{index}}
        deliver: { copies: 2, together: true }
  - run: "test -n \"$RKMOCK_URL\" && exit 3"
    exit: 3
  - arm: { id: down, response: { status: 503 } }
  - call: GET /v1/bookings?service_id=123
    answer: { status: 503 }
  - disarm: down
  - call: GET /v1/bookings?service_id=123
    answer: { status: 200 }
  - restart: receiver
  - expect: [converges, no_duplicate_effect]
  - cancel: joe
    with: { cancel_reason: Ill }
expect: [no_lost_event, no_duplicate_effect, converges]
)");
  EXPECT_EQ(played.ended.exit_code, 0) << played.ended.out << played.ended.err;
  EXPECT_THAT(
      checks_of(played),
      AllOf(
          Contains("converges at line 50 pass"),
          Contains("no_duplicate_effect effects, at line 50 pass"),
          Contains("steps  pass"),
          Contains("converges  pass")
      )
  );
}

TEST(LanguageTest, OneClaimThatDoesNotHoldFailsTheRunWithItsLine) {
  const Played played = play(
      "scenario: A claim\nsteps:\n  - create: jane\n"
      "  - call: GET /v1/bookings/{{jane.id}}\n    answer: { status: 404 }\n  - create: joe\n"
      "expect: [no_lost_event]\n"
  );
  EXPECT_EQ(played.ended.exit_code, 1) << played.ended.out << played.ended.err;
  EXPECT_THAT(checks_of(played), Contains("steps  fail"));
  EXPECT_THAT(
      played.ended.out, AllOf(HasSubstr("line 4, call GET /v1/bookings/"), HasSubstr("status 404"))
  );
  EXPECT_THAT(checks_of(played), Contains("no_lost_event effects pass")) << "it was played on";
}

TEST(LanguageTest, AnInlineExpectJudgesWhatHappenedBeforeItAndNotAfter) {
  const ScratchFolder scratch;
  const std::string file = scratch.write(
      "scenario.yaml",
      "scenario: Judged in between\nsteps:\n  - create: jane\n  - expect: [no_duplicate_effect]\n"
      "  - update: jane\n    with: { status: confirmed }\n    deliver: { copies: 2 }\n"
      "expect: [no_duplicate_effect]\n"
  );
  const Played played =
      play_built_in({"--like", "reference", "--flaw", "no_dedupe"}, file, scratch);
  EXPECT_EQ(played.ended.exit_code, 1) << played.ended.out << played.ended.err;
  EXPECT_THAT(
      checks_of(played),
      AllOf(
          Contains("no_duplicate_effect effects, at line 4 pass"),
          Contains("no_duplicate_effect effects fail")
      )
  );
}

TEST(LanguageTest, AReceiverIsToldOnlyWhatItSubscribesTo) {
  const Played played = play(
      "scenario: Creates only\nreceiver: { events: [bookings.create] }\nsteps:\n"
      "  - create: jane\n  - update: jane\n    with: { status: confirmed }\n"
      "  - wait: settled\n  - call: GET /v1/bookings/{{jane.id}}\n"
      "    answer: { body: { /data/status: confirmed } }\n"
      "  - wait_until: { state: { booking: jane, at: /status, equals: pending } }\n"
      "expect: [no_lost_event, no_duplicate_effect, converges]\n"
  );
  EXPECT_EQ(played.ended.exit_code, 0) << played.ended.out << played.ended.err;
}

TEST(LanguageTest, AGivenThatTheApiRefusesCostsTheOtherScenariosNothing) {
  const ScratchFolder scratch;
  const std::string full = scratch.write(
      "a_full.yaml",
      "scenario: Two in a slot for one\ngiven:\n  services:\n    - name: A\n"
      "      time_slots: [{ id: 456, max_bookings: 1 }]\n  bookings: { jane: {}, joe: {} }\n"
      "steps:\n  - create: ann\n"
  );
  const std::string fine =
      scratch.write("b_fine.yaml", "scenario: A booking\nsteps:\n  - create: jane\n");
  const Played played = play_built_in({"--like", "reference"}, full, scratch, {fine});
  EXPECT_EQ(played.ended.exit_code, 3) << played.ended.out << played.ended.err;
  EXPECT_THAT(played.ended.out, HasSubstr("the booking `joe`"));
  EXPECT_EQ(played.report.at("scenarios")[1].at("verdict"), "pass");
}

}  // namespace
}  // namespace rkmock
