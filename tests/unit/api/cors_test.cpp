// What browsers are told, and whose keys count from which page.
#include "mockserver/api/cors.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "unit/api/call.hpp"

namespace rkmock::api {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::Pair;

net::Request from(const std::string& origin) {
  net::Request made = request("GET", "/v1/services");
  made.headers.emplace_back("Origin", origin);
  return made;
}

TEST(OriginTest, AKeyWithoutADomainCountsFromAnywhere) {
  EXPECT_TRUE(origin_fits(request("GET", "/v1/services"), ""));
  EXPECT_TRUE(origin_fits(from("https://example.com"), ""));
  EXPECT_TRUE(origin_fits(from("null"), ""));
}

TEST(OriginTest, AHostFitsWithAnySchemePortAndCase) {
  for (const char* origin :
       {"https://example.com",
        "http://example.com",
        "https://example.com:8443",
        "HTTPS://Example.COM",
        "capacitor://example.com"}) {
    EXPECT_TRUE(origin_fits(from(origin), "example.com")) << origin;
    EXPECT_TRUE(origin_fits(from(origin), "Example.com")) << origin;
  }
}

TEST(OriginTest, AnotherHostDoesNotFitHoweverMuchItLooksLikeIt) {
  for (const char* origin :
       {"https://app.example.com",
        "https://example.com.evil.net",
        "https://badexample.com",
        "https://example.co",
        "https://example.com.",
        "https://evil.net/example.com",
        "https://evil.net:example.com",
        "example.com",
        "null",
        ""}) {
    EXPECT_FALSE(origin_fits(from(origin), "example.com")) << origin;
  }
}

TEST(OriginTest, ARequestWithoutAnOriginDoesNotFitADomain) {
  EXPECT_FALSE(origin_fits(request("GET", "/v1/services"), "example.com"));
  EXPECT_FALSE(origin_fits(request("GET", "/v1/services"), "https://example.com"));
}

TEST(OriginTest, AWholeOriginFitsItselfAlone) {
  const std::string domain = "https://app.example.com:8443";
  EXPECT_TRUE(origin_fits(from("https://app.example.com:8443"), domain));
  EXPECT_TRUE(origin_fits(from("https://APP.example.com:8443"), domain));
  for (const char* origin :
       {"http://app.example.com:8443",
        "https://app.example.com",
        "https://app.example.com:844",
        "https://app.example.com:84430",
        "https://example.com:8443",
        "https://app.example.com:8443/"}) {
    EXPECT_FALSE(origin_fits(from(origin), domain)) << origin;
  }
}

TEST(OriginTest, AnIpv6HostKeepsItsBrackets) {
  EXPECT_TRUE(origin_fits(from("http://[::1]:3000"), "[::1]"));
  EXPECT_TRUE(origin_fits(from("http://[::1]"), "[::1]"));
  EXPECT_FALSE(origin_fits(from("http://[::2]:3000"), "[::1]"));
  EXPECT_FALSE(origin_fits(from("http://[::1]:3000"), "["));
}

TEST(OriginTest, OnlyWhatAnOriginCanFitIsADomain) {
  for (const char* domain :
       {"example.com",
        "localhost",
        "127.0.0.1",
        "[::1]",
        "https://example.com",
        "http://localhost:3000",
        "http://[::1]:3000",
        "my-app.example.com"}) {
    EXPECT_TRUE(is_domain(domain)) << domain;
  }
  for (const char* domain :
       {"",
        "example.com:8443",
        "example.com/",
        "https://",
        "https://example.com/",
        "https://example.com/app",
        "https://example.com:",
        "https://example.com:port",
        "https://example.com:123456",
        "https://me@example.com",
        "://example.com",
        "*.example.com",
        "two words",
        "https://[::1",
        "[::1]:3000"}) {
    EXPECT_FALSE(is_domain(domain)) << domain;
  }
}

TEST(CorsTest, OptionsNamesTheMethodsOfThePath) {
  const net::Response response =
      options_response(request("OPTIONS", "/v1/services"), "GET, HEAD, POST, OPTIONS");
  EXPECT_EQ(response.status, 204);
  EXPECT_THAT(response.body, IsEmpty());
  EXPECT_THAT(response.headers, ElementsAre(Pair("Allow", "GET, HEAD, POST, OPTIONS")));
}

TEST(CorsTest, APreflightIsToldWhatAPageMaySend) {
  net::Request preflight = request("OPTIONS", "/v1/bookings/{id}");
  preflight.headers.emplace_back("Access-Control-Request-Method", "PATCH");
  EXPECT_THAT(
      options_response(preflight, "GET, PATCH, OPTIONS").headers,
      ElementsAre(
          Pair("Access-Control-Allow-Methods", "GET, PATCH, OPTIONS"),
          Pair("Access-Control-Allow-Headers", "Authorization, Content-Type"),
          Pair("Access-Control-Max-Age", "600"),
          Pair("Allow", "GET, PATCH, OPTIONS")
      )
  );
}

TEST(CorsTest, APageOfAnyOriginMayReadTheAnswerAndItsLimits) {
  net::Response response;
  add_cors(from("https://shop.example"), response);
  EXPECT_THAT(
      response.headers,
      ElementsAre(
          Pair("Access-Control-Allow-Origin", "https://shop.example"),
          Pair("Vary", "Origin"),
          Pair(
              "Access-Control-Expose-Headers",
              "Allow, Retry-After, X-RateLimit-Limit, X-RateLimit-Remaining, X-RateLimit-Reset"
          )
      )
  );
}

TEST(CorsTest, WhoNamesNoOriginGetsNoHeadersForBrowsers) {
  net::Response response;
  add_cors(request("GET", "/v1/services"), response);
  EXPECT_THAT(response.headers, IsEmpty());
}

}  // namespace
}  // namespace rkmock::api
