#pragma once

// A scenario for receivers that are wrong in every way.

namespace rkmock::testing_support {

/// Short times, so that what takes a minute with the profile's own takes a moment.
inline constexpr const char* hasty_scenario =
    "scenario: A booking and a change\n"
    "sender: { timeout: 100ms, retry_waits: [1s, 1s] }\n"
    "receiver: { quiet: 10ms, settle: 100ms, drain: 300ms }\n"
    "steps:\n"
    "  - create: jane\n"
    "  - update: jane\n"
    "    with: { status: confirmed }\n"
    "expect: [ack, no_lost_event, no_duplicate_effect, converges]\n";

}  // namespace rkmock::testing_support
