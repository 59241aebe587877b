#pragma once
// The bytes of profiles/*.json, put into the build by embed_profiles.cmake. Pure; any thread.
#include <span>
#include <string_view>

namespace rkmock::webhooks {

[[nodiscard]] std::span<const std::string_view> embedded_profiles();

}  // namespace rkmock::webhooks
