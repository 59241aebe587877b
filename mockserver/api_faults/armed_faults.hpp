#pragma once
// The faults that are armed at one account's answers, and which of them strikes a request.
//
// Resource of the loop thread. Pure but for its counting: time and dice come from outside. Shares
// and delays are drawn by fault and by the count of its own calls, so that requests it is not for
// change nothing. When several strike, the one armed last wins, as in WireMock; all of them count.
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "rkmock/api_fault.hpp"
#include "rkmock/random.hpp"

#include "mockserver/api_faults/api_fault.hpp"
#include "mockserver/net/message.hpp"

namespace rkmock::api_faults {

/// A fault that strikes one request.
struct Strike {
  std::shared_ptr<const ApiFault> fault;
  Nanos delay{};           ///< before the first byte, drawn
  std::uint64_t seed = 0;  ///< of what is random in the answer
};

class ArmedFaults final {
 public:
  static constexpr std::size_t most = 1000;

  explicit ArmedFaults(Dice dice) : dice_(dice) {}

  ArmedFaults(const ArmedFaults&) = delete;
  ArmedFaults& operator=(const ArmedFaults&) = delete;

  /// `now` here and below: on one monotonic clock.
  ArmAnswer arm(const std::string& json, Nanos now);
  /// False when there is none of that id, or its lease has ended.
  bool disarm(const std::string& id, Nanos now);
  /// In the order in which they were armed.
  [[nodiscard]] std::vector<ArmedApiFault> list(Nanos now);

  [[nodiscard]] std::optional<Strike> strike(const net::Request& request, Nanos now);

 private:
  struct Armed {
    std::shared_ptr<const ApiFault> fault;
    std::string text;
    Nanos since{};
    std::int64_t calls = 0;
    std::int64_t applied = 0;
  };

  void end_leases(Nanos now);
  [[nodiscard]] bool taken(const std::string& id) const;
  [[nodiscard]] bool strikes(const Armed& armed, Nanos now) const;
  [[nodiscard]] Strike strike_of(const Armed& armed) const;

  Dice dice_;
  std::vector<Armed> armed_;
  int made_ids_ = 0;
};

}  // namespace rkmock::api_faults
