#pragma once
// A server on a loop of its own that says what it was asked, and the bugs it reported.
#include <atomic>
#include <cstdint>
#include <memory>
#include <mutex>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "mockserver/net/http_server.hpp"
#include "unit/net/client_socket.hpp"

namespace rkmock::net {

using testing_support::ClientSocket;

inline std::string get(const std::string& target, const std::string& headers = "") {
  return "GET " + target + " HTTP/1.1\r\nHost: mock\r\n" + headers + "\r\n";
}

inline std::string post(const std::string& target, const std::string& body) {
  return "POST " + target +
         " HTTP/1.1\r\nHost: mock\r\nContent-Length: " + std::to_string(body.size()) + "\r\n\r\n" +
         body;
}

class ServerTest : public testing::Test {
 protected:
  ServerTest() { options.idle_timeout = std::chrono::seconds(60); }

  ~ServerTest() override {
    server.reset();
    loop.stop();
  }

  /// Answers `METHOD path body`; `/throw` throws; `/large/N` answers with N bytes.
  Response answer(const Request& request) {
    ++answered;
    if (request.path == "/throw") {
      throw std::runtime_error("the handler's bug");
    }
    Response response;
    response.content_type = "text/plain";
    const std::string large = "/large/";
    if (request.path.compare(0, large.size(), large) == 0) {
      response.body.assign(std::stoul(request.path.substr(large.size())), 'x');
    } else {
      response.body = request.method + " " + request.path + " " + request.body;
    }
    return response;
  }

  void start() {
    server = std::make_unique<HttpServer>(loop, options, [this](const Request& request) {
      return answer(request);
    });
  }

  ClientSocket connect() {
    if (!server) {
      start();
    }
    return ClientSocket(server->port());
  }

  /// One request on a connection of its own.
  ClientSocket::Answer ask(const std::string& bytes) {
    ClientSocket client = connect();
    EXPECT_TRUE(client.send(bytes));
    return client.read_answer();
  }

  std::vector<std::string> reported_bugs() {
    const std::lock_guard lock(mutex);
    return bugs;
  }

  std::mutex mutex;
  std::vector<std::string> bugs;
  std::atomic<int> answered = 0;
  HttpServerOptions options;
  Loop loop{[this](const std::string& what) {
    const std::lock_guard lock(mutex);
    bugs.push_back(what);
  }};
  std::unique_ptr<HttpServer> server;
};

}  // namespace rkmock::net
