#include "mockserver/webhooks/attempt.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include <boost/asio/buffer.hpp>
#include <boost/asio/connect.hpp>
#include <boost/asio/post.hpp>

#include "rkmock/error.hpp"

namespace rkmock::webhooks {

namespace asio = boost::asio;
using asio::ip::tcp;
using boost::system::error_code;

namespace {

/// Stable words for the errors that receivers cause; the system's own for the rest.
std::string words_for(const error_code& ec) {
  if (ec == asio::error::connection_refused) {
    return "connection refused";
  }
  if (ec == asio::error::connection_reset || ec == asio::error::broken_pipe) {
    return "connection reset";
  }
  if (ec == asio::error::eof) {
    return "connection closed";
  }
  return ec.message();
}

/// A connect to a free port of this machine may by chance meet itself (TCP simultaneous open).
bool is_connected_to_itself(const tcp::socket& socket) {
  error_code local_error;
  error_code remote_error;
  const auto local = socket.local_endpoint(local_error);
  const auto remote = socket.remote_endpoint(remote_error);
  return !local_error && !remote_error && local == remote;
}

}  // namespace

void Barrier::arrive(std::shared_ptr<Attempt> attempt) {
  here_.push_back(std::move(attempt));
  release_when_all_are_here();
}

void Barrier::leave() {
  if (expected_ > 0) {
    --expected_;
  }
  release_when_all_are_here();
}

void Barrier::cancel() {
  expected_ = 0;
  here_.clear();
}

void Barrier::release_when_all_are_here() {
  if (here_.empty() || here_.size() < expected_) {
    return;
  }
  std::vector<std::shared_ptr<Attempt>> coming;
  for (auto& attempt : here_) {
    if (!attempt->replace_stale()) {
      coming.push_back(std::move(attempt));
    }
  }
  here_ = std::move(coming);
  if (here_.size() < expected_) {
    return;  // a kept-alive connection died meanwhile: its attempt comes again on a fresh one
  }
  const auto released = std::exchange(here_, {});
  expected_ = 0;
  for (const auto& attempt : released) {
    attempt->at_barrier_ = false;
    attempt->passed_barrier_ = true;
  }
  for (const auto& attempt : released) {
    attempt->write_request();
  }
}

Attempt::Attempt(
    asio::io_context& context,
    std::shared_ptr<ConnectionPool> pool,
    const Journal& clock,
    AttemptOrder order,
    Done done
)
    : context_(context),
      pool_(std::move(pool)),
      clock_(clock),
      order_(std::move(order)),
      done_(std::move(done)),
      endpoint_(order_.host + " " + std::to_string(order_.port)),
      timer_(context) {
  result_.phases.scheduled = order_.scheduled;
  result_.phases.started = clock_.now();
}

void Attempt::start() {
  asio::post(context_, [self = shared_from_this()] { self->begin(); });
}

AttemptResult Attempt::abandon() {
  RKMOCK_ASSERT(!over_, "the attempt is over");
  done_ = nullptr;
  if (order_.barrier) {
    order_.barrier->cancel();
  }
  finish(broken(), "stopped");
  return result_;
}

void Attempt::begin() {
  if (over_) {
    return;
  }
  connection_ = pool_->take(endpoint_);
  if (!connection_) {
    arm_timeout();
    open_fresh();
    return;
  }
  result_.phases.reused = true;
  result_.phases.connected = clock_.now();
  be_ready();
}

void Attempt::open_fresh() {
  connection_ = std::make_shared<Connection>(context_);
  error_code ec;
  const auto address = asio::ip::make_address(order_.host, ec);
  if (!ec) {
    connect_to({tcp::endpoint(address, order_.port)});
    return;
  }
  resolver_ = std::make_unique<tcp::resolver>(context_);
  resolver_->async_resolve(
      order_.host,
      std::to_string(order_.port),
      [self =
           shared_from_this()](const error_code& failed, const tcp::resolver::results_type& found) {
        if (self->over_) {
          return;
        }
        if (failed) {
          self->break_off("host " + self->order_.host + " not found: " + failed.message());
          return;
        }
        std::vector<tcp::endpoint> endpoints;
        for (const auto& entry : found) {
          endpoints.push_back(entry.endpoint());
        }
        self->connect_to(endpoints);
      }
  );
}

void Attempt::connect_to(const std::vector<tcp::endpoint>& endpoints) {
  asio::async_connect(
      connection_->socket,
      endpoints,
      [self = shared_from_this()](const error_code& ec, const tcp::endpoint& /*endpoint*/) {
        self->on_connected(ec);
      }
  );
}

void Attempt::on_connected(const error_code& ec) {
  if (over_) {
    return;
  }
  if (ec) {
    break_off(words_for(ec));
    return;
  }
  if (is_connected_to_itself(connection_->socket)) {
    break_off("connection refused");
    return;
  }
  error_code failed;
  connection_->socket.set_option(tcp::no_delay(true), failed);
  if (!failed) {
    connection_->socket.non_blocking(true, failed);
  }
  if (failed) {
    break_off(words_for(failed));
    return;
  }
  result_.phases.connected = clock_.now();
  be_ready();
}

void Attempt::be_ready() {
  if (!order_.barrier || passed_barrier_) {
    write_request();
    return;
  }
  // Waiting for the others is not the receiver's time; their own timeouts bound it.
  at_barrier_ = true;
  timer_.cancel();
  order_.barrier->arrive(shared_from_this());
}

/// A kept-alive connection that the receiver closed before we wrote anything is not the
/// receiver's failure: it gets a fresh one, once, and nothing of it is journalled.
bool Attempt::replace_stale() {
  if (!result_.phases.reused || !connection_->is_stale()) {
    return false;
  }
  connection_->close();
  result_.phases.reused = false;
  result_.phases.connected.reset();
  result_.phases.write_started.reset();
  at_barrier_ = false;
  arm_timeout();
  open_fresh();
  return true;
}

void Attempt::write_request() {
  if (over_ || replace_stale()) {
    return;
  }
  result_.phases.write_started = clock_.now();
  arm_timeout();  // after the stamp: a silence that it ends is never shorter than the timeout
  if (continue_write()) {
    wait_for_answer();
  }
}

bool Attempt::continue_write() {
  while (written_ < order_.request.size()) {
    error_code ec;
    written_ += connection_->socket.write_some(
        asio::buffer(order_.request.data() + written_, order_.request.size() - written_), ec
    );
    if (ec == asio::error::would_block) {
      write_later();
      return true;
    }
    if (ec) {
      if (written_ > 0 || !replace_stale()) {
        on_write_failed(ec);
      }
      return false;
    }
  }
  result_.phases.written = clock_.now();
  return true;
}

void Attempt::write_later() {
  connection_->socket.async_wait(
      tcp::socket::wait_write,
      [self = shared_from_this(), on = connection_](const error_code& failed) {
        if (!self->over_ && self->connection_ == on && !failed) {
          self->continue_write();
        }
      }
  );
}

void Attempt::on_write_failed(const error_code& ec) {
  write_problem_ = words_for(ec);
  read_answer();
}

void Attempt::wait_for_answer() {
  connection_->socket.async_wait(
      tcp::socket::wait_read,
      [self = shared_from_this(), on = connection_](const error_code& ec) {
        if (self->over_ || self->connection_ != on) {
          return;
        }
        if (ec) {
          self->lose_connection(words_for(ec));
          return;
        }
        self->read_answer();
      }
  );
}

void Attempt::read_answer() {
  // A few reads per wake-up, so that an endless answer does not starve the other connections.
  std::array<char, std::size_t{16} * 1024> bytes;
  for (int reads = 0; reads < 4; ++reads) {
    error_code ec;
    const std::size_t count = connection_->socket.read_some(asio::buffer(bytes), ec);
    if (ec == asio::error::would_block) {
      break;
    }
    if (ec == asio::error::eof && answer_.end_of_stream()) {
      complete();
      return;
    }
    if (ec) {
      lose_connection(write_problem_.empty() ? words_for(ec) : write_problem_);
      return;
    }
    if (!take_bytes({bytes.data(), count})) {
      return;
    }
  }
  wait_for_answer();
}

bool Attempt::take_bytes(std::string_view bytes) {
  if (!result_.phases.first_byte) {
    result_.phases.first_byte = clock_.now();
  }
  // An answer to half a request acknowledges nothing that could be lost.
  if (order_.lose_ack && result_.phases.written) {
    connection_->reset();
    result_.ack_lost = true;
    break_off("ack lost on purpose");
    return false;
  }
  const auto progress = answer_.feed(bytes);
  if (!result_.phases.headers && answer_.headers_complete()) {
    result_.phases.headers = clock_.now();
  }
  if (progress == AnswerReader::Progress::complete) {
    complete();
  } else if (progress == AnswerReader::Progress::broken) {
    break_off(answer_.problem());
  }
  return progress == AnswerReader::Progress::more;
}

void Attempt::arm_timeout() {
  deadline_ = std::chrono::steady_clock::now() + order_.timeout;
  const bool connecting = !result_.phases.connected && order_.connect_timeout > Nanos{};
  set_timer(
      connecting ? std::min(deadline_, std::chrono::steady_clock::now() + order_.connect_timeout)
                 : deadline_
  );
}

void Attempt::set_timer(std::chrono::steady_clock::time_point when) {
  timer_.expires_at(when);
  timer_.async_wait([self = shared_from_this()](const error_code& ec) {
    // A timer set anew may still have an old wake-up on its way.
    if (!ec && !self->over_ && !self->at_barrier_ &&
        std::chrono::steady_clock::now() >= self->timer_.expiry()) {
      self->on_timeout();
    }
  });
}

void Attempt::on_timeout() {
  result_.timed_out = true;
  const std::string within = " within " + format_duration(order_.timeout);
  if (!result_.phases.connected) {
    const bool sooner = std::chrono::steady_clock::now() < deadline_;
    const Nanos allowed = sooner ? order_.connect_timeout : order_.timeout;
    break_off("not connected within " + format_duration(allowed));
  } else if (!result_.phases.written) {
    break_off("request not taken" + within);
  } else if (!result_.phases.first_byte) {
    break_off("no answer" + within);
  } else {
    break_off("no complete answer" + within);
  }
}

void Attempt::break_off(const std::string& reason) {
  finish(broken(), reason);
}

void Attempt::lose_connection(const std::string& what) {
  if (!result_.phases.written) {
    break_off(what + " before the request was whole");
  } else if (!result_.phases.first_byte) {
    break_off(what + " without an answer");
  } else {
    break_off(what + " in the middle of the answer");
  }
}

void Attempt::complete() {
  const int status = answer_.status();
  const bool whole = result_.phases.written.has_value();
  if (whole && answer_.keep_alive()) {
    pool_->give_back(endpoint_, std::exchange(connection_, nullptr));
  }
  finish(
      status >= 200 && status < order_.success_below ? Outcome::acknowledged : Outcome::refused,
      answer_.status_line() + (whole ? "" : ", before the request was whole")
  );
}

void Attempt::finish(Outcome outcome, std::string reason) {
  if (over_) {
    return;
  }
  over_ = true;
  result_.phases.finished = clock_.now();
  result_.outcome = outcome;
  result_.reason = std::move(reason);
  result_.status = answer_.status();
  result_.answer_body = answer_.body_head();
  timer_.cancel();
  if (resolver_) {
    resolver_->cancel();
  }
  if (connection_) {
    connection_->close();
  }
  // Kept past `done`: what follows from this attempt is journalled before the others go on.
  const auto barrier = passed_barrier_ ? nullptr : std::exchange(order_.barrier, nullptr);
  if (const Done done = std::exchange(done_, nullptr)) {
    done(result_);
  }
  if (barrier) {
    barrier->leave();
  }
}

Outcome Attempt::broken() const {
  return result_.phases.written ? Outcome::unknown : Outcome::impossible;
}

}  // namespace rkmock::webhooks
