// The `sender`: a profile's name, or a map that changes single fields of one.
#include <algorithm>
#include <span>

#include "scenarios/decode_parts.hpp"

namespace rkmock::scenarios {

namespace {

using std::chrono::hours;
using std::chrono::milliseconds;
using std::chrono::minutes;

constexpr std::size_t most_retries = 100;
constexpr int most_connections = 1000;
constexpr Nanos longest_wait = hours(24 * 30);
constexpr int most_failures = 1'000'000;
constexpr Nanos longest_failing = hours(24 * 365);

void decode_profile(Reader& reader, const Catalog& catalog, const Cursor& at, Sender& sender) {
  sender.profile =
      reader.word(at, "sender profile", catalog.sender_profiles).value_or(sender.profile);
}

/// An empty list is a sender that never tries again.
void decode_retry_waits(Reader& reader, const Cursor& at, Sender& sender) {
  const bool is_list = at.node->kind == Node::Kind::list;
  if (!is_list || at.node->items.size() > most_retries) {
    reader.refuse(
        at,
        {.message = is_list ? "there are too many retries" : "`retry_waits` is not a list",
         .found = is_list ? std::to_string(at.node->items.size()) : at.node->describe(),
         .expected = "up to " + std::to_string(most_retries) +
                     " durations, the waits before attempt 2, 3, ...: [5s, 5m], or [] for none",
         .hint = ""}
    );
    return;
  }
  std::vector<Nanos> waits;
  for (std::size_t i = 0; i < at.node->items.size(); ++i) {
    waits.push_back(reader.duration(at.item(i), Nanos{}, longest_wait).value_or(Nanos{}));
  }
  sender.retry_waits = std::move(waits);
}

std::optional<int> decode_count(
    Reader& reader, const Cursor& at, const char* key, int least, int most
) {
  const auto value = at.member(key);
  const auto count = value ? reader.integer(*value, least, most) : std::nullopt;
  return count ? std::optional(static_cast<int>(*count)) : std::nullopt;
}

/// One of the words as the enumerator in their order.
template <class Enumerator>
std::optional<Enumerator> decode_word(
    Reader& reader, const Cursor& at, const char* key, std::span<const std::string_view> words
) {
  const auto value = at.member(key);
  const auto word =
      value ? reader.word(*value, std::string("choice of ") + key, {words.begin(), words.end()})
            : std::nullopt;
  if (!word) {
    return std::nullopt;
  }
  return static_cast<Enumerator>(std::find(words.begin(), words.end(), *word) - words.begin());
}

std::optional<bool> decode_switch(Reader& reader, const Cursor& at, const char* key) {
  const auto value = at.member(key);
  return value ? reader.boolean(*value) : std::nullopt;
}

/// What the sender does when a delivery fails.
void decode_reactions(Reader& reader, const Cursor& at, Sender& sender) {
  sender.redirects = decode_word<Redirects>(reader, at, "redirects", redirects_words);
  sender.retry_after = decode_word<RetryAfter>(reader, at, "retry_after", retry_after_words);
  sender.instant_resend = decode_switch(reader, at, "instant_resend");
  sender.gone_disables = decode_switch(reader, at, "gone_disables");
  sender.disable_after_failures =
      decode_count(reader, at, "disable_after_failures", 0, most_failures);
  if (const auto span = at.member("disable_after")) {
    sender.disable_after = reader.duration(*span, Nanos{}, longest_failing);
  }
  sender.ordered = decode_switch(reader, at, "ordered");
}

}  // namespace

void decode_sender(Reader& reader, const Catalog& catalog, Scenario& scenario) {
  const auto at = reader.root().member("sender");
  if (!at) {
    return;
  }
  Sender& sender = scenario.sender;
  if (at->node->kind == Node::Kind::scalar) {
    decode_profile(reader, catalog, *at, sender);
    return;
  }
  if (!reader.map_of(*at, keys::sender)) {
    return;
  }
  if (const auto profile = at->member("profile")) {
    decode_profile(reader, catalog, *profile, sender);
  }
  if (const auto timeout = at->member("timeout")) {
    sender.timeout = reader.duration(*timeout, milliseconds(1), minutes(10));
  }
  if (const auto waits = at->member("retry_waits")) {
    decode_retry_waits(reader, *waits, sender);
  }
  sender.max_connections = decode_count(reader, *at, "max_connections", 1, most_connections);
  decode_reactions(reader, *at, sender);
}

SenderProfile sender_of(const Scenario& scenario, SenderProfile profile) {
  const Sender& sender = scenario.sender;
  profile.timeout = sender.timeout.value_or(profile.timeout);
  profile.retry_waits = sender.retry_waits.value_or(profile.retry_waits);
  profile.max_connections = sender.max_connections.value_or(profile.max_connections);
  profile.redirects = sender.redirects.value_or(profile.redirects);
  profile.retry_after = sender.retry_after.value_or(profile.retry_after);
  profile.instant_resend = sender.instant_resend.value_or(profile.instant_resend);
  profile.gone_disables = sender.gone_disables.value_or(profile.gone_disables);
  profile.disable_after_failures =
      sender.disable_after_failures.value_or(profile.disable_after_failures);
  profile.disable_after = sender.disable_after.value_or(profile.disable_after);
  profile.ordered = sender.ordered.value_or(profile.ordered);
  profile.tls_ca_file = scenario.receiver.tls_ca;
  profile.tls_verify = scenario.receiver.tls_verify;
  const SigningChoice& choice = scenario.receiver.signing;
  Signing& signing = profile.signing;
  if (choice.scheme && *choice.scheme != signing.scheme) {
    signing.scheme = *choice.scheme;
    signing.header.clear();
  }
  signing.header = choice.header.value_or(signing.header);
  signing.secret = choice.secret.value_or(signing.secret);
  signing.old_secrets = choice.old_secrets.value_or(signing.old_secrets);
  return profile;
}

}  // namespace rkmock::scenarios
