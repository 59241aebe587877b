#pragma once
// The plainest HTTP client: one connection to 127.0.0.1, one request at a time.
//
// Resource. One thread at a time. For exact numbers of requests; wrk is for load. Anything but an
// HTTP/1.1 answer with a Content-Length is a std::runtime_error.
#include <cstdint>
#include <string>
#include <string_view>

namespace rkmock::bench {

struct Answer {
  int status = 0;
  std::string body;
};

class Client final {
 public:
  explicit Client(std::uint16_t port);
  ~Client();
  Client(const Client&) = delete;
  Client& operator=(const Client&) = delete;

  /// With an API key; `body` is JSON, or empty.
  Answer request(
      std::string_view method,
      std::string_view target,
      std::string_view key,
      std::string_view body = {}
  );

 private:
  int socket_ = -1;
  std::string received_;
};

}  // namespace rkmock::bench
