#pragma once
// Faults on the answers of /v1, as those see them who arm and disarm them. Values; any thread.
//
// A fault is written as JSON text, in the shape of WireMock's stubs: docs/api-faults.md. What one
// does and when is decided in mockserver/api_faults.
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "rkmock/check.hpp"
#include "rkmock/clock.hpp"

namespace rkmock {

/// What became of arming a fault: its id, or what is wrong with it.
struct ArmAnswer {
  std::string id;                        ///< the one given, or `fault-N`; empty with problems
  std::vector<ParameterError> problems;  ///< each with its place in the fault's text
  bool operator==(const ArmAnswer&) const = default;
};

/// One that is armed.
struct ArmedApiFault {
  std::string id;
  std::string fault;                ///< the JSON text it was armed with
  std::int64_t calls = 0;           ///< requests it was for, since it was armed
  std::int64_t applied = 0;         ///< answers it changed
  std::optional<Nanos> lease_left;  ///< empty: until it is disarmed
  bool operator==(const ArmedApiFault&) const = default;
};

}  // namespace rkmock
