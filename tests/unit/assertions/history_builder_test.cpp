// The builder's histories must be such as the mock writes, or tests that use it prove nothing.
#include "unit/assertions/history_builder.hpp"

#include <gtest/gtest.h>

namespace rkmock::assertions {
namespace {

TEST(HistoryBuilderTest, NumbersItsLinesWithoutGapsAndInTime) {
  HistoryBuilder run;
  run.race(run.create("jane"), 3);
  run.lose_ack(run.update("jane"));
  run.finish_run();
  Nanos before{};
  std::uint64_t seq = 0;
  for (const EventPointer& event : run.events()) {
    EXPECT_EQ(event->seq, ++seq);
    EXPECT_GE(event->at, before);
    before = event->at;
  }
}

TEST(HistoryBuilderTest, GivesAWholeRunWithoutGaps) {
  HistoryBuilder run;
  const std::string created = run.create("jane");
  run.acknowledge(created);
  run.effect(created);
  run.finish_run();
  const History history = run.history();
  EXPECT_TRUE(history.gaps().empty());
  ASSERT_NE(history.run(), nullptr);
  ASSERT_NE(history.webhook_event("jane.create"), nullptr);
  EXPECT_NE(history.webhook_event("jane.create")->first_acknowledgement(), nullptr);
  EXPECT_EQ(history.effects("effects").size(), 1U);
  EXPECT_TRUE(history.final_state(run.booking_id("jane")).has_value());
}

TEST(HistoryBuilderTest, CountsRepeatedChangesAndDeliveries) {
  HistoryBuilder run;
  run.create("jane");
  EXPECT_EQ(run.update("jane"), "jane.update");
  EXPECT_EQ(run.update("jane"), "jane.update#2");
  EXPECT_EQ(run.plan("jane.update"), "jane.update/1");
  EXPECT_EQ(run.plan("jane.update"), "jane.update/2");
}

}  // namespace
}  // namespace rkmock::assertions
