#pragma once
// Signatures that are not what they should be. Pure; any thread.
#include <optional>
#include <string>

#include "mockserver/webhooks/signing.hpp"

namespace rkmock::webhooks {

/// The scheme's headers, forged as action::Sign::as says. Nothing when that makes no difference: a
/// scheme that signs nothing, or an old secret where there is none.
/// Requires: no signing_problem().
[[nodiscard]] std::optional<Headers> forge(
    const std::string& as, const Signing& signing, const Signed& message
);

}  // namespace rkmock::webhooks
