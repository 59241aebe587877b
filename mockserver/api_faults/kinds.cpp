#include "mockserver/api_faults/kinds.hpp"

#include <algorithm>
#include <array>

#include <nlohmann/json.hpp>

#include "rkmock/error.hpp"

namespace rkmock::api_faults {

namespace {

namespace ending = net::ending;
using net::Ending;
using net::Response;

/// Whatever the settings, the seed and the answer.
template <class Always>
Ending always(const KindSettings& /*settings*/, std::uint64_t /*seed*/, Response& /*answer*/) {
  return Always{};
}

Ending garbage(const KindSettings& /*settings*/, std::uint64_t seed, Response& /*answer*/) {
  return ending::Garbage{seed};
}

Ending hang(const KindSettings& settings, std::uint64_t /*seed*/, Response& /*answer*/) {
  return ending::Hang{settings.hang};
}

Ending truncate(const KindSettings& settings, std::uint64_t /*seed*/, Response& answer) {
  return ending::Truncated{settings.body_bytes.value_or(answer.body.size() / 2)};
}

/// Half an object is never JSON; half of another text may be, such as of `12`.
Ending spoil_json(const KindSettings& /*settings*/, std::uint64_t /*seed*/, Response& answer) {
  if (!answer.body.empty()) {
    answer.body.resize(answer.body.size() / 2);
    if (nlohmann::json::accept(answer.body)) {
      answer.body += '{';
    }
  }
  return ending::Whole{};
}

// clang-format off
constexpr auto table = std::to_array<KindRow>({
    {Kind::empty_response, "EMPTY_RESPONSE", Content::none, false, "", always<ending::Empty>},
    {Kind::malformed_response_chunk, "MALFORMED_RESPONSE_CHUNK", Content::any, false, "",
     always<ending::MalformedChunk>},
    {Kind::random_data_then_close, "RANDOM_DATA_THEN_CLOSE", Content::none, false, "", garbage},
    {Kind::connection_reset_by_peer, "CONNECTION_RESET_BY_PEER", Content::none, false, "",
     always<ending::Reset>},
    {Kind::hang, "HANG", Content::none, false, "hangMilliseconds", hang},
    {Kind::truncated_body, "TRUNCATED_BODY", Content::any, false, "bodyBytes", truncate},
    {Kind::malformed_json, "MALFORMED_JSON", Content::any, true, "", spoil_json},
    {Kind::stale_read, "STALE_READ", Content::own, true, "", always<ending::Whole>},
});

// clang-format on

}  // namespace

std::span<const KindRow> kind_table() {
  return table;
}

const KindRow& row_of(Kind kind) {
  const auto row = std::find_if(table.begin(), table.end(), [&](const KindRow& candidate) {
    return candidate.kind == kind;
  });
  RKMOCK_ASSERT(row != table.end(), "a kind without a row");
  return *row;
}

}  // namespace rkmock::api_faults
