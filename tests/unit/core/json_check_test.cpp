// Held against nlohmann's parser, which reads journals back.
#include "core/json_check.hpp"

#include <string>
#include <vector>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>
#include <rapidcheck/gtest.h>

namespace rkmock {
namespace {

TEST(JsonCheckTest, KnowsWhatIsJson) {
  for (const char* text :
       {"0",
        "-0.5e+3",
        "1E9",
        "1e-999",
        "123456789012345678901234567890",
        "\"\"",
        " [ ] ",
        "{}",
        "{\"a\" : [1, 2, {\"b\":null}]}\n",
        "true",
        "\"\\u00e9\\ud83d\\ude00\\n\"",
        "\"\u00e9\u20ac\U0001F600\x7f\""}) {
    EXPECT_TRUE(nlohmann::json::accept(text)) << text;
    EXPECT_TRUE(is_json(text, 8)) << text;
  }
}

TEST(JsonCheckTest, KnowsWhatIsNot) {
  for (const char* text :
       {"",       " ",          "01",        "-",           "+1",          "1.",
        ".5",     "1e",         "nul",       "True",        "{",           "}",
        "[1,]",   "{\"a\":1,}", "{a:1}",     "{\"a\"}",     "[1 2]",       "1 2",
        "\"",     "\"\\x\"",    "\"\\u12\"", "\"\\ud83d\"", "\"\\ude00\"", "\"\\ud83d\\u0041\"",
        "\"\n\"", "\"\xff\"",   "'a'",       "[NaN]"}) {
    EXPECT_FALSE(nlohmann::json::accept(text)) << text;
    EXPECT_FALSE(is_json(text, 8)) << text;
  }
}

TEST(JsonCheckTest, ANumberOfManyDigitsIsNoneWhenNoDoubleHoldsIt) {
  for (const std::size_t digits : {200U, 400U}) {
    const std::string text = "1" + std::string(digits, '0');
    EXPECT_EQ(is_json(text, 8), nlohmann::json::accept(text)) << digits;
  }
}

TEST(JsonCheckTest, IsBoundedInDepth) {
  EXPECT_TRUE(is_json("[[[]]]", 3));
  EXPECT_FALSE(is_json("[[[]]]", 2));
  EXPECT_FALSE(is_json(std::string(1'000'000, '['), 250));
}

/// Pieces of JSON in any order: now and then they are JSON.
RC_GTEST_PROP(JsonCheckProperty, AgreesWithTheParser, ()) {
  const auto pieces =
      *rc::gen::container<std::vector<std::string>>(rc::gen::elementOf(std::vector<std::string>{
          "{",     "}",  "[",       "]",       ",",      ":",    "\"a\"", "\"", "1",
          "-",     ".",  "e",       "0",       "true",   "null", " ",     "\n", "\\",
          "\\u00", "e9", "\\ud83d", "\\ude00", "\u20ac", "\xe2", "\x82"}));
  std::string text;
  for (const std::string& piece : pieces) {
    text += piece;
  }
  RC_ASSERT(is_json(text, 100) == nlohmann::json::accept(text));
}

/// And JSON with one byte changed.
RC_GTEST_PROP(JsonCheckProperty, AgreesOnJsonThatIsBarelyNone, ()) {
  std::string text =
      R"({"id":-12.5e3,"name":"J\u00e4ne \ud83d\ude00","list":[true,false,null,{}],"x":[]})";
  const auto at = *rc::gen::inRange<std::size_t>(0, text.size());
  text[at] = *rc::gen::elementOf(std::string("\"\\{}[]:,0a-.eu \n\x01\xff"));
  RC_ASSERT(is_json(text, 100) == nlohmann::json::accept(text));
}

}  // namespace
}  // namespace rkmock
