#include "mockserver/net/http_server.hpp"

#include <unordered_set>
#include <utility>

#include <boost/asio/ip/address.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>

#include "rkmock/error.hpp"

#include "mockserver/net/connection.hpp"

namespace rkmock::net {

using boost::asio::ip::tcp;
using boost::system::error_code;

namespace {

/// Of clients beyond max_connections, so many at once are told so; others are just closed.
constexpr std::size_t max_refusing = 64;
/// How long to wait when the process has no file descriptor left.
constexpr std::chrono::milliseconds accept_again{100};

tcp::endpoint resolve(boost::asio::io_context& context, const HttpServerOptions& options) {
  error_code error;
  const auto address = boost::asio::ip::make_address(options.address, error);
  if (!error) {
    return {address, options.port};
  }
  tcp::resolver resolver(context);
  const auto found = resolver.resolve(options.address, std::to_string(options.port), error);
  if (error || found.empty()) {
    throw EnvironmentError(
        "cannot listen on `" + options.address + "`: it is neither an address nor a known name (" +
        error.message() + "); 127.0.0.1 is this machine, 0.0.0.0 every interface"
    );
  }
  return found.begin()->endpoint();
}

[[noreturn]] void fail_to_listen(const HttpServerOptions& options, const error_code& error) {
  const bool v6 = options.address.find(':') != std::string::npos;
  const std::string where =
      (v6 ? "[" + options.address + "]" : options.address) + ":" + std::to_string(options.port);
  const bool taken = error == boost::asio::error::address_in_use;
  const bool port_to_blame = taken || error == boost::asio::error::access_denied;
  throw EnvironmentError(
      "cannot listen on " + where + ": " + (taken ? "the port is taken" : error.message()) +
      (port_to_blame ? "; choose another port, or let `--port 0` pick a free one"
                     : "; 127.0.0.1 is this machine, 0.0.0.0 every interface")
  );
}

tcp::acceptor listen(boost::asio::io_context& context, const HttpServerOptions& options) {
  const tcp::endpoint endpoint = resolve(context, options);
  tcp::acceptor acceptor(context);
  error_code error;
  const auto attempt = [&](auto&& step) {
    if (step(); error) {
      fail_to_listen(options, error);
    }
  };
  attempt([&] { acceptor.open(endpoint.protocol(), error); });
  // A port whose connections of the last run are in TIME_WAIT is free again.
  attempt([&] { acceptor.set_option(tcp::acceptor::reuse_address(true), error); });
  attempt([&] { acceptor.bind(endpoint, error); });
  attempt([&] { acceptor.listen(boost::asio::socket_base::max_listen_connections, error); });
  return acceptor;
}

}  // namespace

struct HttpServer::State : std::enable_shared_from_this<State> {
  State(Loop& owner, const HttpServerOptions& options, Handler handler)
      : loop(owner),
        acceptor(listen(owner.context(), options)),
        port(acceptor.local_endpoint().port()),
        pause(loop.context()),
        max_connections(options.max_connections),
        setup(std::make_shared<ConnectionSetup>()) {
    setup->limits = {options.max_header_bytes, options.max_body_bytes};
    setup->idle_timeout = options.idle_timeout;
    setup->responder = std::make_unique<Responder>(
        options.idle_timeout,
        std::move(handler),
        [&owner](const std::exception_ptr& bug) { owner.report_bug(bug); },
        options.render_error
    );
  }

  Loop& loop;
  tcp::acceptor acceptor;
  std::uint16_t port;
  boost::asio::steady_timer pause;
  std::size_t max_connections;
  std::shared_ptr<ConnectionSetup> setup;
  std::unordered_set<std::shared_ptr<Connection>> connections;
  std::unordered_set<std::shared_ptr<Connection>> refused;
  bool closed = false;

  void accept() {
    acceptor.async_accept([self = shared_from_this()](error_code error, tcp::socket socket) {
      if (self->closed) {
        return;
      }
      if (error && error != boost::asio::error::connection_aborted) {
        self->accept_later();
        return;
      }
      self->accept();
      if (!error) {
        self->welcome(std::move(socket));
      }
    });
  }

  void accept_later() {
    pause.expires_after(accept_again);
    pause.async_wait([self = shared_from_this()](error_code error) {
      if (!error && !self->closed) {
        self->accept();
      }
    });
  }

  void welcome(tcp::socket socket) {
    error_code ignored;  // the client may be gone already; reading will tell
    socket.set_option(tcp::no_delay(true), ignored);
    const bool full = connections.size() >= max_connections;
    auto& members = full ? refused : connections;
    if (full && refused.size() >= max_refusing) {
      return;
    }
    const auto connection = std::make_shared<Connection>(
        std::move(socket),
        setup,
        // The set outlives its members: close() empties it, and nobody else holds an open one.
        [self = shared_from_this(), &members](const std::shared_ptr<Connection>& gone) {
          members.erase(gone);
        }
    );
    members.insert(connection);
    if (full) {
      connection->start_refusing(
          {503, "there are already " + std::to_string(max_connections) + " connections"}
      );
    } else {
      connection->start();
    }
  }

  void close() noexcept {
    if (std::exchange(closed, true)) {
      return;
    }
    error_code ignored;
    acceptor.close(ignored);
    pause.cancel();
    for (auto* members : {&connections, &refused}) {
      while (!members->empty()) {
        // A copy: closing erases it.
        const std::shared_ptr<Connection> connection = *members->begin();
        connection->close();
      }
    }
  }
};

HttpServer::HttpServer(Loop& loop, const HttpServerOptions& options, Handler handler)
    : state_(std::make_shared<State>(loop, options, std::move(handler))) {
  loop.call([this] { state_->accept(); });
}

HttpServer::~HttpServer() {
  stop();
}

std::uint16_t HttpServer::port() const {
  return state_->port;
}

void HttpServer::stop() noexcept {
  try {
    state_->loop.call([this] { state_->close(); });
  } catch (...) {
    // Out of memory for a message to the loop: the loop's own end closes the sockets.
  }
}

}  // namespace rkmock::net
