#pragma once
// Keeps what rkmock/delivery_log.hpp describes, within a bound.
//
// Resource of the loop thread. What is told of a delivery that was let go is ignored.
#include <cstddef>
#include <cstdint>
#include <deque>
#include <string>

#include "rkmock/delivery_log.hpp"

namespace rkmock::webhooks {

class DeliveryLog final {
 public:
  /// Some 2,500 usual deliveries. What is larger falls out of the processor's caches, and letting
  /// go of it then costs as much as all else that the log does.
  static constexpr std::size_t default_most_bytes = std::size_t{4} << 20;

  explicit DeliveryLog(std::size_t most_bytes = default_most_bytes) : most_bytes_(most_bytes) {}

  /// Returns its number, by which it is called from then on.
  std::uint64_t planned(LoggedDelivery delivery);
  void sent(
      std::uint64_t number,
      int attempt,
      Nanos started,
      const std::string& request,
      bool spoiled = false
  );
  void finished(std::uint64_t number, const event::AttemptFinished& attempt);
  void ended(std::uint64_t number, const std::string& result, const std::string& why);

  /// Null when there is none of that id, or it was let go.
  [[nodiscard]] const LoggedDelivery* find(const std::string& delivery) const;
  [[nodiscard]] DeliveryPage list(const DeliveryFilter& filter) const;

 private:
  [[nodiscard]] LoggedDelivery* at(std::uint64_t number);
  void add(std::size_t bytes);

  std::size_t most_bytes_;
  std::size_t bytes_ = 0;
  std::uint64_t let_go_ = 0;
  std::deque<LoggedDelivery> deliveries_;  ///< their numbers follow one another from let_go_ + 1
};

/// The headers of a request's bytes, as they stand there.
[[nodiscard]] Headers headers_of(const std::string& request);

}  // namespace rkmock::webhooks
