#pragma once
// The system behind a receiver that its work reaches: a mail or CRM provider, played by the sink.
//
// Resource, safe to use from several threads.
#include <mutex>
#include <set>
#include <string>

namespace httplib {
class Client;
}

namespace rkmock::receivers {

/// One thing done because of a webhook.
struct Effect {
  std::string booking_id;  ///< as JSON text: a number, or a string in quotes
  std::string event_type;
  std::string updated_at;

  /// Names it among all effects: event type, booking and version.
  [[nodiscard]] std::string key() const;
  bool operator==(const Effect&) const = default;
};

class Downstream final {
 public:
  enum class Outcome {
    done,
    refused,  ///< the same again would be refused again
    failed    ///< no answer, or one that says to try later
  };

  /// An empty URL means there is none: everything succeeds. Throws EnvironmentError when the URL
  /// is none.
  explicit Downstream(const std::string& url);

  /// One POST; a hash of the key travels as Idempotency-Key. Blocks for a few seconds at most.
  Outcome report(const Effect& effect);

  /// Cuts what is under way short; from now on everything fails.
  void stop() noexcept;

 private:
  std::string origin_;
  std::string target_;
  std::mutex mutex_;
  bool stopped_ = false;
  std::set<httplib::Client*> under_way_;
};

}  // namespace rkmock::receivers
