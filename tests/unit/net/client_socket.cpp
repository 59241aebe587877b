#include "unit/net/client_socket.hpp"

#include <array>
#include <cerrno>
#include <cstdlib>
#include <stdexcept>
#include <system_error>
#include <utility>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

namespace rkmock::testing_support {

namespace {

constexpr std::chrono::seconds patience{20};

std::size_t content_length(const std::string& head) {
  const std::size_t at = head.find("Content-Length: ");
  return at == std::string::npos ? 0 : std::strtoul(head.c_str() + at + 16, nullptr, 10);
}

}  // namespace

ClientSocket::ClientSocket(std::uint16_t port) : socket_(::socket(AF_INET, SOCK_STREAM, 0)) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(port);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  const timeval timeout{patience.count(), 0};
  ::setsockopt(socket_, SOL_SOCKET, SO_RCVTIMEO, &timeout, sizeof timeout);
  ::setsockopt(socket_, SOL_SOCKET, SO_SNDTIMEO, &timeout, sizeof timeout);
  // The sockets API takes any address as a sockaddr.
  const auto* any = static_cast<const sockaddr*>(static_cast<const void*>(&address));
  if (::connect(socket_, any, sizeof address) != 0) {
    const int error = errno;
    ::close(socket_);
    throw std::system_error(error, std::generic_category(), "connect");
  }
}

ClientSocket::~ClientSocket() {
  close();
}

ClientSocket::ClientSocket(ClientSocket&& other) noexcept
    : socket_(std::exchange(other.socket_, -1)), pending_(std::move(other.pending_)) {}

bool ClientSocket::send(const std::string& bytes) {
  std::size_t at = 0;
  while (at < bytes.size()) {
    const ssize_t count = ::send(socket_, bytes.data() + at, bytes.size() - at, MSG_NOSIGNAL);
    if (count <= 0) {
      return false;
    }
    at += static_cast<std::size_t>(count);
  }
  return true;
}

std::size_t ClientSocket::send_some(const std::string& bytes, std::chrono::milliseconds wait) {
  pollfd poll{socket_, POLLOUT, 0};
  if (::poll(&poll, 1, static_cast<int>(wait.count())) != 1) {
    return 0;
  }
  const ssize_t count = ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
  return count < 0 ? 0 : static_cast<std::size_t>(count);
}

bool ClientSocket::read_more(Ending& ending) {
  std::array<char, 64 * 1024> bytes;
  const ssize_t count = ::recv(socket_, bytes.data(), bytes.size(), 0);
  if (count > 0) {
    pending_.append(bytes.data(), static_cast<std::size_t>(count));
    return true;
  }
  ending = count == 0 ? Ending::eof : errno == ECONNRESET ? Ending::reset : Ending::timeout;
  return false;
}

ClientSocket::Answer ClientSocket::read_answer(bool of_head) {
  Ending ending = Ending::eof;
  std::size_t head = pending_.find("\r\n\r\n");
  while (head == std::string::npos) {
    if (!read_more(ending)) {
      return {};
    }
    head = pending_.find("\r\n\r\n");
  }
  Answer answer;
  answer.head = read_bytes(head + 4);
  const std::size_t size = of_head ? 0 : content_length(answer.head);
  answer.body = read_bytes(size);
  if (answer.body.size() == size) {
    answer.status = std::atoi(answer.head.c_str() + 9);
  }
  return answer;
}

std::string ClientSocket::read_bytes(std::size_t count) {
  Ending ending = Ending::eof;
  while (pending_.size() < count && read_more(ending)) {
  }
  std::string bytes = pending_.substr(0, count);
  pending_.erase(0, count);
  return bytes;
}

bool ClientSocket::readable(std::chrono::milliseconds wait) {
  pollfd poll{socket_, POLLIN, 0};
  return !pending_.empty() || ::poll(&poll, 1, static_cast<int>(wait.count())) == 1;
}

std::string ClientSocket::read_to_end(Ending* ending) {
  Ending how = Ending::eof;
  while (read_more(how)) {
  }
  if (ending != nullptr) {
    *ending = how;
  }
  return std::exchange(pending_, {});
}

void ClientSocket::half_close() {
  ::shutdown(socket_, SHUT_WR);
}

void ClientSocket::close() {
  if (socket_ >= 0) {
    ::close(std::exchange(socket_, -1));
  }
}

void ClientSocket::reset() {
  const linger at_once{1, 0};
  ::setsockopt(socket_, SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
  close();
}

}  // namespace rkmock::testing_support
