#include "receivers/client.hpp"

#include <algorithm>
#include <utility>

#include "core/ascii.hpp"
#include "core/url.hpp"

namespace rkmock::receivers {

namespace {

using nlohmann::ordered_json;

constexpr int most_tries = 6;
constexpr int most_pages = 1000;
constexpr std::size_t most_keys = 1000;
constexpr std::size_t length_of_date = 10;

Answer error(int status, const std::string& what) {
  return {status, ordered_json({{"error", what}}).dump()};
}

std::string text_at(const ordered_json& object, const char* name) {
  const auto found = object.is_object() ? object.find(name) : object.end();
  return found != object.end() && found->is_string() ? found->get<std::string>() : std::string();
}

/// The id as JSON text; empty when it has none.
std::string id_of(const ordered_json& object) {
  const auto id = object.is_object() ? object.find("id") : object.end();
  return id != object.end() && (id->is_number_integer() || id->is_string()) ? id->dump()
                                                                            : std::string();
}

/// The wish as ReserveKit takes it; null when it is none.
ordered_json read_wish(const std::string& body) {
  const ordered_json given = ordered_json::parse(body, nullptr, false);
  if (!given.is_object() || text_at(given, "date").empty() || !given.contains("time_slot_id")) {
    return nullptr;
  }
  ordered_json wish = ordered_json::object();
  for (const char* name :
       {"date", "time_slot_id", "customer_name", "customer_email", "customer_phone", "message"}) {
    if (given.contains(name)) {
      wish[name] = given.at(name);
    }
  }
  return wish;
}

/// Whether the booking is what was wished for, by the same customer.
bool fits(const ordered_json& booking, const ordered_json& wish) {
  if (!booking.is_object() || text_at(booking, "status") == "cancelled" ||
      text_at(booking, "date").substr(0, length_of_date) !=
          text_at(wish, "date").substr(0, length_of_date) ||
      booking.value("time_slot_id", ordered_json()) != wish.at("time_slot_id")) {
    return false;
  }
  const ordered_json customer = booking.value("customer", ordered_json());
  const std::string email = text_at(wish, "customer_email");
  return email.empty() ? text_at(customer, "name") == text_at(wish, "customer_name")
                       : same_word(text_at(customer, "email"), email);
}

Answer booked(const std::string& id) {
  return {201, R"({"id":)" + id + "}"};
}

}  // namespace

Client::Client(const ReceiverOptions& options, Ledger& ledger)
    : options_(options), ledger_(ledger), api_(options.flaws) {}

std::optional<Access> Client::access_of(const Posted& posted) const {
  Access access{posted.header("X-ReserveKit-Url"), posted.header("X-ReserveKit-Key")};
  access.url = access.url.empty() ? options_.api_url : access.url;
  access.key = access.key.empty() ? options_.api_key : access.key;
  const auto url = parse_url(access.url);
  if (!url || access.key.empty()) {
    return std::nullopt;
  }
  access.url = url->origin();
  return access;
}

bool Client::read_pages(
    const Access& access,
    const std::string& target,
    const char* name,
    std::vector<ordered_json>& items
) {
  int pages = 1;
  for (int page = 1; page <= std::min(pages, most_pages); ++page) {
    const Told told = api_.get(access, target + "page_size=100&page=" + std::to_string(page));
    const auto list = told.data.is_object() ? told.data.find(name) : told.data.end();
    if (!told.succeeded() || list == told.data.end() || !list->is_array()) {
      return false;
    }
    items.insert(items.end(), list->begin(), list->end());
    pages = told.pages;
  }
  return true;
}

std::optional<std::vector<ordered_json>> Client::all_bookings(const Access& access) {
  std::vector<ordered_json> services;
  std::vector<ordered_json> bookings;
  if (!read_pages(access, "/v1/services?", "services", services)) {
    return std::nullopt;
  }
  for (const ordered_json& service : services) {
    const std::string target = "/v1/bookings?service_id=" + id_of(service) + "&";
    if (!read_pages(access, target, "bookings", bookings)) {
      return std::nullopt;
    }
  }
  return bookings;
}

Answer Client::reconcile(const Posted& posted) {
  if (options_.flaws.has(Flaw::never_polls)) {
    return {200, R"({"bookings":0})"};
  }
  const auto access = access_of(posted);
  if (!access) {
    return error(400, "no X-ReserveKit-Url and X-ReserveKit-Key, and no --api and --api-key");
  }
  const auto bookings = all_bookings(*access);
  if (!bookings) {
    return error(502, "the API cannot be read");
  }
  std::set<std::string> listed;
  for (const ordered_json& booking : *bookings) {
    listed.insert(id_of(booking));
    take(booking);
  }
  if (!take_deleted(*access, listed)) {
    return error(502, "the API cannot be read");
  }
  return {200, ordered_json({{"bookings", bookings->size()}}).dump()};
}

void Client::take(const ordered_json& booking) {
  const bool is_new = text_at(booking, "created_at") == text_at(booking, "updated_at");
  const auto news = read_news(is_new ? Change::create : Change::update, booking);
  if (!news) {
    return;
  }
  const auto accepted = ledger_.accept({*news});
  if (accepted == Ledger::Accepted::known && options_.flaws.has(Flaw::client_trusts_stale)) {
    ledger_.overwrite(*news);
  }
}

bool Client::take_deleted(const Access& access, const std::set<std::string>& listed) {
  std::set<std::string> gone;
  {
    const std::lock_guard lock(mutex_);
    if (listed_.size() >= most_keys) {
      listed_.clear();
    }
    std::set<std::string>& earlier = listed_[access.key];
    gone = earlier;
    earlier = listed;
  }
  if (access.key == options_.api_key) {
    const auto living = ledger_.living();  // all of this key: there is no other
    gone.insert(living.begin(), living.end());
  }
  for (const std::string& id : gone) {
    const auto state = listed.count(id) == 0 ? ledger_.state(id) : std::nullopt;
    const ordered_json booking = ordered_json::parse(state.value_or(""), nullptr, false);
    if (!booking.is_object() || booking.contains("deleted")) {
      continue;
    }
    const Told told = api_.get(access, "/v1/bookings/" + id);
    if (told.status == 404) {
      const auto news = read_news(Change::remove, booking);
      static_cast<void>(news ? ledger_.accept({*news}) : Ledger::Accepted::known);
    } else if (!told.succeeded()) {
      return false;
    }
  }
  return true;
}

std::string Client::find_booking(const Access& access, const ordered_json& wish) {
  const auto bookings = all_bookings(access);
  if (!bookings) {
    return {};
  }
  const auto found = std::find_if(bookings->begin(), bookings->end(), [&](const auto& booking) {
    return fits(booking, wish);
  });
  return found == bookings->end() ? std::string() : id_of(*found);
}

std::optional<Answer> Client::try_to_book(
    const Access& access, const ordered_json& wish, bool& maybe_made
) {
  // An answer was lost: perhaps it is booked already.
  if (maybe_made && !options_.flaws.has(Flaw::client_retries_blindly)) {
    const std::string id = find_booking(access, wish);
    if (!id.empty()) {
      return booked(id);
    }
  }
  const Told told = api_.call(access, "POST", "/v1/bookings", wish.dump());
  const std::string id = id_of(told.data);
  if (told.succeeded() && !id.empty()) {
    return booked(id);
  }
  if (told.status == 429) {
    return std::nullopt;
  }
  if (told.is_lost() || told.succeeded()) {
    maybe_made = true;
    return std::nullopt;
  }
  if (told.status == 401 || told.status == 403) {
    return error(502, "the API does not know the key");
  }
  const bool refused = told.code == "duplicate_booking" || told.code == "time_slot_full";
  if (refused && maybe_made && !options_.flaws.has(Flaw::client_retries_blindly)) {
    return std::nullopt;  // it may be ours that is in the way, and the list was old
  }
  return error(refused ? 409 : 400, told.code);
}

Answer Client::book(const Posted& posted) {
  const ordered_json wish = read_wish(posted.body);
  if (wish.is_null()) {
    return error(400, "expected JSON with `date` and `time_slot_id`");
  }
  const auto access = access_of(posted);
  if (!access) {
    return error(400, "no X-ReserveKit-Url and X-ReserveKit-Key, and no --api and --api-key");
  }
  bool maybe_made = false;
  for (int tries = 0; tries < most_tries; ++tries) {
    if (const auto answer = try_to_book(*access, wish, maybe_made)) {
      return *answer;
    }
  }
  return error(502, "the API did not answer; whether it is booked is not known");
}

}  // namespace rkmock::receivers
