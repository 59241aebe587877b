#pragma once
// One connection to a receiver, plain or over TLS, on a socket that does not block.
//
// Resource of the loop thread.
#include <chrono>
#include <cstddef>
#include <memory>
#include <string>
#include <string_view>

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>

#include "mockserver/webhooks/tls.hpp"

namespace rkmock::webhooks {

struct Connection {
  explicit Connection(boost::asio::io_context& context) : socket(context) {}

  /// As the socket's own: `would_block` when nothing moves, `eof` at the peer's end.
  std::size_t write_some(std::string_view bytes, boost::system::error_code& ec);
  std::size_t read_some(char* bytes, std::size_t room, boost::system::error_code& ec);

  /// Whether the receiver has closed it, or sent what nobody asked for.
  [[nodiscard]] bool is_stale();

  void close() noexcept;

  /// Closes with a reset (RST) instead of a FIN.
  void reset() noexcept;

  /// Closes the sending side; the receiver sees the end of what was sent.
  void half_close() noexcept;

  boost::asio::ip::tcp::socket socket;
  std::unique_ptr<TlsSession> tls;  ///< null: plain
  bool idle = false;
  std::chrono::steady_clock::time_point idle_since;
};

using ConnectionPointer = std::shared_ptr<Connection>;

/// Stable words for the errors that receivers cause; the system's own for the rest.
[[nodiscard]] std::string words_for(const boost::system::error_code& ec);

}  // namespace rkmock::webhooks
