#pragma once
// One connection to a receiver, plain or over TLS, on a socket that does not block.
//
// Resource of the loop thread.
#include <chrono>
#include <cstddef>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>

#include "mockserver/webhooks/tls.hpp"

namespace rkmock::webhooks {

struct Connection : std::enable_shared_from_this<Connection> {
  using Readable = std::function<void(const boost::system::error_code& ec)>;

  explicit Connection(boost::asio::io_context& context) : socket(context) {}

  /// As the socket's own: `would_block` when nothing moves, `eof` at the peer's end.
  std::size_t write_some(std::string_view bytes, boost::system::error_code& ec);
  std::size_t read_some(char* bytes, std::size_t room, boost::system::error_code& ec);

  /// Calls `then` once when there is something to read or the connection broke; whoever was to be
  /// called before is not any more, and nobody once it is closed here. One wait serves them all: a
  /// new one costs a system call.
  void when_readable(Readable then);

  /// Nobody is to be called. The wait goes on, for whoever comes next.
  void forget_readable() noexcept { readable_ = nullptr; }

  /// Whether the receiver has closed it, or sent what nobody asked for.
  [[nodiscard]] bool is_stale();

  void close() noexcept;

  /// Closes with a reset (RST) instead of a FIN.
  void reset() noexcept;

  /// Closes the sending side; the receiver sees the end of what was sent.
  void half_close() noexcept;

  boost::asio::ip::tcp::socket socket;
  std::unique_ptr<TlsSession> tls;  ///< null: plain
  std::chrono::steady_clock::time_point idle_since;

 private:
  Readable readable_;
  bool waiting_ = false;
};

using ConnectionPointer = std::shared_ptr<Connection>;

/// Stable words for the errors that receivers cause; the system's own for the rest.
[[nodiscard]] std::string words_for(const boost::system::error_code& ec);

}  // namespace rkmock::webhooks
