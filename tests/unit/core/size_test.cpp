#include "core/size.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace rkmock {
namespace {

using testing::Optional;

TEST(SizeTest, ReadsWholeNumbersOfEachUnit) {
  EXPECT_THAT(parse_size("512"), Optional(512U));
  EXPECT_THAT(parse_size("512B"), Optional(512U));
  EXPECT_THAT(parse_size("64KB"), Optional(65'536U));
  EXPECT_THAT(parse_size("8MB"), Optional(8U << 20));
  EXPECT_THAT(parse_size("3GB"), Optional(3ULL << 30));
  EXPECT_THAT(parse_size("0"), Optional(0U));
}

TEST(SizeTest, TheCaseOfAUnitDoesNotMatter) {
  EXPECT_THAT(parse_size("8mb"), Optional(8U << 20));
  EXPECT_THAT(parse_size("8Mb"), Optional(8U << 20));
}

TEST(SizeTest, RefusesWhatItWouldHaveToGuess) {
  for (const char* text :
       {"",
        "MB",
        "-1",
        "+1",
        " 8MB",
        "8 MB",
        "8MB ",
        "1.5MB",
        "8M",
        "8MiB",
        "8XB",
        "0x10",
        "8MBB"}) {
    EXPECT_EQ(parse_size(text), std::nullopt) << text;
  }
}

TEST(SizeTest, RefusesMoreThanAnyMachineHas) {
  EXPECT_THAT(parse_size("1024GB"), Optional(1ULL << 40));
  EXPECT_EQ(parse_size("1025GB"), std::nullopt);
  EXPECT_EQ(parse_size("99999999999999999999"), std::nullopt);
  EXPECT_EQ(parse_size("18446744073709551615GB"), std::nullopt);
}

}  // namespace
}  // namespace rkmock
