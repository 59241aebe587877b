#pragma once
// HTTP in: accepts connections on the loop, reads whole requests, sends what the handler answers.
//
// Resource of the loop. cpp-httplib without its sockets parses and writes (docs/decisions). All
// sizes are bounded: headers, body, connections, pipelined bytes.
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>

#include "mockserver/net/loop.hpp"
#include "mockserver/net/message.hpp"
#include "mockserver/net/responder.hpp"

namespace rkmock::net {

struct HttpServerOptions {
  std::string address = "127.0.0.1";
  std::uint16_t port = 0;  ///< 0: a free one, see port()
  std::size_t max_header_bytes = std::size_t{16} * 1024;
  std::size_t max_body_bytes = std::size_t{1024} * 1024;
  std::size_t max_connections = 4096;
  std::chrono::seconds idle_timeout{60};
  ErrorRenderer render_error;  ///< on the loop thread; empty: see Responder
};

/// Answers a request. Runs on the loop thread; must not block.
using Handler = std::function<Response(const Request& request)>;

class HttpServer final {
 public:
  /// Listens when it returns. Throws EnvironmentError naming the port when it is taken.
  HttpServer(Loop& loop, const HttpServerOptions& options, Handler handler);
  ~HttpServer();  ///< stop()
  HttpServer(const HttpServer&) = delete;
  HttpServer& operator=(const HttpServer&) = delete;

  [[nodiscard]] std::uint16_t port() const;

  /// Closes the listener and every connection. Idempotent, any thread.
  void stop() noexcept;

 private:
  struct State;
  std::shared_ptr<State> state_;
};

}  // namespace rkmock::net
