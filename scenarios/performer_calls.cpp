// How a Performer plays call and send, and compares answers with what was expected.
#include <algorithm>
#include <optional>

#include "core/ascii.hpp"
#include "core/http_match.hpp"
#include "core/json_pointer.hpp"
#include "core/references.hpp"
#include "scenarios/performer.hpp"

namespace rkmock::scenarios {

namespace {

using nlohmann::json;

constexpr std::size_t shown_bytes = 200;

std::string excerpt(const std::string& text) {
  return text.size() <= shown_bytes ? text : text.substr(0, shown_bytes) + "...";
}

std::string in_words(const HttpAnswer& answer) {
  if (answer.status == 0) {
    return "no answer: " + answer.error;
  }
  return std::to_string(answer.status) + (answer.body.empty() ? "" : " " + excerpt(answer.body));
}

bool fits(const std::string& wanted, int status) {
  return wanted == "none" ? status == 0 : fits_status(wanted, status);
}

std::string in_words(const std::vector<std::string>& statuses) {
  std::string text;
  for (const std::string& status : statuses) {
    text += (text.empty() ? "" : " or ") + (status == "none" ? "no answer" : status);
  }
  return text;
}

std::optional<std::string> find_header(const Headers& headers, const std::string& name) {
  for (const auto& [key, value] : headers) {
    if (same_word(key, name)) {
      return value;
    }
  }
  return std::nullopt;
}

}  // namespace

std::string Performer::api_key_of(const std::string& account) const {
  const Scenario& scenario = stage_.scenario;
  for (const OtherAccount& other : scenario.accounts) {
    if (other.name == account) {
      return other_account_key(stage_.options, other);
    }
  }
  return scenario.api_key.empty() ? stage_.options.api_key : scenario.api_key;
}

void Performer::check_answer(const ExpectedAnswer& expected, const HttpAnswer& answer) {
  if (expected.empty()) {
    return;
  }
  const auto& statuses = expected.statuses;
  std::string wanted;
  const auto miss = [&](const std::string& what) { wanted += (wanted.empty() ? "" : ", ") + what; };
  const bool fitting = std::any_of(statuses.begin(), statuses.end(), [&](const auto& one) {
    return fits(one, answer.status);
  });
  if (!statuses.empty() && !fitting) {
    miss("status " + in_words(statuses));
  }
  for (const auto& [name, value] : expected.headers) {
    const std::string should = fill(value);
    if (find_header(answer.headers, name) != should) {
      miss("the header " + name + ": " + should);
    }
  }
  const json body = json::parse(answer.body, nullptr, /*allow_exceptions=*/false);
  for (const auto& [pointer, value] : expected.body) {
    const json should = fill_json(value);
    const json* is = value_at(body, pointer);
    if (!(is != nullptr ? *is == should : should.is_null())) {
      miss(
          (pointer.empty() ? "the body" : pointer) + " " + should.dump() +
          (is != nullptr ? ", not " + excerpt(is->dump()) : "")
      );
    }
  }
  check(wanted.empty(), in_words(answer), wanted.empty() ? "" : wanted);
}

HttpRequest Performer::request_of(const step::Call& call) {
  HttpRequest request;
  request.method = call.method;
  request.url = fill(call.target, call.account);
  const bool mock = request.url.starts_with("/");
  Headers headers;
  if (mock) {
    request.url = stage_.control.url() + request.url;
    headers.emplace_back("Authorization", "Bearer " + api_key_of(call.account));
    headers.emplace_back("X-Rkmock-Step", std::to_string(step_->number));
    if (!call.booking.empty()) {
      headers.emplace_back("X-Rkmock-Booking", call.booking);
    }
  }
  if (call.body) {
    request.body = fill_body(*call.body, call.account);
    if (call.body->json) {
      headers.emplace_back("Content-Type", "application/json");
    }
  }
  for (const auto& [name, value] : call.headers) {
    std::erase_if(headers, [&, &key = name](const auto& one) { return same_word(one.first, key); });
    if (value) {
      headers.emplace_back(name, fill(*value, call.account));
    }
  }
  request.headers = std::move(headers);
  return request;
}

void Performer::save(const step::Call& call, const HttpAnswer& answer) {
  const json body = json::parse(answer.body, nullptr, /*allow_exceptions=*/false);
  for (const auto& [name, pointer] : call.save) {
    if (const json* value = value_at(body, pointer)) {
      saved_.set(name, *value);
    } else {
      check(false, in_words(answer), "a value at " + pointer + " to save as `" + name + "`");
    }
  }
}

bool Performer::play(const step::Call& call) {
  stage_.watch.update();
  const HttpRequest request = request_of(call);
  const bool mock = call.target.starts_with("/");
  const std::string refused = !mock && stage_.options.refuse_destination
                                  ? stage_.options.refuse_destination(request.url)
                                  : std::string();
  if (!refused.empty()) {
    return stop_here("was not sent: " + refused);
  }
  const std::size_t raised_before = stage_.watch.raised().size();
  const HttpAnswer answer = stage_.http.send(
      request, std::chrono::duration_cast<std::chrono::milliseconds>(call.timeout)
  );
  stage_.watch.update();
  check_answer(call.answer, answer);
  save(call, answer);
  // What it changed goes out before the next step, as with a change of the model.
  std::vector<std::string> events;
  const std::vector<std::string>& raised = stage_.watch.raised();
  for (std::size_t i = raised_before; mock && i < raised.size(); ++i) {
    if (!stage_.watch.held(raised[i])) {
      events.push_back(raised[i]);
    }
  }
  if (!events.empty()) {
    stage_.wait_for_deliveries(events, Stage::Time::max());
  }
  return worth_going_on();
}

bool Performer::play(const step::Send& send) {
  stage_.watch.update();
  RawWebhook webhook;
  webhook.type = send.type;
  webhook.body = fill_body(send.body);
  webhook.is_signed = send.is_signed;
  for (const auto& [name, value] : send.headers) {
    webhook.headers.emplace_back(name, fill(value));
  }
  const std::string event = stage_.control.send_raw(stage_.options.account, webhook);
  stage_.wait_for_deliveries({event}, Stage::Time::max());
  HttpAnswer answer;
  const auto finished = stage_.watch.last_answer(event);
  if (finished) {
    answer.status = finished->status;
    answer.body = finished->answer_body;
    answer.error = finished->reason;
  }
  check_answer(send.answer, answer);
  return worth_going_on();
}

}  // namespace rkmock::scenarios
