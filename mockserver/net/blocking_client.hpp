#pragma once
// An HttpClient that blocks its caller, over cpp-httplib. For the command line, the player's
// probes and fixtures; never for the loop thread. Each send() opens its own connection, follows
// no redirect, speaks plain http only and bounds the answer's body to 1 MiB. `timeout` bounds the
// whole exchange, from connecting to the answer's last byte.
#include "rkmock/http.hpp"

namespace rkmock::net {

class BlockingClient final : public HttpClient {
 public:
  HttpAnswer send(const HttpRequest& request, std::chrono::milliseconds timeout) override;
};

}  // namespace rkmock::net
