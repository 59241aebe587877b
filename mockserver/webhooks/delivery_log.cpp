#include "mockserver/webhooks/delivery_log.hpp"

#include <algorithm>
#include <utility>

namespace rkmock::webhooks {

namespace {

std::size_t weight_of(const LoggedAttempt& attempt) {
  return sizeof attempt + attempt.request.size() + attempt.reason.size() +
         attempt.answer_body.size() + attempt.next.size();
}

std::size_t weight_of(const LoggedDelivery& delivery) {
  std::size_t bytes = sizeof delivery + delivery.delivery.size() + delivery.event.size() +
                      delivery.type.size() + delivery.subscription.size() + delivery.url.size() +
                      delivery.purpose.size() + delivery.result.size() + delivery.why.size();
  for (const LoggedAttempt& attempt : delivery.attempts) {
    bytes += weight_of(attempt);
  }
  return bytes;
}

bool matches(const LoggedDelivery& delivery, const DeliveryFilter& filter) {
  const std::string& result = delivery.result.empty() ? "open" : delivery.result;
  return (filter.event.empty() || filter.event == delivery.event) &&
         (filter.subscription.empty() || filter.subscription == delivery.subscription) &&
         (filter.result.empty() || filter.result == result);
}

}  // namespace

LoggedDelivery* DeliveryLog::at(std::uint64_t number) {
  const bool kept = number > let_go_ && number <= let_go_ + deliveries_.size();
  return kept ? &deliveries_[static_cast<std::size_t>(number - let_go_ - 1)] : nullptr;
}

void DeliveryLog::add(std::size_t bytes) {
  bytes_ += bytes;
  while (bytes_ > most_bytes_ && !deliveries_.empty()) {
    bytes_ -= weight_of(deliveries_.front());
    deliveries_.pop_front();
    ++let_go_;
  }
}

std::uint64_t DeliveryLog::planned(LoggedDelivery delivery) {
  const std::uint64_t number = let_go_ + deliveries_.size() + 1;
  delivery.number = number;
  deliveries_.push_back(std::move(delivery));
  add(weight_of(deliveries_.back()));
  return number;
}

void DeliveryLog::sent(
    std::uint64_t number, int attempt, Nanos started, const std::string& request, bool spoiled
) {
  if (LoggedDelivery* delivery = at(number)) {
    LoggedAttempt& logged = delivery->attempts.emplace_back();
    logged.attempt = attempt;
    logged.started = started;
    logged.request = request;
    logged.spoiled = spoiled;
    add(weight_of(logged));
  }
}

void DeliveryLog::finished(std::uint64_t number, const event::AttemptFinished& attempt) {
  LoggedDelivery* delivery = at(number);
  if (delivery == nullptr || delivery->attempts.empty()) {
    return;
  }
  LoggedAttempt& logged = delivery->attempts.back();
  const std::size_t before = weight_of(logged);
  logged.finished = true;
  logged.outcome = attempt.outcome;
  logged.status = attempt.status;
  logged.reason = attempt.reason;
  logged.answer_body = attempt.answer_body;
  logged.next = attempt.next;
  add(weight_of(logged) - before);
}

void DeliveryLog::ended(std::uint64_t number, const std::string& result, const std::string& why) {
  if (LoggedDelivery* delivery = at(number)) {
    delivery->result = result;
    delivery->why = why;
    add(result.size() + why.size());
  }
}

const LoggedDelivery* DeliveryLog::find(const std::string& delivery) const {
  // Somebody asks now and then; an index would cost each delivery something.
  const auto found = std::find_if(deliveries_.rbegin(), deliveries_.rend(), [&](const auto& one) {
    return one.delivery == delivery;
  });
  return found == deliveries_.rend() ? nullptr : &*found;
}

DeliveryPage DeliveryLog::list(const DeliveryFilter& filter) const {
  DeliveryPage page;
  page.let_go = let_go_;
  for (auto delivery = deliveries_.rbegin(); delivery != deliveries_.rend(); ++delivery) {
    if ((filter.before != 0 && delivery->number >= filter.before) || !matches(*delivery, filter)) {
      continue;
    }
    if (page.deliveries.size() >= filter.limit) {
      page.next = page.deliveries.empty() ? 0 : page.deliveries.back().number;
      break;
    }
    page.deliveries.push_back(*delivery);
  }
  return page;
}

Headers headers_of(const std::string& request) {
  Headers headers;
  const std::string head = request.substr(0, request.find("\r\n\r\n"));
  std::size_t line = head.find("\r\n");
  while (line != std::string::npos) {
    const std::size_t from = line + 2;
    line = head.find("\r\n", from);
    const std::string text = head.substr(from, line == std::string::npos ? line : line - from);
    const std::size_t colon = std::min(text.find(':'), text.size());
    const std::size_t value = std::min(text.find_first_not_of(' ', colon + 1), text.size());
    headers.emplace_back(text.substr(0, colon), text.substr(std::min(value, text.size())));
  }
  return headers;
}

}  // namespace rkmock::webhooks
