#pragma once
// Signs a webhook's body. Pure; any thread.
#include <string>
#include <string_view>
#include <vector>

#include "rkmock/event.hpp"
#include "rkmock/sender.hpp"

namespace rkmock::webhooks {

/// The headers that the scheme adds; none for `none`.
[[nodiscard]] Headers sign(const Signing& signing, std::string_view body);

[[nodiscard]] std::vector<std::string> signing_schemes();

}  // namespace rkmock::webhooks
