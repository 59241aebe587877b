// The bytes of a request.
#include "mockserver/webhooks/wire.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "mockserver/webhooks/profiles.hpp"

namespace rkmock::webhooks {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;
using testing::Pair;

Url url_of(const std::string& text) {
  return parse_url(text).value();
}

Message message_with(std::string_view body) {
  Message message;
  message.id = "msg_1";
  message.type = "bookings.create";
  message.timestamp = 1'614'265'330;
  message.first_sent = 1'614'265'300;
  message.url = "http://127.0.0.1:3000/hooks";
  message.body = body;
  return message;
}

SenderProfile unsigned_profile() {
  SenderProfile profile;
  profile.user_agent = "rkmock";
  profile.signing.scheme = "none";
  return profile;
}

TEST(WireTest, WritesAnHttpPostWithItsHeadersInAFixedOrder) {
  const auto request = build_request(
      url_of("http://127.0.0.1:3000/hooks?a=b"), unsigned_profile(), message_with("{}")
  );
  EXPECT_EQ(
      request.bytes,
      "POST /hooks?a=b HTTP/1.1\r\n"
      "Host: 127.0.0.1:3000\r\n"
      "User-Agent: rkmock\r\n"
      "Content-Type: application/json\r\n"
      "Content-Length: 2\r\n"
      "Connection: keep-alive\r\n"
      "\r\n"
      "{}"
  );
}

TEST(WireTest, AnEmptyUserAgentIsLeftOut) {
  SenderProfile profile = unsigned_profile();
  profile.user_agent.clear();
  const auto request = build_request(url_of("http://127.0.0.1:3000/"), profile, message_with(""));
  EXPECT_THAT(request.bytes, testing::Not(HasSubstr("User-Agent")));
  EXPECT_THAT(request.bytes, HasSubstr("Content-Length: 0\r\n"));
}

TEST(WireTest, PutsTheSignatureOfTheBodyIntoTheProfilesHeader) {
  SenderProfile profile = unsigned_profile();
  profile.signing = {.scheme = "hmac-sha256-hex", .header = "X-Signed", .secret = "key"};
  const auto request = build_request(
      url_of("http://localhost/"),
      profile,
      message_with("The quick brown fox jumps over the lazy dog")
  );
  const std::string hex = "f7bc83f430538424b13298e6aa6fb143ef4d59a14946175997479dbc2d1a3cd8";
  EXPECT_THAT(request.headers, testing::Contains(Pair("X-Signed", hex)));
  EXPECT_THAT(request.bytes, HasSubstr("\r\nX-Signed: " + hex + "\r\n"));
}

TEST(WireTest, HeadersOfTheProfileTellFactsOfTheMessage) {
  SenderProfile profile = unsigned_profile();
  profile.headers = {
      {"X-Id", "{{id}}"},
      {"X-Topic", "topic:{{type}}!"},
      {"X-Time", "{{timestamp}} {{first_sent}}"},
      {"X-Retry", "{{retry}}"}};
  Message message = message_with("{}");
  auto headers = build_request(url_of("http://localhost/"), profile, message).headers;
  EXPECT_THAT(headers, testing::Contains(Pair("X-Id", "msg_1")));
  EXPECT_THAT(headers, testing::Contains(Pair("X-Topic", "topic:bookings.create!")));
  EXPECT_THAT(headers, testing::Contains(Pair("X-Time", "1614265330 2021-02-25T15:01:40Z")));
  EXPECT_THAT(headers, testing::Not(testing::Contains(Pair("X-Retry", testing::_))));
  message.attempt = 3;
  headers = build_request(url_of("http://localhost/"), profile, message).headers;
  EXPECT_THAT(headers, testing::Contains(Pair("X-Retry", "2")));
}

TEST(WireTest, ATemplateMayOnlyNameWhatThereIs) {
  EXPECT_THAT(
      template_problem("{{id}}{{uuid}}{{type}}{{retry}}{{timestamp}}{{first_sent}}"), IsEmpty()
  );
  EXPECT_THAT(template_problem("plain, { and }}"), IsEmpty());
  EXPECT_THAT(template_problem("{{id}} {{secret}}"), HasSubstr("{{secret}}"));
}

TEST(WireTest, AMessageKeepsItsIdAndAnotherOneHasAnother) {
  const std::string id = message_id("jane.create", "webhook-1", "{}");
  EXPECT_THAT(id, testing::MatchesRegex("msg_[0-9a-f]+"));
  EXPECT_EQ(id.size(), 28U);
  EXPECT_EQ(message_id("jane.create", "webhook-1", "{}"), id);
  EXPECT_NE(message_id("jane.create", "webhook-1", "[]"), id);
  EXPECT_NE(message_id("jane.create", "webhook-2", "{}"), id);
  EXPECT_NE(message_id("jane.update", "webhook-1", "{}"), id);
}

TEST(WireTest, KnowsWhichProfilesTellTheMessagesId) {
  int telling = 0;
  const std::vector<std::string> names = profile_names();
  for (const std::string& name : names) {
    const SenderProfile profile = find_profile(name).value();
    Message message = message_with("{}");
    const std::string one = build_request(url_of("http://h/"), profile, message).bytes;
    message.id = "msg_2";
    const std::string another = build_request(url_of("http://h/"), profile, message).bytes;
    EXPECT_EQ(tells_message_id(profile), one != another) << name;
    telling += one != another ? 1 : 0;
  }
  EXPECT_GT(telling, 0);
  EXPECT_LT(telling, static_cast<int>(names.size())) << "reservekit does not";
}

TEST(WireTest, RefusesToWriteWhatWouldBreakTheRequest) {
  EXPECT_THAT(unsendable(url_of("http://127.0.0.1/"), unsigned_profile()), IsEmpty());
  EXPECT_THAT(unsendable(url_of("https://127.0.0.1/"), unsigned_profile()), IsEmpty());
  SenderProfile profile = unsigned_profile();
  profile.user_agent = "rkmock\r\nX-Forged: 1";
  EXPECT_THAT(unsendable(url_of("http://127.0.0.1/"), profile), HasSubstr("user agent"));
  profile = unsigned_profile();
  profile.signing = {.scheme = "hmac-sha256-hex", .header = "X Bad:", .secret = "test"};
  EXPECT_THAT(unsendable(url_of("http://127.0.0.1/"), profile), HasSubstr("header"));
  profile.signing.scheme = "rot13";
  EXPECT_THAT(unsendable(url_of("http://127.0.0.1/"), profile), HasSubstr("rot13"));
  profile = unsigned_profile();
  profile.headers = {{"X-Bad", "a\r\nb"}};
  EXPECT_THAT(unsendable(url_of("http://127.0.0.1/"), profile), HasSubstr("X-Bad"));
  profile = unsigned_profile();
  profile.signing = {.scheme = "standard-webhooks", .header = "", .secret = "not base64!"};
  EXPECT_THAT(unsendable(url_of("http://127.0.0.1/"), profile), HasSubstr("base64"));
  Url url = url_of("http://127.0.0.1/");
  url.target = "/a b";
  EXPECT_THAT(unsendable(url, unsigned_profile()), HasSubstr("space"));
}

}  // namespace
}  // namespace rkmock::webhooks
