#pragma once
// The sender profiles compiled into this build. Pure; any thread.
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "rkmock/sender.hpp"

namespace rkmock::webhooks {

/// Empty when there is no profile of that name.
[[nodiscard]] std::optional<SenderProfile> find_profile(std::string_view name);

[[nodiscard]] std::vector<std::string> profile_names();

/// One value of a profile's file, and where it comes from. A value that nobody published has a
/// source that begins with `assumed`.
struct ProfileEntry {
  std::string key;
  std::string value;  ///< JSON text
  std::string source;
};

/// What the profile's file says, in its order. Requires: there is one of that name.
[[nodiscard]] std::vector<ProfileEntry> profile_entries(std::string_view name);

/// Reads a profile file. Throws InvariantError naming what is wrong with it: the files are part
/// of the build, so a bad one is a bug. Every value must come with a source.
[[nodiscard]] SenderProfile read_profile(std::string_view json);

}  // namespace rkmock::webhooks
