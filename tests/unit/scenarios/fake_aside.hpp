#pragma once
// The part of a control in memory that no webhook passes through: accounts, armed faults, an
// empty log.
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "rkmock/control.hpp"

namespace rkmock::scenarios {

class FakeAside : public Control {
 public:
  std::vector<AccountSetup> opened;
  std::vector<std::string> closed;
  std::shared_ptr<Journal> journal;  ///< of the account opened last
  std::vector<ArmedApiFault> armed;

  [[nodiscard]] std::string url() const override { return "http://127.0.0.1:1"; }

  std::shared_ptr<Journal> open_account(const AccountSetup& setup) override {
    opened.push_back(setup);
    journal = std::make_shared<Journal>(system_clock(), setup.journal_header, setup.journal);
    return journal;
  }

  void close_account(const std::string& account) override { closed.push_back(account); }

  void record(const std::string& /*account*/, EventBody body) override {
    journal->append(std::move(body));
  }

  ArmAnswer arm_api_fault(const std::string& /*account*/, const std::string& fault) override {
    armed.push_back({"fault-" + std::to_string(armed.size() + 1), fault, 0, 0, {}});
    return {armed.back().id, {}};
  }

  std::vector<ArmedApiFault> api_faults(const std::string& /*account*/) override { return armed; }

  bool disarm_api_fault(const std::string& /*account*/, const std::string& id) override {
    return std::erase_if(armed, [&](const ArmedApiFault& fault) { return fault.id == id; }) > 0;
  }

  std::vector<RawWebhook> raw;  ///< what was sent

  std::string send_raw(const std::string& /*account*/, const RawWebhook& webhook) override {
    raw.push_back(webhook);
    return "raw-" + std::to_string(raw.size());
  }

  DeliveryPage deliveries(const std::string& /*account*/, const DeliveryFilter& /*filter*/)
      override {
    return {};
  }

  std::optional<LoggedDelivery> delivery(
      const std::string& /*account*/, const std::string& /*id*/
  ) override {
    return std::nullopt;
  }
};

}  // namespace rkmock::scenarios
