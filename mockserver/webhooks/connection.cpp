#include "mockserver/webhooks/connection.hpp"

#include <utility>

#include <boost/asio/buffer.hpp>

namespace rkmock::webhooks {

namespace asio = boost::asio;
using asio::ip::tcp;
using boost::system::error_code;

namespace {

/// TLS on a non-blocking socket may want to read before it can write, and the other way round; both
/// become possible when the socket is readable, or writable, again.
void translate(TlsSession::Need need, error_code& ec) {
  switch (need) {
    case TlsSession::Need::nothing:
      ec = {};
      break;
    case TlsSession::Need::read:
    case TlsSession::Need::write:
      ec = asio::error::would_block;
      break;
    case TlsSession::Need::ended:
      ec = asio::error::eof;
      break;
    case TlsSession::Need::failed:
      ec = asio::error::connection_reset;
      break;
  }
}

}  // namespace

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

std::size_t Connection::write_some(std::string_view bytes, error_code& ec) {
  if (!tls) {
    return socket.write_some(asio::buffer(bytes), ec);
  }
  std::size_t written = 0;
  translate(tls->write(bytes, written), ec);
  return written;
}

std::size_t Connection::read_some(char* bytes, std::size_t room, error_code& ec) {
  if (!tls) {
    return socket.read_some(asio::buffer(bytes, room), ec);
  }
  std::size_t count = 0;
  translate(tls->read(bytes, room, count), ec);
  return count;
}

void Connection::when_readable(Readable then) {
  readable_ = std::move(then);
  if (std::exchange(waiting_, true)) {
    return;
  }
  socket.async_wait(tcp::socket::wait_read, [self = shared_from_this()](const error_code& ec) {
    self->waiting_ = false;
    if (const Readable called = std::exchange(self->readable_, nullptr)) {
      called(ec);
    }
  });
}

bool Connection::is_stale() {
  if (!socket.is_open()) {
    return true;
  }
  char byte = 0;
  error_code ec;
  // Over TLS too: what a receiver sends on an idle connection is its good-bye, or session tickets,
  // after which a fresh connection does no harm.
  socket.receive(asio::buffer(&byte, 1), tcp::socket::message_peek, ec);
  return ec != asio::error::would_block;
}

void Connection::close() noexcept {
  forget_readable();
  if (tls) {
    tls->close();
  }
  error_code ignored;
  socket.close(ignored);
}

void Connection::reset() noexcept {
  forget_readable();
  error_code ignored;
  socket.set_option(asio::socket_base::linger(true, 0), ignored);
  socket.close(ignored);
}

void Connection::half_close() noexcept {
  if (tls) {
    tls->close();
  }
  error_code ignored;
  socket.shutdown(tcp::socket::shutdown_send, ignored);
}

}  // namespace rkmock::webhooks
