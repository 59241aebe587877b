#pragma once
// The part of a control in memory that no webhook passes through: armed faults, an empty log.
#include <optional>
#include <string>
#include <vector>

#include "rkmock/control.hpp"

namespace rkmock::scenarios {

class FakeAside : public Control {
 public:
  std::vector<ArmedApiFault> armed;

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
