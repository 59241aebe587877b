#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "unit/bookings/store_fixture.hpp"

namespace rkmock::bookings {
namespace {

using testing::ElementsAre;

class ScheduleTest : public testing::Test, public StoreFixture {
 protected:
  std::vector<std::int64_t> slot_ids(std::int64_t service_id) {
    std::vector<std::int64_t> ids;
    const auto slots = std::get<std::vector<TimeSlot>>(store.time_slots_of(service_id));
    for (const TimeSlot& slot : slots) {
      ids.push_back(slot.id);
    }
    return ids;
  }
};

TEST_F(ScheduleTest, GivenIdsAreHonoured) {
  with_service();
  const Service service = store.find_service(123).value();
  EXPECT_EQ(service.name, "Consultation");
  EXPECT_EQ(service.version, 1);
  EXPECT_EQ(format_rfc3339(service.created_at), "2023-06-20T09:15:00Z");
  const auto slots = std::get<std::vector<TimeSlot>>(store.time_slots_of(123));
  ASSERT_EQ(slots.size(), 2U);
  const TimeSlot expected{
      456, 123, 0, "09:00:00", "17:00:00", 2, service.created_at, service.created_at};
  EXPECT_EQ(slots[0], expected);
}

TEST_F(ScheduleTest, FreeIdsComeAfterAllThereWere) {
  with_service();
  const GivenService next =
      service_named("Follow-up", {{.start_time = "09:00", .end_time = "10:00"}});
  EXPECT_EQ(std::get<Service>(store.add_service(next)).id, 124);
  EXPECT_THAT(slot_ids(124), ElementsAre(458));
  static_cast<void>(store.delete_service(124));
  EXPECT_EQ(std::get<Service>(store.add_service(next)).id, 125);
  EXPECT_THAT(slot_ids(125), ElementsAre(459));
}

TEST_F(ScheduleTest, AFreshStoreCountsFromOne) {
  EXPECT_EQ(std::get<Service>(store.add_service(service_named("A"))).id, 1);
}

TEST_F(ScheduleTest, SeveralServicesSetTheirGivenIdsAsideFirst) {
  const GivenTimeSlot free{.start_time = "09:00", .end_time = "10:00"};
  GivenTimeSlot one = free;
  one.id = 1;
  const std::vector<GivenService> given = {
      service_named("A", {free}), service_named("B", {free, one}, 1)};
  const auto added = std::get<std::vector<Service>>(store.add_services(given));
  ASSERT_EQ(added.size(), 2U);
  EXPECT_EQ(added[0].id, 2);
  EXPECT_EQ(added[1].id, 1);
  EXPECT_THAT(slot_ids(2), ElementsAre(2));
  EXPECT_THAT(slot_ids(1), ElementsAre(1, 3));
}

TEST_F(ScheduleTest, SeveralServicesAreAddedAllOrNone) {
  const std::vector<GivenService> given = {service_named("A", {}, 5), service_named("", {}, 5)};
  const auto refused = store.add_services(given);
  EXPECT_EQ(code_of(refused), "validation_failed");
  EXPECT_EQ(detail_of(refused, "services[1].id"), "is already taken");
  EXPECT_EQ(detail_of(refused, "services[1].name"), "must not be empty");
  EXPECT_EQ(store.list_services({}).total_count, 0);
}

TEST_F(ScheduleTest, TakenAndImpossibleIdsAreRefused) {
  with_service();
  GivenService again = sample_service();
  const auto taken = store.add_service(again);
  EXPECT_EQ(detail_of(taken, "id"), "is already taken");
  EXPECT_EQ(detail_of(taken, "time_slots[0].id"), "is already taken");
  again.id = -1;
  again.time_slots = {{7, 0, "09:00", "10:00", 1}, {7, 0, "09:00", "10:00", 1}};
  const auto impossible = store.add_service(again);
  EXPECT_EQ(detail_of(impossible, "id"), "must be between 1 and 9007199254740991");
  EXPECT_EQ(detail_of(impossible, "time_slots[1].id"), "must be named once");
}

TEST_F(ScheduleTest, AServiceNamesEveryBadFieldAtOnce) {
  GivenService bad;
  bad.description = std::string(256, 'x');
  bad.timezone = "Mars/Olympus";
  bad.time_slots = {{0, 7, "9", "10:00", 0}, {0, 0, "09:00", "09:00", 1'000'001}};
  const auto error = std::get<ApiError>(store.add_service(bad));
  EXPECT_THAT(
      error.details,
      ElementsAre(
          testing::Pair("description", "must be at most 255 characters long"),
          testing::Pair("name", "must not be empty"),
          testing::Pair("time_slots[0].day_of_week", "must be between 0 and 6"),
          testing::Pair("time_slots[0].max_bookings", "must be between 1 and 1000000"),
          testing::Pair("time_slots[0].start_time", "must be in format HH:MM or HH:MM:SS"),
          testing::Pair("time_slots[1].end_time", "must differ from start_time"),
          testing::Pair("time_slots[1].max_bookings", "must be between 1 and 1000000"),
          testing::Pair("timezone", "must be an IANA time zone name")
      )
  );
}

TEST_F(ScheduleTest, AServiceHasABoundedNumberOfSlots) {
  GivenService service = service_named("A");
  service.time_slots.resize(
      max_slots_per_service + 1, {.start_time = "09:00", .end_time = "10:00"}
  );
  EXPECT_EQ(detail_of(store.add_service(service), "time_slots"), "must have at most 500 items");
  service.time_slots.pop_back();
  const auto id = std::get<Service>(store.add_service(service)).id;
  const GivenTimeSlot more{.start_time = "09:00", .end_time = "10:00"};
  EXPECT_EQ(
      detail_of(store.put_time_slots(id, {&more, 1}, TimeForm::scenario), "time_slots"),
      "must not give a service more than 500 time slots"
  );
}

TEST_F(ScheduleTest, AnUpdateLeavesWhatItDoesNotName) {
  with_service();
  const auto updated = std::get<Service>(store.update_service(123, {"Premium", {}, {}}));
  EXPECT_EQ(updated.name, "Premium");
  EXPECT_EQ(updated.description, "30-minute initial consultation");
  EXPECT_EQ(updated.version, 2);
  EXPECT_GT(updated.updated_at, updated.created_at);
  EXPECT_EQ(store.find_service(123), updated);
  EXPECT_EQ(detail_of(store.update_service(123, {"", {}, {}}), "name"), "must not be empty");
  EXPECT_EQ(code_of(store.update_service(1, {})), "service_not_found");
}

TEST_F(ScheduleTest, ADeletedServiceTakesItsSlotsAndBookingsAlong) {
  with_service();
  const auto other = std::get<Service>(
      store.add_service(service_named("B", {{.start_time = "09:00", .end_time = "10:00"}}))
  );
  const Booking first = make(fields_for("2023-07-10", 456));
  const Booking second = make(fields_for("2023-07-10", 457));
  static_cast<void>(store.cancel_booking(second.id, {}));
  const Booking others = make(fields_for("2023-07-10", slot_ids(other.id).front()));

  const auto changes = std::get<std::vector<BookingChange>>(store.delete_service(123));
  ASSERT_EQ(changes.size(), 2U);
  EXPECT_EQ(changes[0].after.id, first.id);
  EXPECT_EQ(changes[0].kind, BookingChange::Kind::remove);
  EXPECT_EQ(changes[0].after.status, Status::cancelled);
  EXPECT_EQ(changes[0].after.cancel_reason, "Booking deleted");
  EXPECT_EQ(changes[1].after.cancel_reason, "Booking cancelled");
  EXPECT_LT(changes[0].after.updated_at, changes[1].after.updated_at);

  EXPECT_EQ(store.find_service(123), std::nullopt);
  EXPECT_EQ(code_of(store.time_slots_of(123)), "service_not_found");
  EXPECT_EQ(code_of(store.delete_time_slot(456)), "time_slot_not_found");
  EXPECT_EQ(store.find_booking(first.id), std::nullopt);
  EXPECT_EQ(store.find_booking(others.id), others);
  EXPECT_EQ(code_of(store.delete_service(123)), "service_not_found");
}

TEST_F(ScheduleTest, SlotsAreUpdatedAndMadeInOneTransaction) {
  with_service();
  const std::vector<GivenTimeSlot> batch = {
      {456, 1, "2023-01-01 08:00:00", "2023-01-01T16:00:00Z", 10},
      {0, 5, "2023-01-01 09:00:00", "2023-01-01 14:00:00", 6}};
  const auto touched =
      std::get<std::vector<TimeSlot>>(store.put_time_slots(123, batch, TimeForm::api));
  ASSERT_EQ(touched.size(), 2U);
  EXPECT_EQ(touched[0].id, 456);
  EXPECT_EQ(touched[0].day_of_week, 1);
  EXPECT_EQ(touched[0].start_time, "08:00:00");
  EXPECT_EQ(touched[0].end_time, "16:00:00");
  EXPECT_EQ(touched[0].max_bookings, 10);
  EXPECT_GT(touched[0].updated_at, touched[0].created_at);
  EXPECT_EQ(touched[1].id, 458);
  EXPECT_EQ(touched[1].created_at, touched[0].updated_at);
  EXPECT_THAT(slot_ids(123), ElementsAre(456, 457, 458));
}

TEST_F(ScheduleTest, ABatchWithOneBadSlotChangesNothing) {
  with_service();
  const auto before = std::get<std::vector<TimeSlot>>(store.time_slots_of(123));
  std::vector<GivenTimeSlot> batch = {
      {456, 1, "2023-01-01 08:00:00", "2023-01-01 16:00:00", 10}, {0, 0, "09:00", "10:00", 1}};
  const auto refused = store.put_time_slots(123, batch, TimeForm::api);
  EXPECT_EQ(
      detail_of(refused, "time_slots[1].start_time"), "must be in format YYYY-MM-DD HH:MM:SS"
  );
  batch.pop_back();
  batch.push_back({999, 1, "2023-01-01 08:00:00", "2023-01-01 16:00:00", 10});
  EXPECT_EQ(code_of(store.put_time_slots(123, batch, TimeForm::api)), "time_slot_not_found");
  batch.back().id = 456;
  EXPECT_EQ(
      detail_of(store.put_time_slots(123, batch, TimeForm::api), "time_slots[1].id"),
      "must be named once"
  );
  EXPECT_EQ(std::get<std::vector<TimeSlot>>(store.time_slots_of(123)), before);
}

TEST_F(ScheduleTest, ASlotOfAnotherServiceIsNotFound) {
  with_service();
  const auto other = std::get<Service>(store.add_service(service_named("B")));
  const GivenTimeSlot slot{456, 1, "08:00", "16:00", 10};
  EXPECT_EQ(
      code_of(store.put_time_slots(other.id, {&slot, 1}, TimeForm::scenario)), "time_slot_not_found"
  );
  EXPECT_EQ(
      code_of(store.put_time_slots(999, {&slot, 1}, TimeForm::scenario)), "service_not_found"
  );
}

TEST_F(ScheduleTest, BookingsOutliveTheirSlotButCannotMove) {
  with_service();
  const Booking made = make(fields_for("2023-07-10", 456));
  EXPECT_EQ(std::get<TimeSlot>(store.delete_time_slot(456)).id, 456);
  EXPECT_EQ(store.find_booking(made.id), made);
  BookingFields fields;
  fields.status = "confirmed";
  EXPECT_EQ(code_of(store.update_booking(made.id, fields)), "");
  fields.date = "2023-07-17";
  EXPECT_EQ(code_of(store.update_booking(made.id, fields)), "time_slot_not_found");
  EXPECT_EQ(
      code_of(store.create_booking(fields_for("2023-07-10", 456), {})), "time_slot_not_found"
  );
}

TEST_F(ScheduleTest, AllSlotsOfADayGoAtOnce) {
  with_service();
  const GivenTimeSlot second{0, 0, "18:00", "19:00", 1};
  static_cast<void>(store.put_time_slots(123, {&second, 1}, TimeForm::scenario));
  EXPECT_EQ(std::get<std::size_t>(store.delete_time_slots(123, 0)), 2U);
  EXPECT_THAT(slot_ids(123), ElementsAre(457));
  EXPECT_EQ(std::get<std::size_t>(store.delete_time_slots(123, 0)), 0U);
  EXPECT_EQ(code_of(store.delete_time_slots(1, 0)), "service_not_found");
}

TEST_F(ScheduleTest, ListsComeInPages) {
  for (int i = 0; i < 25; ++i) {
    static_cast<void>(store.add_service(service_named("S")));
  }
  const auto page = store.list_services({3, 10});
  EXPECT_EQ(page.total_pages, 3);
  EXPECT_EQ(page.total_count, 25);
  EXPECT_EQ(page.items.size(), 5U);
  with_service();
  const auto slots = std::get<Page<TimeSlot>>(store.list_time_slots(123, {2, 1}));
  EXPECT_EQ(slots.total_count, 2);
  ASSERT_EQ(slots.items.size(), 1U);
  EXPECT_EQ(slots.items[0].id, 457);
  EXPECT_EQ(code_of(store.list_time_slots(999, {})), "service_not_found");
}

}  // namespace
}  // namespace rkmock::bookings
