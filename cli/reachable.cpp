#include "cli/reachable.hpp"

#include <algorithm>

#include <boost/asio/connect.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>

#include "core/url.hpp"

namespace rkmock::cli {

namespace {

namespace asio = boost::asio;
using asio::ip::tcp;
using Deadline = std::chrono::steady_clock::time_point;

constexpr std::chrono::milliseconds between_tries{50};

std::string connect_once(const Url& url, Deadline deadline) {
  asio::io_context context;
  tcp::resolver resolver(context);
  tcp::socket socket(context);
  std::string result = "no answer";
  resolver.async_resolve(url.host, std::to_string(url.port), [&](auto error, auto endpoints) {
    if (error) {
      result = "the name cannot be resolved (" + error.message() + ")";
      return;
    }
    asio::async_connect(socket, endpoints, [&](auto connect_error, const tcp::endpoint&) {
      result = connect_error ? connect_error.message() : std::string();
    });
  });
  context.run_until(deadline);
  return result;
}

/// So that a receiver that is just starting is not asked thousands of times a second. A signal may
/// cut it short.
void pause(std::chrono::milliseconds span) {
  asio::io_context context;
  asio::steady_timer timer(context, span);
  boost::system::error_code interrupted;
  timer.wait(interrupted);
}

}  // namespace

std::string wait_until_reachable(
    const std::string& url,
    std::chrono::milliseconds patience,
    const std::function<bool()>& cancelled
) {
  const auto parsed = parse_url(url);
  if (!parsed) {
    return "not a URL";
  }
  const Deadline deadline = std::chrono::steady_clock::now() + patience;
  while (true) {
    std::string problem = connect_once(*parsed, deadline);
    // A last try without time to answer would only hide what the one before found.
    const Deadline next_try = std::chrono::steady_clock::now() + between_tries;
    if (problem.empty() || cancelled() || next_try >= deadline) {
      return problem;
    }
    pause(between_tries);
  }
}

}  // namespace rkmock::cli
