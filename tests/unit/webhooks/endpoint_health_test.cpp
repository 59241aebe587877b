// When a sender disables an endpoint by itself, and when it must not.
#include "mockserver/webhooks/endpoint_health.hpp"

#include <gtest/gtest.h>

namespace rkmock::webhooks {
namespace {

using namespace std::chrono_literals;

TEST(EndpointHealthTest, NothingDisablesByDefault) {
  EndpointHealth health;
  for (int i = 0; i < 1000; ++i) {
    EXPECT_EQ(health.note({}, false, 410, i * 1h), "");
  }
}

TEST(EndpointHealthTest, GoneDisablesAtOnceWhereTheProfileSaysSo) {
  SenderProfile profile;
  profile.gone_disables = true;
  EndpointHealth health;
  EXPECT_EQ(health.note(profile, false, 404, 0s), "");
  EXPECT_EQ(health.note(profile, false, 410, 0s), "410 Gone");
}

TEST(EndpointHealthTest, OnlyFailuresInARowCount) {
  SenderProfile profile;
  profile.disable_after_failures = 3;
  EndpointHealth health;
  EXPECT_EQ(health.note(profile, false, 500, 0s), "");
  EXPECT_EQ(health.note(profile, false, 500, 0s), "");
  EXPECT_EQ(health.note(profile, true, 200, 0s), "");
  EXPECT_EQ(health.note(profile, false, 500, 0s), "");
  EXPECT_EQ(health.note(profile, false, 0, 0s), "");
  EXPECT_EQ(health.note(profile, false, 500, 0s), "3 failed attempts in a row");
}

TEST(EndpointHealthTest, TheSpanIsThatSinceTheFirstFailureWithoutASuccess) {
  SenderProfile profile;
  profile.disable_after = 5 * 24h;
  EndpointHealth health;
  EXPECT_EQ(health.note(profile, false, 500, 10h), "");
  EXPECT_EQ(health.note(profile, true, 200, 100h), "");
  EXPECT_EQ(health.note(profile, false, 500, 120h), "") << "it begins anew";
  EXPECT_EQ(health.note(profile, false, 500, 239h), "");
  EXPECT_EQ(health.note(profile, false, 500, 240h), "no success for 5 d");
}

TEST(EndpointHealthTest, AnEarlierFailureThatEndsLaterCounts) {
  SenderProfile profile;
  profile.disable_after = 10h;
  EndpointHealth health;
  EXPECT_EQ(health.note(profile, false, 500, 11h), "");
  EXPECT_EQ(health.note(profile, false, 500, 1h), "") << "it is the first one then";
  EXPECT_EQ(health.note(profile, false, 500, 11h), "no success for 10 h");
}

}  // namespace
}  // namespace rkmock::webhooks
