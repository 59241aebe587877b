#include "receivers/listener.hpp"

#include <algorithm>
#include <cerrno>
#include <future>
#include <system_error>
#include <thread>
#include <utility>

#include <httplib.h>
#include <sys/socket.h>

#include "rkmock/error.hpp"

#include "core/ascii.hpp"

namespace rkmock::receivers {

namespace {

/// More than a sender opens at once to one receiver, with probes beside them.
constexpr std::size_t most_requests_at_once = 128;
constexpr std::size_t longest_body = std::size_t{1024} * 1024;
constexpr int patience_seconds = 5;
constexpr std::string_view bookings_path = "/bookings/";

[[noreturn]] void refuse(const ReceiverOptions& options, int error) {
  const std::string where = options.address + ":" + std::to_string(options.port);
  throw EnvironmentError(
      "the receiver cannot listen on " + where + ": " +
      (error != 0 ? std::generic_category().message(error) : "no such address") +
      "; stop what listens there, or choose another port (0 picks a free one)"
  );
}

void show(httplib::Response& response, int status, const std::string& text, const char* type) {
  response.status = status;
  response.set_content(text, type);
}

void show_booking(const Routes& routes, const std::string& id, httplib::Response& response) {
  const std::optional<std::string> state = routes.state(id);
  if (state) {
    show(response, 200, *state, "application/json");
  } else {
    show(response, 404, R"({"error":"booking not found"})", "application/json");
  }
}

void answer_post(
    const Routes& routes,
    const ReceiverOptions& options,
    const httplib::Request& request,
    const std::string& body,
    bool whole,
    httplib::Response& response
) {
  const auto other = routes.others.find(request.path);
  const bool is_webhook = request.path == options.path || request.path == options.path + "/";
  if (other == routes.others.end() && !is_webhook) {
    show(response, 404, "not found", "text/plain");
    return;
  }
  Posted posted{request.get_header_value(options.signature_header), body, {}, whole};
  posted.headers.assign(request.headers.begin(), request.headers.end());
  const Answer answer =
      other != routes.others.end() ? other->second(posted) : routes.webhook(posted);
  if (!answer.location.empty()) {
    response.set_header("Location", answer.location);
  }
  show(
      response,
      answer.status,
      answer.text,
      other != routes.others.end() ? "application/json" : "text/plain"
  );
}

void take_posts(httplib::Server& http, const ReceiverOptions& options, const Routes& routes) {
  const auto take = [routes, options](
                        const httplib::Request& request,
                        const std::string& body,
                        bool whole,
                        httplib::Response& response
                    ) { answer_post(routes, options, request, body, whole, response); };
  if (routes.partial_bodies) {
    http.Post(
        "/.*",
        [take](
            const httplib::Request& request,
            httplib::Response& response,
            const httplib::ContentReader& read
        ) {
          std::string body;
          const bool whole = read([&body](const char* bytes, std::size_t count) {
            body.append(bytes, count);
            return body.size() <= longest_body;
          });
          take(request, body, whole, response);
        }
    );
  } else {
    http.Post("/.*", [take](const httplib::Request& request, httplib::Response& response) {
      take(request, request.body, true, response);
    });
  }
}

}  // namespace

std::string Posted::header(std::string_view name) const {
  const auto found = std::find_if(headers.begin(), headers.end(), [&](const auto& one) {
    return same_word(one.first, name);
  });
  return found == headers.end() ? std::string() : found->second;
}

struct Listener::Server {
  httplib::Server http;
  std::promise<void> accepting;
  std::thread thread;
};

Listener::Listener(const ReceiverOptions& options, const Routes& routes)
    : server_(std::make_unique<Server>()) {
  httplib::Server& http = server_->http;
  int listening = -1;
  http.set_socket_options([&listening](int socket) {
    // cpp-httplib's own choice is SO_REUSEPORT: two receivers would share a port in silence.
    const int yes = 1;
    ::setsockopt(socket, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
    listening = socket;
  });
  http.set_tcp_nodelay(true);
  http.set_keep_alive_max_count(1);
  http.set_keep_alive_timeout(patience_seconds);
  http.set_read_timeout(patience_seconds);
  http.set_payload_max_length(longest_body);

  // Paths are compared as text: cpp-httplib takes a route for a regular expression.
  http.Get("/.*", [routes](const httplib::Request& request, httplib::Response& response) {
    if (request.path == "/healthz") {
      show(response, 200, "ok", "text/plain");
    } else if (request.path.rfind(bookings_path, 0) == 0) {
      show_booking(routes, request.path.substr(bookings_path.size()), response);
    } else {
      show(response, 404, "not found", "text/plain");
    }
  });
  take_posts(http, options, routes);

  errno = 0;
  int port = options.port;
  if (port == 0) {
    port = http.bind_to_any_port(options.address);
  } else if (!http.bind_to_port(options.address, port)) {
    port = -1;
  }
  if (port <= 0) {
    refuse(options, errno);
  }
  port_ = static_cast<std::uint16_t>(port);
  // cpp-httplib listens for 5 at once; in a burst the rest would try again after a second.
  ::listen(listening, static_cast<int>(most_requests_at_once));
  http.set_socket_options(nullptr);

  // stop() does nothing to a server that does not run yet, so wait until it does: it asks for
  // its pool of threads when it is about to accept.
  http.new_task_queue = [this] {
    auto pool = std::make_unique<httplib::ThreadPool>(most_requests_at_once);
    server_->accepting.set_value();
    return pool.release();
  };
  server_->thread = std::thread([this] { server_->http.listen_after_bind(); });
  server_->accepting.get_future().wait();
}

Listener::~Listener() {
  stop();
}

void Listener::stop() noexcept {
  if (server_->thread.joinable()) {
    server_->http.stop();
    server_->thread.join();
  }
}

}  // namespace rkmock::receivers
