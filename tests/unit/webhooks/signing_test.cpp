// Signatures, against published vectors.
#include "mockserver/webhooks/signing.hpp"

#include <tuple>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "rkmock/error.hpp"

#include "core/hash.hpp"

namespace rkmock::webhooks {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Pair;

Signing signing_of(const std::string& scheme, const std::string& secret) {
  return {.scheme = scheme, .header = "", .secret = secret, .old_secrets = {}};
}

constexpr const char* fox = "The quick brown fox jumps over the lazy dog";
constexpr const char* fox_hex = "f7bc83f430538424b13298e6aa6fb143ef4d59a14946175997479dbc2d1a3cd8";
constexpr const char* fox_base64 = "97yD9DBThCSxMpjmqm+xQ+9NWaFJRhdZl0edvC0aPNg=";

TEST(SigningTest, HmacSha256HexIsTheVectorOfRfc4231) {
  EXPECT_THAT(
      sign(signing_of("hmac-sha256-hex", "Jefe"), {.body = "what do ya want for nothing?"}),
      ElementsAre(Pair(
          "X-Webhook-Signature", "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"
      ))
  );
}

TEST(SigningTest, HmacSha256Base64IsTheSameBytesInBase64) {
  Signing signing = signing_of("hmac-sha256-base64", "key");
  signing.header = "X-Shopify-Hmac-Sha256";
  EXPECT_THAT(sign(signing, {.body = fox}), ElementsAre(Pair("X-Shopify-Hmac-Sha256", fox_base64)));
}

TEST(SigningTest, GithubNamesTheDigestBeforeIt) {
  EXPECT_THAT(
      sign(signing_of("github", "key"), {.body = fox}),
      ElementsAre(Pair("X-Hub-Signature-256", std::string("sha256=") + fox_hex))
  );
  // The vector of GitHub's documentation, validating webhook deliveries.
  EXPECT_THAT(
      sign(signing_of("github", "It's a Secret to Everybody"), {.body = "Hello, World!"}),
      ElementsAre(Pair(
          testing::_, "sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17"
      ))
  );
}

TEST(SigningTest, SquareSignsTheUrlToo) {
  EXPECT_THAT(
      sign(
          signing_of("square", "key"),
          {.url = "The quick brown fox ", .body = "jumps over the lazy dog"}
      ),
      ElementsAre(Pair("x-square-hmacsha256-signature", fox_base64))
  );
}

TEST(SigningTest, StripeSignsTimeAndBody) {
  EXPECT_THAT(
      sign(signing_of("stripe", "whsec_test"), {.timestamp = 1'492'774'577, .body = "{}"}),
      ElementsAre(Pair(
          "Stripe-Signature", "t=1492774577,v1=" + hmac_sha256_hex("whsec_test", "1492774577.{}")
      ))
  );
}

// The vector of the specification's own libraries.
constexpr const char* standard_secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
constexpr Signed standard_message{
    .id = "msg_p5jXN8AQM9LWM0D4loKWxJek",
    .timestamp = 1'614'265'330,
    .url = "",
    .body = R"({"test": 2432232314})"};
constexpr const char* standard_signature = "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=";

TEST(SigningTest, StandardWebhooksIsItsPublishedVector) {
  EXPECT_THAT(
      sign(signing_of("standard-webhooks", standard_secret), standard_message),
      ElementsAre(
          Pair("webhook-id", "msg_p5jXN8AQM9LWM0D4loKWxJek"),
          Pair("webhook-timestamp", "1614265330"),
          Pair("webhook-signature", standard_signature)
      )
  );
}

TEST(SigningTest, SvixIsStandardWebhooksUnderOtherNames) {
  Signing signing = signing_of("standard-webhooks", standard_secret);
  signing.header = "svix-signature";
  EXPECT_THAT(
      sign(signing, standard_message),
      ElementsAre(
          Pair("svix-id", testing::_),
          Pair("svix-timestamp", testing::_),
          Pair("svix-signature", standard_signature)
      )
  );
}

TEST(SigningTest, WhileASecretChangesBothSignWhereAHeaderCanCarryBoth) {
  Signing signing = signing_of("standard-webhooks", "bmV3");
  signing.old_secrets = {standard_secret};
  const std::string both = sign(signing, standard_message)[2].second;
  EXPECT_THAT(both, testing::MatchesRegex("v1,[^ ]+ v1,[^ ]+"));
  EXPECT_THAT(both, testing::EndsWith(standard_signature));
  signing.scheme = "stripe";
  EXPECT_THAT(
      sign(signing, standard_message)[0].second,
      testing::MatchesRegex("t=1614265330,v1=[0-9a-f]+,v1=[0-9a-f]+")
  );
  signing.scheme = "hmac-sha256-hex";
  EXPECT_EQ(sign(signing, {.body = fox})[0].second, hmac_sha256_hex("bmV3", fox));
}

TEST(SigningTest, EachByteOfTheBodyCounts) {
  const Signing signing;
  EXPECT_NE(sign(signing, {.body = R"({"a":1})"}), sign(signing, {.body = R"({"a": 1})"}));
}

TEST(SigningTest, NoneAddsNoHeader) {
  EXPECT_THAT(sign({.scheme = "none", .header = "X", .secret = "s"}, {.body = "{}"}), IsEmpty());
}

TEST(SigningTest, EverySchemeThatIsListedSigns) {
  for (const std::string& scheme : signing_schemes()) {
    const Signing signing = signing_of(scheme, "test");
    EXPECT_THAT(signing_problem(signing), IsEmpty());
    EXPECT_NO_THROW(std::ignore = sign(signing, {.body = "{}"})) << scheme;
  }
}

TEST(SigningTest, WhatCannotSignIsSaidBeforeItIsTried) {
  EXPECT_THAT(signing_problem(signing_of("rot13", "s")), HasSubstr("rot13"));
  EXPECT_THAT(signing_problem(signing_of("standard-webhooks", "no base64")), HasSubstr("base64"));
  EXPECT_THAT(signing_problem(signing_of("standard-webhooks", "whsec_")), HasSubstr("base64"));
  Signing signing = signing_of("standard-webhooks", "test");
  signing.old_secrets = {"?"};
  EXPECT_THAT(signing_problem(signing), HasSubstr("base64"));
  signing = signing_of("standard-webhooks", "test");
  signing.header = "X-Signed";
  EXPECT_THAT(signing_problem(signing), HasSubstr("-signature"));
}

TEST(SigningTest, AnUnknownSchemeIsABugOfOurs) {
  EXPECT_THROW(std::ignore = sign(signing_of("rot13", "s"), {.body = "{}"}), InvariantError);
}

}  // namespace
}  // namespace rkmock::webhooks
