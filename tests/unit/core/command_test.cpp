#include "core/command.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace rkmock {
namespace {

using testing::EndsWith;
using testing::HasSubstr;
using testing::SizeIs;

constexpr std::chrono::minutes plenty{1};

CommandEnd run(const std::string& text, std::chrono::nanoseconds timeout = plenty) {
  return run_command({text, {{"GREETING", "hello"}}, timeout});
}

TEST(CommandTest, SaysHowItEndedAndWhatBothStreamsSaid) {
  const CommandEnd end = run("echo $GREETING; echo there >&2; exit 7");
  EXPECT_EQ(end.exit_code, 7);
  EXPECT_EQ(end.output, "hello\nthere\n");
  EXPECT_EQ(end.problem, "");
}

TEST(CommandTest, ASignalThatEndedItIsInItsCode) {
  EXPECT_EQ(run("kill -9 $$").exit_code, 137);
}

TEST(CommandTest, OnlyTheEndOfALongOutputIsKept) {
  const CommandEnd end = run("seq 1 5000");
  EXPECT_THAT(end.output, SizeIs(4096));
  EXPECT_THAT(end.output, EndsWith("4999\n5000\n"));
}

TEST(CommandTest, OneThatTakesTooLongIsEndedWithAllThatItStarted) {
  const CommandEnd end = run("sleep 1000 & sleep 1000", std::chrono::milliseconds(1));
  EXPECT_EQ(end.problem, "it did not end in time");
  EXPECT_EQ(end.exit_code, 137);
}

TEST(CommandTest, OneThatIsInterruptedIsEnded) {
  const CommandEnd end = run_command({"sleep 1000", {}, plenty}, [] { return true; });
  EXPECT_EQ(end.problem, "it was interrupted");
}

TEST(CommandTest, WhatItLeavesRunningDoesNotHoldItUp) {
  const CommandEnd end = run("sleep 30 & echo $!");
  EXPECT_EQ(end.exit_code, 0);
  EXPECT_EQ(run("kill " + end.output).exit_code, 0) << "it still ran";
}

TEST(CommandTest, NoOpenFileOfOursIsHandedOn) {
  std::FILE* const ours = std::tmpfile();  // not marked close-on-exec, as many sockets are not
  ASSERT_NE(ours, nullptr);
  const CommandEnd end = run("ls /proc/$$/fd | tr '\\n' ' '");
  EXPECT_EQ(end.output, "0 1 2 ");
  std::fclose(ours);
}

TEST(CommandTest, ACommandThatThereIsNotIsTheShellsAffair) {
  const CommandEnd end = run("no-such-command");
  EXPECT_EQ(end.exit_code, 127);
  EXPECT_THAT(end.output, HasSubstr("no-such-command"));
}

}  // namespace
}  // namespace rkmock
