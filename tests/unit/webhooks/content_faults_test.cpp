// Faults of head, payload and signature: what a receiver gets to read.
#include <cstdlib>

#include <nlohmann/json.hpp>

#include "core/ascii.hpp"
#include "core/hash.hpp"
#include "core/url.hpp"
#include "mockserver/webhooks/wire.hpp"
#include "unit/webhooks/faults_fixture.hpp"

namespace rkmock::webhooks {
namespace {

using namespace std::chrono_literals;
using nlohmann::json;
using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::SizeIs;
using testing::StartsWith;

class ContentFaults : public FaultsOnTheWire {
 protected:
  ContentFaults() {
    profile.signing = {
        .scheme = "hmac-sha256-hex", .header = "X-Webhook-Signature", .secret = "test"};
  }

  /// Of the first attempt; the retry follows on the same connection, or on another one.
  std::string first_request(const std::string& deliver) {
    RecordingReceiver receiver;
    play(receiver, deliver);
    const auto seen = receiver.conversations(1);
    EXPECT_FALSE(seen.empty());
    const std::string all = seen.empty() ? "" : seen[0].bytes;
    return all.substr(0, all.find("POST /", 1));
  }

  static std::string head_of(const std::string& request) {
    return request.substr(0, request.find("\r\n\r\n") + 2);
  }

  static std::string body_of(const std::string& request) {
    return request.substr(request.find("\r\n\r\n") + 4);
  }

  static std::string header(const std::string& request, const std::string& name) {
    const std::string head = head_of(request);
    const auto at = to_lower(head).find("\r\n" + to_lower(name) + ": ");
    if (at == std::string::npos) {
      return "(none)";
    }
    const std::size_t begin = at + name.size() + 4;
    return head.substr(begin, head.find("\r\n", begin) - begin);
  }

  std::string first_body(const std::string& deliver) { return body_of(first_request(deliver)); }

  /// Whether the first attempt was taken for something that acknowledges nothing.
  [[nodiscard]] bool spoiled() const { return all<event::AttemptStarted>().at(0).spoiled; }
};

TEST_F(ContentFaults, ContentType) {
  const std::string request =
      first_request(R"({"content_type": "application/json; charset=utf-8"})");
  EXPECT_EQ(header(request, "Content-Type"), "application/json; charset=utf-8");
  EXPECT_FALSE(spoiled());
  EXPECT_THAT(outcomes(), ElementsAre(Outcome::acknowledged));
}

TEST_F(ContentFaults, AWrongContentTypeAcknowledgesNothing) {
  const std::string request = first_request(R"({"content_type": "text/plain"})");
  EXPECT_EQ(header(request, "Content-Type"), "text/plain");
  EXPECT_TRUE(spoiled());
  EXPECT_THAT(outcomes(), SizeIs(2)) << "a 2xx, and the event comes all the same";
  EXPECT_THAT(results(), ElementsAre("acknowledged"));
}

TEST_F(ContentFaults, HeaderCase) {
  EXPECT_THAT(
      head_of(first_request(R"({"header_case": "lower"})")),
      AllOf(HasSubstr("\r\ncontent-type: application/json"), HasSubstr("\r\nhost: "))
  );
}

TEST_F(ContentFaults, RepeatedHeader) {
  const std::string head = head_of(first_request(R"({"repeated_header": "content-type"})"));
  const auto first = head.find("Content-Type: application/json");
  EXPECT_NE(head.find("Content-Type: application/json", first + 1), std::string::npos);
  EXPECT_THAT(faults_on(1), ElementsAre("repeated_header content-type"));
}

TEST_F(ContentFaults, AHeaderThatIsNotThereIsNotRepeated) {
  first_request(R"({"repeated_header": "X-Nobody"})");
  EXPECT_THAT(faults_on(1), IsEmpty());
}

TEST_F(ContentFaults, LongHeader) {
  const std::string request = first_request(R"({"long_header": "20KB"})");
  EXPECT_EQ(header(request, "X-Padding").size(), 20U * 1024U);
  const auto journalled = all<event::AttemptStarted>().at(0).headers.back();
  EXPECT_EQ(journalled.first, "X-Padding");
  EXPECT_LT(journalled.second.size(), 2000U);
  EXPECT_THAT(journalled.second, HasSubstr("(20480 bytes)"));
}

TEST_F(ContentFaults, Bom) {
  const std::string request = first_request(R"({"bom": true})");
  EXPECT_EQ(body_of(request), "\xEF\xBB\xBF" + payload);
  EXPECT_EQ(header(request, "X-Webhook-Signature"), hmac_sha256_hex("test", body_of(request)));
  EXPECT_FALSE(spoiled());
}

TEST_F(ContentFaults, Truncated) {
  const std::string request = first_request(R"({"truncated": 30})");
  EXPECT_EQ(body_of(request), payload.substr(0, payload.size() - 30));
  EXPECT_EQ(header(request, "Content-Length"), std::to_string(payload.size() - 30));
  EXPECT_EQ(header(request, "X-Webhook-Signature"), hmac_sha256_hex("test", body_of(request)))
      << "what is wrong is the payload, not the signature";
  EXPECT_TRUE(spoiled());
  EXPECT_EQ(all<event::AttemptStarted>().at(0).body, body_of(request));
  EXPECT_THAT(all<event::AttemptStarted>().at(1).body, IsEmpty());
}

TEST_F(ContentFaults, TruncatedToNothing) {
  const std::string request = first_request(R"({"truncated": 100000})");
  EXPECT_THAT(body_of(request), IsEmpty());
  EXPECT_EQ(header(request, "Content-Length"), "0");
  EXPECT_EQ(all<event::AttemptStarted>().at(0).body_bytes, 0U);
}

TEST_F(ContentFaults, TruncatedByHalf) {
  EXPECT_EQ(first_body(R"({"truncated": true})").size(), payload.size() - payload.size() / 2);
}

TEST_F(ContentFaults, NotJson) {
  EXPECT_FALSE(json::accept(first_body(R"({"not_json": true})")));
  EXPECT_TRUE(spoiled());
}

TEST_F(ContentFaults, TopLevelArray) {
  EXPECT_EQ(first_body(R"({"top_level_array": true})"), "[" + payload + "]");
  EXPECT_TRUE(spoiled());
}

TEST_F(ContentFaults, UnknownEventType) {
  const auto body = json::parse(first_body(R"({"unknown_event_type": true})"));
  EXPECT_EQ(body.at("event_type"), "bookings.archived");
  EXPECT_EQ(body.at("bookings"), json::parse(payload).at("bookings"));
  EXPECT_TRUE(spoiled());
}

TEST_F(ContentFaults, ExtraFields) {
  const auto body = json::parse(first_body(R"({"extra_fields": true})"));
  EXPECT_TRUE(body.contains("x_added_later"));
  EXPECT_TRUE(body.at("bookings").at(0).contains("x_added_later"));
  EXPECT_EQ(body.at("bookings").at(0).at("id"), 7);
  EXPECT_FALSE(spoiled()) << "it is still the event";
  EXPECT_THAT(outcomes(), ElementsAre(Outcome::acknowledged));
}

TEST_F(ContentFaults, MissingField) {
  const auto body = json::parse(first_body(R"({"missing_field": "/bookings/0/customer"})"));
  EXPECT_FALSE(body.at("bookings").at(0).contains("customer"));
  EXPECT_EQ(body.at("bookings").at(0).at("status"), "pending");
}

TEST_F(ContentFaults, AFieldThatIsNotThereMakesNoDifference) {
  EXPECT_EQ(first_body(R"({"missing_field": "/bookings/3/customer"})"), payload);
  EXPECT_THAT(faults_on(1), IsEmpty());
  EXPECT_FALSE(spoiled());
}

TEST_F(ContentFaults, NullField) {
  const auto body = json::parse(first_body(R"({"null_field": "/bookings/0/status"})"));
  EXPECT_TRUE(body.at("bookings").at(0).at("status").is_null());
}

TEST_F(ContentFaults, EmptyBookings) {
  EXPECT_EQ(json::parse(first_body(R"({"empty_bookings": true})")).at("bookings"), json::array());
}

TEST_F(ContentFaults, BookingTwice) {
  const auto body = json::parse(first_body(R"({"booking_twice": true})"));
  ASSERT_THAT(body.at("bookings"), SizeIs(2));
  EXPECT_EQ(body.at("bookings").at(0), body.at("bookings").at(1));
  EXPECT_FALSE(spoiled());
}

TEST_F(ContentFaults, BadBooking) {
  const auto body = json::parse(first_body(R"({"bad_booking": true})"));
  ASSERT_THAT(body.at("bookings"), SizeIs(2));
  EXPECT_EQ(body.at("bookings").at(0).at("id"), 7);
  EXPECT_TRUE(body.at("bookings").at(1).at("id").is_null());
}

TEST_F(ContentFaults, BareBooking) {
  EXPECT_EQ(
      json::parse(first_body(R"({"bare_booking": true})")),
      json::parse(payload).at("bookings").at(0)
  );
}

TEST_F(ContentFaults, ReserialisedIsTheSameInOtherBytes) {
  const std::string body = first_body(R"({"reserialised": "escaped"})");
  EXPECT_NE(body, payload);
  EXPECT_THAT(body, HasSubstr(R"(Zo\u00eb)"));
  EXPECT_EQ(json::parse(body), json::parse(payload));
  EXPECT_FALSE(spoiled());
}

TEST_F(ContentFaults, LargeBody) {
  const std::string body = first_body(R"({"large_body": "100KB"})");
  EXPECT_EQ(body.size(), payload.size() + 100 * 1024);
  EXPECT_TRUE(json::accept(body));
  EXPECT_LE(all<event::AttemptStarted>().at(0).body.size(), 64U * 1024U);
}

TEST_F(ContentFaults, SignatureMissing) {
  EXPECT_EQ(header(first_request(R"({"signature": "missing"})"), "X-Webhook-Signature"), "(none)");
  EXPECT_TRUE(spoiled());
  EXPECT_THAT(outcomes(), SizeIs(2));
}

TEST_F(ContentFaults, SignatureOfAnotherBody) {
  const std::string signature =
      header(first_request(R"({"signature": "foreign_body"})"), "X-Webhook-Signature");
  EXPECT_EQ(signature, hmac_sha256_hex("test", payload + " "));
}

TEST_F(ContentFaults, OldAndNewSecrets) {
  profile.signing.scheme = "stripe";
  profile.signing.header = "Stripe-Signature";
  profile.signing.secret = "new";
  profile.signing.old_secrets = {"old"};
  const auto signed_by = [](const std::string& value, const std::string& secret) {
    const std::string time = value.substr(2, value.find(',') - 2);
    return value.find("v1=" + hmac_sha256_hex(secret, time + "." + payload)) != std::string::npos;
  };
  RecordingReceiver receiver;
  play(receiver, R"([{"copies": 3}, {"signature": "old_secret", "copy": 2},
                     {"signature": "new_secret", "copy": 3}])");
  std::vector<std::string> values;
  for (const auto& started : all<event::AttemptStarted>()) {
    values.push_back(started.headers.back().second);
  }
  ASSERT_THAT(values, SizeIs(3));
  EXPECT_TRUE(signed_by(values[0], "old") && signed_by(values[0], "new"));
  EXPECT_TRUE(signed_by(values[1], "old") && !signed_by(values[1], "new"));
  EXPECT_TRUE(!signed_by(values[2], "old") && signed_by(values[2], "new"));
  EXPECT_THAT(outcomes(), testing::Each(Outcome::acknowledged));
}

TEST_F(ContentFaults, WithoutAnOldSecretThereIsNoneToSignWith) {
  first_request(R"({"signature": "old_secret"})");
  EXPECT_THAT(faults_on(1), IsEmpty());
}

/// Seconds by which the second number is larger.
std::int64_t later(const std::string& one, const std::string& other) {
  return std::atoll(other.c_str()) - std::atoll(one.c_str());
}

TEST_F(ContentFaults, SignatureAgeAndLead) {
  profile.signing = {.scheme = "standard-webhooks", .header = "", .secret = "whsec_dGVzdA=="};
  RecordingReceiver receiver;
  play(receiver, R"([{"signature_age": "10m"}, {"signature_lead": "10m", "attempts": [2, 2]}])");
  std::vector<std::string> times;
  for (const auto& started : all<event::AttemptStarted>()) {
    times.push_back(started.headers.at(started.headers.size() - 2).second);
  }
  ASSERT_THAT(times, SizeIs(3));
  EXPECT_NEAR(static_cast<double>(later(times[0], times[2])), 600, 15);
  EXPECT_NEAR(static_cast<double>(later(times[2], times[1])), 600, 15);
  EXPECT_THAT(results(), ElementsAre("acknowledged"));
}

TEST_F(ContentFaults, FirstTimestamp) {
  std::vector<ParameterError> problems;
  const auto faults = faults::decode(R"({"first_timestamp": true})", problems);
  const auto plan = faults::make_plan({}, faults, Dice(1));
  profile.signing = {.scheme = "stripe", .header = "", .secret = "test"};
  Message message;
  message.timestamp = 1'900'000'100;
  message.first_of_all = 1'900'000'000;
  message.body = payload;
  const auto url = parse_url("http://127.0.0.1/");
  const auto time_with = [&](const std::vector<Action>& actions) {
    return build_request(*url, profile, message, actions).headers.back().second.substr(0, 12);
  };
  EXPECT_EQ(time_with({}), "t=1900000100");
  EXPECT_EQ(time_with(plan.actions), "t=1900000000");
}

TEST_F(ContentFaults, ASignatureWithoutATimeHasNoAge) {
  first_request(R"({"signature_age": "10m"})");
  EXPECT_THAT(faults_on(1), IsEmpty());
  EXPECT_FALSE(spoiled());
}

TEST_F(ContentFaults, AnotherContentIsAnotherMessageAndARewrittenOneIsNot) {
  profile.signing = {.scheme = "standard-webhooks", .header = "", .secret = "whsec_dGVzdA=="};
  RecordingReceiver receiver;
  play(receiver, R"([{"unknown_event_type": true}, {"reserialised": "spaced", "attempts": [2, 2]},
                     {"reset": "after_request", "attempts": [2, 2]}])");
  std::vector<std::string> ids;
  for (const auto& started : all<event::AttemptStarted>()) {
    ids.push_back(started.headers.at(started.headers.size() - 3).second);
  }
  ASSERT_THAT(ids, SizeIs(3));
  EXPECT_NE(ids[0], ids[2]) << "whoever remembers ids must still take the event";
  EXPECT_EQ(ids[1], ids[2]);
}

TEST_F(ContentFaults, NewMessageId) {
  profile.signing = {.scheme = "standard-webhooks", .header = "", .secret = "whsec_dGVzdA=="};
  RecordingReceiver receiver;
  play(receiver, R"([{"copies": 2}, {"new_message_id": true, "copy": 2}])");
  const auto started = all<event::AttemptStarted>();
  ASSERT_THAT(started, SizeIs(2));
  EXPECT_NE(started[0].headers.at(5), started[1].headers.at(5));
  EXPECT_EQ(started[0].headers.at(5).first, "webhook-id");
}

}  // namespace
}  // namespace rkmock::webhooks
