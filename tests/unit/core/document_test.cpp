#include "core/document.hpp"

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
using testing::HasSubstr;

TEST(DocumentTest, KeepsPlacesAndTextAsWritten) {
  const Document document = parsed(
      "# a comment\n"
      "scenario: Jané's booking\n"
      "steps:\n"
      "  - create: jane\n"
      "    with: { date: 2023-07-10, start: 09:00, sure: no }\n"
  );
  EXPECT_EQ(document.root.kind, Node::Kind::map);
  EXPECT_EQ(document.root.find("scenario")->text, "Jané's booking");
  EXPECT_EQ(document.root.find("scenario")->at, (Position{"f.yaml", 2, 11}));
  const Node& step = document.root.find("steps")->items.at(0);
  EXPECT_EQ(step.at, (Position{"f.yaml", 4, 5}));
  EXPECT_EQ(step.members.at(1).key.at, (Position{"f.yaml", 5, 5}));
  const Node& with = *step.find("with");
  EXPECT_EQ(with.find("date")->text, "2023-07-10");
  EXPECT_EQ(with.find("start")->text, "09:00");
  EXPECT_EQ(with.find("sure")->text, "no");
  EXPECT_EQ(with.find("sure")->at.column, 51);
  EXPECT_EQ(with.find("nothing"), nullptr);
  EXPECT_EQ(document.lines.at(1), "scenario: Jané's booking");
}

TEST(DocumentTest, ColumnsCountCharacters) {
  EXPECT_EQ(parsed("[é€😀, x]").root.items.at(1).at.column, 7);
  EXPECT_EQ(parsed("[\"é€😀\", x]", "f.json.yaml").root.items.at(1).at.column, 9);
}

TEST(DocumentTest, YamlAndJsonGiveTheSameTree) {
  const json expected = {
      {"a", {1, -2, 1.5, true, false, nullptr}}, {"b", {{"c", "x"}}}, {"d", json::array()}};
  EXPECT_EQ(
      parsed("a: [1, -2, 1.5, true, false, null]\nb:\n  c: x\nd: []\n").root.to_json(), expected
  );
  EXPECT_EQ(
      parsed(R"({"a":[1,-2,1.5,true,false,null],"b":{"c":"x"},"d":[]})", "f.json").root.to_json(),
      expected
  );
}

TEST(DocumentTest, PlainScalarsFollowTheCoreSchema) {
  const auto value = [](const std::string& text) {
    return parsed("v: " + text).root.find("v")->to_json();
  };
  EXPECT_EQ(value("True"), true);
  EXPECT_EQ(value("FALSE"), false);
  EXPECT_EQ(value("007"), 7);
  EXPECT_EQ(value("+12"), 12);
  EXPECT_EQ(value("0o17"), 15);
  EXPECT_EQ(value("0x1F"), 31);
  EXPECT_EQ(value("-9223372036854775808"), INT64_MIN);
  EXPECT_EQ(value("18446744073709551615"), UINT64_MAX);
  EXPECT_EQ(value("18446744073709551616"), 18446744073709551616.0);
  EXPECT_EQ(value(".5"), 0.5);
  EXPECT_EQ(value("5."), 5.0);
  EXPECT_EQ(value("1e3"), 1000.0);
  EXPECT_EQ(value("~"), nullptr);
  EXPECT_EQ(value(""), nullptr);
  for (const char* text :
       {"no",
        "yes",
        "on",
        "1_000",
        "0b1",
        "09:00",
        "2023-07-10",
        ".inf",
        ".nan",
        "1e999",
        "0x",
        "+",
        ".",
        "e5",
        "1.2.3",
        "tRUE",
        "1e"}) {
    EXPECT_EQ(value(text), text);
  }
  EXPECT_EQ(value("\"5\""), "5");
  EXPECT_EQ(value("'true'"), "true");
  EXPECT_EQ(value("\"null\""), "null");
}

TEST(DocumentTest, QuotedAndBlockTextsAreStrings) {
  const Document document =
      parsed("a: \"x\\u00e9\\U0001F600\"\nb: 'it''s'\nc: |\n  1\n  2\nd: >-\n  x\n  y\ne: 1\n");
  EXPECT_EQ(document.root.find("a")->text, "xé😀");
  EXPECT_EQ(document.root.find("b")->text, "it's");
  EXPECT_EQ(document.root.find("c")->text, "1\n2\n");
  EXPECT_TRUE(document.root.find("c")->quoted);
  EXPECT_EQ(document.root.find("d")->text, "x y");
  EXPECT_FALSE(document.root.find("e")->quoted);
}

TEST(DocumentTest, AValueLeftOutStandsWhereItsKeyIs) {
  const Document document = parsed("a: 1\nsteps:\nnullable: 2\nb: ~\n");
  EXPECT_EQ(document.root.find("steps")->kind, Node::Kind::null);
  EXPECT_EQ(document.root.find("steps")->at, (Position{"f.yaml", 2, 1}));
  EXPECT_EQ(document.root.find("b")->at, (Position{"f.yaml", 4, 4}));
}

TEST(DocumentTest, AnEmptyDocumentIsNull) {
  for (const char* text : {"", "\n", "# only a comment\n", "---\n", "\xEF\xBB\xBF"}) {
    EXPECT_EQ(parsed(text).root.kind, Node::Kind::null) << text;
    EXPECT_EQ(parsed(text).root.at.file, "f.yaml");
    EXPECT_GT(parsed(text).root.at.line, 0);
  }
}

TEST(DocumentTest, AByteOrderMarkAndWindowsLineBreaksAreFine) {
  const Document document = parsed(
      "\xEF\xBB\xBF"
      "a: 1\r\nb: [x,\r\n y]\r\n"
  );
  EXPECT_EQ(document.root.to_json(), (json{{"a", 1}, {"b", {"x", "y"}}}));
  EXPECT_EQ(document.root.find("b")->at, (Position{"f.yaml", 2, 4}));
  EXPECT_EQ(document.lines.at(0), "a: 1");
}

TEST(DocumentTest, RefusesDuplicateKeysAndNamesBothPlaces) {
  const Diagnostics found =
      problems("a:\n  - {x: 1}\n  - y: 1\n    z: 2\n    \"y\": 3\nb: 1\nb: 2\n");
  ASSERT_EQ(found.size(), 2U);
  EXPECT_EQ(found[0].at, (Position{"f.yaml", 5, 5}));
  EXPECT_EQ(found[0].path, "a[1]");
  EXPECT_EQ(found[0].message, "the key `y` is there twice");
  EXPECT_THAT(found[0].hint, HasSubstr("line 3"));
  EXPECT_EQ(found[0].line, "    \"y\": 3");
  EXPECT_EQ(found[1].at.line, 7);
  EXPECT_EQ(first_problem(R"({"a":1,"\u0061":2})", "f.json"), "1:8 the key `a` is there twice");
  // The same key in two maps is no duplicate.
  parsed("a: {x: 1}\nb: {x: 1}\n");
}

TEST(DocumentTest, AnAliasRepeatsTheValueThatItsAnchorNames) {
  const Document document =
      parsed("base: &fields { message: hello, to: [&first jane, joe] }\na: *fields\nb: *first\n");
  EXPECT_EQ(document.root.find("a")->to_json(), document.root.find("base")->to_json());
  EXPECT_EQ(document.root.find("b")->text, "jane");
  EXPECT_EQ(document.root.find("a")->find("to")->items[0].at.line, 1) << "where it was written";
}

TEST(DocumentTest, AMergeKeyBringsTheMembersThatAMapHasNot) {
  const Document document = parsed(
      "x: &x { a: 1, b: 1 }\ny: &y { b: 2, c: 2 }\n"
      "one: { <<: *x, b: 3 }\nboth: { <<: [*x, *y], d: 4 }\nplain: { \"<<\": 5 }\n"
  );
  EXPECT_EQ(document.root.find("one")->to_json(), nlohmann::json({{"a", 1}, {"b", 3}}));
  EXPECT_EQ(
      document.root.find("both")->to_json(),
      nlohmann::json({{"a", 1}, {"b", 1}, {"c", 2}, {"d", 4}})
  );
  EXPECT_EQ(document.root.find("plain")->to_json(), nlohmann::json({{"<<", 5}}));
  EXPECT_EQ(first_problem("a: { <<: 3 }"), "1:6 `<<` merges maps");
}

TEST(DocumentTest, RefusesAliasesOfNothingAndOfThemselves) {
  EXPECT_EQ(first_problem("a: *x"), "1:4 no anchor of this name stands before this alias");
  EXPECT_EQ(first_problem("a: &x [*x]"), "1:8 this alias stands within the value that it names");
}

TEST(DocumentTest, AliasesOfAliasesAreBounded) {
  std::string text = "a0: &a0 [1, 1, 1, 1, 1, 1, 1, 1, 1, 1]\n";
  for (int level = 1; level <= 9; ++level) {
    const std::string before = "*a" + std::to_string(level - 1);
    const std::string name = "a" + std::to_string(level);
    text += name + ": &" + name + " [";
    for (int i = 0; i < 9; ++i) {
      text += before + ", ";
    }
    text += before + "]\n";
  }
  const Diagnostics found = problems(text);
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found[0].message, "the document has more than 50,000 values");
  std::string deep = "a0: &a0 [1]\n";
  for (int level = 1; level <= 70; ++level) {
    deep += "a" + std::to_string(level) + ": &a" + std::to_string(level) + " [*a" +
            std::to_string(level - 1) + "]\n";
  }
  EXPECT_EQ(problems(deep)[0].message, "lists and maps are nested more than 64 deep");
}

TEST(DocumentTest, RefusesTags) {
  EXPECT_EQ(first_problem("a: !!str 1"), "1:4 tags (`!name`) are not supported");
  EXPECT_EQ(first_problem("a: !include x.yaml"), "1:4 tags (`!name`) are not supported");
  EXPECT_EQ(first_problem("a: !!map {}"), "1:4 tags (`!name`) are not supported");
}

TEST(DocumentTest, RefusesSeveralDocuments) {
  EXPECT_EQ(first_problem("a: 1\n---\nb: 1\n"), "2:1 a second document begins here");
  EXPECT_EQ(first_problem("- a\nb: 1\n"), "2:1 the document has ended before this");
  parsed("---\na: 1\n...\n");
}

TEST(DocumentTest, RefusesKeysThatAreNoTexts) {
  EXPECT_EQ(first_problem("? [a]\n: b\n"), "1:3 a key must be a text");
  EXPECT_EQ(first_problem("null: b\n"), "1:1 a key must be a text");
  EXPECT_EQ(parsed("5: b\n").root.find("5")->text, "b");
}

TEST(DocumentTest, ExplainsSyntaxErrors) {
  EXPECT_EQ(first_problem("a: b: c"), "1:5 there cannot be a `:` here");
  EXPECT_EQ(first_problem("a:\n\tb: 1\n"), "2:1 a tab cannot indent a line");
  EXPECT_EQ(first_problem("a: [1, 2\n"), "1:4 the brackets of this list are not closed");
  EXPECT_EQ(first_problem("a: {b: 2\n"), "1:4 the braces of this map are not closed");
  EXPECT_EQ(first_problem("a: \"x\" y"), "1:8 this does not belong to the map before it");
  EXPECT_EQ(first_problem("a: 'x\n"), "1:4 the quotes are not closed");
  EXPECT_EQ(first_problem("a: @x"), "1:4 a value cannot begin with this character");
  EXPECT_THAT(first_problem("a: \"\\ud83d\\ude00\""), HasSubstr("escape is not a character"));
  EXPECT_THAT(problems("a: b: c").front().hint, HasSubstr("quotes"));
  EXPECT_EQ(problems("x: 1\na: b: c").front().line, "a: b: c");
}

TEST(DocumentTest, OpenQuotesAreNotClosedByTheEndOfTheFile) {
  EXPECT_EQ(first_problem("a: \"x\\\"\nb: 2\n"), "1:4 the quotes are not closed");
  EXPECT_EQ(first_problem("- 'it''s\n\n"), "1:3 the quotes are not closed");
  EXPECT_EQ(parsed("a: 'it''s'\nb: \"\"\n").root.find("a")->text, "it's");
  EXPECT_EQ(parsed("a: \"\\\"\"\n").root.find("a")->text, "\"");
  EXPECT_EQ(parsed("'a\n  b'").root.text, "a b");
}

TEST(DocumentTest, SaysWhatIsWrongWithinBracketsAndBraces) {
  EXPECT_EQ(first_problem("a: [1, 2\nb: 3\n"), "2:2 a `,` or `]` is due here");
  EXPECT_EQ(first_problem("a: {b: \"x\" y}"), "1:12 a `,` or `}` is due here");
  EXPECT_THAT(problems("a:\n - [1, 2\nb: 3\n").front().hint, HasSubstr("begins in line 2"));
  EXPECT_EQ(first_problem("a: { b: ${X} }"), "1:9 `${` cannot stand in braces or brackets");
}

TEST(DocumentTest, KeepsItsBounds) {
  const std::string deep(64, '[');
  parsed(deep + std::string(64, ']'));
  EXPECT_THAT(first_problem(deep + "["), HasSubstr("nested more than 64 deep"));
  EXPECT_THAT(first_problem(std::string(500'000, '[')), HasSubstr("nested more than 64 deep"));
  EXPECT_THAT(first_problem(std::string(500'000, '['), "f.json"), HasSubstr("more than 64 deep"));
  EXPECT_THAT(first_problem(std::string(500'000, '{')), HasSubstr("nested more than 64 deep"));
  std::string block;
  for (int i = 0; i < 80; ++i) {
    block += "- ";
  }
  EXPECT_THAT(first_problem(block + "x"), HasSubstr("nested more than 64 deep"));

  std::string many = "[";
  for (int i = 0; i < 49'999; ++i) {
    many += "1,";
  }
  parsed(many + "]");
  EXPECT_THAT(first_problem(many + "1]"), HasSubstr("more than 50,000 values"));
  EXPECT_THAT(first_problem(many + "1]", "f.json"), HasSubstr("more than 50,000 values"));

  const std::string large(1U << 20, '#');
  EXPECT_EQ(parsed(large).root.kind, Node::Kind::null);
  EXPECT_THAT(first_problem(large + "#"), HasSubstr("larger than 1 MiB"));
}

TEST(DocumentTest, StopsAfterFiftyProblems) {
  std::string text;
  for (int i = 0; i < 200; ++i) {
    text += "- !x 1\n";
  }
  EXPECT_EQ(problems(text).size(), 50U);
}

TEST(DocumentTest, RefusesBytesThatAreNoText) {
  EXPECT_EQ(first_problem("a: é\xFF"), "1:5 this is not UTF-8");
  EXPECT_EQ(
      first_problem("\xFF\xFE"
                    "a"),
      "1:1 this is not UTF-8"
  );
  EXPECT_THAT(first_problem(std::string("a\0b", 3)), HasSubstr("control character"));
  EXPECT_EQ(first_problem("a: 1\nb: \x04"), "2:4 this is a control character: \\x04");
  EXPECT_EQ(first_problem("a: 1\rb: 2"), "1:5 this is a control character: \\r");
}

TEST(DocumentTest, TellsJsonByItsNameOrItsBeginning) {
  EXPECT_EQ(parsed("{a: 1}", "f.yaml").root.find("a")->text, "1");
  EXPECT_EQ(parsed("{a: 1}", "-").root.find("a")->text, "1");
  EXPECT_EQ(parsed(R"({"a": "\ud83d\ude00"})", "-").root.find("a")->text, "😀");
  EXPECT_THAT(first_problem("{a: 1}", "f.json"), HasSubstr("a key in double quotes"));
}

RC_GTEST_PROP(DocumentTest, AnswersOnAnyText, ()) {
  const auto pieces = *rc::gen::container<std::vector<std::string>>(rc::gen::element<std::string>(
      "a",
      ": ",
      "\n",
      "  ",
      "- ",
      "[",
      "]",
      "{",
      "}",
      ",",
      "\"",
      "'",
      "|",
      ">",
      "&x ",
      "*x",
      "!t ",
      "? ",
      "#",
      "---\n",
      "...\n",
      "%YAML 1.2\n",
      "\\u12",
      "\t",
      "\r\n",
      "é",
      "\xff",
      "null",
      "1.5",
      "<<: ",
      "|2\n",
      ">-\n"
  ));
  std::string text;
  for (const std::string& piece : pieces) {
    text += piece;
  }
  for (const char* file : {"f.yaml", "f.json", "f"}) {
    const auto result = parse_document(text, file);
    if (!result) {
      RC_ASSERT(!result.error().empty());
      RC_ASSERT(result.error().front().at.line > 0);
      RC_ASSERT(!to_text(result.error()).empty());
    }
  }
}

TEST(NodeTest, DescribesItselfInWords) {
  const auto described = [](const std::string& text) { return parsed(text).root.describe(); };
  EXPECT_EQ(described("[1, 2]"), "the list [1, 2]");
  EXPECT_EQ(described("[]"), "the list []");
  EXPECT_EQ(described("jane"), "the text \"jane\"");
  EXPECT_EQ(described("\"3\""), "the text \"3\"");
  EXPECT_EQ(described("3"), "the number 3");
  EXPECT_EQ(described("0x1f"), "the number 0x1f");
  EXPECT_EQ(described("true"), "the value true");
  EXPECT_EQ(described(""), "nothing");
  EXPECT_EQ(described("{a: [x, \"y\"], b: }"), "the map {a: [x, \"y\"], b: null}");
  EXPECT_EQ(
      described("'" + std::string(100, 'x') + "'"), "the text \"" + std::string(59, 'x') + "…\""
  );
  EXPECT_LT(described("[" + std::string(10'000, '1') + "]").size(), 100U);
}

}  // namespace
}  // namespace rkmock
