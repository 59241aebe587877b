#pragma once

// SIGINT and SIGTERM as something to wait for or to poll.
//
// Process-wide, as signals are. Call catch_termination() in main's thread before any thread is
// started, so that all inherit the mask. A second signal ends the process at once.
namespace rkmock::cli {

void catch_termination();

/// Whether one has arrived.
[[nodiscard]] bool termination_requested();

/// Blocks until one has.
void wait_for_termination();

}  // namespace rkmock::cli
