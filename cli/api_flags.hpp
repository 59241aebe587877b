#pragma once
// The flags of `serve` that say whose keys count and how /v1 behaves towards them. Values.
#include <map>
#include <optional>
#include <set>
#include <string>

#include "rkmock/api_setup.hpp"

#include "cli/options.hpp"

namespace rkmock::cli {

struct ApiFlags {
  ApiSetup everyone;
  std::map<std::string, std::string> domains;  ///< of each `--api-key`; empty: from anywhere
  std::set<std::string> revoked;
};

void add_api_flags(Options& options);

/// Throws UsageError naming the flag.
[[nodiscard]] ApiFlags read_api_flags(const boost::program_options::variables_map& values);

/// Nothing: nobody has that key.
[[nodiscard]] std::optional<ApiSetup> api_setup_for(const ApiFlags& flags, const std::string& key);

}  // namespace rkmock::cli
