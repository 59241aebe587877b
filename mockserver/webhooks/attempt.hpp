#pragma once
// One attempt of a delivery: connect, write, read the answer, or break it off on purpose.
//
// Resource of the loop thread, kept alive by its pending handlers. Nothing in it is called back
// from within start(); `done` is called once, never after abandon().
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>

#include "rkmock/event.hpp"
#include "rkmock/journal.hpp"

#include "mockserver/webhooks/answer.hpp"
#include "mockserver/webhooks/connection_pool.hpp"

namespace rkmock::webhooks {

class Attempt;

/// Racing copies meet here, each on its own connection; when all have come or given up, those
/// that came write their requests in one go.
class Barrier final {
 public:
  explicit Barrier(std::size_t expected) : expected_(expected) {}

  void arrive(std::shared_ptr<Attempt> attempt);
  /// One that was expected will not come.
  void leave();
  /// Nobody is released any more.
  void cancel();

 private:
  void release_when_all_are_here();

  std::size_t expected_;
  std::vector<std::shared_ptr<Attempt>> here_;
};

struct AttemptOrder {
  std::string host;
  std::uint16_t port = 80;
  std::string request;      ///< its bytes
  Nanos timeout{};          ///< from the first request byte to the answer's end
  Nanos connect_timeout{};  ///< from start to being connected; 0: as long as `timeout`
  int success_below = 300;  ///< statuses from 200 up to below this acknowledge
  bool lose_ack = false;    ///< reset when the request is whole and the answer begins
  Nanos scheduled{};
  std::shared_ptr<Barrier> barrier;  ///< null: write when connected
};

struct AttemptResult {
  Outcome outcome = Outcome::unknown;
  int status = 0;
  std::string reason;
  bool timed_out = false;
  bool ack_lost = false;  ///< reset on purpose
  std::string answer_body;
  Phases phases;
};

class Attempt final : public std::enable_shared_from_this<Attempt> {
 public:
  using Done = std::function<void(const AttemptResult& result)>;

  /// `clock` is only asked until the attempt is over.
  Attempt(
      boost::asio::io_context& context,
      std::shared_ptr<ConnectionPool> pool,
      const Journal& clock,
      AttemptOrder order,
      Done done
  );

  void start();

  /// Breaks it off; `done` is not called. Requires: not over.
  AttemptResult abandon();

 private:
  friend class Barrier;

  void begin();
  void open_fresh();
  void connect_to(const std::vector<boost::asio::ip::tcp::endpoint>& endpoints);
  void on_connected(const boost::system::error_code& ec);
  void be_ready();
  bool replace_stale();
  void write_request();
  /// False when the attempt is over, or begins again on a fresh connection.
  bool continue_write();
  void write_later();
  /// Nothing more can be written; what the receiver said before it broke off counts.
  void on_write_failed(const boost::system::error_code& ec);
  void wait_for_answer();
  void read_answer();
  /// False when the attempt is over.
  bool take_bytes(std::string_view bytes);
  /// From now on, for the whole exchange; less while it connects.
  void arm_timeout();
  void set_timer(std::chrono::steady_clock::time_point when);
  void on_timeout();
  void break_off(const std::string& reason);
  /// What happened to the connection, and when: `connection reset without an answer`.
  void lose_connection(const std::string& what);
  void complete();
  void finish(Outcome outcome, std::string reason);
  [[nodiscard]] Outcome broken() const;

  boost::asio::io_context& context_;
  std::shared_ptr<ConnectionPool> pool_;
  const Journal& clock_;
  AttemptOrder order_;
  Done done_;
  std::string endpoint_;
  boost::asio::steady_timer timer_;
  std::chrono::steady_clock::time_point deadline_;  ///< of the whole exchange
  std::unique_ptr<boost::asio::ip::tcp::resolver> resolver_;
  ConnectionPointer connection_;
  AnswerReader answer_;
  std::size_t written_ = 0;
  std::string write_problem_;  ///< in words; empty while all is well
  bool at_barrier_ = false;    ///< waiting there; no timeout runs
  bool passed_barrier_ = false;
  bool over_ = false;
  AttemptResult result_;
};

}  // namespace rkmock::webhooks
