#include "scenarios/keys.hpp"

#include <algorithm>

namespace rkmock::scenarios {

namespace {

using std::string_view;

constexpr std::array<string_view, 14> scenario_keys = {
    "scenario",
    "description",
    "version",
    "tags",
    "exclusive",
    "needs",
    "include",
    "defaults",
    "seed",
    "sender",
    "receiver",
    "given",
    "steps",
    "expect"};
constexpr std::array<string_view, 3> defaults_keys = {"with", "deliver", "timeout"};
constexpr std::array<string_view, 11> sender_keys = {
    "profile",
    "timeout",
    "retry_waits",
    "max_connections",
    "redirects",
    "retry_after",
    "instant_resend",
    "gone_disables",
    "disable_after_failures",
    "disable_after",
    "ordered"};
constexpr std::array<string_view, 11> receiver_keys = {
    "url",
    "signing",
    "tls",
    "events",
    "service",
    "state",
    "effects",
    "restart",
    "quiet",
    "settle",
    "drain"};
constexpr std::array<string_view, 4> restart_keys = {"run", "post", "ready", "timeout"};
constexpr std::array<string_view, 4> signing_keys = {"scheme", "header", "secret", "old_secrets"};
constexpr std::array<string_view, 2> tls_keys = {"ca", "verify"};
constexpr std::array<string_view, 1> state_keys = {"get"};
constexpr std::array<string_view, 10> effect_keys = {
    "path",
    "booking",
    "event_type",
    "updated_at",
    "marker",
    "on",
    "required",
    "once_per",
    "forbidden",
    "delay"};
constexpr std::array<string_view, 9> given_keys = {
    "api",
    "api_key",
    "api_faults",
    "webhook_faults",
    "clock",
    "large_ids",
    "services",
    "bookings",
    "accounts"};
constexpr std::array<string_view, 3> account_keys = {"api_key", "services", "bookings"};
constexpr std::array<string_view, 6> api_keys = {
    "dialect", "rate_limit", "week_start", "check_weekday", "changes_per_second", "cascade_events"};
constexpr std::array<string_view, 3> rate_limit_keys = {"per_second", "burst", "monthly"};
constexpr std::array<string_view, 5> service_keys = {
    "id", "name", "description", "timezone", "time_slots"};
constexpr std::array<string_view, 5> time_slot_keys = {
    "id", "day_of_week", "start_time", "end_time", "max_bookings"};
constexpr std::array<string_view, 22> verb_keys = {
    "create",     "update", "cancel",  "delete",  "call",     "send",   "trigger",   "wait",
    "wait_until", "hold",   "release", "discard", "disable",  "enable", "redeliver", "restart",
    "run",        "arm",    "disarm",  "expect",  "parallel", "repeat"};
/// What a step may say beside its verb.
constexpr std::array<string_view, 15> companion_keys = {
    "with",
    "deliver",
    "headers",
    "body",
    "answer",
    "save",
    "as",
    "account",
    "signed",
    "timeout",
    "exit",
    "index",
    "steps",
    "backlog",
    "bytes"};

template <std::size_t A, std::size_t B>
constexpr std::array<string_view, A + B> joined(
    const std::array<string_view, A>& some, const std::array<string_view, B>& more
) {
  std::array<string_view, A + B> all{};
  std::copy(more.begin(), more.end(), std::copy(some.begin(), some.end(), all.begin()));
  return all;
}

constexpr auto step_keys = joined(verb_keys, companion_keys);
constexpr std::array<string_view, 6> with_create_keys = {
    "date", "time_slot_id", "message", "customer_name", "customer_email", "customer_phone"};
constexpr std::array<string_view, 8> given_booking_keys = {
    "date",
    "time_slot_id",
    "status",
    "message",
    "cancel_reason",
    "customer_name",
    "customer_email",
    "customer_phone"};
constexpr std::array<string_view, 3> answer_keys = {"status", "headers", "body"};
constexpr std::array<string_view, 5> wait_until_keys = {
    "state", "acknowledged", "attempts", "effect", "api_call"};
constexpr std::array<string_view, 3> until_state_keys = {"booking", "at", "equals"};
constexpr std::array<string_view, 2> until_attempts_keys = {"event", "at_least"};
constexpr std::array<string_view, 3> until_effect_keys = {"name", "booking", "at_least"};
constexpr std::array<string_view, 3> until_api_call_keys = {"method", "path", "at_least"};
constexpr std::array<string_view, 4> with_update_keys = {
    "date", "status", "message", "cancel_reason"};
constexpr std::array<string_view, 1> with_cancel_keys = {"cancel_reason"};
constexpr std::array<string_view, 3> release_keys = {"order", "burst", "merged"};

}  // namespace

namespace keys {

const KeyGroup scenario = {"a scenario", scenario_keys};
const KeyGroup sender = {"`sender`", sender_keys};
const KeyGroup receiver = {"`receiver`", receiver_keys};
const KeyGroup signing = {"`receiver.signing`", signing_keys};
const KeyGroup tls = {"`receiver.tls`", tls_keys};
const KeyGroup state = {"`receiver.state`", state_keys};
const KeyGroup effect = {"an effect", effect_keys};
const KeyGroup given = {"`given`", given_keys};
const KeyGroup api = {"`given.api`", api_keys};
const KeyGroup rate_limit = {"`given.api.rate_limit`", rate_limit_keys};
const KeyGroup service = {"a service", service_keys};
const KeyGroup time_slot = {"a time slot", time_slot_keys};
const KeyGroup step = {"a step", step_keys};
const KeyGroup verbs = {"a step", verb_keys};
const KeyGroup with_create = {"`with` of a create", with_create_keys};
const KeyGroup with_update = {"`with` of an update", with_update_keys};
const KeyGroup with_cancel = {"`with` of a cancel or delete", with_cancel_keys};
const KeyGroup release = {"`release`", release_keys};
const KeyGroup defaults = {"`defaults`", defaults_keys};
const KeyGroup restart = {"`receiver.restart`", restart_keys};
const KeyGroup account = {"an account", account_keys};
const KeyGroup given_booking = {"a given booking", given_booking_keys};
const KeyGroup answer = {"`answer`", answer_keys};
const KeyGroup wait_until = {"`wait_until`", wait_until_keys};
const KeyGroup until_state = {"`wait_until.state`", until_state_keys};
const KeyGroup until_attempts = {"`wait_until.attempts`", until_attempts_keys};
const KeyGroup until_effect = {"`wait_until.effect`", until_effect_keys};
const KeyGroup until_api_call = {"`wait_until.api_call`", until_api_call_keys};

}  // namespace keys

std::span<const KeyGroup* const> key_groups() {
  static constexpr std::array<const KeyGroup*, 28> groups = {
      &keys::scenario,    &keys::sender,         &keys::receiver,     &keys::signing,
      &keys::tls,         &keys::state,          &keys::effect,       &keys::given,
      &keys::api,         &keys::rate_limit,     &keys::service,      &keys::time_slot,
      &keys::step,        &keys::verbs,          &keys::with_create,  &keys::with_update,
      &keys::with_cancel, &keys::release,        &keys::defaults,     &keys::restart,
      &keys::account,     &keys::given_booking,  &keys::answer,       &keys::wait_until,
      &keys::until_state, &keys::until_attempts, &keys::until_effect, &keys::until_api_call};
  return groups;
}

}  // namespace rkmock::scenarios
