#include "receivers/downstream.hpp"

#include <httplib.h>
#include <nlohmann/json.hpp>

#include "rkmock/error.hpp"

#include "core/hash.hpp"
#include "core/url.hpp"

namespace rkmock::receivers {

namespace {

constexpr int connect_seconds = 2;
constexpr int answer_seconds = 5;
constexpr int too_many_requests = 429;

Downstream::Outcome read(const httplib::Result& answer) {
  if (!answer) {
    return Downstream::Outcome::failed;
  }
  const int status = answer->status;
  if (status >= 200 && status < 300) {
    return Downstream::Outcome::done;
  }
  return status >= 500 || status == too_many_requests ? Downstream::Outcome::failed
                                                      : Downstream::Outcome::refused;
}

}  // namespace

std::string Effect::key() const {
  return event_type + " " + booking_id + " " + updated_at;
}

Downstream::Downstream(const std::string& url) {
  if (url.empty()) {
    return;
  }
  const auto parsed = parse_url(url);
  if (!parsed) {
    throw EnvironmentError(
        "the downstream `" + url +
        "` is not a URL; give one like http://127.0.0.1:8080/sink/effects, or an empty one for none"
    );
  }
  origin_ = parsed->origin();
  target_ = parsed->target;
}

Downstream::Outcome Downstream::report(const Effect& effect) {
  if (origin_.empty()) {
    return Outcome::done;
  }
  const nlohmann::ordered_json body = {
      {"booking_id", nlohmann::ordered_json::parse(effect.booking_id)},
      {"event_type", effect.event_type},
      {"updated_at", effect.updated_at}};
  // A connection of its own: one from a pool may turn out dead when the request is half sent.
  httplib::Client client(origin_);
  client.set_connection_timeout(connect_seconds);
  client.set_read_timeout(answer_seconds);
  client.set_write_timeout(answer_seconds);
  {
    const std::lock_guard lock(mutex_);
    if (stopped_) {
      return Outcome::failed;
    }
    under_way_.insert(&client);
  }
  const httplib::Result answer = client.Post(
      target_, {{"Idempotency-Key", sha256_hex(effect.key())}}, body.dump(), "application/json"
  );
  const std::lock_guard lock(mutex_);
  under_way_.erase(&client);
  return read(answer);
}

void Downstream::stop() noexcept {
  const std::lock_guard lock(mutex_);
  stopped_ = true;
  for (httplib::Client* client : under_way_) {
    client->stop();
  }
}

}  // namespace rkmock::receivers
