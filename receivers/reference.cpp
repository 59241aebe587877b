// A right receiver of ReserveKit's webhooks.
//
// It verifies the signature over the raw bytes, decides and remembers in one step (Ledger),
// answers, and only then works: one thread reports the effects to the downstream, one after
// another. What a flaw breaks is asked for where it is decided; see flaws.hpp.
#include <atomic>
#include <chrono>
#include <iostream>
#include <memory>
#include <mutex>
#include <optional>
#include <thread>
#include <utility>

#include "core/utf8.hpp"
#include "receivers/client.hpp"
#include "receivers/downstream.hpp"
#include "receivers/examples.hpp"
#include "receivers/intake.hpp"
#include "receivers/late_queue.hpp"
#include "receivers/ledger.hpp"
#include "receivers/listener.hpp"
#include "receivers/webhook.hpp"

namespace rkmock::receivers {

namespace {

using std::chrono::milliseconds;

constexpr int most_tries = 6;
constexpr milliseconds first_pause{50};
constexpr milliseconds stuck_pause{100};

class Reference final : public Receiver {
 public:
  explicit Reference(const ReceiverOptions& options)
      : options_(options),
        flaws_(options.flaws),
        downstream_(options.downstream),
        ledger_(flaws_.has(Flaw::memory_only) ? "" : options.state_file, flaws_),
        client_(options, ledger_),
        late_(
            flaws_.has(Flaw::ack_before_safe)
                ? std::make_unique<LateQueue>([this](const auto& news) {
                    static_cast<void>(ledger_.accept(news));
                  })
                : nullptr
        ),
        listener_(options, routes()),
        worker_([this] { work(); }) {}

  ~Reference() override { stop_all(); }

  [[nodiscard]] std::uint16_t port() const override { return listener_.port(); }

  void stop() noexcept override { stop_all(); }

 private:
  Routes routes() {
    return {
        [this](const Posted& posted) { return take(posted); },
        [this](const std::string& id) { return ledger_.state(id); },
        {{"/reconcile", [this](const Posted& posted) { return client_.reconcile(posted); }},
         {"/book", [this](const Posted& posted) { return client_.book(posted); }}},
        flaws_.has(Flaw::acts_on_partial_body)};
  }

  Answer take(const Posted& posted) {
    if (auto answer = answer_to_form(posted, options_.path, flaws_)) {
      return std::move(*answer);
    }
    const std::string body = body_seen(posted, flaws_);
    if (!is_genuine(posted, body, options_.secret, flaws_)) {
      return {401, "the signature does not fit the body"};
    }
    Webhook webhook = read_webhook(body, flaws_);
    if (!webhook.problem.empty() && flaws_.has(Flaw::acts_on_partial_body)) {
      webhook = read_webhook(mended(body), flaws_);
    }
    if (webhook.crashed) {
      return {500, "cannot read properties of undefined"};
    }
    if (!webhook.problem.empty()) {
      return refuse(webhook);
    }
    if (!webhook.known) {
      const std::string type = shorten(printable(webhook.event_type), 100);
      return flaws_.has(Flaw::rejects_unknown_type) ? Answer{422, "no such event type: " + type}
                                                    : Answer{200, "ignored: `" + type + "`"};
    }
    if (flaws_.has(Flaw::slow_ack) && !ledger_.pause(options_.slow_work)) {
      return {503, "stopping"};
    }
    if (late_) {
      late_->add(std::move(webhook.news));
      return {200, "received"};
    }
    return accept(webhook.news, posted);
  }

  Answer refuse(const Webhook& webhook) {
    stuck_ = stuck_ || flaws_.has(Flaw::blocks_others);
    if (flaws_.has(Flaw::stops_at_bad_booking) && !webhook.news.empty()) {
      static_cast<void>(ledger_.accept(webhook.news));
      return {500, webhook.problem};
    }
    return {400, webhook.problem};
  }

  Answer accept(const std::vector<News>& news, const Posted& posted) {
    const bool by_bytes = flaws_.has(Flaw::dedupe_by_delivery);
    switch (ledger_.accept(news, by_bytes ? fingerprint(posted) : "")) {
      case Ledger::Accepted::yes:
        return {200, "received"};
      case Ledger::Accepted::known:
        return flaws_.has(Flaw::refuses_duplicates) && !news.empty()
                   ? Answer{409, "received before"}
                   : Answer{200, "received"};
      case Ledger::Accepted::full:
        return {503, "too much to do, try again later"};
      case Ledger::Accepted::failed:
        return {500, "the work failed"};
      case Ledger::Accepted::not_durable:
        break;
    }
    return {503, "the state file cannot be written"};
  }

  void work() {
    while (const auto effect = ledger_.next_effect()) {
      while (stuck_) {
        if (!ledger_.pause(stuck_pause)) {
          return;
        }
      }
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
              << effect.booking_id << " " << what << " the downstream " << options_.downstream
              << std::endl;
  }

  void stop_all() noexcept {
    const std::lock_guard lock(stopping_);
    client_.stop();
    if (late_) {
      late_->stop();
    }
    if (flaws_.has(Flaw::slow_ack)) {
      ledger_.stop();  // else the listener would wait for answers that wait for it
    }
    listener_.stop();  // before the rest, so that nothing is accepted that nobody will work on
    ledger_.stop();
    downstream_.stop();
    if (worker_.joinable()) {
      worker_.join();
    }
  }

  ReceiverOptions options_;
  Flaws flaws_;
  Downstream downstream_;
  Ledger ledger_;
  Client client_;
  std::unique_ptr<LateQueue> late_;  ///< of ack_before_safe
  std::atomic<bool> stuck_ = false;  ///< of blocks_others
  std::mutex stopping_;
  Listener listener_;
  std::thread worker_;
};

}  // namespace

std::unique_ptr<Receiver> start_reference(const ReceiverOptions& options) {
  return std::make_unique<Reference>(options);
}

}  // namespace rkmock::receivers
