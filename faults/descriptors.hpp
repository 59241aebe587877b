#pragma once
// The table's lines, one function per fault file. A new fault: its file, a line here and in
// table.cpp, its test, its heading in docs/faults.md. Pure; any thread.
#include "rkmock/fault.hpp"

namespace rkmock::faults {

[[nodiscard]] FaultDescriptor copies();
[[nodiscard]] FaultDescriptor delay();
[[nodiscard]] FaultDescriptor drop();
[[nodiscard]] FaultDescriptor lost_ack();

}  // namespace rkmock::faults
