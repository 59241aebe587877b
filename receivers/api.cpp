#include "receivers/api.hpp"

#include <algorithm>
#include <charconv>
#include <utility>

#include <httplib.h>

namespace rkmock::receivers {

namespace {

using nlohmann::ordered_json;
using std::chrono::milliseconds;
using std::chrono::steady_clock;

constexpr std::chrono::seconds patience{2};
constexpr std::chrono::hours for_ever{1};
constexpr milliseconds first_wait{100};
constexpr int most_doublings = 6;
constexpr int longest_retry_after = 30;  // seconds
constexpr int most_tries = 5;
constexpr std::size_t longest_answer = std::size_t{8} * 1024 * 1024;
constexpr std::size_t most_lanes = 1000;
constexpr int too_many_requests = 429;
constexpr int unavailable = 503;

std::string text_at(const ordered_json& object, const char* name) {
  const auto found = object.is_object() ? object.find(name) : object.end();
  return found != object.end() && found->is_string() ? found->get<std::string>() : std::string();
}

/// Both dialects: `{"error": {"code"}}`, and `{"code"}` beside the message.
std::string code_of(const ordered_json& answer) {
  const auto error = answer.is_object() ? answer.find("error") : answer.end();
  const std::string inner = error == answer.end() ? "" : text_at(*error, "code");
  return inner.empty() ? text_at(answer, "code") : inner;
}

int pages_of(const ordered_json& data) {
  const auto pagination = data.is_object() ? data.find("pagination") : data.end();
  if (pagination == data.end() || !pagination->is_object()) {
    return 1;
  }
  const auto pages = pagination->find("total_pages");
  return pages != pagination->end() && pages->is_number_integer() ? pages->get<int>() : 1;
}

/// A success that cannot be read is as good as none.
Told read(int status, const std::string& body) {
  Told told;
  const ordered_json answer = ordered_json::parse(body, nullptr, false);
  told.status = status;
  told.code = code_of(answer);
  if (told.succeeded()) {
    const auto data = answer.is_object() ? answer.find("data") : answer.end();
    if (data == answer.end()) {
      return {};
    }
    told.data = *data;
    told.pages = pages_of(told.data);
  }
  return told;
}

std::optional<int> whole_seconds(const std::string& text) {
  int seconds = 0;
  const char* const end = text.data() + text.size();
  const auto [stopped, problem] = std::from_chars(text.data(), end, seconds);
  return problem == std::errc() && stopped == end && seconds >= 0 ? std::optional(seconds)
                                                                  : std::nullopt;
}

}  // namespace

struct Api::Exchange {
  Told told;
  std::string retry_after;
};

std::shared_ptr<Api::Lane> Api::lane_of(const Access& access) {
  const std::lock_guard lock(mutex_);
  if (lanes_.size() >= most_lanes) {
    lanes_.clear();
  }
  auto& lane = lanes_[access.url + " " + access.key];
  lane = lane != nullptr ? lane : std::make_shared<Lane>();
  return lane;
}

bool Api::wait_until(Moment moment) {
  std::unique_lock lock(mutex_);
  return !changed_.wait_until(lock, moment, [this] { return stopped_; });
}

Told Api::call(
    const Access& access,
    const std::string& method,
    const std::string& target,
    const std::string& body
) {
  const auto lane = lane_of(access);
  const std::lock_guard turn(lane->busy);
  if (!wait_until(lane->not_before)) {
    return {};
  }
  Exchange exchanged = exchange(access, method, target, body);
  hold_off(*lane, exchanged.told, exchanged.retry_after);
  return std::move(exchanged.told);
}

Told Api::get(const Access& access, const std::string& target) {
  Told told;
  for (int tries = 0; tries < most_tries; ++tries) {
    told = call(access, "GET", target);
    if (!told.is_lost() && told.status != too_many_requests) {
      break;
    }
  }
  return told;
}

Api::Exchange Api::exchange(
    const Access& access,
    const std::string& method,
    const std::string& target,
    const std::string& body
) {
  httplib::Client client(access.url);
  const bool waits = flaws_.has(Flaw::client_no_timeout);
  const std::chrono::seconds longest = waits ? std::chrono::seconds(for_ever) : patience;
  client.set_connection_timeout(patience);
  client.set_read_timeout(longest);
  client.set_write_timeout(longest);
  {
    const std::lock_guard lock(mutex_);
    if (stopped_ || !client.is_valid()) {
      return {};
    }
    under_way_.insert(&client);
  }
  httplib::Request request;
  request.method = method;
  request.path = target;
  request.body = body;
  request.headers = {{"Authorization", "Bearer " + access.key}, {"Accept", "application/json"}};
  if (!body.empty()) {
    request.set_header("Content-Type", "application/json");
  }
  // The timeouts are for each read; an answer that dribbles must end too.
  std::string received;
  request.content_receiver =
      [&received, due = steady_clock::now() + longest](
          const char* bytes, std::size_t count, std::uint64_t /*offset*/, std::uint64_t /*total*/
      ) {
        received.append(bytes, count);
        return received.size() <= longest_answer && steady_clock::now() < due;
      };
  const httplib::Result answer = client.send(request);
  const std::lock_guard lock(mutex_);
  under_way_.erase(&client);
  if (!answer) {
    return {};
  }
  return {read(answer->status, received), answer->get_header_value("Retry-After")};
}

void Api::hold_off(Lane& lane, const Told& told, const std::string& retry_after) const {
  if (!told.is_lost() && told.status != too_many_requests) {
    lane.troubles = 0;
    return;
  }
  const milliseconds wait = first_wait * (1 << std::min(lane.troubles, most_doublings));
  ++lane.troubles;
  const bool asked = told.status == too_many_requests || told.status == unavailable;
  if (asked && flaws_.has(Flaw::client_ignores_429)) {
    return;
  }
  const auto seconds = asked ? whole_seconds(retry_after) : std::nullopt;
  lane.not_before = steady_clock::now() + wait;
  if (seconds) {
    // A little more than asked for: clocks differ, and nothing is gained by being the first.
    lane.not_before += std::chrono::seconds(std::min(*seconds, longest_retry_after));
  }
}

void Api::stop() noexcept {
  const std::lock_guard lock(mutex_);
  stopped_ = true;
  changed_.notify_all();
  for (httplib::Client* client : under_way_) {
    client->stop();
  }
}

}  // namespace rkmock::receivers
