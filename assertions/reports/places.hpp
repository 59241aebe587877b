#pragma once
// Which step of the scenario a result goes back to. Pure; any thread.
#include <string>
#include <vector>

#include "rkmock/history.hpp"

#include "assertions/reports/report.hpp"

namespace rkmock::reports {

/// For each result: the step that caused its first evidence. Of a webhook, an effect or a probe
/// that is the step that changed the booking, not the one during which it came. A result of an
/// inline `expect` without evidence has that step; any other without evidence has none.
[[nodiscard]] std::vector<Place> places(
    const History& history, const assertions::Judgement& judgement
);

/// `scenarios/a.yaml:14, update jane`; empty when nothing is known.
[[nodiscard]] std::string to_text(const Place& place);

}  // namespace rkmock::reports
