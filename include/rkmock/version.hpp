#pragma once
// The version of this build, `0.1.0`, from CMake's project().
#include <string_view>

namespace rkmock {

[[nodiscard]] std::string_view version();

}  // namespace rkmock
