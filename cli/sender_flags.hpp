#pragma once
// The flags of `serve` that say who sends the webhooks, and how.
#include <string>

#include <boost/program_options.hpp>

#include "rkmock/sender.hpp"

#include "cli/options.hpp"

namespace rkmock::cli {

void add_sender_options(Options& options);

/// The profile with what the flags set otherwise. Throws UsageError naming the flag, and
/// EnvironmentError when the file of authorities cannot be read.
[[nodiscard]] SenderProfile sender_from(const boost::program_options::variables_map& values);

/// Throws UsageError, which begins with `where`, when there is no profile of that name.
void require_profile(const std::string& name, const std::string& where);

}  // namespace rkmock::cli
