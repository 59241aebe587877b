#include "core/json_text.hpp"

#include <string>
#include <vector>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>
#include <rapidcheck/gtest.h>

namespace rkmock {
namespace {

std::string in_quotes(std::string_view text) {
  std::string out;
  append_json_text(out, text);
  return out;
}

// Receivers that sign JSON.stringify of what they parsed must get the same bytes.
TEST(JsonTextTest, EscapesAsJsonStringifyDoes) {
  EXPECT_EQ(in_quotes("plain"), R"("plain")");
  EXPECT_EQ(in_quotes("\"\\/"), R"("\"\\/")");
  EXPECT_EQ(in_quotes("\b\t\n\f\r"), R"("\b\t\n\f\r")");
  EXPECT_EQ(in_quotes(std::string_view("\0\x01\x1f", 3)), R"("\u0000\u0001\u001f")");
  EXPECT_EQ(in_quotes("\x7f"), "\"\x7f\"");
  EXPECT_EQ(in_quotes("\u00e9\u20ac\U0001F600"), "\"\u00e9\u20ac\U0001F600\"");
}

TEST(JsonTextTest, BytesThatAreNotUtf8BecomeReplacementCharacters) {
  EXPECT_EQ(
      in_quotes("a\xFF"
                "b\xC3"),
      "\"a\uFFFDb\uFFFD\""
  );
}

TEST(JsonTextTest, AnObjectSeparatesItsMembersAndMayHoldOthers) {
  std::string out = "before ";
  JsonObject object(out);
  object.number("a", -1).text("b", "{").json("c", "[1,2]");
  JsonObject inner(object.member("d"));
  inner.close();
  object.number("e", std::uint64_t{18446744073709551615U});
  object.close();
  EXPECT_EQ(out, R"(before {"a":-1,"b":"{","c":[1,2],"d":{},"e":18446744073709551615})");
}

RC_GTEST_PROP(JsonTextProperty, TextIsWrittenAsNlohmannWritesIt, ()) {
  const auto pieces =
      *rc::gen::container<std::vector<std::string>>(rc::gen::elementOf(std::vector<std::string>{
          "a",
          " ",
          "/",
          "\"",
          "\\",
          "\n",
          "\b",
          "\x01",
          "\x1f",
          "\x7f",
          "\u00e9",
          "\u20ac",
          "\U0001F600"}));
  std::string text;
  for (const std::string& piece : pieces) {
    text += piece;
  }
  RC_ASSERT(in_quotes(text) == nlohmann::json(text).dump());
}

RC_GTEST_PROP(JsonTextProperty, AnyBytesBecomeJson, (const std::string& bytes)) {
  RC_ASSERT(nlohmann::json::accept(in_quotes(bytes)));
}

}  // namespace
}  // namespace rkmock
