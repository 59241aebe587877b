// A right receiver of ReserveKit's webhooks.
//
// It verifies the signature over the raw bytes, decides and remembers in one step (Ledger),
// answers, and only then works: one thread reports the effects to the downstream, one after
// another.
#include <chrono>
#include <iostream>
#include <mutex>
#include <optional>
#include <thread>

#include "core/hash.hpp"
#include "core/utf8.hpp"
#include "receivers/downstream.hpp"
#include "receivers/examples.hpp"
#include "receivers/ledger.hpp"
#include "receivers/listener.hpp"
#include "receivers/webhook.hpp"

namespace rkmock::receivers {

namespace {

using std::chrono::milliseconds;

constexpr int most_tries = 6;
constexpr milliseconds first_pause{50};

class Reference final : public Receiver {
 public:
  explicit Reference(const ReceiverOptions& options)
      : secret_(options.secret),
        downstream_url_(options.downstream),
        downstream_(options.downstream),
        ledger_(options.state_file),
        listener_(
            options,
            {[this](const Posted& posted) { return take(posted); },
             [this](const std::string& id) { return ledger_.state(id); }}
        ),
        worker_([this] { work(); }) {}

  ~Reference() override { stop_all(); }

  [[nodiscard]] std::uint16_t port() const override { return listener_.port(); }

  void stop() noexcept override { stop_all(); }

 private:
  Answer take(const Posted& posted) {
    if (!equal_in_constant_time(hmac_sha256_hex(secret_, posted.body), posted.signature)) {
      return {401, "the signature does not fit the body"};
    }
    const Webhook webhook = read_webhook(posted.body);
    if (!webhook.problem.empty()) {
      return {400, webhook.problem};
    }
    if (!webhook.known) {
      return {200, "ignored: `" + shorten(printable(webhook.event_type), 100) + "`"};
    }
    switch (ledger_.accept(webhook.news)) {
      case Ledger::Accepted::yes:
        return {200, "received"};
      case Ledger::Accepted::full:
        return {503, "too much to do, try again later"};
      case Ledger::Accepted::not_durable:
        break;
    }
    return {503, "the state file cannot be written"};
  }

  void work() {
    while (const auto effect = ledger_.next_effect()) {
      const auto outcome = report(*effect);
      if (!outcome) {
        return;
      }
      if (*outcome == Downstream::Outcome::failed) {
        complain(*effect, "could not be reported in " + std::to_string(most_tries) + " tries to");
        ledger_.effect_given_up();
        continue;
      }
      if (*outcome == Downstream::Outcome::refused) {
        complain(*effect, "was refused by");
      }
      ledger_.effect_done();
    }
  }

  /// Empty when it was interrupted: the effect is still owed.
  std::optional<Downstream::Outcome> report(const Effect& effect) {
    milliseconds pause = first_pause;
    for (int tries = 1;; ++tries) {
      const Downstream::Outcome outcome = downstream_.report(effect);
      if (outcome != Downstream::Outcome::failed || tries == most_tries) {
        return outcome;
      }
      if (!ledger_.pause(pause)) {
        return std::nullopt;
      }
      pause *= 2;
    }
  }

  void complain(const Effect& effect, const std::string& what) {
    std::cerr << "reference: the effect of " << effect.event_type << " on booking "
              << effect.booking_id << " " << what << " the downstream " << downstream_url_
              << std::endl;
  }

  void stop_all() noexcept {
    const std::lock_guard lock(stopping_);
    listener_.stop();  // first, so that nothing is accepted that nobody will work on
    ledger_.stop();
    downstream_.stop();
    if (worker_.joinable()) {
      worker_.join();
    }
  }

  std::string secret_;
  std::string downstream_url_;
  Downstream downstream_;
  Ledger ledger_;
  std::mutex stopping_;
  Listener listener_;
  std::thread worker_;
};

}  // namespace

std::unique_ptr<Receiver> start_reference(const ReceiverOptions& options) {
  return std::make_unique<Reference>(options);
}

}  // namespace rkmock::receivers
