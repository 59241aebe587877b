#include "mockserver/net/connection.hpp"

#include <utility>
#include <variant>

#include <boost/asio/buffer.hpp>
#include <boost/asio/write.hpp>

namespace rkmock::net {

using boost::system::error_code;

namespace {

template <class... Visitors>
struct Overloaded : Visitors... {
  using Visitors::operator()...;
};
template <class... Visitors>
Overloaded(Visitors...) -> Overloaded<Visitors...>;

/// A client that still sends would lose an error to a reset, so it is listened to a little longer.
constexpr std::chrono::seconds linger_time{2};
constexpr std::size_t linger_bytes = std::size_t{8} * 1024 * 1024;

}  // namespace

Connection::Connection(
    boost::asio::ip::tcp::socket socket, std::shared_ptr<ConnectionSetup> setup, Closed on_closed
)
    : socket_(std::move(socket)),
      timer_(socket_.get_executor()),
      setup_(std::move(setup)),
      on_closed_(std::move(on_closed)),
      framing_(setup_->limits) {}

void Connection::start() {
  set_deadline(setup_->idle_timeout);
  read();
}

void Connection::start_refusing(const Refusal& refusal) {
  set_deadline(linger_time);
  refuse(refusal);
}

void Connection::close() noexcept {
  if (stage_ == Stage::closed) {
    return;
  }
  stage_ = Stage::closed;
  const auto self = shared_from_this();
  error_code ignored;
  socket_.close(ignored);
  timer_.cancel();
  if (sending_) {
    sending_->pause.cancel();
  }
  std::exchange(on_closed_, nullptr)(self);
}

void Connection::read() {
  stage_ = framing_.begun() ? Stage::reading : Stage::idle;
  socket_.async_read_some(
      boost::asio::buffer(input_),
      [self = shared_from_this()](error_code error, std::size_t count) {
        if (self->stage_ != Stage::idle && self->stage_ != Stage::reading) {
          return;
        }
        if (error) {
          self->close();  // the client ended it; what is not whole now never will be
        } else {
          self->take(count);
        }
      }
  );
}

void Connection::take(std::size_t count) {
  if (stage_ == Stage::idle) {
    set_deadline(setup_->idle_timeout);
  }
  framing_.append({input_.data(), count});
  proceed();
}

void Connection::proceed() {
  Framed framed = framing_.next();
  std::visit(
      Overloaded{
          [this](const NeedMore&) { read(); },
          [this](const SendContinue&) { write("HTTP/1.1 100 Continue\r\n\r\n", Next::proceed); },
          [this](const Refusal& refusal) { refuse(refusal); },
          [this](FramedRequest& request) {
            const Next next = request.keep_alive ? Next::proceed : Next::close;
            stage_ = Stage::writing;
            Responder::Answer made = setup_->responder->answer(std::move(request));
            if (stage_ != Stage::closed) {  // by the handler, with the server
              answer(std::move(made), next);
            }
          }},
      framed
  );
}

void Connection::refuse(const Refusal& refusal) {
  write(setup_->responder->refuse(refusal), Next::close);
}

void Connection::answer(Responder::Answer answer, Next next) {
  set_deadline(setup_->idle_timeout);
  if (answer.transmission == nullptr) {
    write(std::move(answer.bytes), next);
    return;
  }
  sending_ = std::make_unique<Sending>(Sending{
      cut(std::move(answer.bytes), *answer.transmission),
      0,
      std::chrono::steady_clock::now(),
      next,
      false,
      boost::asio::steady_timer(socket_.get_executor())});
  send_piece();
}

/// Waits until the next piece is due, and writes it.
void Connection::send_piece() {
  if (sending_->next == sending_->pieces.list.size()) {
    end_pieces();
    return;
  }
  Piece& piece = sending_->pieces.list[sending_->next];
  const Time due = sending_->started + piece.at;
  const auto left = due - std::chrono::steady_clock::now();
  if (left <= left.zero()) {
    ++sending_->next;
    set_deadline(setup_->idle_timeout);
    write(std::move(piece.bytes), Next::piece);
    return;
  }
  set_deadline(left + setup_->idle_timeout);
  watch_for_leaving();
  sending_->pause.expires_at(due);
  sending_->pause.async_wait([self = shared_from_this()](error_code error) {
    if (!error && self->stage_ == Stage::writing) {
      self->send_piece();
    }
  });
}

void Connection::end_pieces() {
  const Next agreed = sending_->agreed;
  const Pieces::Then then = sending_->pieces.then;
  if (sending_->watched) {
    error_code ignored;
    socket_.cancel(ignored);
  }
  sending_.reset();
  switch (then) {
    case Pieces::Then::as_agreed:
      written(agreed);
      return;
    case Pieces::Then::fin:
      linger();
      return;
    case Pieces::Then::rst:
      reset();
      return;
  }
}

/// A client that gives up says so with the end of its stream. One that sent a further request
/// first is noticed late, when it is written to: its bytes hide the end.
void Connection::watch_for_leaving() {
  if (std::exchange(sending_->watched, true)) {
    return;
  }
  socket_.async_receive(
      boost::asio::buffer(input_.data(), 1),
      boost::asio::socket_base::message_peek,
      [self = shared_from_this()](error_code error, std::size_t /*count*/) {
        const bool left = error && error != boost::asio::error::operation_aborted;
        if (left && self->stage_ == Stage::writing) {
          self->close();
        }
      }
  );
}

/// So that the client gets a RST: nothing is left to be sent, and there is no FIN.
void Connection::reset() noexcept {
  error_code ignored;
  socket_.set_option(boost::asio::socket_base::linger(true, 0), ignored);
  close();
}

void Connection::write(std::string bytes, Next next) {
  stage_ = Stage::writing;
  output_ = std::move(bytes);
  boost::asio::async_write(
      socket_,
      boost::asio::buffer(output_),
      [self = shared_from_this(), next](error_code error, std::size_t /*count*/) {
        if (self->stage_ != Stage::writing) {
          return;
        }
        if (error) {
          self->close();
        } else {
          self->written(next);
        }
      }
  );
}

void Connection::written(Next next) {
  switch (next) {
    case Next::proceed:
      set_deadline(setup_->idle_timeout);
      proceed();
      return;
    case Next::close:
      linger();
      return;
    case Next::piece:
      send_piece();
      return;
  }
}

void Connection::linger() {
  stage_ = Stage::lingering;
  error_code ignored;
  socket_.shutdown(boost::asio::ip::tcp::socket::shutdown_send, ignored);
  set_deadline(linger_time);
  discard();
}

void Connection::discard() {
  socket_.async_read_some(
      boost::asio::buffer(input_),
      [self = shared_from_this()](error_code error, std::size_t count) {
        if (self->stage_ != Stage::lingering) {
          return;
        }
        self->discarded_ += count;
        if (error || self->discarded_ > linger_bytes) {
          self->close();
        } else {
          self->discard();
        }
      }
  );
}

/// Far cheaper than a timer set anew for each request: the timer runs on and looks when it ends.
void Connection::set_deadline(std::chrono::steady_clock::duration from_now) {
  deadline_ = std::chrono::steady_clock::now() + from_now;
  if (!watched_ || deadline_ < timer_.expiry()) {
    watch();
  }
}

void Connection::watch() {
  watched_ = true;
  timer_.expires_at(deadline_);
  timer_.async_wait([self = shared_from_this()](error_code error) {
    if (error || self->stage_ == Stage::closed) {
      return;
    }
    if (std::chrono::steady_clock::now() < self->deadline_) {
      self->watch();
    } else {
      self->deadline_passed();
    }
  });
}

void Connection::deadline_passed() {
  watched_ = false;
  if (stage_ == Stage::reading) {
    error_code ignored;
    socket_.cancel(ignored);
    set_deadline(linger_time);
    refuse(
        {408,
         "the request was not whole within " + std::to_string(setup_->idle_timeout.count()) + " s"}
    );
  } else {
    close();
  }
}

}  // namespace rkmock::net
