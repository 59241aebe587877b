#pragma once
// What was measured, beside its reference and its target; as a table and as JSON.
//
// Values.
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace rkmock::bench {

/// The middle one; of an even number, the mean of the two in the middle. Of none: 0.
[[nodiscard]] double median(std::vector<double> values);

/// By nearest rank. Of none: 0.
[[nodiscard]] double percentile(std::vector<double> values, double percent);

/// One line of the table.
struct Measure {
  std::string name;
  std::string unit;
  std::vector<double> values;     ///< one for each round; the median counts
  std::vector<double> reference;  ///< in the same rounds; empty: there is none

  enum class Target { none, ratio_at_least, ratio_at_most, at_most };
  Target target = Target::none;
  double bound = 0;

  [[nodiscard]] std::optional<double> ratio() const;  ///< of the medians
  [[nodiscard]] bool met() const;
};

/// Prints a table, and writes the same with every round, and the machine it was measured on, as
/// JSON into the file. `reference` names what is measured beside us: `nginx`. Returns the exit
/// code: 1 when a target was missed.
int report(
    const std::vector<Measure>& measures,
    const std::string& reference,
    const std::filesystem::path& file
);

}  // namespace rkmock::bench
