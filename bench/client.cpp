#include "bench/client.hpp"

#include <array>
#include <stdexcept>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <unistd.h>

namespace rkmock::bench {

Client::Client(std::uint16_t port) : socket_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(port);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  const int on = 1;
  ::setsockopt(socket_, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  // NOLINTNEXTLINE(cppcoreguidelines-pro-type-reinterpret-cast): that is how sockets are
  if (::connect(socket_, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) {
    ::close(socket_);
    throw std::runtime_error("nobody listens on port " + std::to_string(port));
  }
}

Client::~Client() {
  ::close(socket_);
}

Answer Client::request(
    std::string_view method, std::string_view target, std::string_view key, std::string_view body
) {
  std::string bytes;
  bytes.append(method).append(" ").append(target).append(" HTTP/1.1\r\nHost: bench\r\n");
  bytes.append("Authorization: Bearer ").append(key).append("\r\n");
  if (!body.empty()) {
    bytes.append("Content-Type: application/json\r\nContent-Length: ")
        .append(std::to_string(body.size()))
        .append("\r\n");
  }
  bytes.append("\r\n").append(body);
  if (::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL) !=
      static_cast<ssize_t>(bytes.size())) {
    throw std::runtime_error("a request was not taken");
  }
  constexpr std::string_view length = "Content-Length: ";
  received_.clear();
  std::size_t whole = std::string::npos;
  while (received_.size() < whole) {
    std::array<char, 16384> buffer;  // NOLINT(cppcoreguidelines-pro-type-member-init): read into
    const ssize_t count = ::recv(socket_, buffer.data(), buffer.size(), 0);
    if (count <= 0) {
      throw std::runtime_error("an answer was cut off: " + received_);
    }
    received_.append(buffer.data(), static_cast<std::size_t>(count));
    const std::size_t head = received_.find("\r\n\r\n");
    const std::size_t header = received_.find(length);
    if (whole == std::string::npos && head != std::string::npos && header < head) {
      whole = head + 4 + std::stoul(received_.substr(header + length.size()));
    }
  }
  const std::size_t head = received_.find("\r\n\r\n") + 4;
  return {std::stoi(received_.substr(received_.find(' '))), received_.substr(head)};
}

}  // namespace rkmock::bench
