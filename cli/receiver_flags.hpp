#pragma once
// The flags that say where the receiver is, shared by `run` and `validate`.
#include <boost/program_options.hpp>

#include "cli/options.hpp"
#include "scenarios/decode.hpp"

namespace rkmock::cli {

void add_receiver_flags(Options& options);

/// Lays the flags over the environment: RECEIVER_URL and RECEIVER_BASE follow --receiver.
[[nodiscard]] scenarios::DecodeOptions decode_options(
    const boost::program_options::variables_map& values
);

/// Reads a seed. Throws UsageError, naming the flag, for anything but a whole number from 0 to
/// 2^64-1.
[[nodiscard]] std::uint64_t parse_seed(const std::string& word, const std::string& flag = "--seed");

}  // namespace rkmock::cli
