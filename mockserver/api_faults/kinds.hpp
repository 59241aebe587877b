#pragma once
// The kinds of broken answers that have a name: the values of `fault`.
//
// Values; any thread. A new kind: an enumerator, its line in the table, a test that names it and a
// heading in docs/api-faults.md. The first four names are WireMock's and mean what they mean there.
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

#include "mockserver/net/message.hpp"
#include "mockserver/net/transmission.hpp"

namespace rkmock::api_faults {

enum class Kind {
  empty_response,
  malformed_response_chunk,
  random_data_then_close,
  connection_reset_by_peer,
  hang,
  truncated_body,
  malformed_json,
  stale_read,
};

/// What shapes a kind, beside its name.
struct KindSettings {
  std::optional<std::size_t> body_bytes;  ///< of truncated_body; empty: half of them
  Nanos hang = std::chrono::hours(1);     ///< how long at most
  bool operator==(const KindSettings&) const = default;
};

/// What a kind needs of an answer.
enum class Content {
  none,  ///< no byte of it goes out
  own,   ///< it must be the API's own
  any,   ///< the API's own, or one that the fault gives
};

struct KindRow {
  Kind kind;
  std::string_view name;  ///< on the wire: `EMPTY_RESPONSE`
  Content content;
  bool whole;            ///< all bytes go out, so that they can dribble
  std::string_view key;  ///< the further key that shapes it; empty: none
  /// Changes the answer where that is what it does, and says how its bytes go out. `seed` is of
  /// dice drawn for this answer.
  net::Ending (*strike)(const KindSettings& settings, std::uint64_t seed, net::Response& answer);
};

[[nodiscard]] std::span<const KindRow> kind_table();
[[nodiscard]] const KindRow& row_of(Kind kind);

}  // namespace rkmock::api_faults
