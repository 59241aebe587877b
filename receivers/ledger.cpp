#include "receivers/ledger.hpp"

#include <algorithm>

namespace rkmock::receivers {

namespace {

using nlohmann::ordered_json;

constexpr std::size_t most_bookings = 200'000;
constexpr std::size_t most_owed = 50'000;

bool is_news(const std::optional<Version>& known, const Version& version) {
  if (!known) {
    return true;
  }
  // A deleted booking does not come back, and a delete is the last word whatever its time.
  if (known->change == Change::remove || version.change == Change::remove) {
    return known->change != Change::remove;
  }
  return *known < version;
}

Effect effect_of(const News& news) {
  return {
      news.booking_id,
      std::string(event_type_of(news.version.change)),
      news.booking.at("updated_at").get<std::string>()};
}

std::string applied_line(const News& news) {
  const ordered_json line = {
      {"event_type", event_type_of(news.version.change)}, {"booking", news.booking}};
  return line.dump() + "\n";
}

std::string done_line(const Effect& effect) {
  return ordered_json({{"done", effect.key()}}).dump() + "\n";
}

std::string shown(const News& news) {
  ordered_json booking = news.booking;
  if (news.version.change == Change::remove) {
    booking["status"] = "cancelled";
    booking["deleted"] = true;
  }
  return booking.dump();
}

}  // namespace

Ledger::Ledger(const std::filesystem::path& state_file) {
  if (!state_file.empty()) {
    file_ = std::make_unique<StateFile>(state_file, [this](std::string_view line) {
      return read_line(line);
    });
  }
}

bool Ledger::read_line(std::string_view line) {
  const ordered_json entry = ordered_json::parse(line, nullptr, false);
  if (!entry.is_object()) {
    return false;
  }
  if (const auto done = entry.find("done"); done != entry.end()) {
    // Effects are struck out in about the order in which they came to be owed.
    const auto effect = std::find_if(owed_.begin(), owed_.end(), [&](const Effect& owed) {
      return *done == owed.key();
    });
    if (effect != owed_.end()) {
      owed_.erase(effect);
    }
    return done->is_string();
  }
  const auto event_type = entry.find("event_type");
  const auto booking = entry.find("booking");
  if (event_type == entry.end() || !event_type->is_string() || booking == entry.end()) {
    return false;
  }
  const auto change = change_of(event_type->get_ref<const std::string&>());
  if (!change) {
    return false;
  }
  const auto news = read_news(*change, *booking);
  // A line that could not be synced is written again when the webhook comes again.
  if (news && is_news(version_of(news->booking_id), news->version)) {
    apply(*news);
  }
  return news.has_value();
}

std::optional<Version> Ledger::version_of(const std::string& booking_id) const {
  const auto known = bookings_.find(booking_id);
  return known == bookings_.end() ? std::nullopt : std::optional(known->second.version);
}

void Ledger::apply(const News& news) {
  bookings_.insert_or_assign(news.booking_id, Known{news.version, shown(news)});
  owed_.push_back(effect_of(news));
}

Ledger::Accepted Ledger::accept(const std::vector<News>& news) {
  const std::lock_guard lock(mutex_);
  std::vector<const News*> taken;
  std::unordered_map<std::string_view, Version> after;  // a payload may name a booking twice
  std::string lines;
  std::size_t unknown = 0;
  for (const News& one : news) {
    const auto earlier = after.find(one.booking_id);
    const auto version =
        earlier != after.end() ? std::optional(earlier->second) : version_of(one.booking_id);
    if (is_news(version, one.version)) {
      unknown += version ? 0 : 1;
      after.insert_or_assign(one.booking_id, one.version);
      taken.push_back(&one);
      lines += applied_line(one);
    }
  }
  if (taken.empty()) {
    return Accepted::yes;
  }
  if (bookings_.size() + unknown > most_bookings || owed_.size() + taken.size() > most_owed) {
    return Accepted::full;
  }
  if (file_ && !(file_->append(lines) && file_->sync())) {
    return Accepted::not_durable;
  }
  for (const News* one : taken) {
    apply(*one);
  }
  changed_.notify_all();
  return Accepted::yes;
}

std::optional<std::string> Ledger::state(const std::string& booking_id) const {
  const std::lock_guard lock(mutex_);
  auto found = bookings_.find(booking_id);
  if (found == bookings_.end()) {
    constexpr auto bad_bytes = ordered_json::error_handler_t::replace;
    found = bookings_.find(ordered_json(booking_id).dump(-1, ' ', false, bad_bytes));
  }
  return found == bookings_.end() ? std::nullopt : std::optional(found->second.booking);
}

std::optional<Effect> Ledger::next_effect() {
  std::unique_lock lock(mutex_);
  changed_.wait(lock, [&] { return stopped_ || !owed_.empty(); });
  return stopped_ ? std::nullopt : std::optional(owed_.front());
}

void Ledger::effect_done() {
  const std::lock_guard lock(mutex_);
  // Not synced: only a power cut could lose the line, and then the downstream still has the
  // Idempotency-Key to go by. A line that is not written at all costs no more.
  if (file_) {
    static_cast<void>(file_->append(done_line(owed_.front())));
  }
  owed_.pop_front();
}

void Ledger::effect_given_up() {
  const std::lock_guard lock(mutex_);
  owed_.pop_front();
}

bool Ledger::pause(std::chrono::milliseconds span) {
  std::unique_lock lock(mutex_);
  return !changed_.wait_for(lock, span, [&] { return stopped_; });
}

void Ledger::stop() noexcept {
  const std::lock_guard lock(mutex_);
  stopped_ = true;
  changed_.notify_all();
}

}  // namespace rkmock::receivers
