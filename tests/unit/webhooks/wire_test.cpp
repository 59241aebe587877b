// The bytes of a request.
#include "mockserver/webhooks/wire.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace rkmock::webhooks {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;
using testing::Pair;

Url url_of(const std::string& text) {
  return parse_url(text).value();
}

SenderProfile unsigned_profile() {
  SenderProfile profile;
  profile.user_agent = "rkmock";
  profile.signing.scheme = "none";
  return profile;
}

TEST(WireTest, WritesAnHttpPostWithItsHeadersInAFixedOrder) {
  const auto request =
      build_request(url_of("http://127.0.0.1:3000/hooks?a=b"), unsigned_profile(), "{}");
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
  const auto request = build_request(url_of("http://127.0.0.1:3000/"), profile, "");
  EXPECT_THAT(request.bytes, testing::Not(HasSubstr("User-Agent")));
  EXPECT_THAT(request.bytes, HasSubstr("Content-Length: 0\r\n"));
}

TEST(WireTest, PutsTheSignatureOfTheBodyIntoTheProfilesHeader) {
  SenderProfile profile = unsigned_profile();
  profile.signing = {.scheme = "hmac-sha256-hex", .header = "X-Signed", .secret = "key"};
  const auto request = build_request(
      url_of("http://localhost/"), profile, "The quick brown fox jumps over the lazy dog"
  );
  const std::string hex = "f7bc83f430538424b13298e6aa6fb143ef4d59a14946175997479dbc2d1a3cd8";
  EXPECT_THAT(request.headers, testing::Contains(Pair("X-Signed", hex)));
  EXPECT_THAT(request.bytes, HasSubstr("\r\nX-Signed: " + hex + "\r\n"));
}

TEST(WireTest, RefusesToWriteWhatWouldBreakTheRequest) {
  EXPECT_THAT(unsendable(url_of("http://127.0.0.1/"), unsigned_profile()), IsEmpty());
  EXPECT_THAT(unsendable(url_of("https://127.0.0.1/"), unsigned_profile()), HasSubstr("not https"));
  SenderProfile profile = unsigned_profile();
  profile.user_agent = "rkmock\r\nX-Forged: 1";
  EXPECT_THAT(unsendable(url_of("http://127.0.0.1/"), profile), HasSubstr("user agent"));
  profile = unsigned_profile();
  profile.signing = {.scheme = "hmac-sha256-hex", .header = "X Bad:", .secret = "test"};
  EXPECT_THAT(unsendable(url_of("http://127.0.0.1/"), profile), HasSubstr("header"));
  profile.signing.scheme = "rot13";
  EXPECT_THAT(unsendable(url_of("http://127.0.0.1/"), profile), HasSubstr("rot13"));
  Url url = url_of("http://127.0.0.1/");
  url.target = "/a b";
  EXPECT_THAT(unsendable(url, unsigned_profile()), HasSubstr("space"));
}

}  // namespace
}  // namespace rkmock::webhooks
