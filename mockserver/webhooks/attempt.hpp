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
#include "mockserver/webhooks/barrier.hpp"
#include "mockserver/webhooks/conduct.hpp"
#include "mockserver/webhooks/connection_pool.hpp"

namespace rkmock::webhooks {

struct AttemptOrder {
  std::string host;
  std::uint16_t port = 80;
  std::shared_ptr<const TlsContext> tls{};   ///< null: http
  std::string request;                       ///< its bytes
  std::shared_ptr<const Conduct> conduct{};  ///< null: nothing is done on purpose
  Nanos timeout{};                           ///< from the first request byte to the answer's end
  Nanos connect_timeout{};  ///< from start to being connected; 0: as long as `timeout`
  int success_below = 300;  ///< statuses from 200 up to below this acknowledge
  Nanos scheduled{};
  Nanos woken{};
  std::shared_ptr<Barrier> barrier{};  ///< null: write when connected
  std::function<void()> on_written{};  ///< called once, when the request is whole; may be empty
};

struct AttemptResult {
  Outcome outcome = Outcome::unknown;
  int status = 0;
  std::string reason;
  bool timed_out = false;
  std::vector<std::string> faults;  ///< what was done on purpose, in words
  std::string retry_after;  ///< these two headers of the answer; empty when they were not there
  std::string location;
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

  // Connecting; attempt.cpp.
  void begin();
  void open_fresh();
  void connect_to(const std::vector<boost::asio::ip::tcp::endpoint>& endpoints);
  void on_connected(const boost::system::error_code& ec);
  void shake_hands();
  void be_ready();
  bool replace_stale();
  /// On a kept-alive connection: writes when the receiver has closed it.
  void await_staleness();

  // Writing; attempt_exchange.cpp. False: the attempt is over, or begins again elsewhere.
  void write_request();
  bool continue_write();
  bool write_up_to(std::size_t end);
  bool act_at(const Segment& segment);
  bool on_whole();
  void tell_written();
  void write_later();
  /// Nothing more can be written; what the receiver said before it broke off counts.
  void on_write_failed(const boost::system::error_code& ec);
  /// Goes on with `then` after that long, during which no timeout runs.
  void pause(Nanos span, void (Attempt::*then)());
  void go_on_writing();

  // Reading; attempt_exchange.cpp.
  void wait_for_answer();
  void look_again();
  void read_answer();
  bool take_bytes(std::string_view bytes);  // false: the attempt is over
  bool lose_what_was_answered();

  // Ending; attempt.cpp.
  /// From now on, for the whole exchange; less while it connects.
  void arm_timeout();
  void set_timer(std::chrono::steady_clock::time_point when);
  void on_timeout();

  void note(const std::string& deed) { result_.faults.push_back(deed); }

  void reset_on_purpose(const std::string& reason);
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
  std::unique_ptr<boost::asio::steady_timer> pause_timer_;
  std::chrono::steady_clock::time_point deadline_;  ///< of the whole exchange
  std::unique_ptr<boost::asio::ip::tcp::resolver> resolver_;
  ConnectionPointer connection_;
  AnswerReader answer_;
  std::size_t written_ = 0;
  std::size_t segment_ = 0;    ///< of the conduct: the one that is written
  std::string write_problem_;  ///< in words; empty while all is well
  bool at_barrier_ = false;    ///< waiting there; no timeout runs
  bool passed_barrier_ = false;
  bool pausing_ = false;  ///< on purpose; no timeout runs
  bool awaiting_continue_ = false;
  bool looking_away_ = false;
  bool over_ = false;
  AttemptResult result_;
};

}  // namespace rkmock::webhooks
