#pragma once
// A fault on answers of /v1: which requests it is for, when it strikes, what the client gets.
//
// Value; any thread. How it is written, and what it means to a client: docs/api-faults.md.
#include <cstdint>
#include <optional>
#include <string>

#include "rkmock/clock.hpp"
#include "rkmock/event.hpp"

#include "faults/distribution.hpp"
#include "faults/occurrence.hpp"
#include "mockserver/api_faults/kinds.hpp"
#include "mockserver/net/transmission.hpp"

namespace rkmock::api_faults {

namespace distribution = faults::distribution;
using faults::Distribution;
using faults::longest_delay;

/// Which requests it is for. An empty text: any.
struct RequestMatch {
  std::string method;
  std::string path;    ///< decoded; `{NAME}` stands for one segment
  std::string target;  ///< path and query as sent
  bool operator==(const RequestMatch&) const = default;
};

/// Which of these requests it strikes. Calls count from 1, since it was armed.
struct When : faults::Occurrence {
  Nanos after{};  ///< since it was armed
  Nanos until = Nanos::max();
  bool operator==(const When&) const = default;
};

/// What the client gets. Without a status and a body it is the API's own answer.
struct Reply {
  std::optional<int> status;        ///< 200 … 599
  std::optional<std::string> body;  ///< empty: of an error status the API's envelope
  std::string content_type = "application/json";
  Headers headers;                          ///< beside, or in place of, the answer's own
  std::optional<std::int64_t> retry_after;  ///< seconds
  Nanos delay{};
  std::optional<Distribution> further_delay;
  std::optional<net::ending::Dribbled> dribble;
  std::optional<Kind> kind;
  KindSettings settings;  ///< of the kind
  bool operator==(const Reply&) const = default;
};

struct ApiFault {
  std::string id;  ///< empty: whoever arms it gives it one
  RequestMatch request;
  When when;
  std::optional<Nanos> lease;  ///< how long it stays armed; empty: until it is disarmed
  /// Whether the API handles the request, with all that follows, before its answer suffers.
  bool processed = true;
  Reply reply;
  bool operator==(const ApiFault&) const = default;
};

}  // namespace rkmock::api_faults
