#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "rkmock/journal.hpp"

#include "unit/core/any_event.hpp"
#include "unit/core/sample_events.hpp"

namespace rkmock {
namespace {

using testing::SizeIs;

/// The file is as rkmock 0.1.0 wrote it and is never written anew: whoever keeps a journal must
/// be able to judge it with every later rkmock.
TEST(JournalGoldenTest, JournalsOfVersionOneStayReadable) {
  const auto result = read_journal(RKMOCK_SOURCE_DIR "/tests/golden/journals/v1.jsonl");
  ASSERT_TRUE(result) << to_text(result.error());
  EXPECT_EQ(result->warning, "");
  EXPECT_EQ(result->header, sample_header());
  std::vector<EventBody> bodies = sample_bodies();
  std::erase_if(bodies, [](const EventBody& body) {
    return std::holds_alternative<event::StepChecked>(body) ||  // they came later
           std::holds_alternative<event::Checkpoint>(body) ||
           std::holds_alternative<event::Calibrated>(body) ||
           std::holds_alternative<event::CleanRun>(body);
  });
  for (EventBody& body : bodies) {
    if (auto* request = std::get_if<event::ApiRequest>(&body)) {
      request->step = 0;  // so did these
      request->retry_after.clear();
    } else if (auto* run = std::get_if<event::RunStarted>(&body)) {
      EffectRule& rule = run->effects.front();
      rule = {rule.name, rule.path, rule.booking, rule.event_type, rule.updated_at, rule.on};
    } else if (auto* step = std::get_if<event::StepStarted>(&body)) {
      step->file.clear();
    } else if (auto* hit = std::get_if<event::SinkHit>(&body)) {
      hit->key.marker.clear();
    }
  }
  ASSERT_THAT(result->events, SizeIs(bodies.size()));
  for (std::size_t i = 0; i < bodies.size(); ++i) {
    const auto seq = static_cast<std::int64_t>(i + 1);
    EXPECT_EQ(
        *result->events[i], (Event{i + 1, std::chrono::milliseconds(seq) + Nanos(1), bodies[i]})
    ) << type_name(bodies[i]);
  }
}

TEST(JournalGoldenTest, TheGoldenJournalHasEveryKindOfEvent) {
  const std::vector<EventBody> bodies = sample_bodies();
  ASSERT_THAT(bodies, SizeIs(kinds_of_events));
  for (std::size_t kind = 0; kind < kinds_of_events; ++kind) {
    EXPECT_EQ(bodies[kind].index(), kind);
  }
}

}  // namespace
}  // namespace rkmock
