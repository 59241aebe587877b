#pragma once
// An event that is sent spoiled before it is sent as it is, in a history made up for a test.
#include <string>

#include "unit/assertions/history_builder.hpp"

namespace rkmock::assertions {

/// The spoiled request is answered with that status. The effect comes after the genuine request,
/// or, when the receiver `acts` on the spoiled one, before it.
inline void send_spoiled(
    HistoryBuilder& run,
    const std::string& event,
    const std::string& fault,
    int status,
    bool acts = false
) {
  const std::string delivery = run.plan(event);
  run.start(delivery, {fault}, true);
  HistoryBuilder::Exchange exchange;
  exchange.status = status;
  run.finish(delivery, Outcome::refused, exchange);
  if (acts) {
    run.effect(event);
  }
  run.start(delivery);
  run.finish(delivery, Outcome::acknowledged, {});
  run.end(delivery, "acknowledged");
  if (!acts) {
    run.effect(event);
  }
}

}  // namespace rkmock::assertions
