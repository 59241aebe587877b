#pragma once
// A built-in receiver on a real socket, and the downstream that it reports to.
#include <chrono>
#include <condition_variable>
#include <filesystem>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "receivers/listener.hpp"
#include "receivers/receiver.hpp"

namespace rkmock::receivers {

/// Takes effects and remembers them. Every wait gives up after ten seconds.
class Sink final {
 public:
  /// The status to answer with; called under no lock, from several threads.
  using Behaviour = std::function<int(const std::string& effect)>;

  explicit Sink(Behaviour behaviour = [](const std::string& /*effect*/) { return 200; });

  [[nodiscard]] std::string url() const;

  /// `bookings.create 789 2023-06-20T09:15:00Z`, one for each request, in order of arrival.
  [[nodiscard]] std::vector<std::string> effects() const;
  [[nodiscard]] long count(const std::string& effect) const;
  /// The Idempotency-Key of each request.
  [[nodiscard]] std::vector<std::string> keys() const;

  [[nodiscard]] bool wait_for(const std::string& effect) const;
  [[nodiscard]] bool wait_for_requests(std::size_t count) const;

 private:
  Answer take(const Posted& posted);

  Behaviour behaviour_;
  mutable std::mutex mutex_;
  mutable std::condition_variable changed_;
  std::vector<std::string> effects_;
  std::vector<std::string> keys_;
  Listener listener_;
};

struct Reply {
  int status = 0;  ///< 0: no answer
  std::string body;
};

/// A booking as a payload carries it.
nlohmann::json booking(
    const nlohmann::json& id,
    const std::string& updated_at,
    const std::string& status = "pending",
    const std::string& message = ""
);

std::string payload(const std::string& event_type, const nlohmann::json& bookings);
std::string payload_of_one(const std::string& event_type, const nlohmann::json& booking);

class ReceiverTest : public ::testing::Test {
 protected:
  explicit ReceiverTest(std::string name);
  ~ReceiverTest() override;

  void start(const std::string& downstream);

  void stop() { receiver_.reset(); }

  Receiver& receiver() { return *receiver_; }

  /// Signed with the receiver's secret.
  Reply post(const std::string& body);
  Reply post_signed_as(const std::string& signature, const std::string& body);
  /// So many copies from as many threads, at once; their statuses.
  std::vector<int> post_at_once(int copies, const std::string& body);
  Reply get(const std::string& path);
  nlohmann::json state(const std::string& booking_id);

  ReceiverOptions options_;
  std::filesystem::path folder_;  ///< of this test alone

 private:
  std::string name_;
  std::unique_ptr<Receiver> receiver_;
};

}  // namespace rkmock::receivers
