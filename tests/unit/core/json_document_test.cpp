#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

#include "unit/core/documents.hpp"

namespace rkmock {
namespace {

using nlohmann::json;

TEST(JsonDocumentTest, ReadsEveryEscape) {
  EXPECT_EQ(
      parsed(R"(["\"\\\/\b\f\n\r\t\u0041\u00e9\u20AC\ud83d\uDE00"])", "f.json")
          .root.items.at(0)
          .text,
      "\"\\/\b\f\n\r\tAé€😀"
  );
  EXPECT_EQ(parsed(R"(["\u0000"])", "f.json").root.items.at(0).text, std::string(1, '\0'));
}

TEST(JsonDocumentTest, RefusesWhatIsNotJson) {
  const auto problem = [](const std::string& text) { return first_problem(text, "f.json"); };
  EXPECT_EQ(problem(""), "1:1 the document ends where a value is due");
  EXPECT_EQ(problem("{\"a\": 1,\n}"), "1:8 nothing follows this comma");
  EXPECT_EQ(problem("[1,]"), "1:3 nothing follows this comma");
  EXPECT_EQ(problem("[1 2]"), "1:4 a `,` or `]` is due here");
  EXPECT_EQ(problem("{\"a\" 1}"), "1:6 a `:` is due after the key");
  EXPECT_EQ(problem("{'a': 1}"), "1:2 a key in double quotes is due here");
  EXPECT_EQ(problem("['a']"), "1:2 JSON has no single quotes");
  EXPECT_EQ(problem("[01]"), "1:2 a JSON number cannot begin with 0");
  EXPECT_EQ(problem("[1.]"), "1:4 a digit is due here");
  EXPECT_EQ(problem("[-]"), "1:3 a digit is due here");
  EXPECT_EQ(problem("[1e]"), "1:4 a digit is due here");
  EXPECT_EQ(problem("[.5]"), "1:2 a value cannot begin like this");
  EXPECT_EQ(problem("[nul]"), "1:2 a value cannot begin like this");
  EXPECT_EQ(problem("[True]"), "1:2 a value cannot begin like this");
  EXPECT_EQ(problem("[1] // x"), "1:5 JSON has no comments");
  EXPECT_EQ(problem("[1] [2]"), "1:5 something follows the end of the document");
  EXPECT_EQ(problem("[\"a\nb\"]"), "1:2 the quotes are not closed in this line");
  EXPECT_EQ(problem("[\"a"), "1:2 the quotes are not closed in this line");
  EXPECT_EQ(problem("[\"\t\"]"), "1:3 a JSON text cannot hold a tab");
  EXPECT_EQ(problem(R"(["\x41"])"), "1:3 this escape is not known");
  EXPECT_EQ(problem(R"(["\u00g0"])"), "1:3 this escape needs four hexadecimal digits");
  EXPECT_EQ(problem(R"(["\u00"])"), "1:3 this escape needs four hexadecimal digits");
  EXPECT_EQ(problem("[1"), "1:3 a `,` or `]` is due here");
  EXPECT_EQ(problem("{"), "1:2 a key in double quotes is due here");
}

TEST(JsonDocumentTest, RefusesHalfOfASurrogatePair) {
  for (const char* text :
       {R"(["\ud83d"])",
        R"(["\ude00"])",
        R"(["\ud83dx"])",
        R"(["\ud83d\n"])",
        R"(["\ud83d\u0041"])",
        R"(["\ud83d\ud83d"])"}) {
    EXPECT_EQ(first_problem(text, "f.json"), "1:3 this is half of a surrogate pair") << text;
  }
}

rc::Gen<json> json_values(int depth) {
  const auto texts = rc::gen::map(
      rc::gen::container<std::string>(rc::gen::element(
          'a', 'z', '"', '\\', '/', '\n', '\t', '\x01', '\x7f', ' ', ':', '{', '#', '\''
      )),
      [](const std::string& text) { return json(text + "é😀"); }
  );
  const auto leaves = rc::gen::oneOf(
      texts,
      rc::gen::map(
          rc::gen::resize(100, rc::gen::arbitrary<std::int64_t>()), [](auto n) { return json(n); }
      ),
      rc::gen::map(rc::gen::arbitrary<bool>(), [](bool b) { return json(b); }),
      rc::gen::map(rc::gen::inRange(-1000, 1000), [](int n) { return json(n / 8.0); }),
      rc::gen::just(json(nullptr))
  );
  if (depth == 0) {
    return leaves;
  }
  const auto lists = rc::gen::map(
      rc::gen::container<std::vector<json>>(json_values(depth - 1)),
      [](const std::vector<json>& items) { return json(items); }
  );
  const auto maps = rc::gen::map(
      rc::gen::container<std::vector<json>>(json_values(depth - 1)),
      [](const std::vector<json>& items) {
        json map = json::object();
        for (const json& item : items) {
          map["k" + std::to_string(map.size()) + "\n\"é"] = item;
        }
        return map;
      }
  );
  return rc::gen::oneOf(leaves, lists, maps);
}

RC_GTEST_PROP(JsonDocumentTest, ReadsWhatAnotherLibraryWrites, ()) {
  // As text: RapidCheck cannot show a json value.
  const std::string text = *rc::gen::map(rc::gen::resize(6, json_values(3)), [](const json& value) {
    return value.dump();
  });
  const json value = json::parse(text);
  const bool ascii = *rc::gen::arbitrary<bool>();
  const int indent = *rc::gen::element(-1, 0, 2);
  const auto result = parse_document(value.dump(indent, ' ', ascii), "f.json");
  RC_ASSERT(result.has_value());
  RC_ASSERT(result->root.to_json() == value);
}

}  // namespace
}  // namespace rkmock
