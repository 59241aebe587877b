#pragma once
// The mock server: accounts, /v1, sinks and the loop they live on. Implements Control.
//
// Resource. Listens when the constructor returns; stop() is idempotent and for any thread but the
// loop's. All requests are answered on the loop thread.
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "rkmock/clock.hpp"
#include "rkmock/control.hpp"

#include "mockserver/accounts.hpp"
#include "mockserver/net/http_server.hpp"

namespace rkmock::mockserver {

struct MockServerOptions {
  net::HttpServerOptions http;
  std::vector<std::string> allowed_hosts;  ///< beside loopback
  /// Of the first booking; 0: from the wall clock, so that two runs never share ids and a
  /// receiver with a durable memory takes nothing of this run for a copy of an earlier one's.
  std::int64_t first_id = 0;
  std::size_t max_accounts = 1000;
  AccountForNewKey account_for_new_key;
  Dialect dialect = Dialect::docs;  ///< of answers to nobody in particular
};

class MockServer final : public Control {
 public:
  /// Throws EnvironmentError when the port is taken.
  MockServer(const Clock& clock, MockServerOptions options);
  ~MockServer() override;  ///< stop()
  MockServer(const MockServer&) = delete;
  MockServer& operator=(const MockServer&) = delete;

  [[nodiscard]] std::string url() const override;
  std::shared_ptr<Journal> open_account(const AccountSetup& setup) override;
  void close_account(const std::string& account) override;
  BookingAnswer change_booking(const std::string& account, const BookingCommand& command) override;
  void hold(const std::string& account) override;
  void release(const std::string& account, const std::vector<std::string>& order, ReleasePace pace)
      override;
  void discard(const std::string& account) override;
  void release_held_back(const std::string& account) override;
  void set_endpoint(
      const std::string& account, const std::string& subscription, bool active, bool backlog
  ) override;
  std::vector<std::string> deliver_unacknowledged(
      const std::string& account, const std::string& event
  ) override;
  [[nodiscard]] DeliveryPage deliveries(const std::string& account, const DeliveryFilter& filter)
      override;
  [[nodiscard]] std::optional<LoggedDelivery> delivery(
      const std::string& account, const std::string& id
  ) override;
  RedeliveryAnswer redeliver(
      const std::string& account, const std::string& delivery, RedeliveryBytes bytes
  ) override;
  std::string send_raw(const std::string& account, const RawWebhook& webhook) override;
  ArmAnswer arm_api_fault(const std::string& account, const std::string& fault) override;
  [[nodiscard]] std::vector<ArmedApiFault> api_faults(const std::string& account) override;
  bool disarm_api_fault(const std::string& account, const std::string& id) override;
  void record(const std::string& account, EventBody body) override;

  /// The journals of the open accounts, in the order in which they were opened.
  [[nodiscard]] std::vector<std::shared_ptr<Journal>> journals();

  /// An account's deliveries that have not ended yet.
  [[nodiscard]] std::size_t open_deliveries(const std::string& account);

  /// Its deliveries that were stopped before they were made; after stop(), all of them.
  [[nodiscard]] std::vector<std::string> unsent(const std::string& account);

  /// The one place for the order of shutdown: no new requests, deliveries ended (journalled as
  /// unknown or stopped), `run_finished` in every journal, then the loop.
  void stop() noexcept;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace rkmock::mockserver
