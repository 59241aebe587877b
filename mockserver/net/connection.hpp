#pragma once
// One client of the HTTP server: reads requests, has them answered, writes, in turn.
//
// Resource of the loop; every function on the loop thread. It does not read while it answers, so
// a client that pipelines or does not take its answers waits in its own socket's buffer. Who is
// too slow is closed: a request must be whole, an answer taken, within idle_timeout. An answer
// with a Transmission goes out in its pieces; a client that leaves meanwhile ends it.
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
#include "mockserver/net/responder.hpp"
#include "mockserver/net/transmission.hpp"

namespace rkmock::net {

/// What the connections of a server share.
struct ConnectionSetup {
  FramingLimits limits;
  std::chrono::seconds idle_timeout{60};
  std::unique_ptr<Responder> responder;
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
  /// What follows when bytes have been written.
  enum class Next { proceed, close, piece };

  /// An answer under way that does not go out plainly.
  struct Sending {
    Pieces pieces;
    std::size_t next;  ///< of the list
    Time started;
    Next agreed;  ///< what the client was promised
    bool watched;
    boost::asio::steady_timer pause;
  };

  void read();
  void take(std::size_t count);
  void proceed();
  void refuse(const Refusal& refusal);
  void answer(Responder::Answer answer, Next next);
  void write(std::string bytes, Next next);
  void written(Next next);
  void send_piece();
  void end_pieces();
  void watch_for_leaving();
  void reset() noexcept;
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
  std::unique_ptr<Sending> sending_;
  std::array<char, 8192> input_;
};

}  // namespace rkmock::net
