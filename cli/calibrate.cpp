#include "cli/calibrate.hpp"

#include <chrono>

#include "rkmock/error.hpp"
#include "rkmock/history.hpp"

#include "assertions/evidence.hpp"
#include "mockserver/webhooks/profiles.hpp"
#include "receivers/listener.hpp"

namespace rkmock::cli {

namespace {

constexpr const char* account = "calibration";
/// Enough for a p95 by the rule of `ack`, and one more: the first is cold.
constexpr int webhooks = 60;
constexpr std::chrono::seconds patience{2};

AccountSetup setup_for(const std::string& url) {
  AccountSetup setup;
  setup.name = account;
  setup.api_key = "sk_rsv_calibration";
  Subscription subscription;
  subscription.url = url;
  setup.subscriptions = {subscription};
  setup.sender = *webhooks::find_profile("reservekit");
  return setup;
}

std::size_t answers_in(const Journal& journal) {
  return History(journal).of<event::AttemptFinished>().size();
}

std::vector<Nanos> measure(Control& control, const Journal& journal) {
  const auto deadline = std::chrono::steady_clock::now() + patience;
  const RawWebhook webhook{.type = "bookings.update", .body = "{}", .headers = {}};
  for (std::size_t sent = 1; sent <= webhooks; ++sent) {
    control.send_raw(account, webhook);
    if (!journal.wait([&] { return answers_in(journal) >= sent; }, deadline)) {
      break;
    }
  }
  std::vector<Nanos> times;
  for (const auto& attempt : History(journal).of<event::AttemptFinished>()) {
    if (const auto time = assertions::answer_time(*attempt.body)) {
      times.push_back(*time);
    }
  }
  if (!times.empty()) {
    times.erase(times.begin());  // the cold one
  }
  return times;
}

}  // namespace

event::Calibrated calibrate(Control& control) {
  receivers::Routes routes;
  routes.webhook = [](const receivers::Posted& /*posted*/) { return receivers::Answer{}; };
  routes.state = [](const std::string& /*booking*/) { return std::nullopt; };
  try {
    receivers::ReceiverOptions options;
    options.port = 0;
    receivers::Listener receiver(options, routes);
    const std::string url = "http://127.0.0.1:" + std::to_string(receiver.port()) + options.path;
    const std::shared_ptr<Journal> journal = control.open_account(setup_for(url));
    event::Calibrated calibrated{measure(control, *journal)};
    control.close_account(account);
    return calibrated;
  } catch (const EnvironmentError&) {
    return {};
  }
}

}  // namespace rkmock::cli
