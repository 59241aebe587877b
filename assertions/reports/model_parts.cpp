#include "assertions/reports/model_parts.hpp"

#include <algorithm>

#include "assertions/reports/journal_model.hpp"
#include "core/json_text.hpp"

namespace rkmock::reports {
namespace {

using Parts = std::vector<std::pair<std::string_view, std::string>>;

/// The body as it is kept, and what is missing of it.
std::string bounded(std::string_view body) {
  if (body.size() <= most_body_bytes) {
    return std::string(body);
  }
  return std::string(body.substr(0, most_body_bytes)) + "\n… " +
         std::to_string(body.size() - most_body_bytes) + " more bytes are in the journal";
}

class PartsOf {
 public:
  template <class Body>
  Parts operator()(const Body&) const {
    return {};
  }

  Parts operator()(const event::BookingChanged& change) const {
    return {{"booking", change.state}};
  }

  Parts operator()(const event::SinkHit& hit) const {
    return {{"request", hit.method + " " + hit.path}, {"body", hit.body}};
  }

  Parts operator()(const event::StateProbed& probe) const {
    return {
        {"answer", probe.status == 0 ? "" : std::to_string(probe.status)},
        {"error", probe.error},
        {"body", probe.body}};
  }

  Parts operator()(const event::ApiRequest& request) const {
    Parts parts = {
        {"request", request.method + " " + request.target},
        {"request body", request.request_body},
        {"answer", request.status == 0 ? "none" : std::to_string(request.status)},
        {"Retry-After", request.retry_after},
        {"answer body", request.response_body}};
    if (request.fault) {
      parts.emplace_back("fault", request.fault->id);
      parts.emplace_back("handled by the API", request.fault->processed ? "yes" : "no");
    }
    return parts;
  }

  Parts operator()(const event::StepChecked& step) const {
    return {{"step", step.what}, {"expected", step.expected}, {"found", step.found}};
  }

  Parts operator()(const event::HarnessError& error) const { return {{"error", error.what}}; }
};

class Which {
 public:
  template <class Body>
  std::string operator()(const Body&) const {
    return "";
  }

  std::string operator()(const event::BookingChanged& change) const { return change.change; }

  std::string operator()(const event::StepChecked& step) const {
    return step.held ? "held" : "broken";
  }

  std::string operator()(const event::EventsReleased& released) const { return released.how; }

  std::string operator()(const event::SinkHit& hit) const {
    return hit.effect.empty() ? hit.path : hit.effect;
  }

  std::string operator()(const event::StateProbed& probe) const {
    return probe.final_probe ? "final" : "";
  }

  std::string operator()(const event::Settled& settled) const {
    return std::to_string(microseconds(settled.took));
  }

  std::string operator()(const event::ApiRequest& request) const {
    return request.step > 0 ? "scenario" : "receiver";
  }
};

using Numbers = std::vector<std::optional<std::int64_t>>;

/// The step from each number to the next, when it is always the same.
std::optional<std::int64_t> even_step(const Numbers& numbers) {
  std::int64_t step = 0;
  for (std::size_t i = 0; i < numbers.size(); ++i) {
    std::int64_t next = 0;
    if (!numbers[i] || (i > 0 && __builtin_sub_overflow(*numbers[i], *numbers[i - 1], &next)) ||
        (i > 1 && next != step)) {
      return std::nullopt;
    }
    step = next;
  }
  return step;
}

}  // namespace

std::int64_t microseconds(Nanos span) {
  return std::chrono::duration_cast<std::chrono::microseconds>(span).count();
}

std::string which(const EventBody& body) {
  return std::visit(Which(), body);
}

std::string words_of(const Event& event, const Context& context) {
  const std::string told = describe(event, context);
  const std::size_t gap = told.find("  ");
  const std::size_t from = told.find_first_not_of(' ', gap);
  return gap == std::string::npos || from == std::string::npos ? told : told.substr(from);
}

std::string to_json(const Numbers& numbers) {
  constexpr std::size_t few = 4;
  std::string out;
  const auto empty = [](const auto& number) { return !number; };
  const bool all_empty = std::all_of(numbers.begin(), numbers.end(), empty);
  const auto step = even_step(numbers);
  if (numbers.size() > few && (all_empty || step)) {
    JsonObject object(out);
    object.number("n", numbers.size());
    if (step) {
      object.number("from", *numbers[0]).number("by", *step);
    }
    object.close();
    return out;
  }
  for (const auto& number : numbers) {
    out += out.empty() ? "[" : ",";
    out += number ? std::to_string(*number) : "null";
  }
  return out.empty() ? "[]" : out + "]";
}

std::size_t Texts::place(std::string_view text) {
  const auto [found, is_new] = places_.try_emplace(std::string(text), in_order_.size());
  if (is_new) {
    in_order_.push_back(&found->first);
  }
  return found->second;
}

std::string Texts::json() const {
  std::string out = "[";
  for (const std::string* text : in_order_) {
    out += out.size() == 1 ? "" : ",";
    append_json_text(out, *text);
  }
  return out + "]";
}

std::optional<std::int64_t> Details::of_attempt(
    const event::AttemptStarted& started, const event::AttemptFinished* finished
) {
  Parts parts = {
      {"url", started.url}, {"size", std::to_string(started.body_bytes)}, {"body", started.body}};
  if (finished != nullptr) {
    parts.emplace_back("answer", finished->answer_body);
  }
  return keep(parts, &started.headers);
}

std::optional<std::int64_t> Details::of_line(const EventBody& body) {
  const Parts parts = std::visit(PartsOf(), body);
  return parts.empty() ? std::nullopt : keep(parts, nullptr);
}

std::optional<std::int64_t> Details::payload(const std::string& body) {
  const std::string kept = bounded(body);
  if (!texts_.has(kept)) {
    if (kept.size() > room_) {
      ++left_out_;
      return std::nullopt;
    }
    room_ -= kept.size();
  }
  return static_cast<std::int64_t>(texts_.place(kept));
}

// `[[label, text, …], [header, value, …]]`, all by their places.
std::optional<std::int64_t> Details::keep(const Parts& parts, const Headers* headers) {
  std::vector<std::string> kept;
  for (const auto& [label, text] : parts) {
    if (!text.empty()) {
      kept.emplace_back(label);
      kept.push_back(bounded(text));
    }
  }
  const std::size_t first_header = kept.size();
  if (headers != nullptr) {
    for (const auto& [name, value] : *headers) {
      kept.push_back(bounded(name));
      kept.push_back(bounded(value));
    }
  }
  constexpr std::size_t for_a_place = 6;
  std::size_t cost = for_a_place * kept.size();
  for (const std::string& text : kept) {
    cost += texts_.has(text) ? 0 : text.size();
  }
  if (cost > room_) {
    ++left_out_;
    return std::nullopt;
  }
  room_ -= cost;
  list_ += list_.empty() ? "[[" : ",[[";
  for (std::size_t i = 0; i < kept.size(); ++i) {
    list_ += i == first_header ? "],[" : (i == 0 ? "" : ",");
    append_json_number(list_, texts_.place(kept[i]));
  }
  list_ += first_header == kept.size() ? "],[]]" : "]]";
  return count_++;
}

}  // namespace rkmock::reports
