#pragma once
// A receiver over blocking sockets that does to each connection what a test wrote down.
//
// Resource. Each accepted connection runs the behaviour on a thread of its own; every read gives
// up after a while, so that a failing test ends.
#include <atomic>
#include <condition_variable>
#include <functional>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

namespace rkmock::testing_support {

/// The receiver's end of a connection.
class Peer final {
 public:
  enum class Ending { eof, reset, timeout };

  Peer(int socket, int number) : socket_(socket), number_(number) {}

  /// Counts the receiver's connections from 1.
  [[nodiscard]] int number() const { return number_; }

  /// The next whole request; empty when the connection ended before it was whole.
  std::string read_request();

  /// What comes next; or how the connection ended, when nothing does.
  std::optional<Ending> read_piece(std::string& piece);

  /// False when the sender has gone.
  bool write(const std::string& bytes);

  /// Waits until something of a request is there.
  void read_some();

  /// Reads and forgets until the sender ends the connection.
  Ending wait_for_end();

  /// Closes the writing side only.
  void half_close();
  void close();
  /// Closes with a reset.
  void reset();

 private:
  bool read_more(Ending& ending);

  int socket_;
  int number_;
  std::string pending_;
};

/// `HTTP/1.1 STATUS Text` with a Content-Length.
std::string answer(int status, const std::string& body = "", const std::string& headers = "");

class RawReceiver final {
 public:
  using Behaviour = std::function<void(Peer& peer)>;

  /// `receive_buffer`: bytes the kernel takes before the behaviour reads; 0 for the default.
  explicit RawReceiver(Behaviour behaviour, int receive_buffer = 0);
  ~RawReceiver();
  RawReceiver(const RawReceiver&) = delete;
  RawReceiver& operator=(const RawReceiver&) = delete;

  [[nodiscard]] int port() const { return port_; }

  [[nodiscard]] std::string url() const;

  [[nodiscard]] int connections() const { return connections_; }

 private:
  void accept_all();

  Behaviour behaviour_;
  int listener_ = -1;
  int port_ = 0;
  std::atomic<int> connections_ = 0;
  std::mutex mutex_;
  std::vector<int> open_;
  std::vector<std::thread> threads_;
  std::thread acceptor_;
};

/// Answers every request on every connection with 200 and remembers what came.
class FriendlyReceiver final {
 public:
  FriendlyReceiver();

  [[nodiscard]] std::string url() const { return receiver_.url(); }

  [[nodiscard]] int connections() const { return receiver_.connections(); }

  [[nodiscard]] std::vector<std::string> requests() const;

 private:
  mutable std::mutex mutex_;
  std::vector<std::string> requests_;
  RawReceiver receiver_;
};

/// Reads every request and holds all answers until the test lets them go.
class HoldingReceiver final {
 public:
  HoldingReceiver();

  ~HoldingReceiver() { let_go(); }

  HoldingReceiver(const HoldingReceiver&) = delete;
  HoldingReceiver& operator=(const HoldingReceiver&) = delete;

  [[nodiscard]] std::string url() const { return receiver_.url(); }

  [[nodiscard]] int connections() const { return receiver_.connections(); }

  /// False when so many have not come after ten seconds.
  [[nodiscard]] bool wait_for_requests(int count);
  void let_go();

 private:
  void hold(Peer& peer);

  std::mutex mutex_;
  std::condition_variable changed_;
  int requests_ = 0;
  bool free_ = false;
  RawReceiver receiver_;
};

/// A port of 127.0.0.1 that takes `room` connections, answers none, and leaves further ones
/// hanging in their connect.
class FullPort final {
 public:
  explicit FullPort(int room = 0);
  ~FullPort();
  FullPort(const FullPort&) = delete;
  FullPort& operator=(const FullPort&) = delete;

  [[nodiscard]] std::string url() const;

 private:
  int listener_ = -1;
  int filler_ = -1;
  int port_ = 0;
};

/// A port of 127.0.0.1 on which nobody listens, held so that nobody else gets it.
class ClosedPort final {
 public:
  ClosedPort();
  ~ClosedPort();
  ClosedPort(const ClosedPort&) = delete;
  ClosedPort& operator=(const ClosedPort&) = delete;

  [[nodiscard]] std::string url() const;

  [[nodiscard]] int port() const { return port_; }

 private:
  int socket_ = -1;
  int port_ = 0;
};

/// A latch that gives up after ten seconds.
class Signal final {
 public:
  void set();
  [[nodiscard]] bool wait();

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  bool set_ = false;
};

}  // namespace rkmock::testing_support
