#pragma once
// Load by wrk, and what it saw.
#include <cstdint>
#include <string>

namespace rkmock::bench {

struct Load {
  std::string url;
  std::string script;  ///< in bench/: what is requested
  std::string key;     ///< the API key, or what the script's keys begin with
  int connections = 32;
  int seconds = 3;
};

struct LoadResult {
  std::uint64_t requests = 0;
  double per_second = 0;
  double p50_ms = 0;
  double p99_ms = 0;
};

/// Throws std::runtime_error when an answer was an error or a connection broke.
LoadResult run_wrk(const Load& load);

}  // namespace rkmock::bench
