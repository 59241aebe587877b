#include "bench/servers.hpp"

#include <chrono>
#include <fstream>
#include <stdexcept>

#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include "bench/client.hpp"

namespace rkmock::bench {

namespace {

constexpr const char* configuration = RKMOCK_BENCH_DIR "/nginx.conf";

Arguments serve(
    const std::string& binary,
    const std::filesystem::path& folder,
    const std::vector<std::string>& more
) {
  Arguments arguments = {binary, "serve", "--port", "0", "--journal", folder.string()};
  arguments.insert(arguments.end(), more.begin(), more.end());
  return arguments;
}

std::uint16_t port_of(const std::string& ready) {
  const std::size_t colon = ready.rfind(':');
  if (ready.rfind("ready ", 0) != 0 || colon == std::string::npos) {
    throw std::runtime_error("rkmock did not start: " + ready);
  }
  return static_cast<std::uint16_t>(std::stoi(ready.substr(colon + 1)));
}

/// nginx cannot pick a free port and tell it.
std::uint16_t free_port() {
  const int socket = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address{};
  socklen_t size = sizeof address;
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  // NOLINTBEGIN(cppcoreguidelines-pro-type-reinterpret-cast): that is how sockets are
  ::bind(socket, reinterpret_cast<const sockaddr*>(&address), sizeof address);
  ::getsockname(socket, reinterpret_cast<sockaddr*>(&address), &size);
  // NOLINTEND(cppcoreguidelines-pro-type-reinterpret-cast)
  ::close(socket);
  return ntohs(address.sin_port);
}

void write(const std::filesystem::path& file, const std::string& text) {
  std::filesystem::create_directories(file.parent_path());
  std::ofstream stream(file, std::ios::binary);
  if (!(stream << text).flush()) {
    throw std::runtime_error("cannot write " + file.string());
  }
}

std::string replace(std::string text, const std::string& word, const std::string& by) {
  for (std::size_t at = 0; (at = text.find(word, at)) != std::string::npos; at += by.size()) {
    text.replace(at, word.size(), by);
  }
  return text;
}

std::string read(const std::filesystem::path& file) {
  std::ifstream stream(file);
  return {std::istreambuf_iterator<char>(stream), {}};
}

void await_listener(std::uint16_t port) {
  const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(10);
  while (true) {
    try {
      const Client client(port);
      return;
    } catch (const std::runtime_error&) {
      if (std::chrono::steady_clock::now() > deadline) {
        throw;
      }
    }
  }
}

}  // namespace

Rkmock::Rkmock(
    const std::string& binary,
    const std::filesystem::path& folder,
    const std::vector<std::string>& more
)
    : process_(serve(binary, folder, more)), port_(port_of(process_.read_line())) {}

Nginx::Nginx(
    const std::filesystem::path& folder,
    const std::string& file_target,
    const std::string& file_body,
    const std::string& canned_target,
    const std::string& canned_body
)
    : port_(free_port()) {
  const std::filesystem::path root = std::filesystem::absolute(folder);
  write(root.string() + "/files" + file_target, file_body);
  std::string text = read(configuration);
  text = replace(text, "@ROOT@", root.string());
  text = replace(text, "@PORT@", std::to_string(port_));
  text = replace(text, "@CANNED_TARGET@", canned_target);
  text = replace(text, "@CANNED_BODY@", canned_body);
  write(root / "nginx.conf", text);
  process_ = std::make_unique<Child>(Arguments{
      "nginx", "-p", root.string(), "-c", (root / "nginx.conf").string()});
  await_listener(port_);
}

}  // namespace rkmock::bench
