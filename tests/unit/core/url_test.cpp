#include "core/url.hpp"

#include <string>

#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

namespace rkmock {
namespace {

Url parsed(const std::string& text) {
  const auto url = parse_url(text);
  EXPECT_TRUE(url.has_value()) << text;
  return url.value_or(Url{});
}

TEST(UrlTest, TakesAUrlApart) {
  EXPECT_EQ(
      parsed("http://127.0.0.1:3000/webhooks/reservekit?x=1&y=%20"),
      (Url{"http", "127.0.0.1", 3000, "/webhooks/reservekit?x=1&y=%20"})
  );
  EXPECT_EQ(parsed("https://receiver.example"), (Url{"https", "receiver.example", 443, "/"}));
  EXPECT_EQ(parsed("http://my_receiver-1/"), (Url{"http", "my_receiver-1", 80, "/"}));
  EXPECT_EQ(parsed("http://h?q"), (Url{"http", "h", 80, "/?q"}));
  EXPECT_EQ(parsed("HTTP://LocalHost:80/A"), (Url{"http", "localhost", 80, "/A"}));
}

TEST(UrlTest, TakesIpv6InBrackets) {
  EXPECT_EQ(parsed("http://[::1]:8080/x"), (Url{"http", "::1", 8080, "/x"}));
  EXPECT_EQ(parsed("http://[2001:DB8::1]"), (Url{"http", "2001:db8::1", 80, "/"}));
  EXPECT_EQ(parsed("http://[::1]:8080/x").authority(), "[::1]:8080");
  EXPECT_EQ(parsed("https://[::1]/").origin(), "https://[::1]");
}

TEST(UrlTest, LeavesOutTheSchemesOwnPort) {
  EXPECT_EQ(parsed("http://h:80/").authority(), "h");
  EXPECT_EQ(parsed("https://h:443/").origin(), "https://h");
  EXPECT_EQ(parsed("https://h:80/").origin(), "https://h:80");
  EXPECT_EQ(parsed("http://h:65535/").authority(), "h:65535");
}

TEST(UrlTest, RefusesWhatIsNoAbsoluteHttpUrl) {
  for (const char* text :
       {"",
        "h",
        "/path",
        "//h/",
        "ftp://h/",
        "http:/h",
        "http://",
        "http:///x",
        "http://:80/",
        "http://h:/",
        "http://h:0/",
        "http://h:65536/",
        "http://h:123456/",
        "http://h:-1/",
        "http://h:8a/",
        "http://[::1/",
        "http://[]/",
        "http://[::1]x/",
        "http://[127.0.0.1]/",
        "http://::1/",
        "http://.h/",
        "http://a..b/",
        "http://h%41/",
        "http://a,b/",
        "http://h\\x"}) {
    EXPECT_FALSE(parse_url(text)) << text;
  }
}

TEST(UrlTest, RefusesCredentialsAndFragments) {
  EXPECT_FALSE(parse_url("http://user:pass@h/"));
  EXPECT_FALSE(parse_url("http://user@h/"));
  EXPECT_FALSE(parse_url("http://h/#part"));
}

TEST(UrlTest, RefusesWhatWouldBreakARequestLine) {
  EXPECT_FALSE(parse_url("http://h/a b"));
  EXPECT_FALSE(parse_url("http://h/a\r\nHost: x"));
  EXPECT_FALSE(parse_url(std::string("http://h/\0", 10)));
  EXPECT_FALSE(parse_url("http://h/ü"));
}

TEST(UrlTest, IsBounded) {
  EXPECT_TRUE(parse_url("http://h/" + std::string(8'000, 'a')));
  EXPECT_FALSE(parse_url("http://h/" + std::string(10'000, 'a')));
  EXPECT_FALSE(parse_url("http://" + std::string(254, 'a') + "/"));
}

RC_GTEST_PROP(UrlTest, ReadsWhatItWrites, ()) {
  const Url url{
      *rc::gen::element<std::string>("http", "https"),
      *rc::gen::element<std::string>("h", "127.0.0.1", "::1", "a.b-c_d", "fe80::1:2"),
      *rc::gen::inRange<std::uint16_t>(1, 65535),
      *rc::gen::element<std::string>("/", "/a?b=c", "/%00", "/a//b/"),
  };
  RC_ASSERT(parse_url(url.origin() + url.target) == std::optional(url));
}

RC_GTEST_PROP(UrlTest, NeverThrows, (const std::string& text)) {
  static_cast<void>(parse_url(text));
  static_cast<void>(parse_url("http://" + text));
}

}  // namespace
}  // namespace rkmock
