#include "mockserver/webhooks/attempt.hpp"

#include <algorithm>
#include <utility>

#include <boost/asio/connect.hpp>
#include <boost/asio/post.hpp>

#include "rkmock/error.hpp"

namespace rkmock::webhooks {

namespace asio = boost::asio;
using asio::ip::tcp;
using boost::system::error_code;

namespace {

/// A connect to a free port of this machine may by chance meet itself (TCP simultaneous open).
bool is_connected_to_itself(const tcp::socket& socket) {
  error_code local_error;
  error_code remote_error;
  const auto local = socket.local_endpoint(local_error);
  const auto remote = socket.remote_endpoint(remote_error);
  return !local_error && !remote_error && local == remote;
}

}  // namespace

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
      endpoint_((order_.tls ? "https " : "") + order_.host + " " + std::to_string(order_.port)),
      timer_(context) {
  result_.phases.scheduled = order_.scheduled;
  result_.phases.woken = order_.woken;
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
  if (order_.conduct && order_.conduct->unreachable) {
    note(*order_.conduct->unreachable);
    break_off(order_.conduct->seen + ", on purpose");
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
  if (order_.conduct && order_.conduct->stale) {
    await_staleness();
  } else {
    be_ready();
  }
}

void Attempt::await_staleness() {
  if (!connection_->is_stale()) {
    // Longer than receivers keep idle connections: Node 5 s, gunicorn 2 s.
    constexpr Nanos longest = std::chrono::seconds(10);
    pause(longest, &Attempt::be_ready);
    connection_->when_readable([self = shared_from_this()](const error_code& ec) {
      if (!ec && !self->over_ && std::exchange(self->pausing_, false)) {
        self->pause_timer_->cancel();
        self->await_staleness();
      }
    });
    return;
  }
  note(*order_.conduct->stale);
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
  if (!order_.tls) {
    be_ready();
    return;
  }
  connection_->tls =
      std::make_unique<TlsSession>(order_.tls, connection_->socket.native_handle(), order_.host);
  arm_timeout();
  shake_hands();
}

void Attempt::shake_hands() {
  const TlsSession::Need need = connection_->tls->handshake();
  if (need == TlsSession::Need::nothing) {
    result_.phases.tls_done = clock_.now();
    be_ready();
    return;
  }
  if (need == TlsSession::Need::failed || need == TlsSession::Need::ended) {
    break_off("TLS failed: " + connection_->tls->problem());
    return;
  }
  connection_->socket.async_wait(
      need == TlsSession::Need::read ? tcp::socket::wait_read : tcp::socket::wait_write,
      [self = shared_from_this(), on = connection_](const error_code& ec) {
        if (!ec && !self->over_ && self->connection_ == on) {
          self->shake_hands();
        }
      }
  );
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
  const bool wanted = order_.conduct && order_.conduct->stale;
  if (wanted || !result_.phases.reused || !connection_->is_stale()) {
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
    if (!ec && !self->over_ && !self->at_barrier_ && !self->pausing_ &&
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
  } else if (!result_.phases.write_started && order_.tls) {
    break_off("no TLS handshake" + within);
  } else if (!result_.phases.written) {
    break_off("request not taken" + within);
  } else if (!result_.phases.first_byte) {
    break_off("no answer" + within);
  } else {
    break_off("no complete answer" + within);
  }
}

void Attempt::reset_on_purpose(const std::string& reason) {
  connection_->reset();
  break_off(reason);
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
  const bool closed = order_.conduct && order_.conduct->half_close;
  if (whole && !closed && answer_.keep_alive()) {
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
  result_.retry_after = answer_.header("Retry-After");
  result_.location = answer_.header("Location");
  timer_.cancel();
  if (pause_timer_) {
    pause_timer_->cancel();
  }
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
