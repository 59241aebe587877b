#pragma once
// What a receiver makes of a webhook's request before it knows what it says: its form, and whether
// the sender is who it claims to be. Pure; any thread. A right receiver verifies and no more; the
// rest is there for flaws.
#include <optional>
#include <string>
#include <string_view>

#include "receivers/flaws.hpp"
#include "receivers/listener.hpp"

namespace rkmock::receivers {

/// The body as the receiver sees it.
[[nodiscard]] std::string body_seen(const Posted& posted, Flaws flaws);

/// An answer that a flawed receiver has before it looks any further.
[[nodiscard]] std::optional<Answer> answer_to_form(
    const Posted& posted, const std::string& path, Flaws flaws
);

[[nodiscard]] bool is_genuine(
    const Posted& posted, std::string_view body, std::string_view secret, Flaws flaws
);

/// Names the delivery by its bytes: headers that differ between deliveries, and the body.
[[nodiscard]] std::string fingerprint(const Posted& posted);

/// JSON that was cut off, with what is open closed again: the whole members that it has. A booking
/// whose updated_at was cut off has that of a null date.
[[nodiscard]] std::string mended(std::string_view cut_off);

}  // namespace rkmock::receivers
