#pragma once
// One way to read a command's arguments, and one look for every `--help`.
#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <vector>

#include <boost/program_options.hpp>

#include "rkmock/clock.hpp"

namespace rkmock::cli {

struct Synopsis {
  std::string usage;        ///< `rkmock run FILE|DIR… [options]`
  std::string description;  ///< what it does, wrapped by hand at 80 columns
  std::string examples;     ///< commands that work as printed
};

class Options {
 public:
  explicit Options(Synopsis synopsis);

  /// One option: `port` or `verbose,v`, its value as Boost.Program_options has it, its help.
  void add(const char* name, const boost::program_options::value_semantic* value, const char* help);

  /// Options added from now on stand under this caption in `--help`.
  void group(const char* caption);

  /// Takes words that are not options under `name`; `-1` for as many as there are.
  void positional(const char* name, int count);

  /// Empty when `--help` was asked for: it has been printed. Throws UsageError.
  [[nodiscard]] std::optional<boost::program_options::variables_map> parse(
      const std::vector<std::string>& arguments
  );

 private:
  Synopsis synopsis_;
  boost::program_options::options_description visible_{"Options"};
  std::deque<boost::program_options::options_description> groups_;
  boost::program_options::options_description hidden_;
  boost::program_options::positional_options_description positional_;
};

/// Reads 0 … 65535. Throws UsageError naming the option.
[[nodiscard]] std::uint16_t port_from(int value, const char* option);

/// Reads `500ms`, `5s` and the like. Throws UsageError naming the option.
[[nodiscard]] Nanos duration_from(const std::string& text, const std::string& option);

/// Reads the value of `--time-scale`: a finite number above 0, or `instant`, which is 0 (and may be
/// written so). Throws UsageError.
[[nodiscard]] double time_scale_from(const std::string& text);

}  // namespace rkmock::cli
