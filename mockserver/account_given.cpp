// What an account holds before its first change.
#include <algorithm>

#include "rkmock/error.hpp"

#include "mockserver/account.hpp"
#include "mockserver/bookings/errors.hpp"
#include "mockserver/webhooks/payload.hpp"

namespace rkmock::mockserver {

void Account::add_given_services() {
  for (const GivenService& service : setup_.services) {
    const auto added = store_.add_service(service);
    if (const auto* error = std::get_if<bookings::ApiError>(&added)) {
      throw SetupRefused(
          "the service `" + service.name + "` of " + setup_.name +
          " is refused: " + bookings::in_words(*error) + "; mend it under given.services"
      );
    }
  }
}

/// Each is made and then changed to what it is, like any other, but nobody is told.
void Account::add_given_bookings() {
  for (const GivenBooking& given : setup_.bookings) {
    const auto refuse = [&](const bookings::ApiError& error) {
      throw SetupRefused(
          "the booking `" + given.name + "` of " + setup_.name +
          " is refused: " + bookings::in_words(error) + "; mend it under given.bookings"
      );
    };
    BookingFields created = given.fields;
    created.status.reset();
    created.cancel_reason.reset();
    Answered answered = store_.create_booking(created, std::nullopt);
    if (const auto* error = std::get_if<bookings::ApiError>(&answered)) {
      refuse(*error);
    }
    const std::int64_t id = std::get<bookings::BookingChange>(answered).after.id;
    name_booking(id, given.name);
    if (given.fields.status && *given.fields.status != "pending") {
      BookingFields changed;
      changed.status = given.fields.status;
      changed.cancel_reason = given.fields.cancel_reason;
      answered = store_.update_booking(id, changed);
      if (const auto* error = std::get_if<bookings::ApiError>(&answered)) {
        refuse(*error);
      }
    }
    const bookings::Booking& after = std::get<bookings::BookingChange>(answered).after;
    journal_->append(event::BookingChanged{
        given.name,
        id,
        "given",
        after.version,
        format_rfc3339(after.updated_at),
        webhooks::booking_json(after)});
  }
}

void Account::arm_given_faults() {
  for (const std::string& fault : setup_.api_faults) {
    const ArmAnswer armed = api_faults_.arm(fault, journal_->now());
    if (!armed.problems.empty()) {
      throw SetupRefused(
          "a fault on answers of " + setup_.name + " is refused: " + armed.problems[0].pointer +
          ": " + armed.problems[0].message + "; expected " + armed.problems[0].expected
      );
    }
  }
}

void Account::add_given_rules() {
  for (const std::string& rule : setup_.webhook_faults) {
    if (const auto problems = rules_.add(rule); !problems.empty()) {
      throw SetupRefused(
          "a fault on webhooks of " + setup_.name + " is refused: " + problems[0].pointer + ": " +
          problems[0].message + "; expected " + problems[0].expected
      );
    }
  }
}

}  // namespace rkmock::mockserver
