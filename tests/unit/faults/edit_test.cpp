// Payload edits: what they change, in which order, and what they leave alone.
#include "faults/edit.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace rkmock::faults {
namespace {

using action::Edit;
using testing::ElementsAre;

const std::string payload = R"({"b":[{"id":1},{"id":2}],"a":{"url":"x/y"}})";

Edit edit(const std::string& change, const std::string& place = "", const std::string& value = "") {
  return {.aim = {}, .fault = "any", .change = change, .place = place, .value = value};
}

std::string body_after(const std::vector<Edit>& edits) {
  return edited(payload, edits).body;
}

TEST(EditTest, MembersKeepTheirOrder) {
  EXPECT_EQ(body_after({edit("set", "/a/url", "7")}), R"({"b":[{"id":1},{"id":2}],"a":{"url":7}})");
  EXPECT_EQ(body_after({edit("remove", "/b/0")}), R"({"b":[{"id":2}],"a":{"url":"x/y"}})");
}

TEST(EditTest, APlaceThatIsNotThereMakesNoDifference) {
  for (const char* place :
       {"/c/d", "/b/7", "/b/first", "/b/01", "/b/4000000000", "/b/-", "/a/url/x"}) {
    for (const char* change : {"set", "remove"}) {
      const Edited result = edited(payload, {edit(change, place, "null")});
      EXPECT_EQ(result.body, payload) << change << " " << place;
      EXPECT_THAT(result.changed, ElementsAre(false));
    }
  }
  EXPECT_EQ(body_after({edit("append", "/a", "1"), edit("repeat_last", "/c")}), payload);
}

TEST(EditTest, WhatNeedsJsonComesFirstWhateverTheOrder) {
  Edit cut = edit("truncate");
  cut.size = 1;
  EXPECT_EQ(
      body_after({cut, edit("wrap"), edit("set", "/a", "0")}), R"([{"b":[{"id":1},{"id":2}],"a":0})"
  );
}

TEST(EditTest, ReserialisedInEveryStyle) {
  EXPECT_EQ(
      body_after({edit("reserialise", "", "sorted")}),
      R"({"a":{"url":"x/y"},"b":[{"id":1},{"id":2}]})"
  );
  EXPECT_EQ(
      body_after({edit("reserialise", "", "escaped")}),
      R"({"b":[{"id":1},{"id":2}],"a":{"url":"x\/y"}})"
  );
  EXPECT_THAT(
      body_after({edit("reserialise", "", "spaced")}), testing::StartsWith("{\n  \"b\": [")
  );
}

TEST(EditTest, ExtraMembersAreOnEveryLevel) {
  EXPECT_EQ(
      body_after({edit("extra")}).find("x_added_later"), std::string(R"({"b":[{"id":1,")").size()
  ) << "in the first map of the list, before its own map has one";
  std::size_t count = 0;
  const std::string body = body_after({edit("extra")});
  for (std::size_t at = body.find("x_added"); at != std::string::npos;
       at = body.find("x_added", at + 1)) {
    ++count;
  }
  EXPECT_EQ(count, 4U) << "two items, a map in a map, and the whole";
}

}  // namespace
}  // namespace rkmock::faults
