#pragma once
// The answer to a request that a fault strikes.
//
// Pure, but for what asking the API does; loop thread.
#include <functional>

#include "rkmock/api_setup.hpp"
#include "rkmock/event.hpp"

#include "mockserver/api_faults/armed_faults.hpp"
#include "mockserver/net/message.hpp"

namespace rkmock::api_faults {

/// Which state the API is to answer from.
enum class State { present, before_last_changes };

struct StruckAnswer {
  net::Response response;
  bool made = true;  ///< whether there was an answer to spoil; if not, `response` never goes out
  event::AppliedFault applied;
};

/// `ask` handles the request as if there were no fault. It is called once, or not at all when the
/// fault says that the request is not processed.
[[nodiscard]] StruckAnswer answer(
    const Strike& strike, Dialect dialect, const std::function<net::Response(State state)>& ask
);

}  // namespace rkmock::api_faults
