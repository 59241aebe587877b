// What the reference receiver keeps in its state file, through restarts and mishaps.
#include <csignal>
#include <filesystem>
#include <fstream>

#include <sys/resource.h>

#include "rkmock/error.hpp"

#include "receivers/ledger.hpp"
#include "unit/receivers/reference_fixture.hpp"

namespace rkmock::receivers {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;

class ReferenceStateTest : public ReferenceTest {
 protected:
  ReferenceStateTest() { options_.state_file = folder_ / "receiver.state"; }

  void append(const std::string& bytes) {
    std::ofstream(options_.state_file, std::ios::app) << bytes;
  }
};

TEST_F(ReferenceStateTest, a_restart_keeps_what_it_knows) {
  Sink sink;
  start(sink.url());
  EXPECT_EQ(create(1).status, 200);
  EXPECT_EQ(update(2).status, 200);
  EXPECT_EQ(remove(3).status, 200);
  ASSERT_TRUE(sink.wait_for("bookings.delete 3 " + t3));
  stop();

  Sink after;
  start(after.url());
  EXPECT_EQ(state("1").at("status"), "pending");
  EXPECT_EQ(create(1).status, 200);
  EXPECT_EQ(create(2).status, 200);
  EXPECT_EQ(update(3).status, 200);
  EXPECT_EQ(state("2").at("status"), "confirmed");
  EXPECT_EQ(state("3").at("deleted"), true);
  EXPECT_EQ(update(1).status, 200);
  expect_effects(after, {"bookings.update 1 " + t2});
}

TEST_F(ReferenceStateTest, a_restart_makes_up_for_effects_that_are_owed) {
  Sink down([](const std::string& effect) {
    return effect.find(" 1 ") != std::string::npos ? 200 : 503;
  });
  start(down.url());
  EXPECT_EQ(create(1).status, 200);
  EXPECT_EQ(create(2).status, 200);
  EXPECT_EQ(create(3).status, 200);
  ASSERT_TRUE(down.wait_for("bookings.create 2 " + t1));
  stop();

  Sink sink;
  start(sink.url());
  expect_effects(sink, {"bookings.create 2 " + t1, "bookings.create 3 " + t1});
}

TEST_F(ReferenceStateTest, removes_a_last_line_that_was_cut_off) {
  Sink sink;
  start(sink.url());
  EXPECT_EQ(create(1).status, 200);
  ASSERT_TRUE(sink.wait_for("bookings.create 1 " + t1));
  stop();
  append(R"({"event_type":"bookings.create","booking":{"id":2,"upd)");

  start(sink.url());
  EXPECT_EQ(get("/bookings/2").status, 404);
  EXPECT_EQ(create(2).status, 200);
  ASSERT_TRUE(sink.wait_for("bookings.create 2 " + t1));
  stop();

  start(sink.url());
  EXPECT_EQ(state("1").at("status"), "pending");
  EXPECT_EQ(state("2").at("status"), "pending");
  expect_effects(sink, {"bookings.create 1 " + t1, "bookings.create 2 " + t1});
}

TEST_F(ReferenceStateTest, reads_its_file_after_a_cut_at_any_byte) {
  start("");
  EXPECT_EQ(create(1).status, 200);
  EXPECT_EQ(update(1).status, 200);
  stop();
  const auto size = std::filesystem::file_size(options_.state_file);
  for (auto cut = size; cut-- > 0;) {
    std::filesystem::resize_file(options_.state_file, cut);
    ASSERT_NO_THROW(Ledger(options_.state_file)) << cut;
  }
}

TEST_F(ReferenceStateTest, refuses_a_file_that_is_not_its_own) {
  append("the first line\n{}\n");
  try {
    start("");
    FAIL() << "started";
  } catch (const EnvironmentError& error) {
    EXPECT_THAT(error.what(), AllOf(HasSubstr("receiver.state"), HasSubstr("line 1")));
  }
  for (const char* line : {"{}", R"({"event_type":"bookings.create"})", R"({"done":1})"}) {
    std::ofstream(options_.state_file) << line << "\n";
    EXPECT_THROW(start(""), EnvironmentError) << line;
  }
  options_.state_file = folder_;
  EXPECT_THROW(start(""), EnvironmentError);
  options_.state_file = "/dev/null";
  EXPECT_THROW(start(""), EnvironmentError);
}

TEST_F(ReferenceStateTest, does_not_share_its_file) {
  start("");
  for (const ReceiverDescriptor& one : table()) {
    if (one.name == "reference") {
      EXPECT_THROW(one.start(options_), EnvironmentError);
    }
  }
}

TEST_F(ReferenceStateTest, does_not_acknowledge_what_it_cannot_keep) {
  Sink sink;
  start(sink.url());
  EXPECT_EQ(create(1).status, 200);
  ASSERT_TRUE(sink.wait_for("bookings.create 1 " + t1));
  std::signal(SIGXFSZ, SIG_IGN);
  rlimit limit{};
  ASSERT_EQ(::getrlimit(RLIMIT_FSIZE, &limit), 0);
  rlimit tight = limit;
  // Part of the next line fits: what was written of it must not spoil the file.
  tight.rlim_cur = std::filesystem::file_size(options_.state_file) + 100;
  ASSERT_EQ(::setrlimit(RLIMIT_FSIZE, &tight), 0);
  const Reply while_full = create(2);
  ASSERT_EQ(::setrlimit(RLIMIT_FSIZE, &limit), 0);
  EXPECT_EQ(while_full.status, 503);
  EXPECT_EQ(get("/bookings/2").status, 404);

  EXPECT_EQ(create(2).status, 200);
  ASSERT_TRUE(sink.wait_for("bookings.create 2 " + t1));
  stop();
  start(sink.url());
  EXPECT_EQ(state("2").at("status"), "pending");
  expect_effects(sink, {"bookings.create 1 " + t1, "bookings.create 2 " + t1});
}

}  // namespace
}  // namespace rkmock::receivers
