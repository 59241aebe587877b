#pragma once
// Actions on single attempts: what is sent otherwise, and what happens to the connection.
//
// Values; any thread. Part of rkmock/action.hpp, which says what an action is. `key` is an action's
// name in journals.
#include <cstdint>
#include <string>
#include <string_view>

#include "rkmock/clock.hpp"

namespace rkmock {

/// Which attempts of which copies an action is for.
struct Aim {
  int attempts = 1;      ///< how many of them; 0: all from the first on
  int from_attempt = 1;  ///< the first of them
  int copy = 0;          ///< of this copy, counted from 1; 0: of every copy
  bool operator==(const Aim&) const = default;

  [[nodiscard]] bool covers(int the_copy, int the_attempt) const {
    return (copy == 0 || copy == the_copy) && the_attempt >= from_attempt &&
           (attempts <= 0 || the_attempt - from_attempt < attempts);
  }
};

namespace action {

/// The attempt waits until `past` other events have ended their first attempts.
struct HoldBack {
  static constexpr std::string_view key = "held_back";
  Aim aim;
  int past = 1;
  bool operator==(const HoldBack&) const = default;
};

/// Send the whole request, wait until the answer begins, reset the connection, and treat it as
/// unacknowledged.
struct LoseAck {
  static constexpr std::string_view key = "lost_ack";
  Aim aim;
  bool operator==(const LoseAck&) const = default;
};

/// The receiver is never reached: no byte goes to it.
struct Unreachable {
  static constexpr std::string_view key = "unreachable";
  Aim aim;
  std::string as = "refused";  ///< what the sender sees: refused | host_not_found | tls_failed
  bool operator==(const Unreachable&) const = default;
};

/// The sender resets the connection.
struct Reset {
  static constexpr std::string_view key = "reset";
  Aim aim;
  /// before_request | after_headers | in_body | after_request | after_answer_headers
  std::string at = "after_headers";
  std::int64_t byte = 0;  ///< in_body: after so many bytes of it; at least its last one is missing
  bool operator==(const Reset&) const = default;
};

/// The sender closes its side (FIN) when the request is written, and reads on.
struct HalfClose {
  static constexpr std::string_view key = "half_close";
  Aim aim;
  bool operator==(const HalfClose&) const = default;
};

/// So many bytes of the body at a time.
struct Drip {
  static constexpr std::string_view key = "drip";
  Aim aim;
  std::int64_t bytes = 1;
  Nanos every{};
  bool operator==(const Drip&) const = default;
};

/// Silence in the middle of the body.
struct Stall {
  static constexpr std::string_view key = "stall";
  Aim aim;
  Nanos span{};
  bool operator==(const Stall&) const = default;
};

/// The answer is not read for so long after the request was written.
struct SlowRead {
  static constexpr std::string_view key = "slow_read";
  Aim aim;
  Nanos wait{};
  bool operator==(const SlowRead&) const = default;
};

/// Sent on a kept-alive connection that the receiver has closed meanwhile.
struct StaleConnection {
  static constexpr std::string_view key = "stale_connection";
  Aim aim;
  bool operator==(const StaleConnection&) const = default;
};

/// Another way to put the same request on the wire.
struct Frame {
  static constexpr std::string_view key = "frame";
  Aim aim;
  std::string as;         ///< chunked | expect_continue | gzip | http_1_0 | short_body
  std::int64_t size = 0;  ///< chunked: of a chunk; short_body: how many bytes are never sent
  bool operator==(const Frame&) const = default;
};

/// Another head.
struct Header {
  static constexpr std::string_view key = "header";
  Aim aim;
  std::string change;     ///< set | repeat | pad | case
  std::string name{};     ///< set, repeat: of which header; case: lower | upper | title
  std::string value{};    ///< set
  std::int64_t size = 0;  ///< pad: so many bytes
  bool spoils = false;    ///< see spoils()
  bool operator==(const Header&) const = default;
};

/// Another body, signed as if it were the right one.
struct Edit {
  static constexpr std::string_view key = "edit";
  Aim aim;
  std::string fault;      ///< the key that asked for it: `unknown_event_type`
  std::string change;     ///< how, see faults/edit.hpp
  std::string place{};    ///< a JSON Pointer into the payload
  std::string value{};    ///< JSON text to put there, text, or a style
  std::int64_t size = 0;  ///< in bytes
  bool spoils = false;    ///< see spoils()
  bool operator==(const Edit&) const = default;
};

/// Another signature.
struct Sign {
  static constexpr std::string_view key = "signature";
  Aim aim;
  /// missing | empty | wrong | truncated | foreign_body | unknown_version | old_secret |
  /// new_secret
  std::string as;
  bool operator==(const Sign&) const = default;
};

/// Another time in the signature.
struct Stamp {
  static constexpr std::string_view key = "stamp";
  Aim aim;
  Nanos age{};         ///< so long ago; negative: in the future
  bool first = false;  ///< that of the first attempt of the first copy
  bool operator==(const Stamp&) const = default;
};

/// Another message id, as senders give that tell one change twice.
struct NewMessage {
  static constexpr std::string_view key = "new_message_id";
  Aim aim;
  bool operator==(const NewMessage&) const = default;
};

}  // namespace action

}  // namespace rkmock
