#include "core/utf8.hpp"

#include <string>

#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

namespace rkmock {
namespace {

TEST(Utf8Test, KnowsWellFormedCharacters) {
  EXPECT_EQ(utf8_length("a", 0), 1U);
  EXPECT_EQ(utf8_length("é", 0), 2U);
  EXPECT_EQ(utf8_length("€", 0), 3U);
  EXPECT_EQ(utf8_length("😀", 0), 4U);
  EXPECT_EQ(utf8_length("\xF4\x8F\xBF\xBF", 0), 4U);  // U+10FFFF
}

TEST(Utf8Test, RefusesMalformedBytes) {
  for (const std::string text : {
           "\x80",              // a continuation alone
           "\xC0\x80",          // overlong
           "\xE0\x80\x80",      // overlong
           "\xF0\x80\x80\x80",  // overlong
           "\xED\xA0\x80",      // a surrogate
           "\xF4\x90\x80\x80",  // above U+10FFFF
           "\xF5\x80\x80\x80",
           "\xFF",
           "\xC3",          // cut off
           "\xE2\x82",      // cut off
           "\xE2\x82 ",     // cut off by another character
           "\xF0\x9F\x98",  // cut off
       }) {
    EXPECT_EQ(utf8_length(text, 0), 0U) << testing::PrintToString(text);
  }
}

RC_GTEST_PROP(Utf8Test, KnowsEveryCodePointItWrites, ()) {
  const auto number = *rc::gen::inRange<std::uint32_t>(0, 0x110000);
  RC_PRE(number < 0xD800 || number > 0xDFFF);
  std::string text;
  append_utf8(text, static_cast<char32_t>(number));
  RC_ASSERT(utf8_length(text, 0) == text.size());
  RC_ASSERT(count_characters(text) == 1U);
}

TEST(Utf8Test, CountsCharacters) {
  EXPECT_EQ(count_characters(""), 0U);
  EXPECT_EQ(count_characters("aé€😀"), 4U);
  EXPECT_EQ(count_characters("a\xFF\xFE"), 3U);
}

TEST(Utf8Test, ShortensBetweenCharacters) {
  EXPECT_EQ(shorten("abc", 3), "abc");
  EXPECT_EQ(shorten("abcd", 3), "ab…");
  EXPECT_EQ(shorten("😀😀😀😀", 3), "😀😀…");
  EXPECT_EQ(shorten("", 3), "");
}

TEST(Utf8Test, MakesControlCharactersVisible) {
  EXPECT_EQ(printable("a\n\t\x1b[31m\x7f é"), "a\\n\\t\\x1b[31m\\x7f é");
  EXPECT_EQ(printable("\xFF"), "\uFFFD");
  EXPECT_EQ(printable("\xC2\x9B"), "\uFFFD");
  EXPECT_EQ(printable("\u00A0"), "\u00A0");
}

}  // namespace
}  // namespace rkmock
