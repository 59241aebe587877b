// One flaw, one scenario that is meant to catch it: those that show within a moment. `./dev flaws`
// plays the whole library against every flaw and holds it to tests/golden/flaws.json.
#include <fstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "live/built_in.hpp"

namespace rkmock {
namespace {

using testing_support::play_built_in;
using testing_support::Played;
using testing_support::run_rkmock;
using testing_support::ScratchFolder;

struct Caught {
  const char* flaw;
  const char* scenario;  ///< in the library
};

std::ostream& operator<<(std::ostream& out, const Caught& caught) {
  return out << caught.flaw;
}

class FlawsTest : public testing::TestWithParam<Caught> {};

TEST_P(FlawsTest, IsCaughtByTheScenarioThatIsMeantTo) {
  const ScratchFolder scratch;
  const Played played = play_built_in(
      {"--like", "reference", "--flaw", GetParam().flaw},
      std::string(RKMOCK_SOURCE_DIR) + "/scenarios/library/" + GetParam().scenario + ".yaml",
      scratch
  );
  EXPECT_EQ(played.ended.exit_code, 1) << played.ended.out << played.ended.err;
}

INSTANTIATE_TEST_SUITE_P(
    EachFlaw,
    FlawsTest,
    testing::Values(
        Caught{"no_dedupe", "duplicates/sequential_duplicates"},
        Caught{"check_then_act", "duplicates/racing_duplicates"},
        Caught{"dedupe_by_delivery", "duplicates/same_event_other_bytes"},
        Caught{"acts_on_partial_body", "payload/broken_json"},
        Caught{"no_gzip", "transport/gzip_body"},
        Caught{"chokes_on_bom", "payload/bom"},
        Caught{"rejects_unknown_type", "payload/unknown_event_type"},
        Caught{"rejects_extra_fields", "payload/extra_fields"},
        Caught{"crashes_on_missing_field", "payload/missing_fields"},
        Caught{"stops_at_bad_booking", "payload/one_bad_booking"},
        Caught{"duplicate_in_payload", "payload/booking_twice"},
        Caught{"no_signature_check", "authenticity/wrong_signature"},
        Caught{"accepts_empty_signature", "authenticity/unsigned"}
    ),
    [](const auto& instance) { return std::string(instance.param.flaw); }
);

/// The table that `./dev flaws` goes by knows the flaws there are, and scenarios there are.
TEST(FlawsTableTest, IsOfEveryFlawAndOfScenariosOfTheLibrary) {
  const std::string source = RKMOCK_SOURCE_DIR;
  const auto table = nlohmann::json::parse(std::ifstream(source + "/tests/golden/flaws.json"));
  const std::string flaws = run_rkmock({"receiver", "--like", "reference", "--list-flaws"}).out;
  const std::string library = run_rkmock({"library"}).out;
  std::size_t lines = 0;
  for (const char c : flaws) {
    lines += c == '\n' ? 1 : 0;
  }
  EXPECT_EQ(table.size(), lines);
  for (const auto& [flaw, scenarios] : table.items()) {
    EXPECT_THAT(flaws, testing::HasSubstr(flaw + " "));
    EXPECT_FALSE(scenarios.at("caught_by").empty()) << flaw;
    for (const char* const list : {"caught_by", "also"}) {
      for (const auto& name : scenarios.at(list)) {
        const bool any = name == "*";
        EXPECT_TRUE(any || library.find(name.get<std::string>()) != library.npos) << name;
      }
    }
  }
}

}  // namespace
}  // namespace rkmock
