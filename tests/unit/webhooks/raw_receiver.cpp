#include "unit/webhooks/raw_receiver.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <chrono>
#include <cstdint>
#include <stdexcept>
#include <utility>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

namespace rkmock::testing_support {

namespace {

/// After it a wait gives up, so that a failing test ends.
constexpr std::chrono::seconds patience{10};

sockaddr_in loopback(int port) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(static_cast<std::uint16_t>(port));
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  return address;
}

int bound_socket(int& port) {
  const int socket = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address = loopback(0);
  socklen_t size = sizeof(address);
  // NOLINTBEGIN(cppcoreguidelines-pro-type-reinterpret-cast): the sockets API wants it so
  if (socket < 0 || ::bind(socket, reinterpret_cast<sockaddr*>(&address), size) != 0 ||
      ::getsockname(socket, reinterpret_cast<sockaddr*>(&address), &size) != 0) {
    throw std::runtime_error("no socket for a test");
  }
  // NOLINTEND(cppcoreguidelines-pro-type-reinterpret-cast)
  port = ntohs(address.sin_port);
  return socket;
}

std::string url_of(int port) {
  return "http://127.0.0.1:" + std::to_string(port) + "/webhooks/reservekit";
}

/// Of the body, read from the request's head; 0 when there is none.
std::size_t content_length(const std::string& head) {
  constexpr std::string_view name = "Content-Length: ";
  const auto at = head.find(name);
  return at == std::string::npos ? 0 : std::stoul(head.substr(at + name.size()));
}

}  // namespace

bool Peer::read_more(Ending& ending) {
  std::array<char, 16 * 1024> bytes;
  const ssize_t count = ::recv(socket_, bytes.data(), bytes.size(), 0);
  if (count > 0) {
    pending_.append(bytes.data(), static_cast<std::size_t>(count));
    return true;
  }
  ending = count == 0 ? Ending::eof : errno == ECONNRESET ? Ending::reset : Ending::timeout;
  return false;
}

std::string Peer::read_request() {
  Ending ending{};
  std::size_t head = 0;
  while ((head = pending_.find("\r\n\r\n")) == std::string::npos) {
    if (!read_more(ending)) {
      return {};
    }
  }
  const std::size_t whole = head + 4 + content_length(pending_.substr(0, head));
  while (pending_.size() < whole) {
    if (!read_more(ending)) {
      return {};
    }
  }
  std::string request = pending_.substr(0, whole);
  pending_.erase(0, whole);
  return request;
}

std::optional<Peer::Ending> Peer::read_piece(std::string& piece) {
  Ending ending{};
  const bool more = read_more(ending);
  piece = std::exchange(pending_, {});
  return more ? std::nullopt : std::optional(ending);
}

bool Peer::write(const std::string& bytes) {
  std::size_t written = 0;
  while (written < bytes.size()) {
    const ssize_t count =
        ::send(socket_, bytes.data() + written, bytes.size() - written, MSG_NOSIGNAL);
    if (count <= 0) {
      return false;
    }
    written += static_cast<std::size_t>(count);
  }
  return true;
}

void Peer::read_some() {
  Ending ending{};
  read_more(ending);
}

Peer::Ending Peer::wait_for_end() {
  Ending ending{};
  while (read_more(ending)) {
    pending_.clear();
  }
  return ending;
}

void Peer::half_close() {
  ::shutdown(socket_, SHUT_WR);
}

void Peer::close() {
  if (socket_ >= 0) {
    ::shutdown(socket_, SHUT_RDWR);
  }
}

void Peer::reset() {
  // Disconnecting from an open socket sends an RST and leaves the descriptor to its owner.
  sockaddr unspecified{};
  unspecified.sa_family = AF_UNSPEC;
  ::connect(socket_, &unspecified, sizeof(unspecified));
}

std::string answer(int status, const std::string& body, const std::string& headers) {
  return "HTTP/1.1 " + std::to_string(status) +
         " Text\r\nContent-Length: " + std::to_string(body.size()) + "\r\n" + headers + "\r\n" +
         body;
}

RawReceiver::RawReceiver(Behaviour behaviour, int receive_buffer)
    : behaviour_(std::move(behaviour)) {
  listener_ = bound_socket(port_);
  if (receive_buffer > 0) {
    ::setsockopt(listener_, SOL_SOCKET, SO_RCVBUF, &receive_buffer, sizeof(receive_buffer));
  }
  if (::listen(listener_, 256) != 0) {
    throw std::runtime_error("no listener for a test");
  }
  acceptor_ = std::thread([this] { accept_all(); });
}

RawReceiver::~RawReceiver() {
  ::shutdown(listener_, SHUT_RDWR);
  acceptor_.join();
  {
    const std::lock_guard lock(mutex_);
    for (const int socket : open_) {
      ::shutdown(socket, SHUT_RDWR);
    }
  }
  for (std::thread& thread : threads_) {
    thread.join();
  }
  for (const int socket : open_) {
    ::close(socket);
  }
  ::close(listener_);
}

std::string RawReceiver::url() const {
  return url_of(port_);
}

void RawReceiver::accept_all() {
  while (true) {
    const int socket = ::accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
    if (socket < 0) {
      return;
    }
    const timeval longest{.tv_sec = patience.count(), .tv_usec = 0};
    ::setsockopt(socket, SOL_SOCKET, SO_RCVTIMEO, &longest, sizeof(longest));
    const int number = ++connections_;
    const std::lock_guard lock(mutex_);
    open_.push_back(socket);
    threads_.emplace_back([this, socket, number] {
      Peer peer(socket, number);
      behaviour_(peer);
      peer.close();
    });
  }
}

FriendlyReceiver::FriendlyReceiver()
    : receiver_([this](Peer& peer) {
        while (true) {
          std::string request = peer.read_request();
          if (request.empty()) {
            return;
          }
          {
            const std::lock_guard lock(mutex_);
            requests_.push_back(std::move(request));
          }
          peer.write(answer(200, "ok"));
        }
      }) {}

std::vector<std::string> FriendlyReceiver::requests() const {
  const std::lock_guard lock(mutex_);
  return requests_;
}

HoldingReceiver::HoldingReceiver() : receiver_([this](Peer& peer) { hold(peer); }) {}

void HoldingReceiver::hold(Peer& peer) {
  while (!peer.read_request().empty()) {
    std::unique_lock lock(mutex_);
    ++requests_;
    changed_.notify_all();
    if (!changed_.wait_for(lock, patience, [this] { return free_; })) {
      return;
    }
    lock.unlock();
    peer.write(answer(200));
  }
}

bool HoldingReceiver::wait_for_requests(int count) {
  std::unique_lock lock(mutex_);
  return changed_.wait_for(lock, patience, [&] { return requests_ >= count; });
}

void HoldingReceiver::let_go() {
  {
    const std::lock_guard lock(mutex_);
    free_ = true;
  }
  changed_.notify_all();
}

FullPort::FullPort(int room) {
  listener_ = bound_socket(port_);
  filler_ = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  const sockaddr_in address = loopback(port_);
  // NOLINTBEGIN(cppcoreguidelines-pro-type-reinterpret-cast): the sockets API wants it so
  // Linux queues one connection more than the backlog says.
  if (::listen(listener_, room) != 0 ||
      ::connect(filler_, reinterpret_cast<const sockaddr*>(&address), sizeof(address)) != 0) {
    throw std::runtime_error("no full port for a test");
  }
  // NOLINTEND(cppcoreguidelines-pro-type-reinterpret-cast)
  pollfd queued{.fd = listener_, .events = POLLIN, .revents = 0};
  ::poll(&queued, 1, -1);
}

FullPort::~FullPort() {
  ::close(filler_);
  ::close(listener_);
}

std::string FullPort::url() const {
  return url_of(port_);
}

ClosedPort::ClosedPort() {
  socket_ = bound_socket(port_);
}

ClosedPort::~ClosedPort() {
  ::close(socket_);
}

std::string ClosedPort::url() const {
  return url_of(port_);
}

void Signal::set() {
  // Told under the lock: whoever waits may destroy the signal as soon as it is free.
  const std::lock_guard lock(mutex_);
  set_ = true;
  changed_.notify_all();
}

bool Signal::wait() {
  std::unique_lock lock(mutex_);
  return changed_.wait_for(lock, patience, [this] { return set_; });
}

}  // namespace rkmock::testing_support
