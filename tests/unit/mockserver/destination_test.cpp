#include "mockserver/destination.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace rkmock::mockserver {
namespace {

using testing::HasSubstr;

TEST(DestinationTest, LoopbackIsAlwaysAllowed) {
  for (const std::string host :
       {"127.0.0.1", "127.1.2.3", "[::1]", "localhost", "receiver.localhost"}) {
    EXPECT_EQ(refuse_destination("http://" + host + ":3000/hook", {}), "") << host;
  }
}

TEST(DestinationTest, AnyOtherHostIsRefusedWithTheFlagThatAllowsIt) {
  for (const std::string host :
       {"example.com",
        "10.0.0.1",
        "0.0.0.0",
        "localhost.example.com",
        "127.0.0.1.example.com",
        "notlocalhost",
        "[::ffff:10.0.0.1]"}) {
    EXPECT_THAT(
        refuse_destination("http://" + host + "/hook", {"receiver"}), HasSubstr("--allow-host")
    ) << host;
  }
}

TEST(DestinationTest, AHostAllowedByNameIsAllowedAndNoOther) {
  EXPECT_EQ(refuse_destination("http://receiver:3000/hook", {"receiver"}), "");
  EXPECT_NE(refuse_destination("http://receiver.example.com/hook", {"receiver"}), "");
}

TEST(DestinationTest, WhatIsNoPlainHttpUrlIsRefusedWithTheNextStep) {
  EXPECT_THAT(refuse_destination("/hook", {}), HasSubstr("not an absolute URL"));
  EXPECT_THAT(refuse_destination("ftp://127.0.0.1/hook", {}), HasSubstr("not an absolute URL"));
  EXPECT_THAT(refuse_destination("https://127.0.0.1/hook", {}), testing::IsEmpty());
}

}  // namespace
}  // namespace rkmock::mockserver
