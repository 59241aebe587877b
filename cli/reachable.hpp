#pragma once
// Whether somebody listens at a URL's host and port.
#include <chrono>
#include <functional>
#include <string>

namespace rkmock::cli {

/// Tries to connect, again and again, until it works, `patience` is over or `cancelled` is true.
/// Empty when it worked, otherwise why it last did not: `connection refused`. Nothing is sent.
[[nodiscard]] std::string wait_until_reachable(
    const std::string& url,
    std::chrono::milliseconds patience,
    const std::function<bool()>& cancelled
);

}  // namespace rkmock::cli
