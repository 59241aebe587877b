#pragma once
// Decides whether what a webhook says of a booking is news.
//
// Value-like part of the Ledger; one thread at a time. A right receiver needs nothing but the
// version it knows; what is remembered beside it is there for flaws alone.
#include <chrono>
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>

#include "receivers/flaws.hpp"
#include "receivers/webhook.hpp"

namespace rkmock::receivers {

class Memory {
 public:
  explicit Memory(Flaws flaws) : flaws_(flaws) {}

  /// `known`: the version that is known of the booking. `delivery` names the bytes that came.
  [[nodiscard]] bool is_news(
      const std::optional<Version>& known, const News& news, const std::string& delivery
  ) const;

  /// It was taken.
  void remember(const News& news, const std::string& delivery);

  /// Marks it as seen, for mark_before_work. False when the booking had its failure already.
  bool mark(const News& news);

 private:
  struct Seen {
    std::chrono::steady_clock::time_point at;
    std::uint64_t ordinal = 0;
  };

  [[nodiscard]] bool forgotten(const std::string& key) const;

  Flaws flaws_;
  std::map<std::string, Seen> seen_;  ///< by type, booking and version
  std::set<std::string> deliveries_;
  std::set<std::string> without_version_;
  std::set<std::string> marked_;
  std::set<std::string> failed_once_;  ///< bookings
  std::uint64_t ordinal_ = 0;
};

}  // namespace rkmock::receivers
