#pragma once
// Verdicts: what a check says of a history.
//
// Values; any thread. Three-valued: no evidence is never a pass.
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace rkmock {

enum class Verdict { pass, inconclusive, fail };

/// fail > inconclusive > pass.
[[nodiscard]] Verdict merge(Verdict a, Verdict b);

[[nodiscard]] std::string_view to_string(Verdict verdict);

/// One journal line that proves a claim, and what it shows.
struct Evidence {
  std::uint64_t seq = 0;  ///< the line's sequence number in the journal
  std::string note;       ///< what the line shows, one phrase: `POST answered 200 after 2.1 ms`
  bool operator==(const Evidence&) const = default;
};

/// What one check found.
struct CheckResult {
  std::string check;    ///< its name as written: `no_duplicate_effect`
  std::string subject;  ///< what it looked at, e.g. the effect's name; may be empty
  Verdict verdict = Verdict::inconclusive;
  std::string message;             ///< the claim in one sentence, for every verdict
  std::size_t count = 0;           ///< how many violations
  std::string first;               ///< the first violation; empty when there is none
  std::string worst;               ///< the worst violation; empty when there is none
  std::vector<Evidence> evidence;  ///< at most 8 journal lines
  /// What came closest to what was missing, a phrase each, the closest first; at most 3.
  std::vector<std::string> near_misses;
  std::string cause;      ///< the likely cause; may be empty
  std::string next_step;  ///< what to do about it; may be empty
  bool operator==(const CheckResult&) const = default;
};

}  // namespace rkmock
