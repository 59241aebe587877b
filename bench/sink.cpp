// A receiver that does nothing: what webhooks are sent to when it is the sender that is measured.
//
//   bench_sink answer | stamp [REFUSALS] | hang
//
// One thread, epoll, connections kept alive; reads whole POSTs by their Content-Length. `answer`
// gives each a short 200. `stamp` prints when the first byte of each was read (nanoseconds on the
// machine's monotonic clock, one a line) and refuses the first so many. `hang` prints too, and
// never answers. Before all that, `ready PORT`.
#include <algorithm>
#include <array>
#include <charconv>
#include <cstdint>
#include <ctime>
#include <iostream>
#include <stdexcept>
#include <string>
#include <string_view>
#include <unordered_map>

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

namespace rkmock::bench {
namespace {

constexpr std::string_view answer = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";
constexpr std::string_view refusal =
    "HTTP/1.1 503 Service Unavailable\r\nContent-Length: 0\r\n\r\n";

std::int64_t now() {
  timespec time{};
  ::clock_gettime(CLOCK_MONOTONIC, &time);
  return time.tv_sec * std::int64_t{1'000'000'000} + time.tv_nsec;
}

/// How long the request at the beginning of `bytes` is; 0 while its headers are not whole.
std::size_t length_of_request(std::string_view bytes) {
  constexpr std::string_view name = "\r\nContent-Length: ";
  const std::size_t head = bytes.find("\r\n\r\n");
  if (head == std::string_view::npos) {
    return 0;
  }
  std::size_t body = 0;
  const std::size_t header = bytes.find(name);
  if (header < head) {
    std::from_chars(bytes.data() + header + name.size(), bytes.data() + head, body);
  }
  return head + 4 + body;
}

class Sink {
 public:
  Sink(const std::string& mode, int refusals)
      : answers_(mode != "hang"), stamps_(mode != "answer"), refusals_(refusals) {
    if (mode != "answer" && mode != "stamp" && mode != "hang") {
      throw std::runtime_error("usage: bench_sink answer | stamp [REFUSALS] | hang");
    }
    rlimit files{};
    ::getrlimit(RLIMIT_NOFILE, &files);
    files.rlim_cur = files.rlim_max;
    ::setrlimit(RLIMIT_NOFILE, &files);
    sockaddr_in address{};
    socklen_t size = sizeof address;
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    // NOLINTBEGIN(cppcoreguidelines-pro-type-reinterpret-cast): that is how sockets are
    if (::bind(listener_, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0 ||
        ::listen(listener_, SOMAXCONN) != 0 ||
        ::getsockname(listener_, reinterpret_cast<sockaddr*>(&address), &size) != 0) {
      throw std::runtime_error("cannot listen");
    }
    // NOLINTEND(cppcoreguidelines-pro-type-reinterpret-cast)
    watch(listener_);
    std::cout << "ready " << ntohs(address.sin_port) << std::endl;
  }

  [[noreturn]] void run() {
    std::array<epoll_event, 512> events{};
    while (true) {
      const int count = ::epoll_wait(epoll_, events.data(), static_cast<int>(events.size()), -1);
      for (int i = 0; i < count; ++i) {
        const int socket = events.at(static_cast<std::size_t>(i)).data.fd;
        if (socket == listener_) {
          accept();
        } else {
          read(socket);
        }
      }
      // Not before: printing would make the later ones of a burst late.
      std::cout << printed_ << std::flush;
      printed_.clear();
    }
  }

 private:
  void watch(int socket) const {
    epoll_event event{};
    event.events = EPOLLIN;
    event.data.fd = socket;
    ::epoll_ctl(epoll_, EPOLL_CTL_ADD, socket, &event);
  }

  void accept() {
    constexpr int at_a_time = 64;
    for (int i = 0; i < at_a_time; ++i) {
      const int socket = ::accept4(listener_, nullptr, nullptr, SOCK_NONBLOCK | SOCK_CLOEXEC);
      if (socket < 0) {
        return;
      }
      const int on = 1;
      ::setsockopt(socket, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
      watch(socket);
    }
  }

  void read(int socket) {
    const ssize_t count = ::recv(socket, buffer_.data(), buffer_.size(), 0);
    if (count <= 0) {
      ::close(socket);  // epoll forgets it by itself
      begun_.erase(socket);
      return;
    }
    const std::string_view bytes(buffer_.data(), static_cast<std::size_t>(count));
    const auto begun = begun_.find(socket);
    if (begun != begun_.end()) {
      begun->second.append(bytes);
      take_whole(socket, begun->second);
      return;
    }
    if (stamps_) {
      printed_ += std::to_string(now()) + "\n";
    }
    take_whole(socket, bytes);
  }

  /// `bytes` is all that is there of a request; nobody here sends another before the answer.
  void take_whole(int socket, std::string_view bytes) {
    const std::size_t length = length_of_request(bytes);
    if (length == 0 || bytes.size() < length) {
      begun_.try_emplace(socket, bytes);
      return;
    }
    if (answers_) {
      const std::string_view said = refusals_ > 0 ? refusal : answer;
      refusals_ -= refusals_ > 0 ? 1 : 0;
      ::send(socket, said.data(), said.size(), MSG_NOSIGNAL);
    }
    begun_.erase(socket);
  }

  bool answers_;
  bool stamps_;
  int refusals_;
  int epoll_ = ::epoll_create1(EPOLL_CLOEXEC);
  int listener_ = ::socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
  std::array<char, 65536> buffer_{};
  std::unordered_map<int, std::string> begun_;  ///< requests of which a part has come
  std::string printed_;
};

}  // namespace
}  // namespace rkmock::bench

int main(int count, char** words) {
  try {
    const int refusals = count > 2 ? std::stoi(words[2]) : 0;
    rkmock::bench::Sink(count > 1 ? words[1] : "", refusals).run();
  } catch (const std::exception& error) {
    std::cerr << "bench_sink: " << error.what() << "\n";
    return 2;
  }
}
