#pragma once
// From a framed request to the bytes that answer it: the handler is asked, its answer is written.
//
// Resource; one thread at a time. No sockets.
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

class Responder final {
 public:
  using Handler = std::function<Response(const Request& request)>;
  using BugHandler = std::function<void(const std::exception_ptr& bug)>;

  /// What `handler` throws becomes a 500 and goes to `on_bug`. `idle` is what answers promise.
  /// Without `render` errors are `{"error": {"code", "message"}}`.
  Responder(
      std::chrono::seconds idle, Handler handler, BugHandler on_bug, ErrorRenderer render = {}
  );
  Responder(const Responder&) = delete;
  Responder& operator=(const Responder&) = delete;

  struct Answer {
    std::string bytes;
    std::shared_ptr<const Transmission> transmission;  ///< as the handler gave it
  };

  /// What answers it. `Connection` says what `request.keep_alive` says.
  [[nodiscard]] Answer answer(FramedRequest request);

  /// The bytes of an error that closes the connection.
  [[nodiscard]] std::string refuse(const Refusal& refusal);

 private:
  /// What the request says of how it is to be answered.
  struct Promise {
    bool keep_alive = false;
    bool http_1_0 = false;
    bool head = false;  ///< no body, but the headers of one
  };

  [[nodiscard]] Response ask(const Request& request);
  [[nodiscard]] Response error_response(int status, const std::string& message) const;
  [[nodiscard]] std::string write(const Response& response, Promise promise);
  const std::string& date();

  std::string keep_alive_;  // the header's value
  Handler handler_;
  BugHandler on_bug_;
  ErrorRenderer render_;
  std::chrono::sys_seconds dated_{};
  std::string date_;
};

}  // namespace rkmock::net
