// Tags, shards, rounds, order.
#include "cli/selection.hpp"

#include <algorithm>
#include <functional>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "cli/command.hpp"

namespace rkmock::cli {
namespace {

using scenarios::Scenario;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::UnorderedElementsAreArray;

Scenario called(const std::string& title, const std::vector<std::string>& tags) {
  Scenario scenario;
  scenario.title = title;
  scenario.tags = tags;
  return scenario;
}

std::vector<Scenario> some() {
  return {
      called("a", {"smoke"}),
      called("b", {"smoke", "slow"}),
      called("c", {}),
      called("d", {"slow"}),
      called("e", {"load"})};
}

std::vector<std::string> titles(const Selection& selection) {
  std::vector<std::string> titles;
  for (const Scenario& scenario : select(some(), selection)) {
    titles.push_back(scenario.title);
  }
  return titles;
}

std::string usage_error(const std::function<void()>& wrong) {
  try {
    wrong();
  } catch (const UsageError& error) {
    return error.what();
  }
  return "no error";
}

Selection with_tags(std::vector<std::string> tags, std::vector<std::string> excluded = {}) {
  Selection selection;
  selection.tags = std::move(tags);
  selection.excluded_tags = std::move(excluded);
  return selection;
}

TEST(RunSelectionTest, TagsChooseAnyOfThemAndExcludedOnesWin) {
  EXPECT_THAT(titles({}), ElementsAre("a", "b", "c", "d", "e"));
  EXPECT_THAT(titles(with_tags({"smoke", "load"})), ElementsAre("a", "b", "e"));
  EXPECT_THAT(titles(with_tags({}, {"slow"})), ElementsAre("a", "c", "e"));
  EXPECT_THAT(titles(with_tags({"smoke"}, {"slow"})), ElementsAre("a"));
}

TEST(RunSelectionTest, NothingLeftNamesTheTagsThereAre) {
  const std::string said = usage_error([] { titles(with_tags({"smok"})); });
  EXPECT_THAT(said, HasSubstr("load, slow, smoke"));
  EXPECT_THAT(said, HasSubstr("did you mean `smoke`?"));
}

TEST(RunSelectionTest, TagsAreSplitAtCommas) {
  EXPECT_THAT(tags_from({"a,b", "c"}, "--tag"), ElementsAre("a", "b", "c"));
  for (const char* wrong : {"", ",", "a,", ",a", "a,,b"}) {
    EXPECT_THAT(usage_error([&] { (void)tags_from({wrong}, "--tag"); }), HasSubstr("--tag is"));
  }
}

TEST(RunSelectionTest, ShardsArePartsThatTogetherAreEverything) {
  std::vector<std::string> all;
  for (int number = 1; number <= 3; ++number) {
    Selection selection;
    selection.shard = {number, 3};
    const std::vector<std::string> part = titles(selection);
    EXPECT_EQ(part, titles(selection));
    all.insert(all.end(), part.begin(), part.end());
  }
  EXPECT_THAT(all, UnorderedElementsAreArray({"a", "b", "c", "d", "e"}));
}

TEST(RunSelectionTest, AShardIsOfWhatTheTagsLeave) {
  Selection selection = with_tags({"smoke", "load"});
  selection.shard = {2, 3};
  EXPECT_THAT(titles(selection), ElementsAre("b"));
}

TEST(RunSelectionTest, AnEmptyShardIsAMistake) {
  Selection selection;
  selection.shard = {6, 6};
  EXPECT_THAT(usage_error([&] { titles(selection); }), HasSubstr("there are only 5 scenarios"));
}

TEST(RunSelectionTest, ReadsShards) {
  EXPECT_EQ(shard_from("2/5"), (Shard{2, 5}));
  for (const char* wrong : {"", "2", "0/5", "6/5", "-1/5", "2/5x", "a/b", "/", "1/0", "1/10001"}) {
    EXPECT_THAT(usage_error([&] { (void)shard_from(wrong); }), HasSubstr("expected I/N")) << wrong;
  }
}

TEST(RunSelectionTest, RoundsFollowEachOther) {
  Selection selection;
  selection.repeat = 2;
  const std::vector<Scenario> two = {called("a", {}), called("b", {})};
  const std::vector<PlannedPlay> expected = {{0, 1}, {0, 2}, {1, 1}, {1, 2}};
  EXPECT_EQ(plan(two, selection), expected);
}

TEST(RunSelectionTest, ADrawnOrderIsTheSameForTheSameSeedAndLosesNothing) {
  Selection selection;
  selection.repeat = 10;
  const std::vector<PlannedPlay> in_order = plan(some(), selection);
  selection.shuffle_seed = 7;
  const std::vector<PlannedPlay> drawn = plan(some(), selection);
  EXPECT_EQ(drawn, plan(some(), selection));
  EXPECT_NE(drawn, in_order);
  EXPECT_TRUE(std::is_permutation(drawn.begin(), drawn.end(), in_order.begin(), in_order.end()));
  selection.shuffle_seed = 8;
  EXPECT_NE(drawn, plan(some(), selection));
}

TEST(RunSelectionTest, WhatHasAKeyOrAProcessOfItsOwnPlaysAlone) {
  EXPECT_FALSE(plays_alone(called("a", {})));
  Scenario exclusive;
  exclusive.exclusive = true;
  EXPECT_TRUE(plays_alone(exclusive));
  Scenario key;
  key.api_key = "sk_rsv_mine";
  EXPECT_TRUE(plays_alone(key));
  Scenario account;
  account.accounts.resize(2);
  EXPECT_FALSE(plays_alone(account));
  account.accounts[1].api_key = "sk_rsv_mine";
  EXPECT_TRUE(plays_alone(account));
  Scenario restart;
  restart.steps.resize(1);
  restart.steps[0].body = scenarios::step::Restart{};
  EXPECT_TRUE(plays_alone(restart));
}

}  // namespace
}  // namespace rkmock::cli
