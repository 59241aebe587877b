// Signatures, against published vectors.
#include "mockserver/webhooks/signing.hpp"

#include <tuple>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "rkmock/error.hpp"

namespace rkmock::webhooks {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::Pair;

TEST(SigningTest, HmacSha256HexIsTheVectorOfRfc4231) {
  const Signing signing{"hmac-sha256-hex", "X-Webhook-Signature", "Jefe"};
  EXPECT_THAT(
      sign(signing, "what do ya want for nothing?"),
      ElementsAre(Pair(
          "X-Webhook-Signature", "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"
      ))
  );
}

TEST(SigningTest, EachByteOfTheBodyCounts) {
  const Signing signing;
  EXPECT_NE(sign(signing, R"({"a":1})"), sign(signing, R"({"a": 1})"));
}

TEST(SigningTest, NoneAddsNoHeader) {
  EXPECT_THAT(sign({.scheme = "none", .header = "X", .secret = "s"}, "{}"), IsEmpty());
}

TEST(SigningTest, EverySchemeThatIsListedSigns) {
  EXPECT_THAT(signing_schemes(), ElementsAre("hmac-sha256-hex", "none"));
  for (const std::string& scheme : signing_schemes()) {
    EXPECT_NO_THROW(std::ignore = sign({.scheme = scheme, .header = "X", .secret = "s"}, "{}"));
  }
}

TEST(SigningTest, AnUnknownSchemeIsABugOfOurs) {
  EXPECT_THROW(
      std::ignore = sign({.scheme = "rot13", .header = "X", .secret = "s"}, "{}"), InvariantError
  );
}

}  // namespace
}  // namespace rkmock::webhooks
