#include "receivers/memory.hpp"

namespace rkmock::receivers {

namespace {

constexpr std::uint64_t others_until_forgotten = 8;
constexpr std::chrono::seconds time_until_forgotten{1};
/// Flawed receivers run for a test's time; this only keeps them from growing without end.
constexpr std::size_t most_seen = 200'000;

std::string without_version(const News& news) {
  return std::string(event_type_of(news.version.change)) + " " + news.booking_id;
}

std::string key_of(const News& news) {
  return without_version(news) + " " + format_rfc3339(news.version.updated_at);
}

/// The rule of a right receiver.
bool is_newer(const std::optional<Version>& known, const Version& version) {
  if (!known) {
    return true;
  }
  // A deleted booking does not come back, and a delete is the last word whatever its time.
  if (known->change == Change::remove || version.change == Change::remove) {
    return known->change != Change::remove;
  }
  return *known < version;
}

}  // namespace

bool Memory::is_news(
    const std::optional<Version>& known, const News& news, const std::string& delivery
) const {
  const std::string key = key_of(news);
  const bool same = known && *known == news.version;
  const bool seen = seen_.count(key) != 0;
  bool fresh = is_newer(known, news.version);
  fresh = fresh || (same && flaws_.has(Flaw::no_dedupe));
  fresh = fresh || (same && flaws_.has(Flaw::forgetful_dedupe) && forgotten(key));
  fresh = fresh || (same && flaws_.has(Flaw::dedupe_by_delivery) &&
                    deliveries_.count(news.booking_id + " " + delivery) == 0);
  if (flaws_.has(Flaw::last_write_wins)) {
    fresh = !seen && !same && (!known || known->change != Change::remove);
  }
  if (flaws_.has(Flaw::dedupe_without_version)) {
    fresh = fresh && without_version_.count(without_version(news)) == 0;
  }
  if (flaws_.has(Flaw::resurrects)) {
    fresh = fresh && !seen;  // the version is gone with the booking
  }
  if (flaws_.has(Flaw::drops_unknown_booking)) {
    fresh = fresh && (known || news.version.change == Change::create);
  }
  if (flaws_.has(Flaw::trusts_event_type)) {
    fresh = fresh && !(known && news.version.change == Change::create);
  }
  return fresh && marked_.count(key) == 0;
}

bool Memory::forgotten(const std::string& key) const {
  const auto seen = seen_.find(key);
  return seen == seen_.end() || ordinal_ - seen->second.ordinal > others_until_forgotten ||
         std::chrono::steady_clock::now() - seen->second.at > time_until_forgotten;
}

void Memory::remember(const News& news, const std::string& delivery) {
  if (flaws_ == Flaws{} || seen_.size() >= most_seen) {
    return;
  }
  seen_.insert_or_assign(key_of(news), Seen{std::chrono::steady_clock::now(), ++ordinal_});
  deliveries_.insert(news.booking_id + " " + delivery);
  without_version_.insert(without_version(news));
}

bool Memory::mark(const News& news) {
  if (!flaws_.has(Flaw::mark_before_work) || !failed_once_.insert(news.booking_id).second) {
    return false;
  }
  marked_.insert(key_of(news));
  return true;
}

}  // namespace rkmock::receivers
