#include "rkmock/error.hpp"

#include <regex>
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "rkmock/version.hpp"

namespace rkmock {
namespace {

TEST(InvariantTest, NamesTheConditionAndThePlace) {
  const auto broken = [] { RKMOCK_ASSERT(1 + 1 == 3, "sums must add up"); };
  try {
    broken();
    FAIL() << "did not throw";
  } catch (const InvariantError& error) {
    EXPECT_THAT(error.what(), testing::HasSubstr("sums must add up"));
    EXPECT_THAT(error.what(), testing::HasSubstr("1 + 1 == 3"));
    EXPECT_THAT(error.what(), testing::HasSubstr("error_test.cpp:"));
  }
}

TEST(InvariantTest, SaysNothingWhileItHolds) {
  EXPECT_NO_THROW(RKMOCK_ASSERT(1 + 1 == 2, "sums must add up"));
}

TEST(VersionTest, IsThreeNumbers) {
  EXPECT_TRUE(std::regex_match(std::string(version()), std::regex(R"(\d+\.\d+\.\d+)")));
}

}  // namespace
}  // namespace rkmock
