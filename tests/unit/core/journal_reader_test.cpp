#include <fstream>
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

#include "rkmock/journal.hpp"

#include "unit/core/journal_folder.hpp"

namespace rkmock {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

const std::string header = R"({"journal":"rkmock","version":1,"scenario":"Test","seed":7})"
                           "\n";

std::string line(int seq, const std::string& rest = R"("type":"run_finished")") {
  return "{\"seq\":" + std::to_string(seq) + ",\"at_ns\":1," + rest + "}\n";
}

class JournalReaderTest : public JournalFolder {
 protected:
  [[nodiscard]] JournalFile read_back(const std::string& bytes) const {
    auto result = read_journal(write(bytes));
    EXPECT_TRUE(result) << to_text(result.error());
    return result ? std::move(result).value() : JournalFile{};
  }

  [[nodiscard]] Diagnostics problems(const std::string& bytes) const {
    const auto result = read_journal(write(bytes));
    EXPECT_FALSE(result) << bytes;
    return result ? Diagnostics(1) : result.error();
  }

  /// `line:column message`
  [[nodiscard]] std::string first_problem(const std::string& bytes) const {
    const Diagnostic problem = problems(bytes).front();
    return std::to_string(problem.at.line) + ":" + std::to_string(problem.at.column) + " " +
           problem.message;
  }
};

TEST_F(JournalReaderTest, GivesHeaderAndEvents) {
  const JournalFile file = read_back(header + line(1) + line(2));
  EXPECT_EQ(file.header.scenario, "Test");
  EXPECT_EQ(file.header.seed, 7U);
  ASSERT_THAT(file.events, SizeIs(2));
  EXPECT_EQ(*file.events[1], (Event{2, Nanos(1), event::RunFinished{}}));
  EXPECT_EQ(file.warning, "");
  EXPECT_THAT(read_back(header).events, IsEmpty());
}

TEST_F(JournalReaderTest, ALastLineThatIsCutOffIsAWarning) {
  const std::string whole = header + line(1) + line(2);
  const std::size_t last_begins = header.size() + line(1).size();
  for (std::size_t length = last_begins + 1; length < whole.size() - 1; ++length) {
    const JournalFile file = read_back(whole.substr(0, length));
    EXPECT_THAT(file.events, SizeIs(1)) << length;
    EXPECT_EQ(file.warning, "the last line (3) is cut off: the run ended before it was written");
  }
  // Only the newline is missing: nothing is lost.
  EXPECT_THAT(read_back(whole.substr(0, whole.size() - 1)).events, SizeIs(2));
  EXPECT_EQ(read_back(whole.substr(0, whole.size() - 1)).warning, "");
}

TEST_F(JournalReaderTest, ADamagedLineInTheMiddleIsNamed) {
  EXPECT_THAT(
      first_problem(header + line(1) + "{\"seq\":2,\"at\n" + line(3)),
      testing::StartsWith("3:13 this is not valid JSON")
  );
  const Diagnostics found = problems(header + line(1) + "oops\n" + line(3) + line(5));
  ASSERT_THAT(found, SizeIs(2));
  EXPECT_EQ(found[0].at.line, 3);
  EXPECT_EQ(found[0].at.file, path().string());
  EXPECT_EQ(found[0].found, "oops");
  EXPECT_THAT(found[0].hint, HasSubstr("run the scenario again"));
  EXPECT_EQ(found[1].at.line, 5);
  EXPECT_THAT(found[1].message, HasSubstr("event 5 follows event 3"));
}

TEST_F(JournalReaderTest, MissingAndReorderedLinesAreNamed) {
  EXPECT_EQ(
      first_problem(header + line(1) + line(3)),
      "3:0 event 3 follows event 1: lines are missing or out of order"
  );
  EXPECT_THAT(first_problem(header + line(2) + line(1)), HasSubstr("event 2 follows event 0"));
  EXPECT_THAT(first_problem(header + line(1) + line(1)), HasSubstr("event 1 follows event 1"));
}

TEST_F(JournalReaderTest, StopsAfterTenProblems) {
  std::string bytes = header;
  for (int i = 0; i < 100; ++i) {
    bytes += "x\n";
  }
  EXPECT_THAT(problems(bytes), SizeIs(10));
}

TEST_F(JournalReaderTest, ANewerVersionIsRefusedWithTheNextStep) {
  const Diagnostic problem =
      problems("{\"journal\":\"rkmock\",\"version\":2,\"all\":\"new\"}\n" + line(1)).front();
  EXPECT_EQ(problem.at.line, 1);
  EXPECT_THAT(problem.message, AllOf(HasSubstr("version 2"), HasSubstr("reads versions up to 1")));
  EXPECT_THAT(problem.hint, HasSubstr("use the rkmock that wrote it, or a newer one"));
}

TEST_F(JournalReaderTest, UnknownTypesAndMembersAreSkipped) {
  const JournalFile file = read_back(
      header + line(1, R"("type":"moon_landed","crew":3)") +
      line(2, R"("type":"harness_error","what":"x","mood":"calm")")
  );
  ASSERT_THAT(file.events, SizeIs(1));
  EXPECT_EQ(*file.events[0], (Event{2, Nanos(1), event::HarnessError{"x"}}));
  EXPECT_THAT(file.warning, HasSubstr("1 of its events"));
}

TEST_F(JournalReaderTest, WhatIsNoJournalIsRefused) {
  EXPECT_EQ(first_problem(""), "1:0 the file is empty");
  for (const std::string bytes :
       {"scenario: x\n", "{}\n", "[1]\n", "\n", "{\"journal\":\"other\",\"version\":1}\n"}) {
    EXPECT_EQ(first_problem(bytes), "1:0 this is not a rkmock journal") << bytes;
  }
  EXPECT_EQ(first_problem(line(1) + header), "1:0 this is not a rkmock journal");
  // Cut off within the header nothing can be told.
  EXPECT_EQ(first_problem(header.substr(0, 20)), "1:0 this is not a rkmock journal");
}

TEST_F(JournalReaderTest, AFileThatCannotBeReadIsRefused) {
  const auto message = [](const std::filesystem::path& file) {
    const auto result = read_journal(file);
    return result ? "none" : result.error().front().message;
  };
  EXPECT_THAT(message(path("none")), HasSubstr("No such file or directory"));
  EXPECT_THAT(message(path().parent_path()), HasSubstr("Is a directory"));
}

TEST_F(JournalReaderTest, AHugeLineIsRefusedWithoutReadingItAll) {
  const std::string huge(17U << 20, 'x');
  EXPECT_EQ(first_problem(huge), "1:0 this is not a rkmock journal");
  EXPECT_EQ(first_problem(header + huge), "2:0 the line is longer than 16 MiB");
  EXPECT_LT(problems(header + huge).front().found.size(), 300U);
  // Endless, and without a line break.
  EXPECT_EQ(read_journal("/dev/zero").error().front().message, "this is not a rkmock journal");
}

TEST_F(JournalReaderTest, LinesUpToTheBoundAreRead) {
  const std::string text(15U << 20, 'x');
  const JournalFile file =
      read_back(header + line(1, R"("type":"harness_error","what":")" + text + "\"") + line(2));
  ASSERT_THAT(file.events, SizeIs(2));
  EXPECT_EQ(std::get<event::HarnessError>(file.events[0]->body).what.size(), text.size());
}

RC_GTEST_FIXTURE_PROP(JournalReaderTest, AnyBytesAreReadOrRefused, ()) {
  const std::vector<std::string> parts = {
      header, line(1), line(2), line(3), "\n", "{", "\"seq\":", "\xff", "1", "}", ","};
  const auto pieces = *rc::gen::container<std::vector<std::string>>(rc::gen::elementOf(parts));
  std::string bytes = *rc::gen::arbitrary<bool>() ? header : "";
  for (const std::string& piece : pieces) {
    bytes += piece;
  }
  const auto result = read_journal(write(bytes));
  RC_ASSERT(result.has_value() || !result.error().empty());
}

}  // namespace
}  // namespace rkmock
