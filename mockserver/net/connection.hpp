#pragma once
// One client of the HTTP server: reads requests, has them answered, writes, in turn.
//
// Resource of the loop; every function on the loop thread. It does not read while it answers, so
// a client that pipelines or does not take its answers waits in its own socket's buffer. Who is
// too slow is closed: a request must be whole, an answer taken, within idle_timeout.
#include <array>
#include <chrono>
#include <cstddef>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>

#include "mockserver/net/framing.hpp"
#include "mockserver/net/httplib_adapter.hpp"

namespace rkmock::net {

/// What the connections of a server share.
struct ConnectionSetup {
  FramingLimits limits;
  std::chrono::seconds idle_timeout{60};
  std::unique_ptr<HttplibAdapter> adapter;
};

class Connection final : public std::enable_shared_from_this<Connection> {
 public:
  using Closed = std::function<void(const std::shared_ptr<Connection>& connection)>;

  /// `on_closed` is called once, when the socket is closed, whoever closed it.
  Connection(
      boost::asio::ip::tcp::socket socket, std::shared_ptr<ConnectionSetup> setup, Closed on_closed
  );

  void start();
  /// Instead of start(): answers with that, and closes.
  void start_refusing(const Refusal& refusal);
  void close() noexcept;

 private:
  using Time = std::chrono::steady_clock::time_point;
  enum class Stage { idle, reading, writing, lingering, closed };

  void read();
  void take(std::size_t count);
  void proceed();
  void refuse(const Refusal& refusal);
  void write(std::string bytes, bool then_close);
  void written(bool then_close);
  void linger();
  void discard();

  void set_deadline(std::chrono::steady_clock::duration from_now);
  void watch();
  void deadline_passed();

  boost::asio::ip::tcp::socket socket_;
  boost::asio::steady_timer timer_;
  std::shared_ptr<ConnectionSetup> setup_;
  Closed on_closed_;
  RequestFraming framing_;
  Stage stage_ = Stage::idle;
  Time deadline_ = Time::max();
  bool watched_ = false;
  std::size_t discarded_ = 0;
  std::string output_;
  std::array<char, 8192> input_;
};

}  // namespace rkmock::net
