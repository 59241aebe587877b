#include "mockserver/net/blocking_client.hpp"

#include <algorithm>
#include <cerrno>
#include <condition_variable>
#include <csignal>
#include <ctime>
#include <memory>
#include <mutex>
#include <string_view>
#include <system_error>
#include <thread>

#include <httplib.h>
#include <netdb.h>
#include <pthread.h>
#include <sys/socket.h>
#include <unistd.h>

#include "rkmock/version.hpp"

#include "core/url.hpp"

namespace rkmock::net {

namespace {

using Clock = std::chrono::steady_clock;

constexpr std::size_t max_answer_body = std::size_t{1024} * 1024;

/// cpp-httplib writes to sockets that raise SIGPIPE; a host process must not die of that.
class NoSigPipe final {
 public:
  NoSigPipe() {
    sigemptyset(&pipe_);
    sigaddset(&pipe_, SIGPIPE);
    sigset_t pending;
    sigpending(&pending);
    was_pending_ = sigismember(&pending, SIGPIPE) == 1;
    pthread_sigmask(SIG_BLOCK, &pipe_, &before_);
  }

  ~NoSigPipe() {
    const timespec at_once{};
    while (!was_pending_ && sigtimedwait(&pipe_, nullptr, &at_once) == SIGPIPE) {
    }
    pthread_sigmask(SIG_SETMASK, &before_, nullptr);
  }

  NoSigPipe(const NoSigPipe&) = delete;
  NoSigPipe& operator=(const NoSigPipe&) = delete;

 private:
  sigset_t pipe_{};
  sigset_t before_{};
  bool was_pending_ = false;
};

/// Ends an exchange at its deadline, which cpp-httplib's timeouts of single reads do not.
class Watchdog final {
 public:
  Watchdog(httplib::ClientImpl& client, Clock::time_point deadline)
      : thread_([this, &client, deadline] { watch(client, deadline); }) {}

  ~Watchdog() {
    {
      const std::lock_guard lock(mutex_);
      over_ = true;
    }
    changed_.notify_all();
    thread_.join();
  }

  Watchdog(const Watchdog&) = delete;
  Watchdog& operator=(const Watchdog&) = delete;

 private:
  /// Again and again: a stop() between connecting and sending would be forgotten.
  void watch(httplib::ClientImpl& client, Clock::time_point deadline) {
    std::unique_lock lock(mutex_);
    while (!changed_.wait_until(lock, deadline, [this] { return over_; })) {
      client.stop();
      deadline = Clock::now() + std::chrono::milliseconds(20);
    }
  }

  std::mutex mutex_;
  std::condition_variable changed_;
  bool over_ = false;
  std::thread thread_;  // last: it uses the rest
};

HttpAnswer failure(std::string why) {
  HttpAnswer answer;
  answer.error = std::move(why);
  return answer;
}

std::string in_words(std::chrono::milliseconds time) {
  const auto count = time.count();
  return count % 1000 == 0 ? std::to_string(count / 1000) + " s" : std::to_string(count) + " ms";
}

bool is_line(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) {
    const auto byte = static_cast<unsigned char>(c);
    return byte == '\t' || (byte >= 0x20 && byte != 0x7f);
  });
}

bool is_word(std::string_view text) {
  return !text.empty() && is_line(text) && text.find_first_of(" \t:") == std::string_view::npos;
}

/// Why the request cannot be written; empty when it can.
std::string unsendable(const HttpRequest& request, const std::optional<Url>& url) {
  if (!url) {
    return "`" + request.url + "` is not a URL like http://127.0.0.1:3000/path";
  }
  if (url->scheme != "http") {
    return "`" + request.url + "` is " + url->scheme + "; only plain http is spoken";
  }
  if (!is_line(url->target) || url->target.find_first_of(" \t") != std::string::npos) {
    return "the URL holds a space or a control character";
  }
  if (!is_word(request.method)) {
    return "`" + request.method + "` is not a method";
  }
  for (const auto& [name, value] : request.headers) {
    if (!is_word(name) || !is_line(value)) {
      return "the header `" + name + "` cannot be sent: it holds a line break or is misnamed";
    }
  }
  return {};
}

/// cpp-httplib does not say why it could not connect, so ask the system.
std::string why_not_connected(const Url& url) {
  addrinfo hints{};
  hints.ai_family = AF_UNSPEC;
  hints.ai_socktype = SOCK_STREAM;
  addrinfo* found = nullptr;
  const std::string port = std::to_string(url.port);
  const int error = getaddrinfo(url.host.c_str(), port.c_str(), &hints, &found);
  if (error != 0) {
    return "unknown host `" + url.host + "` (" + gai_strerror(error) + ")";
  }
  const std::unique_ptr<addrinfo, void (*)(addrinfo*)> addresses(found, freeaddrinfo);
  const int type = found->ai_socktype | SOCK_NONBLOCK | SOCK_CLOEXEC;
  const int socket = ::socket(found->ai_family, type, 0);
  const bool connected = ::connect(socket, found->ai_addr, found->ai_addrlen) == 0;
  const int code = errno;
  ::close(socket);
  // Nothing known any more, or still on its way: a refusal is what it nearly always was.
  const bool unsure = connected || code == EINPROGRESS || code == ECONNREFUSED;
  return unsure ? "connection refused" : "cannot connect: " + std::generic_category().message(code);
}

httplib::Request to_httplib(const HttpRequest& request, const Url& url) {
  httplib::Request out;
  out.method = request.method;
  out.path = url.target;
  for (const auto& [name, value] : request.headers) {
    out.headers.emplace(name, value);
  }
  const auto add = [&out](const char* name, const std::string& value) {
    if (!out.has_header(name)) {
      out.headers.emplace(name, value);
    }
  };
  add("Host", url.authority());
  add("User-Agent", "rkmock/" + std::string(version()));
  out.body = request.body;
  return out;
}

}  // namespace

HttpAnswer BlockingClient::send(const HttpRequest& request, std::chrono::milliseconds timeout) {
  const auto url = parse_url(request.url);
  const std::string refused = unsendable(request, url);
  if (!refused.empty()) {
    return failure(refused);
  }
  httplib::ClientImpl client(url->host, url->port);
  client.set_connection_timeout(timeout);
  client.set_read_timeout(timeout);
  client.set_write_timeout(timeout);
  client.set_follow_location(false);
  client.set_url_encode(false);
  client.set_tcp_nodelay(true);

  HttpAnswer answer;
  bool too_large = false;
  httplib::Request out = to_httplib(request, *url);
  out.content_receiver = [&](const char* bytes, std::size_t size, std::uint64_t, std::uint64_t) {
    too_large = size > max_answer_body - answer.body.size();
    if (!too_large) {
      answer.body.append(bytes, size);
    }
    return !too_large;
  };
  httplib::Response response;
  auto error = httplib::Error::Success;
  const Clock::time_point deadline = Clock::now() + timeout;
  bool whole = false;
  {
    const NoSigPipe no_signal;  // first: the watchdog's thread inherits it
    const Watchdog watchdog(client, deadline);
    whole = client.send(out, response, error);
  }
  if (whole) {
    answer.status = response.status;
    answer.headers.assign(response.headers.begin(), response.headers.end());
    return answer;
  }
  if (too_large) {
    return failure("the answer's body is longer than 1 MiB");
  }
  if (Clock::now() >= deadline || error == httplib::Error::ConnectionTimeout) {
    return failure("no answer within " + in_words(timeout));
  }
  if (error == httplib::Error::Connection) {
    return failure(why_not_connected(*url));
  }
  return failure("the connection ended before an HTTP answer was whole");
}

}  // namespace rkmock::net
