#pragma once
// How an answer's bytes go out when not plainly: late, in pieces, broken, or not at all.
//
// Values; any thread. A Transmission says what the client shall see. cut() makes of it and of the
// answer's bytes a plan of writes, which a connection carries out without knowing why.
#include <cstddef>
#include <cstdint>
#include <string>
#include <variant>
#include <vector>

#include "rkmock/clock.hpp"

namespace rkmock::net {

namespace ending {

/// The whole answer, and the connection goes on.
struct Whole {
  bool operator==(const Whole&) const = default;
};

/// The head, then the body in so many pieces of about one size, evenly over that time: the last
/// byte goes out at its end. The connection goes on.
struct Dribbled {
  int pieces = 1;  ///< at least 1; more than there are bytes count as one a byte
  Nanos over{};
  bool operator==(const Dribbled&) const = default;
};

/// The head with the Content-Length of the whole, so many bytes of the body, then FIN.
struct Truncated {
  std::size_t body_bytes = 0;
  bool operator==(const Truncated&) const = default;
};

/// The head with `Transfer-Encoding: chunked`, then what is no chunk, then FIN.
struct MalformedChunk {
  bool operator==(const MalformedChunk&) const = default;
};

/// Bytes that are not HTTP, drawn from the seed, then FIN.
struct Garbage {
  std::uint64_t seed = 0;
  bool operator==(const Garbage&) const = default;
};

/// FIN without a byte.
struct Empty {
  bool operator==(const Empty&) const = default;
};

/// RST without a byte.
struct Reset {
  bool operator==(const Reset&) const = default;
};

/// Nothing until the client leaves, at most that long; then FIN.
struct Hang {
  Nanos most{};
  bool operator==(const Hang&) const = default;
};

}  // namespace ending

using Ending = std::variant<
    ending::Whole,
    ending::Dribbled,
    ending::Truncated,
    ending::MalformedChunk,
    ending::Garbage,
    ending::Empty,
    ending::Reset,
    ending::Hang>;

struct Transmission {
  Nanos delay{};  ///< before anything else
  Ending ending;
  bool operator==(const Transmission&) const = default;
};

struct Piece {
  Nanos at{};         ///< since the answer was made; never before the piece in front of it
  std::string bytes;  ///< may be empty: then the piece is a wait
  bool operator==(const Piece&) const = default;
};

struct Pieces {
  enum class Then { as_agreed, fin, rst };

  std::vector<Piece> list;
  Then then = Then::as_agreed;  ///< as `Connection` says, or whatever it says
  bool operator==(const Pieces&) const = default;
};

/// `answer` is a head with the empty line at its end, and the body if there is one.
[[nodiscard]] Pieces cut(std::string answer, const Transmission& transmission);

}  // namespace rkmock::net
