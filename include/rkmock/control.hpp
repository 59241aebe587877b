#pragma once
// Control: the port through which a scenario drives a mock server.
//
// Thread-safe; every call is carried out on the server's loop thread and has been when it
// returns. Bookings changed here fire webhooks exactly as if they came in through /v1.
#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "rkmock/account_setup.hpp"
#include "rkmock/api_fault.hpp"
#include "rkmock/delivery_log.hpp"
#include "rkmock/http.hpp"
#include "rkmock/journal.hpp"

namespace rkmock {

/// One change of the model.
struct BookingCommand {
  std::string change;   ///< create | update | cancel | delete
  std::string booking;  ///< nickname; `create` introduces it
  BookingFields fields;
  std::string deliver = "{}";  ///< the faults on its webhook event: a scenario's `deliver` as JSON
};

/// What became of a change.
struct BookingAnswer {
  int status = 0;          ///< as the HTTP API would have answered
  std::string error_code;  ///< `time_slot_full` …; empty on success
  std::string error_message;
  std::int64_t booking_id = 0;
  std::string event;  ///< the webhook event raised: `jane.create`; empty when none was
  std::string state;  ///< the booking as JSON text
};

/// A webhook that tells of no booking of the mock: any bytes, sent once.
struct RawWebhook {
  std::string type;  ///< for senders that name it in a header; may be empty
  std::string body;  ///< at most 1 MiB
  Headers headers;   ///< beside the sender's own; one of the same name takes its place
  bool is_signed = true;
};

/// How held events go out: one after another, all at once, or as one event that lists all their
/// bookings and is called by their names, `jane.create+joe.create`.
enum class ReleasePace { in_turn, burst, merged };

class Control {
 public:
  virtual ~Control() = default;

  /// `http://127.0.0.1:8080`
  [[nodiscard]] virtual std::string url() const = 0;

  /// Throws EnvironmentError when the journal file cannot be made, a service or a fault is refused
  /// or a subscription's host is not allowed, InvariantError when the name or key is taken.
  virtual std::shared_ptr<Journal> open_account(const AccountSetup& setup) = 0;

  /// Ends what is still open (journalled as unknown, then stopped) and forgets the account.
  virtual void close_account(const std::string& account) = 0;

  virtual BookingAnswer change_booking(
      const std::string& account, const BookingCommand& command
  ) = 0;

  /// Events raised from now on wait for release().
  virtual void hold(const std::string& account) = 0;

  /// Sends held events, each after the deliveries of the one before have ended their first
  /// attempt, or as the pace says; an empty order means as raised. Events not named stay held.
  /// Ends the hold. Requires: merged ones are of one type.
  virtual void release(
      const std::string& account, const std::vector<std::string>& order, ReleasePace pace
  ) = 0;

  /// Held events are never sent, not even in the drain. Ends the hold.
  virtual void discard(const std::string& account) = 0;

  /// Lets every attempt go that a fault holds back until other events have gone past it.
  virtual void release_held_back(const std::string& account) = 0;

  /// Disables or enables the endpoint of a subscription, or of all when its id is empty: nothing
  /// is sent to a disabled one, and what is due waits. `backlog`, when enabling: what waited goes
  /// out, in the order of being raised; else it is never sent.
  virtual void set_endpoint(
      const std::string& account, const std::string& subscription, bool active, bool backlog
  ) = 0;

  /// Sends the event plainly, without faults, in one attempt (purpose `drain`), to each
  /// subscription where it is neither acknowledged nor dropped on purpose. Returns the deliveries'
  /// ids.
  virtual std::vector<std::string> deliver_unacknowledged(
      const std::string& account, const std::string& event
  ) = 0;

  /// The account's delivery log, the newest first.
  [[nodiscard]] virtual DeliveryPage deliveries(
      const std::string& account, const DeliveryFilter& filter
  ) = 0;

  /// One of them; nothing when there is none of that id, or it was let go.
  [[nodiscard]] virtual std::optional<LoggedDelivery> delivery(
      const std::string& account, const std::string& id
  ) = 0;

  /// Sends a past delivery's webhook once more, in one attempt (purpose `redelivery`), to a
  /// disabled endpoint too.
  virtual RedeliveryAnswer redeliver(
      const std::string& account, const std::string& delivery, RedeliveryBytes bytes
  ) = 0;

  /// Sends it to each subscription, in one attempt (purpose `raw`), to a disabled endpoint too.
  /// Returns what the journal calls it: `raw-1`.
  virtual std::string send_raw(const std::string& account, const RawWebhook& webhook) = 0;

  /// Arms a fault on answers of /v1, written as docs/api-faults.md has it, for the requests to
  /// come.
  virtual ArmAnswer arm_api_fault(const std::string& account, const std::string& fault) = 0;

  /// Those that are armed, in the order in which they were.
  [[nodiscard]] virtual std::vector<ArmedApiFault> api_faults(const std::string& account) = 0;

  /// False when there is none of that id, or its lease has ended.
  virtual bool disarm_api_fault(const std::string& account, const std::string& id) = 0;

  /// Appends an event of the player's own (step_started, state_probed, settled …).
  virtual void record(const std::string& account, EventBody body) = 0;
};

}  // namespace rkmock
