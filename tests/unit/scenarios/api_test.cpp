// `given.api`: how /v1 behaves in a scenario.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "unit/scenarios/player_fixture.hpp"

namespace rkmock::scenarios {
namespace {

using testing::SizeIs;

Scenario given_api(const std::string& api) {
  return decoded("scenario: S\ngiven:\n  api: " + api + "\nsteps: [{create: a}]\n");
}

TEST(ScenarioApiTest, WithoutItTheApiIsAsTheGuideHasIt) {
  EXPECT_EQ(decoded("scenario: S\nsteps: [{create: a}]\n").api, ApiSetup{});
}

TEST(ScenarioApiTest, EverySwitchCanBeSet) {
  ApiSetup setup;
  setup.dialect = Dialect::openapi;
  setup.rate_limit = RateLimit{10, 20, 50'000};
  setup.rules.week_start = WeekStart::sunday;
  setup.rules.check_weekday = true;
  setup.rules.changes_per_second = 5;
  setup.rules.cascade_events = false;
  EXPECT_EQ(
      given_api("{ dialect: openapi, rate_limit: developer, week_start: sunday, "
                "check_weekday: true, changes_per_second: 5, cascade_events: false }")
          .api,
      setup
  );
}

TEST(ScenarioApiTest, ItsDefaultsCanBeWrittenOut) {
  EXPECT_EQ(
      given_api("{ dialect: docs, week_start: monday, check_weekday: false, "
                "changes_per_second: 1, cascade_events: true }")
          .api,
      ApiSetup{}
  );
}

TEST(ScenarioApiTest, ALimitInNumbersHasABurstOfItsRateAndNoCapUnlessItSaysSo) {
  EXPECT_EQ(given_api("{ rate_limit: { per_second: 3 } }").api.rate_limit, (RateLimit{3, 3, 0}));
  EXPECT_EQ(
      given_api("{ rate_limit: { per_second: 3, burst: 9, monthly: 100 } }").api.rate_limit,
      (RateLimit{3, 9, 100})
  );
}

TEST(ScenarioApiTest, TheServiceThatIsGivenWithoutAWordIsOpenOnMondaysWhereverTheWeekStarts) {
  const auto day = [](const std::string& start) {
    return given_api("{ week_start: " + start + " }").services.at(0).time_slots.at(0).day_of_week;
  };
  EXPECT_EQ(day("monday"), 0);
  EXPECT_EQ(day("sunday"), 1);
}

class PlayerApiTest : public PlayerTest {};

TEST_F(PlayerApiTest, TheAccountIsOpenedWithIt) {
  Scenario scenario = story("  - create: jane\n");
  scenario.api.dialect = Dialect::openapi;
  scenario.api.rate_limit = RateLimit{1, 2, 3};
  (void)play_it(scenario);
  ASSERT_THAT(control.opened, SizeIs(1));
  EXPECT_EQ(control.opened[0].api, scenario.api);
}

}  // namespace
}  // namespace rkmock::scenarios
