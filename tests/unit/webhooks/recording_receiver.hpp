#pragma once
// A receiver over raw sockets that writes down what came over each connection, when, and how it
// ended; it answers every whole request with 200.
//
// Resource; thread-safe.
#include <chrono>
#include <condition_variable>
#include <mutex>
#include <string>
#include <vector>

#include "unit/webhooks/raw_receiver.hpp"

namespace rkmock::testing_support {

/// What came over one connection.
struct Conversation {
  using Time = std::chrono::steady_clock::time_point;

  struct Arrival {
    Time at;
    std::size_t bytes = 0;  ///< received so far
  };

  std::string bytes;
  std::vector<Arrival> arrivals;
  int answers = 0;
  Peer::Ending ending = Peer::Ending::timeout;

  [[nodiscard]] std::string head() const { return bytes.substr(0, bytes.find("\r\n\r\n")); }

  [[nodiscard]] std::string body() const {
    const auto end = bytes.find("\r\n\r\n");
    return end == std::string::npos ? "" : bytes.substr(end + 4);
  }
};

class RecordingReceiver final {
 public:
  /// `answer_bytes`: what is sent for a whole request; empty: 200.
  explicit RecordingReceiver(std::string answer_bytes = {});

  [[nodiscard]] std::string url() const { return receiver_.url(); }

  /// The first so many connections, in the order in which they were made, once all of them have
  /// ended; what there is after ten seconds.
  [[nodiscard]] std::vector<Conversation> conversations(std::size_t count);

 private:
  void converse(Peer& peer);

  std::string answer_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::vector<Conversation> conversations_;
  std::size_t ended_ = 0;
  RawReceiver receiver_;
};

}  // namespace rkmock::testing_support
