#pragma once
// Advice: which good practices for webhook receivers were seen in a run. Apart from verdicts: a
// right receiver may have reasons of its own. Pure functions of a history; any thread.
#include <string>
#include <string_view>
#include <vector>

#include "rkmock/history.hpp"

namespace rkmock::assertions {

enum class Seen { followed, not_followed, not_seen };

[[nodiscard]] std::string_view to_string(Seen seen);

struct Advice {
  std::string practice;  ///< `signature_verified`
  std::string claim;     ///< `forged requests are refused`
  Seen seen = Seen::not_seen;
  std::string note;  ///< what was seen, or how it could be
  bool operator==(const Advice&) const = default;
};

/// Every practice, in the same order for each history.
[[nodiscard]] std::vector<Advice> advice_of(const History& history);

/// Of several runs against one receiver: what was once not followed is not followed.
[[nodiscard]] std::vector<Advice> merge(
    const std::vector<Advice>& one, const std::vector<Advice>& other
);

}  // namespace rkmock::assertions
