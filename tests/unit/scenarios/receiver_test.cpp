#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "unit/scenarios/catalog.hpp"

namespace rkmock::scenarios {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

std::string with_receiver(const std::string& receiver) {
  return "scenario: S\nreceiver:\n" + receiver + "steps: [{create: a}]\n";
}

TEST(ReceiverTest, ReadsEverythingThatCanBeSet) {
  const Receiver receiver = decoded(with_receiver(R"(
  url: https://receiver.test:8443/hooks?x=1
  signing: { scheme: none, header: X-Sig, secret: 123 }
  state: { get: "${RECEIVER_BASE}/state/{{booking.id}}/{{ booking.name }}" }
  effects:
    email: { path: /sink/mail/out, booking: /id, event_type: /type, updated_at: /version,
             on: [bookings.create] }
    crm: { on: bookings.delete }
  quiet: 10ms
  settle: 1s
  drain: 2s
)"))
                                .receiver;
  EXPECT_EQ(receiver.url, "https://receiver.test:8443/hooks?x=1");
  EXPECT_EQ(receiver.signing, (SigningChoice{"none", "X-Sig", "123", std::nullopt}));
  EXPECT_EQ(
      receiver.state->get, "https://receiver.test:8443/state/{{booking.id}}/{{ booking.name }}"
  );
  EXPECT_THAT(
      receiver.effects,
      ElementsAre(
          EffectRule{"email", "/sink/mail/out", "/id", "/type", "/version", {"bookings.create"}},
          EffectRule{
              "crm", "/sink/crm", "/booking_id", "/event_type", "/updated_at", {"bookings.delete"}}
      )
  );
  EXPECT_EQ(receiver.quiet, std::chrono::milliseconds(10));
  EXPECT_EQ(receiver.settle, std::chrono::seconds(1));
  EXPECT_EQ(receiver.drain, std::chrono::seconds(2));
}

TEST(ReceiverTest, AReceiverMayHaveNoStateAndNoEffects) {
  const Receiver receiver = decoded(with_receiver("  state: none\n  effects: none\n")).receiver;
  EXPECT_EQ(receiver.url, test_url);
  EXPECT_FALSE(receiver.state.has_value());
  EXPECT_THAT(receiver.effects, IsEmpty());
}

TEST(ReceiverTest, WithoutAnyUrlItSaysHowToGiveOne) {
  const Result<Scenario> scenario =
      decode("scenario: S\nsteps: [{create: a}]\n", "test.yaml", test_catalog(), {});
  ASSERT_FALSE(scenario.has_value());
  ASSERT_THAT(scenario.error(), SizeIs(1));
  EXPECT_EQ(scenario.error()[0].at, (Position{"", 0, 0}));
  EXPECT_THAT(scenario.error()[0].expected, ::testing::HasSubstr("--receiver URL"));
}

TEST(ReceiverTest, TheCommandLineWinsOverTheFile) {
  DecodeOptions options;
  options.receiver_url = "http://127.0.0.1:4000/in";
  options.secret = "s3cret";
  options.signing_scheme = "none";
  options.state_url = "${RECEIVER_BASE}/s/{{booking.id}}";
  const Receiver receiver =
      decoded(
          with_receiver("  url: ${UNSET}\n"
                        "  signing: { scheme: \"${UNSET}\", secret: \"${UNSET}\" }\n"
                        "  state: { get: \"${UNSET}\" }\n"),
          options
      )
          .receiver;
  EXPECT_EQ(receiver.url, "http://127.0.0.1:4000/in");
  EXPECT_EQ(receiver.signing, (SigningChoice{"none", std::nullopt, "s3cret", std::nullopt}));
  EXPECT_EQ(receiver.state->get, "http://127.0.0.1:4000/s/{{booking.id}}");
}

TEST(ReceiverTest, MistakesOnTheCommandLineAreNamedAfterTheFlag) {
  DecodeOptions options;
  options.receiver_url = "localhost:3000";
  options.signing_scheme = "hmac-sha256-hx";
  options.state_url = "http://a/{{booking.nr}}";
  const Result<Scenario> scenario =
      decode("scenario: S\nsteps: [{create: a}]\n", "test.yaml", test_catalog(), options);
  ASSERT_FALSE(scenario.has_value());
  std::vector<std::string> places;
  for (const Diagnostic& problem : scenario.error()) {
    places.push_back(problem.at.file);
  }
  EXPECT_THAT(places, ElementsAre("--receiver", "--signing", "--state"));
}

TEST(ReceiverTest, TheBaseIsMadeOfTheUrlUnlessItIsGiven) {
  const std::string text = with_receiver(
      "  url: http://[::1]:3000/a/b?c\n  state: { get: \"${RECEIVER_BASE}/x/{{booking.id}}\" }\n"
  );
  EXPECT_EQ(decoded(text).receiver.state->get, "http://[::1]:3000/x/{{booking.id}}");
  DecodeOptions options = test_options();
  options.variables["RECEIVER_BASE"] = "http://state.test";
  EXPECT_EQ(decoded(text, options).receiver.state->get, "http://state.test/x/{{booking.id}}");
}

TEST(ReceiverTest, WrongValuesAreRefusedWhereTheyStand) {
  EXPECT_THAT(
      problems(with_receiver(R"(  url: 127.0.0.1:3000
  signing: { scheme: hmac-sha1-hex, header: "X Sig", key: x }
  state: { get: "${RECEIVER_BASE}/bookings" }
  effects:
    email: { path: /mail, booking: id, on: [booking.create] }
    sms: { path: /mail }
  quiet: 5
  settle: 1h
)")),
      ElementsAre(
          "3:8 receiver.url: `url` is not an http URL",
          "4:22 receiver.signing.scheme: there is no signing scheme `hmac-sha1-hex`",
          "4:45 receiver.signing.header: `header` is not the name of an HTTP header that is free",
          "4:54 receiver.signing.key: `key` is not a key of `receiver.signing`",
          "5:17 receiver.state.get: the probe does not say which booking it asks for",
          "7:20 receiver.effects.email.path: `path` is not the path of a sink",
          "7:36 receiver.effects.email.booking: `booking` is not where something can stand in a "
          "request",
          "7:45 receiver.effects.email.on[0]: there is no event type `booking.create`",
          "8:18 receiver.effects.sms.path: `path` is not the path of a sink",
          "8:18 receiver.effects.sms.path: the effects `email` and `sms` share one path",
          "9:10 receiver.quiet: `quiet` is not a duration",
          "10:11 receiver.settle: `settle` is out of range"
      )
  );
}

TEST(ReceiverTest, ReferencesOfTheProbeAreChecked) {
  const auto with_get = [](const std::string& get) {
    return with_receiver("  state: { get: \"" + get + "\" }\n");
  };
  EXPECT_THAT(problems(with_get("http://a/{{booking.id}}?x={{booking.name}}")), IsEmpty());
  EXPECT_THAT(
      problems(with_get("http://a/{{booking.idd}}")),
      ElementsAre("3:17 receiver.state.get: the probe of a state knows no `{{booking.idd}}`")
  );
  EXPECT_THAT(
      problems(with_get("http://a/{{booking.id")),
      ElementsAre("3:17 receiver.state.get: `{{` is not closed")
  );
  EXPECT_THAT(
      problems(with_get("ftp://a/{{booking.id}}")),
      ElementsAre("3:17 receiver.state.get: `get` is not an http URL")
  );
}

TEST(ReceiverTest, AnEffectsNameMustFitIntoAPath) {
  EXPECT_THAT(
      problems(with_receiver("  effects: { \"a b\": {}, a/b: {}, a-b_c.d: {} }\n")),
      ElementsAre(
          "3:14 receiver.effects.a b: `a b` cannot name an effect",
          "3:25 receiver.effects.a/b: `a/b` cannot name an effect"
      )
  );
}

TEST(ReceiverTest, QuietMustFitIntoSettle) {
  EXPECT_THAT(
      problems(with_receiver("  quiet: 6s\n")),
      ElementsAre("3:10 receiver.quiet: there is no time for `quiet` within `settle`")
  );
}

TEST(ReceiverTest, ASlowSinkIsSlowWithinItsBounds) {
  const Scenario scenario =
      decoded(with_receiver("  effects: { email: { delay: 2s }, crm: {} }\n"));
  ASSERT_EQ(scenario.receiver.effects.size(), 2U);
  EXPECT_EQ(scenario.receiver.effects[0].delay, std::chrono::seconds(2));
  EXPECT_EQ(scenario.receiver.effects[1].delay, std::nullopt);
  EXPECT_THAT(
      problems(
          with_receiver("  settle: 2m\n  effects: { email: { delay: 61s }, crm: { delay: 0s } }\n")
      ),
      SizeIs(2)
  );
}

TEST(ReceiverTest, ASlowSinkMustLeaveTimeToSettle) {
  EXPECT_THAT(
      problems(with_receiver("  settle: 2s\n  effects: { email: { delay: 2s } }\n")),
      ElementsAre(
          "3:11 receiver.settle: there is no time for the slow sink of `email` within `settle`"
      )
  );
}

TEST(GivenTest, ReadsServicesAndTheClock) {
  const Scenario scenario = decoded(R"(
scenario: S
given:
  clock: 2023-06-20T09:15:00Z
  services:
    - id: 7
      name: Haircut
      description: Short
      timezone: America/New_York
      time_slots:
        - { id: 70, day_of_week: 6, start_time: 09:00, end_time: "17:30:15", max_bookings: 8 }
        - { id: 71 }
    - { name: Shave }
steps: [{create: a}, {create: b, with: {time_slot_id: 71}}]
)");
  EXPECT_EQ(format_rfc3339(*scenario.clock), "2023-06-20T09:15:00Z");
  ASSERT_THAT(scenario.services, SizeIs(2));
  EXPECT_EQ(
      scenario.services[0],
      (GivenService{
          7,
          "Haircut",
          "Short",
          "America/New_York",
          {{70, 6, "09:00", "17:30:15", 8}, {71, 0, "09:00", "17:00", 1}}})
  );
  EXPECT_EQ(scenario.services[1].id, 0);
  EXPECT_EQ(std::get<step::Change>(scenario.steps[0].body).command.fields.time_slot_id, 70);
}

TEST(GivenTest, WrongValuesAreRefusedWhereTheyStand) {
  EXPECT_THAT(
      problems(R"(scenario: S
given:
  clock: 09:00
  services:
    - id: 7
      time_slots:
        - { id: 70, day_of_week: 7, start_time: "25:00", max_bookings: 0 }
        - { id: 70, end_tme: "10:00" }
        - { day_of_week: 1 }
    - { id: 7, name: B, timezone: "New York" }
steps: [{create: a}]
)"),
      ElementsAre(
          "3:10 given.clock: `clock` is not a time",
          "5:7 given.services[0]: the service has no `name`",
          "7:34 given.services[0].time_slots[0].day_of_week: `day_of_week` is out of range",
          "7:49 given.services[0].time_slots[0].start_time: `start_time` is not a time of day",
          "7:72 given.services[0].time_slots[0].max_bookings: `max_bookings` is out of range",
          "8:17 given.services[0].time_slots[1].id: there are two time slots with the id 70",
          "8:21 given.services[0].time_slots[1].end_tme: `end_tme` is not a key of a time slot",
          "9:11 given.services[0].time_slots[2]: the time slot has no `id`",
          "10:13 given.services[1].id: there are two services with the id 7",
          "10:35 given.services[1].timezone: `timezone` is not the name of a time zone"
      )
  );
}

}  // namespace
}  // namespace rkmock::scenarios
