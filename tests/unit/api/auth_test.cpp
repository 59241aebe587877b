#include <gtest/gtest.h>

#include "unit/api/call.hpp"

namespace rkmock::api {
namespace {

net::Request with_authorization(const std::string& value) {
  net::Request made = request("GET", "/v1/services");
  made.headers.emplace_back("authorization", value);
  return made;
}

TEST(AuthTest, AnyWellFormedBearerTokenIsHandedOut) {
  for (const char* token : {"sk_rsv_your_api_key", "tk_rsv_x", "your_api_key", "a.b-c~d+e/f=="}) {
    const auto answer = authenticate(with_authorization(std::string("Bearer ") + token));
    ASSERT_TRUE(std::holds_alternative<std::string>(answer)) << token;
    EXPECT_EQ(std::get<std::string>(answer), token);
  }
}

TEST(AuthTest, TheSchemeMayBeWrittenInAnyCase) {
  EXPECT_EQ(std::get<std::string>(authenticate(with_authorization("bearer key"))), "key");
  EXPECT_EQ(std::get<std::string>(authenticate(with_authorization("BEARER  key"))), "key");
}

TEST(AuthTest, AMissingHeaderIsTheDocumented401) {
  const auto error = std::get<bookings::ApiError>(authenticate(request("GET", "/v1/services")));
  EXPECT_EQ(error.status, 401);
  EXPECT_EQ(error.code, "authentication_required");
  EXPECT_EQ(error.message, "Authorization header is missing");
}

TEST(AuthTest, AMalformedHeaderIsTheDocumented401) {
  for (const char* value :
       {"",
        "Bearer",
        "Bearer ",
        "sk_rsv_key",
        "Basic dXNlcjpwYXNz",
        "Bearer two words",
        "Bearer: key",
        "Bearerkey",
        "Bearer key\xc3\xab"}) {
    const auto answer = authenticate(with_authorization(value));
    ASSERT_TRUE(std::holds_alternative<bookings::ApiError>(answer)) << value;
    const auto& error = std::get<bookings::ApiError>(answer);
    EXPECT_EQ(error.status, 401);
    EXPECT_EQ(error.code, "authorization_header_malformed");
    EXPECT_EQ(error.message, "Authorization header is malformed");
  }
}

TEST(AuthTest, AnUnknownKeyIsTheDocumented401) {
  const auto response =
      to_response(bookings::make_error(bookings::ErrorCode::invalid_api_key), Dialect::docs);
  EXPECT_EQ(response.status, 401);
  EXPECT_EQ(
      response.body,
      R"({"error":{"code":"invalid_api_key","message":"API key is invalid or revoked"}})"
  );
  const Headers expected = {{"WWW-Authenticate", "Bearer"}};
  EXPECT_EQ(response.headers, expected);
}

TEST(AuthTest, AnErrorWithoutACodeHasNone) {
  EXPECT_EQ(
      to_response({403, "", "Origin does not match API key domain", {}}, Dialect::docs).body,
      R"({"error":{"message":"Origin does not match API key domain"}})"
  );
}

}  // namespace
}  // namespace rkmock::api
