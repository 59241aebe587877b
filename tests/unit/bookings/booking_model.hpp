#pragma once
// Random commands, a model that is as simple as can be, and the comparison of the two with what
// is under test: the store itself, or /v1 before it.
//
// The model keeps lists and walks them whole; it has no index, no id and no clock.
#include <cstdint>
#include <optional>
#include <ostream>
#include <string>
#include <vector>

#include <rapidcheck.h>

#include "unit/bookings/store_fixture.hpp"

namespace rkmock::bookings {

enum class Verb { create, update, cancel, remove, customer, put_slots, drop_slot, drop_day, drop };

struct SlotCommand {
  int slot = -1;     ///< which of those ever made; -1: a new one
  int capacity = 1;  ///< 0 is wrong
  int day = 0;
};

struct Command {
  Verb verb = Verb::create;
  int booking = 0;  ///< which of those ever made
  int slot = 0;     ///< likewise; 3 never was one
  int service = 1;  ///< 1, 2; in a create also 0: not named
  int date = 0;
  int status = -1;  ///< -1: not set
  int email = 0;    ///< 0: none
  int phone = 0;    ///< 0: none
  bool set_date = false;
  bool reason = false;
  int day = 0;
  std::vector<SlotCommand> slots{};
};

void showValue(const Command& command, std::ostream& out);  // NOLINT: RapidCheck's name

/// Long enough for several customers to meet in one slot and date.
[[nodiscard]] rc::Gen<std::vector<Command>> any_commands();

/// What an answer said, whoever gave it.
struct Answered {
  std::string code;  ///< of a refusal; empty: it was done
  std::int64_t id = 0;
  std::vector<std::int64_t> slots{};      ///< of put_slots, in order
  std::vector<std::int64_t> removed{};    ///< bookings that went
  std::vector<PayloadTime> changed_at{};  ///< of what changed, in order
};

struct Seen {
  std::string date;
  std::string status;
  std::string email;
  std::string phone;
  std::optional<std::string> cancel_reason;
};

/// What is under test. It begins with service 1, slots 100 (1 seat) and 101 (4), and service 2,
/// slot 102 (2), all on day 0.
class Subject {
 public:
  Subject() = default;
  Subject(const Subject&) = delete;
  Subject& operator=(const Subject&) = delete;
  virtual ~Subject() = default;

  /// Whether a wrong field counts before a service that is not there.
  [[nodiscard]] virtual bool asks_fields_first() const = 0;

  virtual Answered create(const BookingFields& fields, std::optional<std::int64_t> service) = 0;
  virtual Answered update(std::int64_t id, const BookingFields& fields) = 0;
  virtual Answered cancel(std::int64_t id, const BookingFields& fields) = 0;
  virtual Answered remove(std::int64_t id) = 0;
  virtual Answered change_customer(std::int64_t id, const CustomerFields& fields) = 0;
  virtual Answered put_slots(std::int64_t service, const std::vector<GivenTimeSlot>& slots) = 0;
  virtual Answered drop_slot(std::int64_t id) = 0;
  virtual Answered drop_day(std::int64_t service, int day) = 0;
  virtual Answered drop_service(std::int64_t id) = 0;

  virtual std::optional<Seen> find(std::int64_t booking) = 0;
  /// Empty when there is no such service.
  virtual std::optional<std::size_t> count_bookings(std::int64_t service) = 0;
  virtual std::optional<std::size_t> count_slots(std::int64_t service) = 0;
};

/// The services that a subject begins with.
[[nodiscard]] std::vector<GivenService> services_at_first();

/// Plays them to both; RC_ASSERTs that all answers agree, and the states after every so many
/// commands and at the end.
void expect_agreement(
    Subject& subject, const std::vector<Command>& commands, std::size_t compare_every
);

}  // namespace rkmock::bookings
