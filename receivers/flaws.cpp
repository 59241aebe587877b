#include "receivers/flaws.hpp"

#include <algorithm>
#include <array>

namespace rkmock::receivers {

namespace {

constexpr std::array<FlawDescriptor, static_cast<std::size_t>(Flaw::count)> all = {{
    // Duplicates.
    {Flaw::no_dedupe, "no_dedupe", "does not notice that it had a webhook before", "copies"},
    {Flaw::check_then_act,
     "check_then_act",
     "looks up and, a moment later, inserts: copies that overlap are both new",
     "copies together or overlapping"},
    {Flaw::forgetful_dedupe,
     "forgetful_dedupe",
     "forgets what it has seen after a second, or after eight other webhooks",
     "a copy that comes late"},
    {Flaw::dedupe_by_delivery,
     "dedupe_by_delivery",
     "goes by the bytes of the delivery: the same event in other bytes, or signed anew, is new",
     "a copy with another message id, spelling, header or signature"},
    {Flaw::dedupe_without_version,
     "dedupe_without_version",
     "goes by event type and booking: of two updates the second is a duplicate",
     "two updates of a booking"},
    {Flaw::refuses_duplicates,
     "refuses_duplicates",
     "answers 409 to what it has already, so that it comes again and again",
     "copies, a lost ack"},
    // Durability.
    {Flaw::memory_only,
     "memory_only",
     "keeps what it has seen in memory, whatever --state-file says",
     "a restart, then a copy"},
    {Flaw::mark_before_work,
     "mark_before_work",
     "marks a webhook as seen before the work; the first work for each booking fails with 500",
     "a retry"},
    {Flaw::ack_before_safe,
     "ack_before_safe",
     "answers 200 and has it for half a second in memory only, lost when it ends",
     "a kill after the ack"},
    // Order.
    {Flaw::last_write_wins,
     "last_write_wins",
     "what comes last is stored, however old it is",
     "an older update after a newer one"},
    {Flaw::resurrects,
     "resurrects",
     "remembers nothing of a deleted booking: a late create or update revives it",
     "a delete before its create"},
    {Flaw::drops_unknown_booking,
     "drops_unknown_booking",
     "throws away the update of a booking that it does not know yet",
     "an update before its create"},
    {Flaw::trusts_event_type,
     "trusts_event_type",
     "a create of a known booking never changes it, whatever its version says",
     "a newer state under the type bookings.create"},
    {Flaw::blocks_others,
     "blocks_others",
     "a malformed payload stays at the head of its queue: no effect comes after it",
     "a malformed payload, then another event"},
    {Flaw::never_polls,
     "never_polls",
     "answers to /reconcile that all is well, without asking the API",
     "an event that is never sent"},
    // Load and transport.
    {Flaw::slow_ack, "slow_ack", "works before it answers, which takes 5.5 seconds", "any webhook"},
    {Flaw::acts_on_partial_body,
     "acts_on_partial_body",
     "works on the bookings it can read of a body that was cut off, signed or not",
     "a truncated payload, a reset within the body"},
    {Flaw::no_chunked, "no_chunked", "sees no body when there is no Content-Length", "chunked"},
    {Flaw::no_gzip, "no_gzip", "answers 500 to a compressed body", "gzip"},
    {Flaw::strict_content_type,
     "strict_content_type",
     "answers 415 to any Content-Type but `application/json` letter by letter",
     "a charset in the Content-Type"},
    {Flaw::chokes_on_bom, "chokes_on_bom", "answers 500 to a byte order mark", "bom"},
    {Flaw::redirects, "redirects", "answers 308 to the same path with a slash", "any webhook"},
    // Payload.
    {Flaw::rejects_unknown_type,
     "rejects_unknown_type",
     "answers 422 to an event type it does not know",
     "unknown_event_type"},
    {Flaw::rejects_extra_fields,
     "rejects_extra_fields",
     "answers 400 to members that are not documented",
     "extra_fields"},
    {Flaw::crashes_on_missing_field,
     "crashes_on_missing_field",
     "reads each documented member without looking: 500 when one is missing or null",
     "missing_field, null_field"},
    {Flaw::first_booking_only,
     "first_booking_only",
     "works on bookings[0] alone",
     "several bookings in one payload"},
    {Flaw::stops_at_bad_booking,
     "stops_at_bad_booking",
     "works on the bookings before one it cannot read, then answers 500",
     "bad_booking"},
    {Flaw::duplicate_in_payload,
     "duplicate_in_payload",
     "compares a payload's bookings with what it knew before: one that is there twice is new "
     "twice",
     "booking_twice"},
    {Flaw::float_ids, "float_ids", "reads ids as floating-point numbers", "an id above 2^53"},
    // Authenticity.
    {Flaw::no_signature_check,
     "no_signature_check",
     "does not look at the signature",
     "a forged signature"},
    {Flaw::accepts_empty_signature,
     "accepts_empty_signature",
     "believes a request without a signature",
     "a missing or empty signature"},
    {Flaw::signs_reserialised_json,
     "signs_reserialised_json",
     "verifies the signature of the JSON as it would print it",
     "other spelling: spaces, escapes"},
    // The client side.
    {Flaw::client_ignores_429,
     "client_ignores_429",
     "calls again at once when it is told to wait",
     "a rate limit"},
    {Flaw::client_retries_blindly,
     "client_retries_blindly",
     "books again after a lost answer, without looking whether it had booked",
     "an answer that is lost after the booking was made"},
    {Flaw::client_no_timeout,
     "client_no_timeout",
     "waits for an answer for ever",
     "an answer that does not come"},
    {Flaw::client_trusts_stale,
     "client_trusts_stale",
     "/reconcile stores whatever the API says, also what is older than what it has",
     "a stale read"},
}};

}  // namespace

std::span<const FlawDescriptor> flaws() {
  return all;
}

std::optional<Flaw> flaw_named(std::string_view name) {
  const auto* const found = std::find_if(all.begin(), all.end(), [&](const FlawDescriptor& one) {
    return one.name == name;
  });
  return found == all.end() ? std::nullopt : std::optional(found->flaw);
}

}  // namespace rkmock::receivers
