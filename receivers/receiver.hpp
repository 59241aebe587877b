#pragma once
// The built-in example receivers: one that is right, one with the documented sample's faults.
//
// Resource. Starts listening in its constructor, on threads of cpp-httplib's own server: these
// are stand-ins for an integrator's application and share nothing with the mock.
#include <chrono>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "receivers/flaws.hpp"

namespace rkmock::receivers {

struct ReceiverOptions {
  std::string address = "127.0.0.1";
  std::uint16_t port = 0;  ///< 0: a free one, see port()
  std::string path = "/webhooks/reservekit";
  std::string downstream = "http://127.0.0.1:8080/sink/effects";  ///< empty: none
  std::string secret = "test";
  std::string signature_header = "X-Webhook-Signature";
  /// Where `reference` keeps what it has seen; empty: in memory only, lost when it ends.
  std::filesystem::path state_file;
  /// What `reference` has wrong.
  Flaws flaws{};
  /// How long slow_ack works before it answers.
  std::chrono::milliseconds slow_work{5500};
  /// Where `reference` finds /v1, unless a request to it says otherwise; empty: nowhere.
  std::string api_url{};
  std::string api_key{};
};

class Receiver {
 public:
  virtual ~Receiver() = default;
  [[nodiscard]] virtual std::uint16_t port() const = 0;
  /// Idempotent; returns when its threads have ended.
  virtual void stop() noexcept = 0;
};

struct ReceiverDescriptor {
  std::string_view name;  ///< `reference`, `vendor-sample`
  std::string_view summary;
  /// Throws EnvironmentError when the port is taken.
  std::unique_ptr<Receiver> (*start)(const ReceiverOptions& options);
};

[[nodiscard]] const std::vector<ReceiverDescriptor>& table();

}  // namespace rkmock::receivers
