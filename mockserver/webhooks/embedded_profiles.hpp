#pragma once
// The sender profiles, profiles/*.json, as they are built in. Pure; any thread.
#include "core/embedded_file.hpp"

namespace rkmock::webhooks {

[[nodiscard]] std::span<const EmbeddedFile> embedded_profiles();

}  // namespace rkmock::webhooks
