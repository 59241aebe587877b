// The clean twin: played before the scenario, kept apart, compared, and judged the same offline.
#include <filesystem>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "live/built_in.hpp"
#include "live/journals.hpp"
#include "live/process.hpp"

namespace rkmock {
namespace {

using testing::HasSubstr;
using testing_support::Ended;
using testing_support::journal_from;
using testing_support::play_built_in;
using testing_support::Played;
using testing_support::run_rkmock;
using testing_support::ScratchFolder;

const std::string scenario =
    std::string(RKMOCK_SOURCE_DIR) + "/scenarios/library/loss/as_if_nothing_happened.yaml";

TEST(CleanRunTest, ARightReceiverEndsAsWithoutTheFaults) {
  const ScratchFolder scratch;
  const Played played = play_built_in({"--like", "reference"}, scenario, scratch);
  ASSERT_EQ(played.ended.exit_code, 0) << played.ended.out << played.ended.err;
  const auto& check = played.report["scenarios"][0]["checks"][0];
  EXPECT_EQ(check["check"], "same_as_clean_run");
  EXPECT_EQ(check["message"], "it ends as without the faults: 2 bookings");

  const std::string journal = scratch.path("journals/01-as_if_nothing_happened.jsonl");
  const JournalFile run = journal_from(journal);
  const History history(run.header, run.events);
  ASSERT_EQ(history.of<event::CleanRun>().size(), 1U);
  EXPECT_FALSE(history.of<event::Calibrated>().at(0)->times.empty());
  const JournalFile clean =
      journal_from(scratch.path("journals/clean/01-as_if_nothing_happened.jsonl"));
  for (const auto& planned : History(clean.header, clean.events).of<event::DeliveryPlanned>()) {
    EXPECT_TRUE(planned->actions.empty()) << planned->delivery;
  }
  EXPECT_EQ(run_rkmock({"check", journal}).exit_code, 0) << "offline too, from one file";
}

TEST(CleanRunTest, AReceiverThatDependsOnHowItIsToldIsShownWhereItDiffers) {
  const ScratchFolder scratch;
  const Played played = play_built_in({"--like", "vendor-sample"}, scenario, scratch);
  EXPECT_EQ(played.ended.exit_code, 1) << played.ended.out << played.ended.err;
  EXPECT_THAT(played.ended.out, HasSubstr("it ends otherwise than without the faults"));
  EXPECT_THAT(played.ended.out, HasSubstr("times, in the clean run 1 time"));
}

}  // namespace
}  // namespace rkmock
