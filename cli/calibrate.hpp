#pragma once
// What this machine adds to every time that is measured: webhooks to a receiver of our own that
// answers at once.
#include "rkmock/control.hpp"
#include "rkmock/event.hpp"

namespace rkmock::cli {

/// Takes some tens of milliseconds. Empty times when webhooks cannot be sent here at all, which the
/// run will find out by itself. Any thread; opens an account of its own and closes it.
[[nodiscard]] event::Calibrated calibrate(Control& control);

}  // namespace rkmock::cli
