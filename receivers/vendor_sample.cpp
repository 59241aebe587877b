// The vendor's webhook handler as its pages show it, with the faults it has.
//
// The sample handler on the webhooks page and the idempotency recipe of the best practices page,
// put together: look up (event_type, id, updated_at), await the work, mark it as processed; the
// first booking of a payload only; the state that comes last wins; no signature is verified; all
// in memory. One liberty: it answers after the work. The page answers first, and then even a copy
// that is sent after the answer to the one before races it.
#include <chrono>
#include <condition_variable>
#include <deque>
#include <map>
#include <mutex>
#include <set>

#include <nlohmann/json.hpp>

#include "receivers/downstream.hpp"
#include "receivers/examples.hpp"
#include "receivers/listener.hpp"

namespace rkmock::receivers {

namespace {

using nlohmann::ordered_json;

/// What the awaited work takes beside the downstream: a database, a template, a mail provider.
/// Copies that arrive within it all find the webhook unprocessed.
constexpr std::chrono::milliseconds work_takes{50};
constexpr std::size_t most_remembered = 100'000;

/// Absent and of another type are the same, as they are to a handler that does not look.
std::string text_of(const ordered_json& object, const char* name) {
  const auto found = object.is_object() ? object.find(name) : object.end();
  return found != object.end() && found->is_string() ? found->get<std::string>() : std::string();
}

class VendorSample final : public Receiver {
 public:
  explicit VendorSample(const ReceiverOptions& options)
      : downstream_(options.downstream),
        listener_(
            options,
            {[this](const Posted& posted) { return take(posted); },
             [this](const std::string& id) { return state(id); }}
        ) {}

  ~VendorSample() override { stop_all(); }

  [[nodiscard]] std::uint16_t port() const override { return listener_.port(); }

  void stop() noexcept override { stop_all(); }

 private:
  Answer take(const Posted& posted) {
    const ordered_json payload = ordered_json::parse(posted.body, nullptr, false);
    if (!payload.is_object()) {
      return {400, "not JSON"};
    }
    const std::string event_type = text_of(payload, "event_type");
    const auto bookings = payload.find("bookings");
    if (bookings != payload.end() && bookings->is_array() && !bookings->empty()) {
      process(event_type, bookings->front());
    }
    return {200, "Webhook received"};
  }

  void process(const std::string& event_type, const ordered_json& booking) {
    const auto id = booking.is_object() ? booking.find("id") : booking.end();
    if (id == booking.end() || !id->is_primitive()) {
      return;
    }
    const Effect effect{id->dump(), event_type, text_of(booking, "updated_at")};
    if (is_processed(effect.key())) {
      return;
    }
    if (event_type == "bookings.create" || event_type == "bookings.update") {
      store(effect.booking_id, booking);
    } else if (event_type == "bookings.delete") {
      remove(effect.booking_id);
    } else {
      return;
    }
    if (finish_work()) {
      downstream_.report(effect);
      mark_as_processed(effect.key());
    }
  }

  bool is_processed(const std::string& key) {
    const std::lock_guard lock(mutex_);
    return processed_.count(key) != 0;
  }

  void mark_as_processed(const std::string& key) {
    const std::lock_guard lock(mutex_);
    if (processed_.insert(key).second) {
      oldest_first_.push_back(key);
    }
    if (oldest_first_.size() > most_remembered) {
      processed_.erase(oldest_first_.front());
      oldest_first_.pop_front();
    }
  }

  void store(const std::string& id, const ordered_json& booking) {
    ordered_json shown = ordered_json::object();
    for (const char* name : {"id", "status", "message", "updated_at"}) {
      const auto found = booking.find(name);
      if (found != booking.end() && found->is_primitive()) {
        shown[name] = *found;
      }
    }
    const std::lock_guard lock(mutex_);
    if (bookings_.size() < most_remembered || bookings_.count(id) != 0) {
      bookings_.insert_or_assign(id, shown.dump());
    }
  }

  void remove(const std::string& id) {
    const std::lock_guard lock(mutex_);
    bookings_.erase(id);
  }

  std::optional<std::string> state(const std::string& id) {
    const std::lock_guard lock(mutex_);
    const auto found = bookings_.find(id);
    return found == bookings_.end() ? std::nullopt : std::optional(found->second);
  }

  /// False when it was interrupted.
  bool finish_work() {
    std::unique_lock lock(mutex_);
    return !changed_.wait_for(lock, work_takes, [&] { return stopped_; });
  }

  void stop_all() noexcept {
    const std::lock_guard stopping(stopping_);
    {
      const std::lock_guard lock(mutex_);
      stopped_ = true;
    }
    changed_.notify_all();
    downstream_.stop();
    listener_.stop();
  }

  Downstream downstream_;
  std::mutex mutex_;
  std::condition_variable changed_;
  bool stopped_ = false;
  std::set<std::string> processed_;
  std::deque<std::string> oldest_first_;
  std::map<std::string, std::string> bookings_;
  std::mutex stopping_;
  Listener listener_;
};

}  // namespace

std::unique_ptr<Receiver> start_vendor_sample(const ReceiverOptions& options) {
  return std::make_unique<VendorSample>(options);
}

}  // namespace rkmock::receivers
