#include "cli/run_progress.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace rkmock::cli {
namespace {

using std::chrono::seconds;
using testing::ElementsAre;
using testing::IsEmpty;

const PlaysUnderWay::Time start{};

TEST(PlaysUnderWayTest, OneSaysWhereItIs) {
  PlaysUnderWay plays(3);
  EXPECT_EQ(plays.line(start), "");
  plays.begin(2, "Copies race", start);
  EXPECT_EQ(plays.line(start), "[2/3] Copies race: beginning");
  plays.doing(2, "waiting for jane.create", start);
  EXPECT_EQ(plays.line(start + seconds(5)), "[2/3] Copies race: waiting for jane.create");
  plays.end(2);
  EXPECT_EQ(plays.line(start), "");
}

TEST(PlaysUnderWayTest, SeveralNameTheOneThatHasWaitedLongest) {
  PlaysUnderWay plays(5);
  plays.begin(1, "A", start);
  plays.end(1);
  plays.begin(2, "B", start);
  plays.begin(3, "C", start);
  plays.doing(2, "waiting for rest", start + seconds(1));
  plays.doing(3, "waiting 1 m", start + seconds(2));
  EXPECT_EQ(
      plays.line(start + seconds(13)), "2 running, 1 of 5 done; [2/5] B: waiting for rest, 12 s"
  );
  plays.doing(2, "update jane", start + seconds(14));
  EXPECT_EQ(plays.line(start + seconds(14)), "2 running, 1 of 5 done; [3/5] C: waiting 1 m, 12 s");
}

TEST(PlaysUnderWayTest, ALongWaitIsToldOnce) {
  PlaysUnderWay plays(1);
  plays.begin(1, "A", start);
  plays.doing(1, "waiting for rest", start);
  EXPECT_THAT(plays.slow(start + seconds(10)), IsEmpty());
  // The same words again are the same wait.
  plays.doing(1, "waiting for rest", start + seconds(9));
  EXPECT_THAT(
      plays.slow(start + seconds(11)), ElementsAre("[1/1] A: waiting for rest, for 11 s now")
  );
  EXPECT_THAT(plays.slow(start + seconds(60)), IsEmpty());
  plays.doing(1, "delivering jane.create once more", start + seconds(60));
  EXPECT_THAT(plays.slow(start + seconds(61)), IsEmpty());
  EXPECT_THAT(plays.slow(start + seconds(75)), testing::SizeIs(1));
}

}  // namespace
}  // namespace rkmock::cli
