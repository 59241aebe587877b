#pragma once
// What the receiver's state probes say, compared with what the model allows.
//
// Value over a History, which must outlive it; any thread. Right is the newest state, or an older
// one when everything after it was dropped by a fault: the receiver could not know.
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "rkmock/history.hpp"

namespace rkmock::assertions {

/// A value in the probe's answer and the field of the booking that it must equal.
struct FieldPair {
  std::string at;         ///< JSON Pointer: `/status`
  std::string field;      ///< of the booking as JSON Pointer: `/status`, `/customer/email`
  bool optional = false;  ///< compared only when the answer has it
  bool operator==(const FieldPair&) const = default;
};

/// `status`; `updated_at` and `message` when the answer has them.
[[nodiscard]] std::vector<FieldPair> default_pairs();

/// The parameters of `converges`. Problems are added when they do not fit.
[[nodiscard]] std::vector<FieldPair> read_pairs(
    const std::string& parameters, std::vector<ParameterError>& problems
);

/// As the run's own `converges` says, default_pairs() when it says nothing.
[[nodiscard]] std::vector<FieldPair> pairs_of_run(const History& history);

struct Comparison {
  enum class Shown { yes, no, unknown };

  Shown shown = Shown::unknown;
  std::string words;   ///< `status is "pending", not "confirmed"`; why it is unknown
  std::string wanted;  ///< `status "confirmed", message "By phone"`
  std::optional<Line<event::StateProbed>> probe;
  /// The version that the receiver shows, when it is an older one.
  std::optional<Line<event::BookingChanged>> older;
};

enum class Probes { final_only, latest };

class States {
 public:
  States(const History& history, std::vector<FieldPair> pairs, Probes probes);

  [[nodiscard]] Comparison compare(std::int64_t booking_id) const;

  /// Whether any probe was taken.
  [[nodiscard]] bool any_probe() const { return !probes_.empty(); }

 private:
  struct Booking {
    std::vector<Line<event::BookingChanged>> versions;
    int newest_sent = 0;  ///< version; 0 when nothing of it was sent
  };

  /// Of a version, what is compared.
  [[nodiscard]] std::string in_words(const event::BookingChanged& version) const;
  [[nodiscard]] Comparison::Shown matches(
      const event::BookingChanged& version, const event::StateProbed& probe, std::string& words
  ) const;
  [[nodiscard]] Comparison::Shown matches_fields(
      const event::BookingChanged& version, const nlohmann::json& answer, std::string& words
  ) const;

  std::vector<FieldPair> pairs_;
  std::map<std::int64_t, Booking> bookings_;
  std::map<std::int64_t, Line<event::StateProbed>> probes_;
};

}  // namespace rkmock::assertions
