#pragma once
// A receiver's state probe in memory, for tests of the player.
#include <chrono>
#include <functional>
#include <string>
#include <vector>

#include "rkmock/http.hpp"

namespace rkmock::scenarios {

/// Answers probes; 200 and `{}` unless a test says otherwise.
class FakeHttp final : public HttpClient {
 public:
  std::function<HttpAnswer(const HttpRequest&)> answer = [](const HttpRequest&) {
    return HttpAnswer{200, {}, "{}", ""};
  };
  std::vector<std::string> urls;
  std::vector<std::chrono::milliseconds> timeouts;

  HttpAnswer send(const HttpRequest& request, std::chrono::milliseconds timeout) override {
    urls.push_back(request.method + " " + request.url);
    timeouts.push_back(timeout);
    return answer(request);
  }
};

}  // namespace rkmock::scenarios
