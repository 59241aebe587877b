#pragma once
// Signs webhooks, after the schemes of several senders. Pure; any thread.
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "rkmock/event.hpp"
#include "rkmock/sender.hpp"

namespace rkmock::webhooks {

/// What a signature may cover. References must outlive it.
struct Signed {
  std::string_view id{};       ///< of the message, equal in every attempt
  std::int64_t timestamp = 0;  ///< Unix seconds
  std::string_view url{};
  std::string_view body{};
};

/// The headers that the scheme adds; none for `none`. Requires: no signing_problem().
[[nodiscard]] Headers sign(const Signing& signing, const Signed& message);

/// Whether the scheme needs `Signed::id`.
[[nodiscard]] bool signs_message_id(const Signing& signing);

[[nodiscard]] std::vector<std::string> signing_schemes();

/// Why nothing can be signed so: no such scheme, or a secret that is none for it. In words; empty
/// when all is well.
[[nodiscard]] std::string signing_problem(const Signing& signing);

/// Whether what is signed, or sent beside it, says when.
[[nodiscard]] bool signature_has_time(const Signing& signing);

/// What stands before each signature in its header: `v1,`, `v1=`, `sha256=`, or nothing.
[[nodiscard]] std::string_view signature_version(const Signing& signing);

/// The header that carries the signature; empty for `none`.
[[nodiscard]] std::string signature_header(const Signing& signing);

}  // namespace rkmock::webhooks
