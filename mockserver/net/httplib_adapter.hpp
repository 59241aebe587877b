#pragma once
// The one place that knows cpp-httplib's server: it reads targets and writes answers, in memory.
//
// cpp-httplib sees a request line of ours and nothing else: framing has read the rest, and its
// own reading would decode header values, unpack bodies and cut answers to ranges. Resource; one
// thread at a time.
#include <chrono>
#include <exception>
#include <functional>
#include <memory>
#include <string>

#include "mockserver/net/framing.hpp"
#include "mockserver/net/message.hpp"

namespace rkmock::net {

/// How an error looks that no handler answered: a refused request, or a handler's bug. `code` is a
/// word for programs, `payload_too_large`.
using ErrorRenderer =
    std::function<Response(int status, const std::string& code, const std::string& message)>;

class HttplibAdapter final {
 public:
  using Handler = std::function<Response(const Request& request)>;
  using BugHandler = std::function<void(const std::exception_ptr& bug)>;

  /// What `handler` throws becomes a 500 and goes to `on_bug`. `idle` is what answers promise.
  /// Without `render` errors are `{"error": {"code", "message"}}`.
  HttplibAdapter(
      std::chrono::seconds idle, Handler handler, BugHandler on_bug, ErrorRenderer render = {}
  );
  ~HttplibAdapter();
  HttplibAdapter(const HttplibAdapter&) = delete;
  HttplibAdapter& operator=(const HttplibAdapter&) = delete;

  struct Answer {
    std::string bytes;
    std::shared_ptr<const Transmission> transmission;  ///< as the handler gave it
  };

  /// What answers it. `Connection` says what `request.keep_alive` says.
  [[nodiscard]] Answer answer(FramedRequest request);

  /// The bytes of an error that closes the connection.
  [[nodiscard]] std::string refuse(const Refusal& refusal);

 private:
  class MemoryServer;

  [[nodiscard]] Response error_response(int status, const std::string& message) const;

  std::unique_ptr<MemoryServer> server_;
  Handler handler_;
  BugHandler on_bug_;
  ErrorRenderer render_;
};

}  // namespace rkmock::net
