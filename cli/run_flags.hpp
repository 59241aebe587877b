#pragma once
// The flags of `rkmock run`, read and checked. Values.
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include <boost/program_options.hpp>

#include "rkmock/clock.hpp"

#include "cli/options.hpp"
#include "cli/report_flags.hpp"
#include "cli/selection.hpp"

namespace rkmock::cli {

struct RunFlags {
  std::vector<std::string> words;  ///< files, folders and wildcards; with `library` its names
  bool library = false;
  Selection selection;
  bool list = false;  ///< say what would be played, and play nothing
  int jobs = 1;
  bool fail_fast = false;
  std::optional<Nanos> timeout;  ///< of each scenario
  Nanos wait_receiver{};
  double time_scale = 0;
  std::string host;
  std::uint16_t port = 0;
  std::vector<std::string> allowed_hosts;
  std::string junit;    ///< a file; empty: none, and so with the next three
  std::string json;     ///< a file
  std::string html;     ///< a file
  std::string journal;  ///< a folder
  ReportFlags reports;
  bool verbose = false;
  /// What a replay needs; reports, journals and the choice of scenarios are the replayer's own.
  std::vector<std::string> replay;
};

[[nodiscard]] Options run_options();

/// Throws UsageError.
[[nodiscard]] RunFlags run_flags(const boost::program_options::variables_map& values);

}  // namespace rkmock::cli
