// alive: the faults leave nothing behind that stands in the way.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "unit/assertions/judged.hpp"

namespace rkmock::assertions {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

constexpr const char* check = "alive";

TEST(AliveTest, PassesWhenAPlainWebhookIsAcknowledgedAfterTheFault) {
  HistoryBuilder run;
  run.lose_ack(run.create("jane"));
  run.acknowledge(run.create("joe"));
  EXPECT_EQ(judged(check, run).verdict, Verdict::pass);
}

TEST(AliveTest, FailsWhenItIsNot) {
  HistoryBuilder run;
  HistoryBuilder::Exchange faulted;
  faulted.faulted = true;
  run.acknowledge(run.create("jane"), faulted);
  run.time_out(run.create("joe"));
  run.acknowledge(run.create("max"));
  const CheckResult result = judged(check, run);
  EXPECT_EQ(result.verdict, Verdict::fail);
  EXPECT_THAT(result.first, HasSubstr("joe.create/1"));
}

TEST(AliveTest, AReceiverThatIsBeingStartedSaysNothing) {
  HistoryBuilder run;
  run.lose_ack(run.create("jane"));
  HistoryBuilder::Exchange faulted;
  faulted.faulted = true;
  run.acknowledge(run.create("max"), faulted);
  run.connection_refused(run.create("joe"));
  EXPECT_EQ(judged(check, run).verdict, Verdict::inconclusive);
  run.acknowledge(run.create("ann"));
  EXPECT_EQ(judged(check, run).verdict, Verdict::pass);
}

TEST(AliveTest, IsInconclusiveWithoutFaults) {
  HistoryBuilder run;
  run.acknowledge(run.create("jane"));
  EXPECT_EQ(judged(check, run).verdict, Verdict::inconclusive);
  EXPECT_THAT(problems_of(check, "null"), IsEmpty());
  EXPECT_THAT(problems_of(check, "3"), SizeIs(1));
}

}  // namespace
}  // namespace rkmock::assertions
