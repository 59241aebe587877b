#pragma once
// The flaws that the reference receiver can be given, each a single thing wrong that receivers in
// the wild have wrong too. Without any it is right.
//
// Values; any thread. A flaw is decided in one place each, where its enumerator is asked for.
#include <bitset>
#include <optional>
#include <span>
#include <string_view>

namespace rkmock::receivers {

enum class Flaw {
  no_dedupe,
  check_then_act,
  forgetful_dedupe,
  dedupe_by_delivery,
  dedupe_without_version,
  refuses_duplicates,
  memory_only,
  mark_before_work,
  ack_before_safe,
  last_write_wins,
  resurrects,
  drops_unknown_booking,
  trusts_event_type,
  blocks_others,
  never_polls,
  slow_ack,
  acts_on_partial_body,
  no_chunked,
  no_gzip,
  strict_content_type,
  chokes_on_bom,
  redirects,
  rejects_unknown_type,
  rejects_extra_fields,
  crashes_on_missing_field,
  first_booking_only,
  stops_at_bad_booking,
  duplicate_in_payload,
  float_ids,
  no_signature_check,
  accepts_empty_signature,
  signs_reserialised_json,
  client_ignores_429,
  client_retries_blindly,
  client_no_timeout,
  client_trusts_stale,
  count  ///< how many there are; none itself
};

class Flaws {
 public:
  [[nodiscard]] bool has(Flaw flaw) const { return set_.test(static_cast<std::size_t>(flaw)); }

  void add(Flaw flaw) { set_.set(static_cast<std::size_t>(flaw)); }

  bool operator==(const Flaws&) const = default;

 private:
  std::bitset<static_cast<std::size_t>(Flaw::count)> set_;
};

struct FlawDescriptor {
  Flaw flaw = Flaw::count;
  std::string_view name;     ///< `check_then_act`
  std::string_view summary;  ///< what is wrong
  std::string_view shows;    ///< what a sender must do so that it shows
};

/// All of them, in the order of the enumerators.
[[nodiscard]] std::span<const FlawDescriptor> flaws();

/// Empty when there is none of this name.
[[nodiscard]] std::optional<Flaw> flaw_named(std::string_view name);

}  // namespace rkmock::receivers
