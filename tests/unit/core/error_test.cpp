#include "rkmock/error.hpp"

#include <algorithm>
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
  const std::string text(version());
  EXPECT_EQ(text.find_first_not_of("0123456789."), std::string::npos);
  EXPECT_EQ(std::count(text.begin(), text.end(), '.'), 2);
}

}  // namespace
}  // namespace rkmock
