#include "receivers/ledger.hpp"

#include <algorithm>

namespace rkmock::receivers {

namespace {

using nlohmann::ordered_json;

constexpr std::size_t most_bookings = 200'000;
constexpr std::size_t most_owed = 50'000;
constexpr std::chrono::milliseconds check_then_act_gap{100};

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

Ledger::Ledger(const std::filesystem::path& state_file, Flaws flaws)
    : flaws_(flaws), memory_(flaws) {
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
  if (news && memory_.is_news(version_of(news->booking_id), *news, "")) {
    apply(*news, "");
  }
  return news.has_value();
}

std::optional<Version> Ledger::version_of(const std::string& booking_id) const {
  const auto known = bookings_.find(booking_id);
  return known == bookings_.end() ? std::nullopt : std::optional(known->second.version);
}

std::vector<std::string> Ledger::living() const {
  const std::lock_guard lock(mutex_);
  std::vector<std::string> ids;
  for (const auto& [id, known] : bookings_) {
    if (known.version.change != Change::remove) {
      ids.push_back(id);
    }
  }
  return ids;
}

void Ledger::apply(const News& news, const std::string& delivery) {
  memory_.remember(news, delivery);
  if (flaws_.has(Flaw::resurrects) && news.version.change == Change::remove) {
    bookings_.erase(news.booking_id);
  } else {
    bookings_.insert_or_assign(news.booking_id, Known{news.version, shown(news)});
  }
  owed_.push_back(effect_of(news));
}

void Ledger::overwrite(const News& news) {
  const std::lock_guard lock(mutex_);
  bookings_.insert_or_assign(news.booking_id, Known{news.version, shown(news)});
}

Ledger::Taken Ledger::choose(const std::vector<News>& news, const std::string& delivery) const {
  Taken taken;
  std::unordered_map<std::string_view, Version> after;  // a payload may name a booking twice
  for (const News& one : news) {
    const auto earlier = after.find(one.booking_id);
    const auto version = earlier != after.end() && !flaws_.has(Flaw::duplicate_in_payload)
                             ? std::optional(earlier->second)
                             : version_of(one.booking_id);
    if (memory_.is_news(version, one, delivery)) {
      taken.unknown += version ? 0 : 1;
      after.insert_or_assign(one.booking_id, one.version);
      taken.news.push_back(&one);
      taken.lines += applied_line(one);
    }
  }
  return taken;
}

Ledger::Accepted Ledger::accept(const std::vector<News>& news, const std::string& delivery) {
  std::unique_lock lock(mutex_);
  const Taken taken = choose(news, delivery);
  if (taken.news.empty()) {
    return Accepted::known;
  }
  if (flaws_.has(Flaw::check_then_act)) {
    changed_.wait_for(lock, check_then_act_gap, [&] { return stopped_; });
    // What is newer by now stays; a copy that was taken meanwhile is not noticed.
    if (std::any_of(taken.news.begin(), taken.news.end(), [&](const News* one) {
          const auto version = version_of(one->booking_id);
          return version && !(*version == one->version) &&
                 !memory_.is_news(version, *one, delivery);
        })) {
      return Accepted::known;
    }
  }
  if (memory_.mark(*taken.news.front())) {
    return Accepted::failed;
  }
  if (bookings_.size() + taken.unknown > most_bookings ||
      owed_.size() + taken.news.size() > most_owed) {
    return Accepted::full;
  }
  if (file_ && !(file_->append(taken.lines) && file_->sync())) {
    return Accepted::not_durable;
  }
  for (const News* one : taken.news) {
    apply(*one, delivery);
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
