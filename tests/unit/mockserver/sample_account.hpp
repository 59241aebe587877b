#pragma once
// An account as the tests of the server open it, and where that server listens.
#include <cstdint>
#include <string>

#include "mockserver/mock_server.hpp"

namespace rkmock::mockserver {

/// Key `sk_rsv_NAME`, service 123 with time slot 456, on every date for so many bookings.
inline AccountSetup sample_account(const std::string& name, int max_bookings = 100) {
  GivenTimeSlot slot;
  slot.id = 456;
  slot.start_time = "09:00";
  slot.end_time = "17:00";
  slot.max_bookings = max_bookings;
  GivenService service;
  service.id = 123;
  service.name = "Consultation";
  service.time_slots = {slot};
  AccountSetup setup;
  setup.name = name;
  setup.api_key = "sk_rsv_" + name;
  setup.services = {service};
  return setup;
}

inline std::uint16_t port_of(const MockServer& server) {
  const std::string url = server.url();
  return static_cast<std::uint16_t>(std::stoi(url.substr(url.rfind(':') + 1)));
}

}  // namespace rkmock::mockserver
