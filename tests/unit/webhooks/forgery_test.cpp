// Forged signatures, in the schemes of different form.
#include "mockserver/webhooks/forgery.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace rkmock::webhooks {
namespace {

using testing::IsEmpty;
using testing::SizeIs;
using testing::StartsWith;

const Signed message{"msg_1", 1'614'265'330, "http://127.0.0.1/", "{}"};

Signing signing(const std::string& scheme) {
  Signing signing;
  signing.scheme = scheme;
  signing.secret = scheme == "standard-webhooks" ? "whsec_dGVzdA==" : "test";
  return signing;
}

std::string value(const Signing& by, const Headers& headers) {
  for (const auto& [name, value] : headers) {
    if (name == signature_header(by)) {
      return value;
    }
  }
  return "(none)";
}

std::string forged(const std::string& scheme, const std::string& as) {
  const Signing by = signing(scheme);
  const auto headers = forge(as, by, message);
  return headers ? value(by, *headers) : "(nothing)";
}

std::string genuine(const std::string& scheme) {
  return value(signing(scheme), sign(signing(scheme), message));
}

class ForgeryTest : public testing::TestWithParam<std::string> {};

TEST_P(ForgeryTest, OfEachKindDiffersFromTheGenuineOneAndKeepsItsForm) {
  const std::string right = genuine(GetParam());
  EXPECT_EQ(forged(GetParam(), "missing"), "(none)");
  for (const char* as : {"wrong", "foreign_body"}) {
    EXPECT_NE(forged(GetParam(), as), right) << as;
    EXPECT_THAT(forged(GetParam(), as), SizeIs(right.size())) << as;
  }
  EXPECT_EQ(forged(GetParam(), "truncated"), right.substr(0, right.size() - 8));
  EXPECT_EQ(forged(GetParam(), "old_secret"), "(nothing)") << "there is none";
}

INSTANTIATE_TEST_SUITE_P(
    Schemes,
    ForgeryTest,
    testing::Values(
        "hmac-sha256-hex", "hmac-sha256-base64", "standard-webhooks", "stripe", "github", "square"
    )
);

TEST(ForgeryFormTest, EmptyKeepsWhatStandsBeforeTheSignature) {
  EXPECT_THAT(forged("hmac-sha256-hex", "empty"), IsEmpty());
  EXPECT_EQ(forged("standard-webhooks", "empty"), "v1,");
  EXPECT_EQ(forged("stripe", "empty"), "t=1614265330,v1=");
  EXPECT_EQ(forged("github", "empty"), "sha256=");
}

TEST(ForgeryFormTest, AnUnknownVersionIsOneThatNobodyReads) {
  EXPECT_THAT(forged("hmac-sha256-hex", "unknown_version"), StartsWith("v9="));
  EXPECT_THAT(forged("standard-webhooks", "unknown_version"), StartsWith("v9,"));
  EXPECT_THAT(forged("stripe", "unknown_version"), StartsWith("t=1614265330,v9="));
  EXPECT_THAT(forged("github", "unknown_version"), StartsWith("sha259="));
}

TEST(ForgeryFormTest, WhereNothingIsSignedNothingIsForged) {
  EXPECT_EQ(forged("none", "wrong"), "(nothing)");
}

}  // namespace
}  // namespace rkmock::webhooks
