#pragma once
// Where webhooks may go: loopback, and hosts allowed by name. Pure; any thread.
//
// A mock that repeats, floods and breaks requests must never do so to a stranger, so nothing else
// is resolved, let alone connected to.
#include <string>
#include <vector>

namespace rkmock::mockserver {

/// Empty when webhooks may be sent to `url`; otherwise one sentence that says why not and what to
/// do. Loopback is 127.0.0.0/8, ::1, localhost and *.localhost.
[[nodiscard]] std::string refuse_destination(
    const std::string& url, const std::vector<std::string>& allowed_hosts
);

}  // namespace rkmock::mockserver
