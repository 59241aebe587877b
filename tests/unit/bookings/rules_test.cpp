// The rules that ReserveKit leaves open, each both ways.
#include <gtest/gtest.h>

#include "unit/bookings/store_fixture.hpp"

namespace rkmock::bookings {
namespace {

// 2023-07-10 is a Monday, 2023-07-09 a Sunday.
constexpr const char* monday = "2023-07-10";
constexpr const char* sunday = "2023-07-09";

struct RulesFixture {
  explicit RulesFixture(const ApiRules& rules)
      : store(
            PayloadClock(clock, payload_time("2023-06-20T09:15:00Z"), rules.changes_per_second),
            [this] { return next_id++; },
            {},
            rules
        ) {
    std::get<Service>(store.add_service(sample_service()));
  }

  ManualClock clock;
  std::int64_t next_id = 789;
  Store store;
};

ApiRules weekday_rule(WeekStart start) {
  ApiRules rules;
  rules.check_weekday = true;
  rules.week_start = start;
  return rules;
}

std::string code_of_create(Store& store, const char* date, std::int64_t slot = 456) {
  return code_of(store.create_booking(fields_for(date, slot), std::nullopt));
}

TEST(RulesTest, ByDefaultAnyDateFitsAnySlot) {
  RulesFixture fixture({});
  EXPECT_EQ(code_of_create(fixture.store, monday), "");
  EXPECT_EQ(code_of_create(fixture.store, sunday), "");
}

TEST(RulesTest, TheWeekdayRuleRefusesADateOfAnotherDayAndNamesTheRightOne) {
  RulesFixture fixture(weekday_rule(WeekStart::monday));
  EXPECT_EQ(code_of_create(fixture.store, monday), "");
  const auto refused = fixture.store.create_booking(fields_for(sunday, 456), std::nullopt);
  EXPECT_EQ(code_of(refused), "invalid_field_format");
  EXPECT_EQ(detail_of(refused, "date"), "must fall on the time slot's weekday, Monday");
  EXPECT_EQ(code_of_create(fixture.store, "2023-07-12", 457), "") << "day 2 is Wednesday";
}

TEST(RulesTest, TheWeekMayBeginOnSunday) {
  RulesFixture fixture(weekday_rule(WeekStart::sunday));
  EXPECT_EQ(code_of_create(fixture.store, sunday), "");
  EXPECT_EQ(code_of_create(fixture.store, monday), "invalid_field_format");
  EXPECT_EQ(code_of_create(fixture.store, "2023-07-11", 457), "") << "day 2 is Tuesday";
}

TEST(RulesTest, TheWeekdayRuleHoldsForAMoveAndNotForWhatStays) {
  RulesFixture fixture(weekday_rule(WeekStart::monday));
  const auto made = fixture.store.create_booking(fields_for(monday, 456), std::nullopt);
  const std::int64_t id = std::get<BookingChange>(made).after.id;
  BookingFields move;
  move.date = sunday;
  EXPECT_EQ(code_of(fixture.store.update_booking(id, move)), "invalid_field_format");
  move.date = "2023-07-17";
  EXPECT_EQ(code_of(fixture.store.update_booking(id, move)), "");
  // The slot's own day may change under its bookings; they can still be confirmed.
  const std::vector<GivenTimeSlot> thursday = {
      {456, 3, "2023-01-01 09:00:00", "2023-01-01 17:00:00", 2}};
  ASSERT_EQ(code_of(fixture.store.put_time_slots(123, thursday, TimeForm::api)), "");
  BookingFields confirm;
  confirm.status = "confirmed";
  EXPECT_EQ(code_of(fixture.store.update_booking(id, confirm)), "");
}

TEST(RulesTest, DeletingAServiceAnnouncesItsBookingsOnlyWhenItShould) {
  for (const bool announced : {true, false}) {
    ApiRules rules;
    rules.cascade_events = announced;
    RulesFixture fixture(rules);
    EXPECT_EQ(code_of_create(fixture.store, monday), "");
    EXPECT_EQ(code_of_create(fixture.store, sunday), "");
    const auto deleted = fixture.store.delete_service(123);
    const auto& changes = std::get<std::vector<BookingChange>>(deleted);
    ASSERT_EQ(changes.size(), 2U);
    for (const BookingChange& change : changes) {
      EXPECT_EQ(change.kind, BookingChange::Kind::remove);
      EXPECT_EQ(change.announced, announced);
    }
  }
}

TEST(RulesTest, ADeleteOfOneBookingIsAnnouncedWhateverTheCascadeDoes) {
  ApiRules rules;
  rules.cascade_events = false;
  RulesFixture fixture(rules);
  EXPECT_EQ(code_of_create(fixture.store, monday), "");
  EXPECT_TRUE(std::get<BookingChange>(fixture.store.delete_booking(789, {})).announced);
}

TEST(RulesTest, ChangesInOneSecondDifferByVersionAlone) {
  ApiRules rules;
  rules.changes_per_second = 1000;
  RulesFixture fixture(rules);
  const auto made = fixture.store.create_booking(fields_for(monday, 456), std::nullopt);
  const Booking created = std::get<BookingChange>(made).after;
  BookingFields fields;
  fields.message = "again";
  const Booking updated =
      std::get<BookingChange>(fixture.store.update_booking(created.id, fields)).after;
  EXPECT_EQ(updated.updated_at, created.updated_at);
  EXPECT_EQ(updated.version, created.version + 1);
}

}  // namespace
}  // namespace rkmock::bookings
