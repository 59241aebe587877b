#include "mockserver/webhooks/conduct.hpp"

#include <algorithm>
#include <variant>

namespace rkmock::webhooks {

namespace {

std::string seen_as(const action::Unreachable& unreachable) {
  if (unreachable.as == "host_not_found") {
    return "host not found";
  }
  return unreachable.as == "tls_failed" ? "TLS failed" : "connection refused";
}

/// Adds what each action means for the exchange.
class Composer {
 public:
  Composer(const WireRequest& request, Conduct& conduct) : request_(request), conduct_(conduct) {}

  void add(const Action& action) {
    words_ = to_text(action);
    std::visit(*this, action);
  }

  /// In the order in which they are reached; nothing comes after a reset.
  void finish() {
    std::vector<Segment>& segments = conduct_.segments;
    std::stable_sort(segments.begin(), segments.end(), [](const Segment& a, const Segment& b) {
      return a.end < b.end;
    });
    const auto reset = std::find_if(segments.begin(), segments.end(), [](const Segment& one) {
      return one.then == Segment::Then::reset;
    });
    if (reset != segments.end()) {
      segments.erase(reset + 1, segments.end());
    } else if (!segments.empty() && segments.back().end < request_.bytes.size()) {
      segments.push_back({.end = request_.bytes.size()});
    }
  }

  void operator()(const action::Unreachable& unreachable) {
    conduct_.unreachable = words_;
    conduct_.seen = seen_as(unreachable);
  }

  void operator()(const action::StaleConnection& /*stale*/) { conduct_.stale = words_; }

  void operator()(const action::Reset& reset) {
    if (reset.at == "after_answer_headers") {
      conduct_.reset_after_headers = words_;
      return;
    }
    const std::size_t all = request_.bytes.size();
    std::size_t at = all;
    if (reset.at == "before_request") {
      at = 0;
    } else if (reset.at == "after_headers") {
      at = request_.head_bytes;
    } else if (reset.at == "in_body") {
      const auto byte = static_cast<std::size_t>(std::max<std::int64_t>(0, reset.byte));
      at = std::min(request_.head_bytes + byte, std::max<std::size_t>(1, all) - 1);
    }
    stop(at, Segment::Then::reset, {}, words_);
  }

  void operator()(const action::Stall& stall) {
    stop(middle_of_body(), Segment::Then::pause, stall.span, words_);
  }

  void operator()(const action::Drip& drip) {
    const std::size_t body = request_.bytes.size() - request_.head_bytes;
    const auto most = static_cast<std::size_t>(longest_drip / std::max(drip.every, Nanos(1)));
    const auto asked = static_cast<std::size_t>(std::max<std::int64_t>(1, drip.bytes));
    const std::size_t piece = std::max(asked, body / std::max<std::size_t>(1, most) + 1);
    for (std::size_t at = 0; at < body; at += piece) {
      stop(request_.head_bytes + at, Segment::Then::pause, drip.every, words_);
    }
  }

  void operator()(const action::HalfClose& /*half_close*/) { conduct_.half_close = words_; }

  void operator()(const action::SlowRead& slow) {
    conduct_.look_away = words_;
    conduct_.look_away_for = slow.wait;
  }

  void operator()(const action::LoseAck& /*lose*/) { conduct_.lose_ack = words_; }

  /// The bytes are as they shall be; these two need more than bytes.
  void operator()(const action::Frame& frame) {
    if (frame.as == "expect_continue") {
      stop(request_.head_bytes, Segment::Then::await_continue, longest_continue, "");
    }
    conduct_.cut_short |= frame.as == "short_body";
  }

  template <class Other>
  void operator()(const Other& /*not about the exchange*/) {}

 private:
  [[nodiscard]] std::size_t middle_of_body() const {
    return request_.head_bytes + (request_.bytes.size() - request_.head_bytes) / 2;
  }

  void stop(std::size_t end, Segment::Then then, Nanos span, std::string words) {
    conduct_.segments.push_back({end, then, span, std::move(words)});
  }

  const WireRequest& request_;
  Conduct& conduct_;
  std::string words_;
};

}  // namespace

std::optional<Conduct> conduct_of(const std::vector<Action>& actions, const WireRequest& request) {
  if (actions.empty()) {
    return std::nullopt;
  }
  Conduct conduct;
  Composer composer(request, conduct);
  for (const Action& action : actions) {
    composer.add(action);
  }
  composer.finish();
  return conduct == Conduct{} ? std::nullopt : std::optional(std::move(conduct));
}

}  // namespace rkmock::webhooks
