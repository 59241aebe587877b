#pragma once
// What was measured, beside its reference and its target; as a table and as JSON.
//
// Values.
#include <optional>
#include <string>
#include <vector>

namespace rkmock::bench {

/// The middle one; of an even number, the mean of the two in the middle. Of none: 0.
[[nodiscard]] double median(std::vector<double> values);

/// One line of the table.
struct Measure {
  std::string name;
  std::string unit;
  std::vector<double> values;     ///< one for each round; the median counts
  std::vector<double> reference;  ///< nginx's in the same rounds; empty: there is none

  enum class Target { none, ratio_at_least, ratio_at_most, at_most };
  Target target = Target::none;
  double bound = 0;

  [[nodiscard]] std::optional<double> ratio() const;  ///< of the medians
  [[nodiscard]] bool met() const;
};

/// A table for people.
[[nodiscard]] std::string to_table(const std::vector<Measure>& measures);

/// The same with every round, and the machine it was measured on.
[[nodiscard]] std::string to_json(const std::vector<Measure>& measures);

}  // namespace rkmock::bench
