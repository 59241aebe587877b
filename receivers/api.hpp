#pragma once
// Calls to ReserveKit's /v1 as a careful client makes them: with a timeout, one at a time for each
// key, and none before the time that an earlier answer asked to wait for.
//
// Resource; any thread. Blocks its caller.
#include <chrono>
#include <condition_variable>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <set>
#include <string>

#include <nlohmann/json.hpp>

#include "receivers/flaws.hpp"

namespace httplib {
class Client;
}

namespace rkmock::receivers {

/// Where the API is, and who asks.
struct Access {
  std::string url;  ///< `http://127.0.0.1:8080`
  std::string key;
};

/// What became of one call.
struct Told {
  int status = 0;               ///< 0: no answer, or one that broke off
  nlohmann::ordered_json data;  ///< of a success
  int pages = 1;                ///< `total_pages` of a list
  std::string code;             ///< of an error

  [[nodiscard]] bool succeeded() const { return status >= 200 && status < 300; }

  /// What was asked may have been done or not: no answer, a broken one, an error of the server's.
  [[nodiscard]] bool is_lost() const { return status == 0 || status >= 500; }
};

class Api final {
 public:
  explicit Api(Flaws flaws) : flaws_(flaws) {}

  /// One call. Waits before it where an answer said so, and after trouble longer each time.
  Told call(
      const Access& access,
      const std::string& method,
      const std::string& target,
      const std::string& body = {}
  );

  /// A GET, up to five times.
  Told get(const Access& access, const std::string& target);

  /// Cuts what is under way short; from now on everything fails.
  void stop() noexcept;

 private:
  using Moment = std::chrono::steady_clock::time_point;

  /// The calls with one key.
  struct Lane {
    std::mutex busy;
    Moment not_before{};
    int troubles = 0;  ///< in a row
  };

  struct Exchange;

  std::shared_ptr<Lane> lane_of(const Access& access);
  bool wait_until(Moment moment);
  Exchange exchange(
      const Access& access,
      const std::string& method,
      const std::string& target,
      const std::string& body
  );
  void hold_off(Lane& lane, const Told& told, const std::string& retry_after) const;

  Flaws flaws_;
  std::mutex mutex_;
  std::condition_variable changed_;
  bool stopped_ = false;
  std::set<httplib::Client*> under_way_;
  std::map<std::string, std::shared_ptr<Lane>> lanes_;
};

}  // namespace rkmock::receivers
