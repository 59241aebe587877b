#pragma once
// Builds histories as a run journals them: the model changes, webhooks go out, the receiver
// answers and has its effects. For tests of checks and reports.
//
// Value of the test; one thread. Every call appends journal lines and lets time pass, so that
// the order of calls is the order of the journal. Calls that send return the delivery's id.
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "rkmock/history.hpp"

namespace rkmock::assertions {

class HistoryBuilder {
 public:
  /// How one attempt goes. The defaults are those of a quick receiver.
  struct Exchange {
    int status = 200;                               ///< 0: no answer
    Nanos took = std::chrono::milliseconds(2);      ///< first request byte to answer's headers
    Nanos connect = std::chrono::microseconds(80);  ///< from started to connected
    Nanos late = Nanos{};                           ///< from scheduled to started
    std::optional<Nanos> woken_late{};              ///< of `late`, the mock's own share
    std::string reason{};                           ///< empty: as the status says
    bool faulted = false;
    bool timed_out = false;
    std::vector<std::string> faults{};
  };

  /// How a delivery is planned.
  struct Planned {
    int copy = 1;
    int copies = 1;
    std::vector<Action> actions;
    Nanos delay{};
    std::string purpose = "scenario";
    std::string subscription = "webhook-1";
  };

  /// A run whose receiver has a state probe and one effect named `effects`.
  HistoryBuilder();

  // The run's channels and expectations; at any time.
  void expect(const std::string& check, const std::string& parameters = "null");
  void without_state_probe();
  void without_effects();
  /// Replaces the effect rules.
  void with_effects(std::vector<EffectRule> rules);

  // The model. Each returns the webhook event's id: `jane.create`, `jane.update#2`.
  std::string create(const std::string& booking);
  std::string update(const std::string& booking, const nlohmann::json& fields = {});
  std::string cancel(const std::string& booking);
  std::string remove(const std::string& booking);

  /// All changes from now on have the `updated_at` of the last one.
  void stop_payload_clock() { payload_step_ = 0; }

  // Deliveries, whole: planned, attempted, ended.
  std::string acknowledge(const std::string& event);
  std::string acknowledge(const std::string& event, Exchange exchange);
  /// One more delivery of the drain, acknowledged.
  std::string redeliver(const std::string& event);
  /// Refused with the status and given up.
  std::string refuse(const std::string& event, int status);
  /// The first attempts are refused with the status, the last is acknowledged.
  std::string refuse_then_acknowledge(const std::string& event, int status, int refusals = 1);
  /// No answer within the sender's timeout, given up.
  std::string time_out(const std::string& event, Nanos timeout = std::chrono::seconds(10));
  std::string connection_refused(const std::string& event);
  /// The first acks are lost on purpose, the next attempt is acknowledged.
  std::string lose_ack(const std::string& event, int times = 1);
  std::string drop(const std::string& event);
  /// Copies that overlap in flight, all acknowledged.
  std::vector<std::string> race(const std::string& event, int copies);
  /// Copies one after another, all acknowledged.
  std::vector<std::string> repeat(const std::string& event, int copies);
  void hold(const std::string& event);
  void release(const std::vector<std::string>& order);

  // Deliveries, piece by piece.
  std::string plan(const std::string& event);
  std::string plan(const std::string& event, Planned planned);
  /// `faults` are what was changed in the request, and whether it is the event no more.
  void start(
      const std::string& delivery, const std::vector<std::string>& faults = {}, bool spoiled = false
  );
  void finish(const std::string& delivery, Outcome outcome, Exchange exchange);
  void end(const std::string& delivery, const std::string& result);

  // The receiver.
  /// An effect that names booking, event type and updated_at of the event.
  std::uint64_t effect(const std::string& event, const std::string& name = "effects");
  /// An effect that names booking and event type only.
  std::uint64_t effect_without_version(
      const std::string& event, const std::string& name = "effects"
  );
  std::uint64_t unattributed_effect(const std::string& name = "effects");
  /// A probe that answers as the model is; 404 for a deleted booking.
  std::uint64_t probe(const std::string& booking, bool final_probe = true);
  std::uint64_t probe_answers(
      const std::string& booking, int status, const std::string& body, bool final_probe = true
  );
  std::uint64_t probe_fails(const std::string& booking, const std::string& error);

  // The run.
  void settled(bool reached = true);
  void drain(const std::vector<std::string>& events = {});
  void drained(const std::vector<std::string>& unacknowledged = {});
  /// Drain, settle, final probes (unless there is no probe or they were taken), run_finished.
  void finish_run();

  /// Any event; returns its sequence number.
  std::uint64_t add(EventBody body);
  void pass_time(Nanos span);

  [[nodiscard]] std::int64_t booking_id(const std::string& booking) const;
  /// The booking as the model has it now.
  [[nodiscard]] nlohmann::ordered_json state(const std::string& booking) const;

  /// All lines so far, from sequence number 1.
  [[nodiscard]] std::vector<EventPointer> events() const;
  [[nodiscard]] History history() const;

 private:
  struct Booking {
    std::int64_t id = 0;
    int version = 0;
    bool deleted = false;
    bool probed = false;
    nlohmann::ordered_json state;
    std::map<std::string, int> changes;
  };

  struct Sent {
    std::string event;
    int attempt = 0;
    Nanos started{};
  };

  std::string change(const std::string& booking, const std::string& change);
  std::string deliver(const std::string& event, Outcome outcome, Exchange exchange);
  void attempt(const std::string& delivery, Outcome outcome, Exchange exchange);

  std::vector<EventPointer> events_;
  Nanos now_{};
  std::int64_t payload_clock_ = 1'893'456'000;  // 2030-01-01T00:00:00Z
  std::int64_t payload_step_ = 1;
  std::map<std::string, Booking> bookings_;
  std::map<std::string, event::EventRaised> raised_;
  std::map<std::string, int> deliveries_;
  std::map<std::string, Sent> sent_;
  event::RunStarted run_;
};

}  // namespace rkmock::assertions
