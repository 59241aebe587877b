#pragma once
// The table's lines, one function per fault file. A new fault: its file, a line here and in
// table.cpp, its test, its page in docs/faults/. Pure; any thread.
#include "rkmock/fault.hpp"

namespace rkmock::faults {

[[nodiscard]] FaultDescriptor drop();
[[nodiscard]] FaultDescriptor delay();
[[nodiscard]] FaultDescriptor held_back();
[[nodiscard]] FaultDescriptor copies();
[[nodiscard]] FaultDescriptor unreachable();
[[nodiscard]] FaultDescriptor reset();
[[nodiscard]] FaultDescriptor lost_ack();
[[nodiscard]] FaultDescriptor half_close();
[[nodiscard]] FaultDescriptor short_body();
[[nodiscard]] FaultDescriptor drip();
[[nodiscard]] FaultDescriptor stall();
[[nodiscard]] FaultDescriptor slow_read();
[[nodiscard]] FaultDescriptor stale_connection();
[[nodiscard]] FaultDescriptor chunked();
[[nodiscard]] FaultDescriptor expect_continue();
[[nodiscard]] FaultDescriptor gzip();
[[nodiscard]] FaultDescriptor http_1_0();
[[nodiscard]] FaultDescriptor content_type();
[[nodiscard]] FaultDescriptor header_case();
[[nodiscard]] FaultDescriptor repeated_header();
[[nodiscard]] FaultDescriptor long_header();
[[nodiscard]] FaultDescriptor bom();
[[nodiscard]] FaultDescriptor truncated();
[[nodiscard]] FaultDescriptor not_json();
[[nodiscard]] FaultDescriptor top_level_array();
[[nodiscard]] FaultDescriptor unknown_event_type();
[[nodiscard]] FaultDescriptor extra_fields();
[[nodiscard]] FaultDescriptor missing_field();
[[nodiscard]] FaultDescriptor null_field();
[[nodiscard]] FaultDescriptor empty_bookings();
[[nodiscard]] FaultDescriptor booking_twice();
[[nodiscard]] FaultDescriptor bad_booking();
[[nodiscard]] FaultDescriptor bare_booking();
[[nodiscard]] FaultDescriptor reserialised();
[[nodiscard]] FaultDescriptor large_body();
[[nodiscard]] FaultDescriptor signature();
[[nodiscard]] FaultDescriptor signature_age();
[[nodiscard]] FaultDescriptor first_timestamp();
[[nodiscard]] FaultDescriptor new_message_id();

}  // namespace rkmock::faults
