#include "scenarios/clean_twin.hpp"

#include <gmock/gmock.h>

#include "unit/scenarios/catalog.hpp"

namespace rkmock::scenarios {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

std::vector<std::string> texts_of(const Scenario& scenario) {
  std::vector<std::string> texts;
  for (const Step& step : scenario.steps) {
    texts.push_back(step.text);
  }
  return texts;
}

TEST(CleanTwinTest, KeepsTheStoryAndDropsWhatGoesWrongWithIt) {
  const Scenario twin = clean_twin(decoded(R"(scenario: A story
given:
  webhook_faults: [{ id: twice, deliver: { copies: 2 } }]
steps:
  - create: jane
    deliver: { copies: 3, together: true }
  - hold: all
  - update: jane
    with: { status: confirmed }
  - release: all
  - wait: 20ms
  - wait: settled
  - call: GET /v1/bookings
    answer: { status: 500 }
  - disable: endpoint
  - enable: endpoint
  - redeliver: jane.create
  - trigger: bookings.create
  - expect: [ack]
  - parallel:
      - - create: joe
          deliver: { lost_ack: true }
      - - wait: 5ms
        - create: ann
  - cancel: jane
expect: [no_lost_event]
)"));
  EXPECT_THAT(
      texts_of(twin),
      ElementsAre(
          "create jane",
          "update jane",
          "wait settled",
          "call GET /v1/bookings",
          "create joe",
          "create ann",
          "cancel jane"
      )
  );
  EXPECT_THAT(twin.webhook_faults, IsEmpty());
  EXPECT_THAT(twin.expectations, IsEmpty());
  for (const Step& step : twin.steps) {
    if (const auto* change = std::get_if<step::Change>(&step.body)) {
      EXPECT_EQ(change->command.deliver, "{}") << step.text;
    } else if (const auto* call = std::get_if<step::Call>(&step.body)) {
      EXPECT_TRUE(call->answer.empty()) << step.text;
    }
  }
}

}  // namespace
}  // namespace rkmock::scenarios
