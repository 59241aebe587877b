#include "core/json_pointer.hpp"

#include <gtest/gtest.h>

namespace rkmock {
namespace {

TEST(JsonPointerTest, IsToldFromOtherTexts) {
  for (const char* const text : {"", "/", "/data/id", "/a~1b/~0", "/data/"}) {
    EXPECT_TRUE(is_json_pointer(text)) << text;
  }
  for (const char* const text : {"data", "/a~2", "/a~", "~"}) {
    EXPECT_FALSE(is_json_pointer(text)) << text;
  }
}

TEST(JsonPointerTest, FindsAValueOrNothingAndNeverThrows) {
  const auto document = nlohmann::json::parse(R"({"list":[1,2],"a/b":{"~":3}})");
  ASSERT_NE(value_at(document, "/list/1"), nullptr);
  EXPECT_EQ(*value_at(document, "/list/1"), 2);
  EXPECT_EQ(*value_at(document, "/a~1b/~0"), 3);
  EXPECT_EQ(value_at(document, ""), &document);
  for (const char* const pointer :
       {"/list/",
        "/list/2",
        "/list/-",
        "/list/x",
        "/list/99999999999999999999",
        "/no",
        "list",
        "/a~2"}) {
    EXPECT_EQ(value_at(document, pointer), nullptr) << pointer;
  }
  EXPECT_EQ(value_at(nlohmann::json::parse("{", nullptr, false), "/a"), nullptr);
}

}  // namespace
}  // namespace rkmock
