#pragma once
// The HTTP side that both built-in receivers share: webhooks in, a booking's state out, health.
//
// Resource. Listens when its constructor returns, on a pool of threads of cpp-httplib; the routes
// are called from all of them at once. Every answer closes its connection: a kept one would
// occupy a thread of the pool.
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "receivers/receiver.hpp"

namespace rkmock::receivers {

/// What came by POST.
struct Posted {
  std::string signature;  ///< the header that ReceiverOptions names; empty when it is missing
  std::string body;       ///< the raw bytes, unpacked
  std::vector<std::pair<std::string, std::string>> headers{};
  bool whole = true;  ///< the body came to its end

  /// The first header of that name, whatever its case; empty when it is missing.
  [[nodiscard]] std::string header(std::string_view name) const;
};

struct Answer {
  int status = 200;
  std::string text;
  std::string location{};  ///< where it redirects to, if it does
};

struct Routes {
  std::function<Answer(const Posted& posted)> webhook;
  /// The JSON to show for a booking; empty for one that is not known.
  std::function<std::optional<std::string>(const std::string& booking_id)> state;
  /// POST to other paths: `/book`. They answer with JSON.
  std::map<std::string, std::function<Answer(const Posted& posted)>> others{};
  /// The webhook is shown bodies that were cut off, too; else they are refused with 400.
  bool partial_bodies = false;
};

class Listener final {
 public:
  /// Throws EnvironmentError when the address cannot be listened on.
  Listener(const ReceiverOptions& options, const Routes& routes);
  ~Listener();  ///< stop()
  Listener(const Listener&) = delete;
  Listener& operator=(const Listener&) = delete;

  [[nodiscard]] std::uint16_t port() const { return port_; }

  /// Takes no more requests, waits for those in hand. Idempotent; from one thread at a time.
  void stop() noexcept;

 private:
  struct Server;
  std::unique_ptr<Server> server_;
  std::uint16_t port_ = 0;
};

}  // namespace rkmock::receivers
