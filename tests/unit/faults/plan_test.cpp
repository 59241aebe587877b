// How actions compose into a plan, and how the retry schedule is drawn.
#include "faults/plan.hpp"

#include <chrono>
#include <numeric>
#include <type_traits>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "faults/fixed.hpp"

namespace rkmock::faults {
namespace {

using namespace std::chrono_literals;
using testing::ElementsAre;
using testing::IsEmpty;

const Exchange exchange{"jane.create", "bookings.create", "jane", "webhook-1"};

Plan plan_of(const std::vector<Action>& actions) {
  std::vector<FaultPointer> faults;
  for (const Action& action : actions) {
    faults.push_back(fixed(action));
  }
  return make_plan(exchange, faults, Dice(1));
}

SenderProfile profile_with(std::vector<Nanos> waits, double jitter) {
  SenderProfile profile;
  profile.retry_waits = std::move(waits);
  profile.jitter = jitter;
  return profile;
}

TEST(PlanTest, WithoutFaultsOneCopyGoesAtOnce) {
  EXPECT_EQ(plan_of({}), Plan{});
}

TEST(PlanTest, PassLeavesNoTrace) {
  EXPECT_EQ(plan_of({action::Pass{}}), Plan{});
}

TEST(PlanTest, ADelayedCopiedDeliveryMayLoseItsAck) {
  const Plan plan =
      plan_of({action::Delay{200ms}, action::Copies{3, true, {}}, action::LoseAck{{2}}});
  EXPECT_EQ(plan.delay, 200ms);
  EXPECT_EQ(plan.copies, 3);
  EXPECT_TRUE(plan.together);
  EXPECT_THAT(actions_on(plan, 3, 2), ElementsAre(action::LoseAck{{2}}));
  EXPECT_THAT(actions_on(plan, 3, 3), IsEmpty());
  EXPECT_FALSE(plan.drop);
  EXPECT_THAT(
      plan.actions,
      ElementsAre(action::Delay{200ms}, action::Copies{3, true, {}}, action::LoseAck{{2}})
  );
}

TEST(PlanTest, DelaysAddUpAndTheLargerNumberOfCopiesWins) {
  const Plan plan = plan_of(
      {action::Delay{1s},
       action::Copies{4, false, 1s},
       action::Delay{2s},
       action::Copies{2, true, {}}}
  );
  EXPECT_EQ(plan.delay, 3s);
  EXPECT_EQ(plan.copies, 4);
  EXPECT_EQ(plan.gap, 1s);
  EXPECT_FALSE(plan.together);
}

TEST(PlanTest, DropIsPlanned) {
  const Plan plan = plan_of({action::Drop{}});
  EXPECT_TRUE(plan.drop);
  EXPECT_THAT(plan.actions, ElementsAre(action::Drop{}));
}

TEST(ActionTest, IsWordedAsTheJournalKeepsIt) {
  EXPECT_EQ(to_text(action::Pass{}), "pass");
  EXPECT_EQ(to_text(action::Copies{2, false, {}}), "copies 2");
  EXPECT_EQ(to_text(action::Copies{2, false, 150ms}), "copies 2 gap 150 ms");
  EXPECT_EQ(to_text(action::Copies{3, true, {}}), "copies 3 together");
  EXPECT_EQ(to_text(action::Delay{1s}), "delay 1 s");
  EXPECT_EQ(to_text(action::Drop{}), "drop");
  EXPECT_EQ(to_text(action::LoseAck{{1}}), "lost_ack");
  EXPECT_EQ(to_text(action::LoseAck{{2}}), "lost_ack on attempts 1 to 2");
}

TEST(RetryWaitsTest, AreTheProfilesWithoutJitter) {
  const SenderProfile profile = profile_with({5s, 5min, 24h}, 0);
  EXPECT_EQ(retry_waits(profile, "jane.create/1", Dice(1)), profile.retry_waits);
}

TEST(RetryWaitsTest, AreNoneForAProfileThatNeverRetries) {
  EXPECT_THAT(retry_waits(profile_with({}, 0.1), "jane.create/1", Dice(1)), IsEmpty());
}

RC_GTEST_PROP(RetryWaitsTest, JitterStaysInItsShareAndEqualInputsGiveEqualWaits, ()) {
  const auto seed = *rc::gen::arbitrary<std::uint64_t>();
  const auto id = *rc::gen::arbitrary<std::string>();
  const auto seconds = *rc::gen::container<std::vector<int>>(rc::gen::inRange(0, 315'360'000));
  const auto percent = *rc::gen::inRange(0, 51);
  std::vector<Nanos> waits;
  for (const int s : seconds) {
    waits.emplace_back(std::chrono::seconds(s));
  }
  const SenderProfile profile = profile_with(waits, percent / 100.0);
  const auto drawn = retry_waits(profile, id, Dice(seed));
  RC_ASSERT(drawn == retry_waits(profile, id, Dice(seed)));
  RC_ASSERT(drawn.size() == waits.size());
  for (std::size_t i = 0; i < waits.size(); ++i) {
    const Nanos most = waits[i] / 100 * percent;
    RC_ASSERT(drawn[i] >= waits[i] - most);
    RC_ASSERT(drawn[i] <= waits[i] + most);
  }
}

TEST(RetryWaitsTest, JitterDiffersBetweenDeliveriesAndSeedsAndWaits) {
  const SenderProfile profile = profile_with({1h, 1h}, 0.1);
  const auto waits = retry_waits(profile, "jane.create/1", Dice(1));
  EXPECT_NE(waits, retry_waits(profile, "jane.create/2", Dice(1)));
  EXPECT_NE(waits, retry_waits(profile, "jane.create/1", Dice(2)));
  EXPECT_NE(waits[0], waits[1]);
}

TEST(RetryWaitsTest, JitterGoesBothWaysAndAveragesOut) {
  const SenderProfile profile = profile_with(std::vector<Nanos>(400, 1000s), 0.1);
  const auto waits = retry_waits(profile, "jane.create/1", Dice(7));
  const Nanos sum = std::accumulate(waits.begin(), waits.end(), Nanos{});
  EXPECT_GT(sum / 400, 985s);
  EXPECT_LT(sum / 400, 1015s);
  EXPECT_LT(*std::min_element(waits.begin(), waits.end()), 910s);
  EXPECT_GT(*std::max_element(waits.begin(), waits.end()), 1090s);
}

TEST(TableTest, NamesEveryFaultOnceAndSaysWhatItDoes) {
  std::vector<std::string> names;
  for (const FaultDescriptor& fault : table()) {
    names.emplace_back(fault.name);
    EXPECT_FALSE(fault.summary.empty()) << fault.name;
    EXPECT_EQ(fault.summary.back(), '.') << fault.name;
    ASSERT_NE(fault.decode, nullptr) << fault.name;
  }
  std::sort(names.begin(), names.end());
  EXPECT_EQ(std::adjacent_find(names.begin(), names.end()), names.end());
  EXPECT_THAT(names, testing::IsSupersetOf({"copies", "delay", "drop", "lost_ack", "signature"}));
}

}  // namespace
}  // namespace rkmock::faults
