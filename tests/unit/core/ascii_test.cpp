#include "core/ascii.hpp"

#include <gtest/gtest.h>

namespace rkmock {
namespace {

TEST(AsciiTest, WordsAreTheSameWhateverTheirCase) {
  EXPECT_TRUE(same_word("Content-Length", "content-LENGTH"));
  EXPECT_TRUE(same_word("", ""));
  EXPECT_FALSE(same_word("Host", "Hosts"));
  EXPECT_FALSE(same_word("a@", "A`")) << "only letters have a case";
}

TEST(AsciiTest, OtherBytesThanLettersStay) {
  EXPECT_EQ(to_lower(std::string_view("AZaz@[09 \xC3\x84")), "azaz@[09 \xC3\x84");
}

}  // namespace
}  // namespace rkmock
