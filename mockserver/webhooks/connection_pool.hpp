#pragma once
// Connections to receivers, kept alive between deliveries for a second.
//
// Resource of the loop thread. An idle connection is watched: one that the receiver closes
// leaves the pool at once, and none is handed out that is known to be closed.
#include <chrono>
#include <cstddef>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>

#include "mockserver/webhooks/connection.hpp"

namespace rkmock::webhooks {

class ConnectionPool final : public std::enable_shared_from_this<ConnectionPool> {
 public:
  /// Longest time a connection is kept. Short: receivers close idle ones after 2 s (gunicorn) or
  /// 5 s (Node, cpp-httplib), and a request that crosses such a close has an unknown outcome.
  static constexpr std::chrono::milliseconds longest_idle{1000};

  ConnectionPool(boost::asio::io_context& context, std::size_t most_idle_per_endpoint)
      : context_(context), most_idle_(most_idle_per_endpoint), sweep_(context) {}

  /// A live connection to the endpoint, the last one used first; null when there is none.
  [[nodiscard]] ConnectionPointer take(const std::string& endpoint);

  void give_back(const std::string& endpoint, ConnectionPointer connection);

  [[nodiscard]] std::size_t idle() const;

  void close() noexcept;

 private:
  void watch(const std::string& endpoint, const ConnectionPointer& connection);
  void drop(const std::string& endpoint, const ConnectionPointer& connection);
  void sweep_later();
  void sweep();

  boost::asio::io_context& context_;
  std::size_t most_idle_;
  std::map<std::string, std::vector<ConnectionPointer>> idle_;
  boost::asio::steady_timer sweep_;
  bool sweeping_ = false;
  bool closed_ = false;
};

}  // namespace rkmock::webhooks
