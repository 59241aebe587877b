#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "unit/bookings/store_fixture.hpp"

namespace rkmock::bookings {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

class BookingsTest : public testing::Test, public StoreFixture {
 protected:
  BookingsTest() { with_service(); }

  BookingChange update(std::int64_t id, const BookingFields& fields) {
    return std::get<BookingChange>(store.update_booking(id, fields));
  }

  static BookingFields status(const char* status, const char* reason = nullptr) {
    BookingFields fields;
    fields.status = status;
    if (reason != nullptr) {
      fields.cancel_reason = reason;
    }
    return fields;
  }
};

TEST_F(BookingsTest, ACreateOfDateAndSlotAloneIsEnough) {
  const auto answer = store.create_booking(fields_for("2023-07-10", 456), std::nullopt);
  const auto& change = std::get<BookingChange>(answer);
  EXPECT_EQ(change.kind, BookingChange::Kind::create);
  const Booking& booking = change.after;
  EXPECT_EQ(booking.id, 789);
  EXPECT_EQ(booking.customer.id, 790);
  EXPECT_EQ(booking.service_id, 123);
  EXPECT_EQ(booking.status, Status::pending);
  EXPECT_EQ(booking.message, "");
  EXPECT_EQ(booking.version, 1);
  EXPECT_EQ(booking.created_at, booking.updated_at);
  EXPECT_EQ(booking.customer.created_at, booking.created_at);
  EXPECT_EQ(store.find_booking(789), booking);
}

TEST_F(BookingsTest, ADateWithATimeIsKeptAsADate) {
  EXPECT_EQ(make(fields_for("2023-07-10T00:00:00Z", 456)).date, "2023-07-10");
}

TEST_F(BookingsTest, ACreateNamesEveryBadFieldAtOnce) {
  BookingFields fields;
  fields.date = "soon";
  fields.customer_email = "jane";
  fields.customer_phone = "555";
  fields.customer_name = std::string(256, 'x');
  fields.message = std::string(2001, 'x');
  const auto error = std::get<ApiError>(store.create_booking(fields, std::nullopt));
  EXPECT_EQ(error.code, "validation_failed");
  EXPECT_THAT(
      error.details,
      ElementsAre(
          testing::Pair("customer_email", "must be a valid email address"),
          testing::Pair("customer_name", "must be at most 255 characters long"),
          testing::Pair("customer_phone", "must be a phone number in E.164 format"),
          testing::Pair("date", "must be in format YYYY-MM-DD"),
          testing::Pair("message", "must be at most 2000 characters long"),
          testing::Pair("time_slot_id", "is required")
      )
  );
}

TEST_F(BookingsTest, ACreateCannotSetAStatusOrReason) {
  BookingFields fields = fields_for("2023-07-10", 456);
  fields.status = "confirmed";
  fields.cancel_reason = "why not";
  const auto answer = store.create_booking(fields, std::nullopt);
  EXPECT_EQ(detail_of(answer, "status"), "must be pending in a new booking");
  EXPECT_EQ(detail_of(answer, "cancel_reason"), "is only allowed when the status is cancelled");
  fields.cancel_reason.reset();
  fields.status = "pending";
  EXPECT_EQ(code_of(store.create_booking(fields, std::nullopt)), "");
}

TEST_F(BookingsTest, ACreateNeedsTheServiceAndItsOwnSlot) {
  const GivenService other = service_named("Other");
  const auto other_id = std::get<Service>(store.add_service(other)).id;
  const BookingFields fields = fields_for("2023-07-10", 456);
  EXPECT_EQ(code_of(store.create_booking(fields, 999)), "service_not_found");
  EXPECT_EQ(code_of(store.create_booking(fields, other_id)), "time_slot_not_found");
  EXPECT_EQ(
      code_of(store.create_booking(fields_for("2023-07-10", 1), std::nullopt)),
      "time_slot_not_found"
  );
  EXPECT_EQ(code_of(store.create_booking(fields, 123)), "");
}

TEST_F(BookingsTest, ASlotIsFullPerDate) {
  make(fields_for("2023-07-10", 456));
  make(fields_for("2023-07-10", 456));
  const auto full = store.create_booking(fields_for("2023-07-10", 456), std::nullopt);
  EXPECT_EQ(code_of(full), "time_slot_full");
  EXPECT_EQ(std::get<ApiError>(full).message, "time slot is full");
  EXPECT_EQ(code_of(store.create_booking(fields_for("2023-07-17", 456), std::nullopt)), "");
  EXPECT_EQ(code_of(store.create_booking(fields_for("2023-07-10", 457), std::nullopt)), "");
}

TEST_F(BookingsTest, ACancelledOrDeletedBookingFreesItsSeat) {
  const Booking first = make(fields_for("2023-07-10", 457));
  EXPECT_EQ(code_of(store.create_booking(fields_for("2023-07-10", 457), {})), "time_slot_full");
  update(first.id, status("cancelled", "ill"));
  const Booking second = make(fields_for("2023-07-10", 457));
  static_cast<void>(store.delete_booking(second.id, {}));
  make(fields_for("2023-07-10", 457));
}

TEST_F(BookingsTest, TheSameCustomerCannotHoldOneSlotAndDateTwice) {
  make(fields_of("jane@example.com", "+12025550185"));
  EXPECT_EQ(code_of(store.create_booking(fields_of("JANE@example.com"), {})), "duplicate_booking");
  EXPECT_EQ(
      code_of(store.create_booking(fields_of("joe@example.com", "+12025550185"), {})),
      "duplicate_booking"
  );
  BookingFields elsewhere = fields_of("jane@example.com");
  elsewhere.date = "2023-07-17";
  EXPECT_EQ(code_of(store.create_booking(elsewhere, {})), "");
  EXPECT_EQ(code_of(store.create_booking(fields_of("joe@example.com"), {})), "");
}

TEST_F(BookingsTest, CustomersWithoutAddressAreNobodysDuplicate) {
  BookingFields named = fields_for("2023-07-10", 456);
  named.customer_name = "Jane Doe";
  make(named);
  make(named);
}

TEST_F(BookingsTest, ARepeatedCreateIsADuplicateEvenWhereTheSlotIsFull) {
  BookingFields fields = fields_of("jane@example.com");
  fields.time_slot_id = 457;
  make(fields);
  EXPECT_EQ(code_of(store.create_booking(fields, {})), "duplicate_booking");
}

TEST_F(BookingsTest, ACancelledBookingIsNoDuplicate) {
  const Booking first = make(fields_of("jane@example.com"));
  update(first.id, status("cancelled", "ill"));
  make(fields_of("jane@example.com"));
}

TEST_F(BookingsTest, EveryChangeMovesVersionAndUpdatedAt) {
  const Booking made = make(fields_of("jane@example.com"));
  BookingFields note;
  note.message = "bring papers";
  const BookingChange changed = update(made.id, note);
  EXPECT_EQ(changed.kind, BookingChange::Kind::update);
  EXPECT_EQ(changed.after.version, 2);
  EXPECT_GT(changed.after.updated_at, made.updated_at);
  EXPECT_EQ(changed.after.created_at, made.created_at);
  EXPECT_EQ(changed.after.customer, made.customer);
  EXPECT_EQ(changed.after.message, "bring papers");
  EXPECT_EQ(update(made.id, {}).after.version, 3);
}

struct Transition {
  const char* from;
  const char* to;
  bool allowed;
};

class TransitionTest : public testing::TestWithParam<Transition>, public StoreFixture {};

TEST_P(TransitionTest, IsAllowedOrRefusedAsDocumented) {
  with_service();
  const Booking made = make(fields_for("2023-07-10", 456));
  BookingFields fields;
  const std::string from = GetParam().from;
  if (from != "pending") {
    fields.status = from;
    fields.cancel_reason = from == "cancelled" ? std::optional<std::string>("ill") : std::nullopt;
    ASSERT_EQ(code_of(store.update_booking(made.id, fields)), "");
  }
  const Booking before = store.find_booking(made.id).value();
  fields = {};
  fields.status = GetParam().to;
  if (fields.status == "cancelled") {
    fields.cancel_reason = "ill";
  }
  const auto answer = store.update_booking(made.id, fields);
  if (GetParam().allowed) {
    EXPECT_EQ(std::get<BookingChange>(answer).after.status, parse_status(GetParam().to));
  } else {
    EXPECT_EQ(code_of(answer), "invalid_status_transition");
    EXPECT_EQ(std::get<ApiError>(answer).status, 422);
    EXPECT_EQ(store.find_booking(made.id), before);
  }
}

INSTANTIATE_TEST_SUITE_P(
    All,
    TransitionTest,
    testing::Values(
        Transition{"pending", "pending", true},
        Transition{"pending", "confirmed", true},
        Transition{"pending", "cancelled", true},
        Transition{"confirmed", "pending", false},
        Transition{"confirmed", "confirmed", true},
        Transition{"confirmed", "cancelled", true},
        Transition{"cancelled", "pending", false},
        Transition{"cancelled", "confirmed", false},
        Transition{"cancelled", "cancelled", false}
    ),
    [](const auto& test) { return std::string(test.param.from) + "_to_" + test.param.to; }
);

TEST_F(BookingsTest, AnUpdateToCancelledNeedsAReason) {
  const Booking made = make(fields_for("2023-07-10", 456));
  const auto answer = store.update_booking(made.id, status("cancelled"));
  EXPECT_EQ(code_of(answer), "missing_required_field");
  EXPECT_EQ(detail_of(answer, "cancel_reason"), "is required");
  EXPECT_EQ(
      detail_of(store.update_booking(made.id, status("cancelled", "")), "cancel_reason"),
      "must not be empty"
  );
  const BookingChange change = update(made.id, status("cancelled", "Customer requested it"));
  EXPECT_EQ(change.kind, BookingChange::Kind::update);
  EXPECT_EQ(change.after.cancel_reason, "Customer requested it");
}

TEST_F(BookingsTest, AReasonIsRefusedUnlessCancelled) {
  const Booking made = make(fields_for("2023-07-10", 456));
  BookingFields fields;
  fields.cancel_reason = "ill";
  EXPECT_EQ(code_of(store.update_booking(made.id, fields)), "invalid_field_format");
  EXPECT_EQ(
      code_of(store.update_booking(made.id, status("confirmed", "ill"))), "invalid_field_format"
  );
  update(made.id, status("cancelled", "ill"));
  fields.cancel_reason = "really ill";
  EXPECT_EQ(update(made.id, fields).after.cancel_reason, "really ill");
}

TEST_F(BookingsTest, AnUpdateNamesEveryBadFieldAtOnce) {
  const Booking made = make(fields_for("2023-07-10", 456));
  BookingFields fields = fields_for("soon", 457);
  fields.status = "done";
  const auto answer = store.update_booking(made.id, fields);
  EXPECT_EQ(code_of(answer), "validation_failed");
  EXPECT_EQ(detail_of(answer, "date"), "must be in format YYYY-MM-DD");
  EXPECT_EQ(detail_of(answer, "status"), "must be one of pending, confirmed, cancelled");
  EXPECT_EQ(detail_of(answer, "time_slot_id"), "cannot be changed");
}

TEST_F(BookingsTest, ANewDateNeedsAFreeSeatThere) {
  make(fields_for("2023-07-17", 457));
  const Booking made = make(fields_for("2023-07-10", 457));
  BookingFields move;
  move.date = "2023-07-17";
  EXPECT_EQ(code_of(store.update_booking(made.id, move)), "time_slot_full");
  move.date = "2023-07-24";
  EXPECT_EQ(update(made.id, move).after.date, "2023-07-24");
  make(fields_for("2023-07-10", 457));
}

TEST_F(BookingsTest, ANewDateMustNotMeetTheSameCustomer) {
  make(fields_of("jane@example.com"));
  BookingFields later = fields_of("jane@example.com");
  later.date = "2023-07-17";
  const Booking made = make(later);
  BookingFields move;
  move.date = "2023-07-10";
  EXPECT_EQ(code_of(store.update_booking(made.id, move)), "duplicate_booking");
}

TEST_F(BookingsTest, ABookingThatStaysNeedsNoSeatEvenIfTheSlotShrank) {
  const Booking made = make(fields_for("2023-07-10", 456));
  make(fields_for("2023-07-10", 456));
  GivenTimeSlot smaller{456, 0, "09:00", "17:00", 1};
  ASSERT_EQ(code_of(store.put_time_slots(123, {&smaller, 1}, TimeForm::scenario)), "");
  BookingFields fields = status("confirmed");
  fields.date = "2023-07-10";
  EXPECT_EQ(code_of(store.update_booking(made.id, fields)), "");
}

TEST_F(BookingsTest, AnUpdateMayChangeTheCustomerToo) {
  const Booking made = make(fields_of("jane@example.com"));
  make(fields_of("joe@example.com"));
  BookingFields fields;
  fields.customer_email = "joe@example.com";
  EXPECT_EQ(code_of(store.update_booking(made.id, fields)), "duplicate_booking");
  fields.customer_email = "jane.doe@example.com";
  const Booking after = update(made.id, fields).after;
  EXPECT_EQ(after.customer.email, "jane.doe@example.com");
  EXPECT_EQ(after.customer.updated_at, after.updated_at);
  EXPECT_EQ(after.customer.created_at, made.created_at);
}

TEST_F(BookingsTest, ACancelNeedsNoReasonAndSaysItIsACancel) {
  const Booking made = make(fields_for("2023-07-10", 456));
  const auto answer = store.cancel_booking(made.id, {});
  const auto& change = std::get<BookingChange>(answer);
  EXPECT_EQ(change.kind, BookingChange::Kind::cancel);
  EXPECT_EQ(change.after.status, Status::cancelled);
  EXPECT_EQ(change.after.cancel_reason, "Booking cancelled");
  EXPECT_EQ(code_of(store.cancel_booking(made.id, {})), "invalid_status_transition");
}

TEST_F(BookingsTest, ACancelTakesAReasonAndNoOtherStatus) {
  const Booking made = make(fields_for("2023-07-10", 456));
  EXPECT_EQ(
      detail_of(store.cancel_booking(made.id, status("confirmed")), "status"), "must be cancelled"
  );
  const auto answer = store.cancel_booking(made.id, status("cancelled", "ill"));
  EXPECT_EQ(std::get<BookingChange>(answer).after.cancel_reason, "ill");
}

TEST_F(BookingsTest, ADeletedBookingComesAsCancelledWithAReasonAndIsGone) {
  const Booking made = make(fields_for("2023-07-10", 456));
  const auto answer = store.delete_booking(made.id, {});
  const auto& change = std::get<BookingChange>(answer);
  EXPECT_EQ(change.kind, BookingChange::Kind::remove);
  EXPECT_EQ(change.after.status, Status::cancelled);
  EXPECT_EQ(change.after.cancel_reason, "Booking deleted");
  EXPECT_GT(change.after.updated_at, made.updated_at);
  EXPECT_EQ(change.after.version, 2);
  EXPECT_EQ(store.find_booking(made.id), std::nullopt);
  EXPECT_EQ(code_of(store.delete_booking(made.id, {})), "booking_not_found");
}

TEST_F(BookingsTest, ADeleteKeepsTheReasonItWasCancelledFor) {
  const Booking made = make(fields_for("2023-07-10", 456));
  update(made.id, status("cancelled", "ill"));
  const auto answer = store.delete_booking(made.id, {});
  EXPECT_EQ(std::get<BookingChange>(answer).after.cancel_reason, "ill");
}

TEST_F(BookingsTest, ADeleteTakesAReason) {
  const Booking made = make(fields_for("2023-07-10", 456));
  BookingFields fields;
  fields.cancel_reason = std::string(2001, 'x');
  EXPECT_EQ(code_of(store.delete_booking(made.id, fields)), "invalid_field_format");
  fields.cancel_reason = "moved away";
  const auto answer = store.delete_booking(made.id, fields);
  EXPECT_EQ(std::get<BookingChange>(answer).after.cancel_reason, "moved away");
}

TEST_F(BookingsTest, ADeletedBookingIsStillKnown) {
  const Booking made = make(fields_for("2023-07-10", 456));
  static_cast<void>(store.delete_booking(made.id, {}));
  EXPECT_TRUE(store.knows_booking(made.id));
  EXPECT_FALSE(store.knows_booking(made.id + 1000));
}

TEST_F(BookingsTest, AnUnknownBookingIsNotFoundByAnyOperation) {
  EXPECT_EQ(code_of(store.update_booking(1, {})), "booking_not_found");
  EXPECT_EQ(code_of(store.cancel_booking(1, {})), "booking_not_found");
  EXPECT_EQ(code_of(store.delete_booking(1, {})), "booking_not_found");
  EXPECT_EQ(code_of(store.update_customer(1, {})), "booking_not_found");
  EXPECT_EQ(store.find_booking(1), std::nullopt);
}

TEST_F(BookingsTest, ACustomerChangesWithoutTheBooking) {
  const Booking made = make(fields_of("jane@example.com", "+12025550185"));
  const auto answer = store.update_customer(made.id, {"Jane Smith", "jane.smith@example.com", {}});
  const auto& customer = std::get<Customer>(answer);
  EXPECT_EQ(customer.name, "Jane Smith");
  EXPECT_EQ(customer.email, "jane.smith@example.com");
  EXPECT_EQ(customer.phone, "+12025550185");
  EXPECT_GT(customer.updated_at, made.customer.updated_at);
  const Booking after = store.find_booking(made.id).value();
  EXPECT_EQ(after.customer, customer);
  EXPECT_EQ(after.version, made.version);
  EXPECT_EQ(after.updated_at, made.updated_at);
}

TEST_F(BookingsTest, ACustomerCannotBecomeADuplicate) {
  make(fields_of("joe@example.com"));
  const Booking made = make(fields_of("jane@example.com"));
  EXPECT_EQ(
      code_of(store.update_customer(made.id, {{}, "joe@example.com", {}})), "duplicate_booking"
  );
  EXPECT_EQ(code_of(store.update_customer(made.id, {{}, "jane@example.com", {}})), "");
  EXPECT_EQ(
      detail_of(store.update_customer(made.id, {{}, "jane", {}}), "email"),
      "must be a valid email address"
  );
}

TEST_F(BookingsTest, TheOldAddressesOfACustomerAreFreeAgain) {
  const Booking jane = make(fields_of("jane@example.com", "+12025550185"));
  const Booking joe = make(fields_of("joe@example.com", "+12025550186"));
  static_cast<void>(store.update_customer(jane.id, {{}, "jane.doe@example.com", "+12025550187"}));
  const CustomerFields taken_over{{}, "jane@example.com", "+12025550185"};
  EXPECT_EQ(code_of(store.update_customer(joe.id, taken_over)), "");
}

TEST_F(BookingsTest, ListsComeInPagesById) {
  for (int day = 1; day <= 5; ++day) {
    make(fields_for("2023-07-0" + std::to_string(day), 456));
  }
  const auto page = std::get<Page<Booking>>(store.list_bookings(123, {2, 2}));
  EXPECT_EQ(page.current_page, 2);
  EXPECT_EQ(page.page_size, 2);
  EXPECT_EQ(page.total_count, 5);
  EXPECT_EQ(page.total_pages, 3);
  ASSERT_EQ(page.items.size(), 2U);
  EXPECT_EQ(page.items[0].date, "2023-07-03");
  EXPECT_EQ(std::get<Page<Booking>>(store.list_bookings(123, {3, 2})).items.size(), 1U);
  const auto beyond = std::get<Page<Booking>>(store.list_bookings(123, {2'000'000'000, 100}));
  EXPECT_THAT(beyond.items, IsEmpty());
  EXPECT_EQ(beyond.total_pages, 1);
  EXPECT_EQ(code_of(store.list_bookings(1, {})), "service_not_found");
}

TEST(BookingLimitsTest, ABoundOfTheMockIsSaidToBeOne) {
  StoreFixture kept(StoreLimits{.services = 1, .bookings = 1, .bookings_made = 10});
  kept.with_service();
  const Booking first = kept.make(fields_for("2023-07-10", 456));
  const auto refused = kept.store.create_booking(fields_for("2023-07-10", 456), {});
  EXPECT_EQ(code_of(refused), "mock_limit_reached");
  EXPECT_EQ(std::get<ApiError>(refused).status, 507);
  EXPECT_EQ(code_of(kept.store.add_service(service_named("B"))), "mock_limit_reached");
  static_cast<void>(kept.store.delete_booking(first.id, {}));
  EXPECT_EQ(code_of(kept.store.create_booking(fields_for("2023-07-10", 456), {})), "");

  StoreFixture made(StoreLimits{.services = 1, .bookings = 10, .bookings_made = 1});
  made.with_service();
  static_cast<void>(made.store.delete_booking(made.make(fields_for("2023-07-10", 456)).id, {}));
  EXPECT_EQ(
      code_of(made.store.create_booking(fields_for("2023-07-10", 456), {})), "mock_limit_reached"
  );
}

}  // namespace
}  // namespace rkmock::bookings
