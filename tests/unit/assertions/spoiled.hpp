#pragma once
// An event that is sent spoiled before it is sent as it is, in a history made up for a test.
#include <string>

#include "unit/assertions/history_builder.hpp"

namespace rkmock::assertions {

/// When the effect comes: after the genuine request, or already on the spoiled one. The test itself
/// adds it when it says `not_at_all`.
enum class Acts { on_the_genuine, on_the_spoiled, not_at_all };

/// The spoiled request is answered with that status, the genuine one 200.
inline void send_spoiled(
    HistoryBuilder& run,
    const std::string& event,
    const std::string& fault,
    int status,
    Acts acts = Acts::on_the_genuine
) {
  const std::string delivery = run.plan(event);
  run.start(delivery, {fault}, true);
  HistoryBuilder::Exchange exchange;
  exchange.status = status;
  run.finish(delivery, Outcome::refused, exchange);
  if (acts == Acts::on_the_spoiled) {
    run.effect(event);
  }
  run.start(delivery);
  run.finish(delivery, Outcome::acknowledged, {});
  run.end(delivery, "acknowledged");
  if (acts == Acts::on_the_genuine) {
    run.effect(event);
  }
}

}  // namespace rkmock::assertions
