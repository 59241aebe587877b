#pragma once
// HTTP as values, and the port through which the harness asks a receiver something.
//
// HttpClient blocks its caller and is meant for the player, the command line and fixtures, never
// for the loop thread. Implementations are safe to call from several threads.
#include <chrono>
#include <string>
#include <utility>
#include <vector>

#include "rkmock/event.hpp"

namespace rkmock {

struct HttpRequest {
  std::string method = "GET";
  std::string url;  ///< absolute, http://host[:port]/path?query
  Headers headers;
  std::string body;
};

struct HttpAnswer {
  int status = 0;  ///< 0: no answer, and `error` says why
  Headers headers;
  std::string body;   ///< at most 1 MiB
  std::string error;  ///< `connection refused`, `no answer within 2 s` …
};

class HttpClient {
 public:
  virtual ~HttpClient() = default;
  virtual HttpAnswer send(const HttpRequest& request, std::chrono::milliseconds timeout) = 0;
};

}  // namespace rkmock
