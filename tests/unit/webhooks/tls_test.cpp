// Webhooks over TLS: a private authority is trusted when it is named, and what a real sender would
// refuse is refused.
#include "mockserver/webhooks/tls.hpp"

#include "rkmock/error.hpp"

#include "unit/webhooks/faults_fixture.hpp"
#include "unit/webhooks/tls_receiver.hpp"

namespace rkmock::webhooks {
namespace {

using namespace std::chrono_literals;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::StartsWith;
using testing_support::TlsReceiver;

class Tls : public FaultsOnTheWire {
 protected:
  Tls() { profile.retry_waits.clear(); }
};

TEST_F(Tls, AReceiverWithAPrivateAuthorityIsReachedWhenItIsTrusted) {
  const TlsReceiver receiver;
  profile.tls_ca_file = receiver.ca_file();
  const auto attempt = only_attempt(dispatch_of(receiver.url(), "{}"));
  EXPECT_EQ(attempt.outcome, Outcome::acknowledged) << attempt.reason;
  ASSERT_TRUE(attempt.phases.tls_done);
  EXPECT_GE(*attempt.phases.tls_done, *attempt.phases.connected);
  EXPECT_LE(*attempt.phases.tls_done, *attempt.phases.write_started);
  EXPECT_EQ(receiver.requests(), 1);
}

TEST_F(Tls, AKeptConnectionIsUsedAgain) {
  const TlsReceiver receiver;
  profile.tls_ca_file = receiver.ca_file();
  for (const char* event : {"a.create", "b.create", "c.create"}) {
    Dispatch dispatch = dispatch_of(receiver.url(), "{}");
    dispatch.event = event;
    const auto before = all<event::DeliveryEnded>().size();
    send(std::move(dispatch));
    ASSERT_TRUE(wait_for<event::DeliveryEnded>(before + 1));
  }
  EXPECT_THAT(outcomes(), testing::Each(Outcome::acknowledged));
  EXPECT_EQ(receiver.requests(), 3);
}

TEST_F(Tls, WithoutItsAuthorityItIsNotTrusted) {
  const TlsReceiver receiver;
  const auto attempt = only_attempt(dispatch_of(receiver.url(), "{}"));
  EXPECT_EQ(attempt.outcome, Outcome::impossible);
  EXPECT_THAT(attempt.reason, StartsWith("TLS failed: "));
  EXPECT_EQ(receiver.requests(), 0);
}

TEST_F(Tls, AnExpiredCertificateIsRefused) {
  const TlsReceiver receiver({.host = "localhost", .expired = true});
  profile.tls_ca_file = receiver.ca_file();
  const auto attempt = only_attempt(dispatch_of(receiver.url(), "{}"));
  EXPECT_EQ(attempt.outcome, Outcome::impossible);
  EXPECT_THAT(attempt.reason, HasSubstr("certificate has expired"));
}

TEST_F(Tls, ACertificateOfAnotherHostIsRefused) {
  const TlsReceiver receiver({.host = "receiver.example"});
  profile.tls_ca_file = receiver.ca_file();
  const auto attempt = only_attempt(dispatch_of(receiver.url(), "{}"));
  EXPECT_EQ(attempt.outcome, Outcome::impossible);
  EXPECT_THAT(attempt.reason, HasSubstr("ostname mismatch"));
}

TEST_F(Tls, WithoutVerificationAnyCertificateWillDo) {
  const TlsReceiver receiver({.host = "receiver.example", .expired = true});
  profile.tls_verify = false;
  EXPECT_EQ(only_attempt(dispatch_of(receiver.url(), "{}")).outcome, Outcome::acknowledged);
}

TEST_F(Tls, APlainReceiverBehindHttpsIsImpossible) {
  RecordingReceiver receiver;
  std::string url = receiver.url();
  url.replace(0, 4, "https");
  profile.timeout = 500ms;
  const auto attempt = only_attempt(dispatch_of(url, "{}"));
  EXPECT_EQ(attempt.outcome, Outcome::impossible);
}

TEST_F(Tls, FaultsWorkOverIt) {
  const TlsReceiver receiver;
  profile.tls_ca_file = receiver.ca_file();
  profile.retry_waits = {5s};
  send(dispatch_of(receiver.url(), R"({"lost_ack": true, "chunked": true})"));
  ASSERT_TRUE(wait_for<event::DeliveryEnded>(1));
  EXPECT_THAT(outcomes(), ElementsAre(Outcome::unknown, Outcome::acknowledged));
  EXPECT_EQ(receiver.requests(), 2);
}

TEST_F(Tls, AFileThatCannotBeReadIsToldBeforeAnythingIsSent) {
  profile.tls_ca_file = "/nonexistent/ca.pem";
  loop.call([this] {
    EXPECT_THROW(Engine(loop, journal, system_clock(), profile, Dice(seed)), EnvironmentError);
  });
}

TEST(TlsContextTest, AFileWithoutCertificatesIsNamed) {
  try {
    const TlsContext context("/nonexistent/ca.pem", true);
    FAIL();
  } catch (const EnvironmentError& error) {
    EXPECT_THAT(error.what(), HasSubstr("/nonexistent/ca.pem"));
  }
}

}  // namespace
}  // namespace rkmock::webhooks
