// Errors that no route answers with are in the caller's dialect too: what the HTTP server refuses
// before it knows the path, and paths outside of /v1.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "mockserver/mock_server.hpp"
#include "unit/mockserver/sample_account.hpp"
#include "unit/net/client_socket.hpp"

namespace rkmock::mockserver {
namespace {

using nlohmann::json;
using testing_support::ClientSocket;

MockServerOptions options_in(Dialect dialect) {
  MockServerOptions options;
  options.dialect = dialect;
  options.http.max_header_bytes = 4096;
  options.http.max_body_bytes = 1000;
  return options;
}

/// In dialect openapi: `error` is the message, everything else beside it.
void expect_refusal(
    const ClientSocket::Answer& answer, Dialect dialect, int status, const std::string& code
) {
  EXPECT_EQ(answer.status, status);
  const json body = json::parse(answer.body, nullptr, false);
  ASSERT_TRUE(body.is_object()) << answer.body;
  if (dialect == Dialect::docs) {
    EXPECT_EQ(body.size(), 1U) << answer.body;
    EXPECT_EQ(body["error"]["code"], code);
    EXPECT_FALSE(body["error"]["message"].get<std::string>().empty());
    return;
  }
  EXPECT_TRUE(body.at("data").is_null());
  EXPECT_EQ(body.at("code"), code);
  EXPECT_EQ(body.at("status"), status);
  EXPECT_EQ(body.at("error"), body.at("message"));
  EXPECT_FALSE(body.at("error").get<std::string>().empty());
}

class RefusalsTest : public testing::TestWithParam<Dialect> {
 protected:
  ClientSocket::Answer ask(const std::string& bytes) {
    ClientSocket client(port_of(server));
    client.send(bytes);
    return client.read_answer();
  }

  MockServer server{system_clock(), options_in(GetParam())};
};

INSTANTIATE_TEST_SUITE_P(
    BothDialects,
    RefusalsTest,
    testing::Values(Dialect::docs, Dialect::openapi),
    [](const auto& dialect) { return std::string(to_string(dialect.param)); }
);

TEST_P(RefusalsTest, WhatTheServerDoesNotTakeIsRefusedInTheDialect) {
  const std::string host = "Host: mock\r\n";

  const struct {
    std::string request;
    int status;
    const char* code;
  } cases[] = {
      {"GET /v1/health HTTP/1.1\nHost: mock\r\n\r\n", 400, "invalid_request"},
      {"POST /v1/bookings HTTP/1.1\r\n" + host + "Content-Length: 1001\r\n\r\n",
       413,
       "payload_too_large"},
      {"GET /v1/" + std::string(9000, 'x') + " HTTP/1.1\r\n" + host + "\r\n", 414, "uri_too_long"},
      {"GET /v1/health HTTP/1.1\r\n" + host + "Expect: a miracle\r\n\r\n", 417, "invalid_request"},
      {"GET /v1/health HTTP/1.1\r\n" + host + "X: " + std::string(5000, 'x') + "\r\n\r\n",
       431,
       "headers_too_large"},
      {"POST /v1/bookings HTTP/1.1\r\n" + host + "Transfer-Encoding: gzip\r\n\r\n",
       501,
       "invalid_request"},
      {"GET /v1/health HTTP/2.0\r\n" + host + "\r\n", 505, "invalid_request"},
  };

  for (const auto& each : cases) {
    SCOPED_TRACE(each.status);
    expect_refusal(ask(each.request), GetParam(), each.status, each.code);
  }
}

TEST_P(RefusalsTest, APathOutsideOfTheApiIs404InTheDialect) {
  expect_refusal(
      ask("GET /bookings HTTP/1.1\r\nHost: mock\r\n\r\n"), GetParam(), 404, "resource_not_found"
  );
}

TEST_P(RefusalsTest, ARequestThatNeverBecomesWholeIs408InTheDialect) {
  MockServerOptions options = options_in(GetParam());
  options.http.idle_timeout = std::chrono::seconds(1);
  const MockServer hasty(system_clock(), options);
  ClientSocket client(port_of(hasty));
  client.send("GET /v1/health HTTP/1.1\r\nHos");
  expect_refusal(client.read_answer(), GetParam(), 408, "request_timeout");
}

TEST_P(RefusalsTest, AConnectionTooManyIs503InTheDialect) {
  MockServerOptions options = options_in(GetParam());
  options.http.max_connections = 1;
  const MockServer narrow(system_clock(), options);
  ClientSocket first(port_of(narrow));
  first.send("GET /v1/health HTTP/1.1\r\nHost: mock\r\n\r\n");
  EXPECT_EQ(first.read_answer().status, 200);  // it is connected for sure
  ClientSocket second(port_of(narrow));
  expect_refusal(second.read_answer(), GetParam(), 503, "too_many_connections");
}

TEST_P(RefusalsTest, TheDialectOfTheAccountThatAnswersForAnybodyCounts) {
  AccountSetup setup;
  setup.name = "only";
  setup.api_key = "sk_rsv_only";
  setup.api.dialect = GetParam() == Dialect::docs ? Dialect::openapi : Dialect::docs;
  server.open_account(setup);
  expect_refusal(
      ask("GET /v1/health HTTP/2.0\r\nHost: mock\r\n\r\n"),
      setup.api.dialect,
      505,
      "invalid_request"
  );
}

}  // namespace
}  // namespace rkmock::mockserver
