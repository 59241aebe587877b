#pragma once
// Where one HTTP request ends and the next begins: incremental, bounded, no sockets.
//
// Bytes go in as they come, in pieces of any size; whole requests come out, the same ones however
// the bytes were cut. What two readers could understand differently is refused, not guessed at:
// lines end with CRLF (a bare CR or LF is 400), names are tokens right before the colon, no
// folded lines, one Content-Length or one `Transfer-Encoding: chunked` but never both. After a
// refusal the rest of the stream means nothing. Value; any thread, one at a time.
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <variant>

#include "rkmock/event.hpp"

namespace rkmock::net {

struct FramingLimits {
  /// Request line and headers; trailers once more.
  std::size_t max_header_bytes = std::size_t{16} * 1024;
  std::size_t max_body_bytes = std::size_t{1024} * 1024;
};

/// The longest request line, 414 beyond; never more than max_header_bytes.
inline constexpr std::size_t max_request_line = 8000;

struct FramedRequest {
  std::string method;
  std::string target;  ///< as on the request line: `/path?query`, `http://host/path` or `*`
  bool http_1_0 = false;
  Headers headers;   ///< in their order, values trimmed
  std::string body;  ///< chunks joined; trailers are checked and dropped
  bool keep_alive = true;

  bool operator==(const FramedRequest&) const = default;
};

/// Answer it with `status`, then close.
struct Refusal {
  int status = 400;
  std::string message;

  bool operator==(const Refusal&) const = default;
};

/// Nothing whole yet: append() more.
struct NeedMore {};

/// The client sends the body only after `100 Continue`. Told at most once a request, and not when
/// bytes of the body are there already. Write it, then ask next() again.
struct SendContinue {};

using Framed = std::variant<NeedMore, SendContinue, FramedRequest, Refusal>;

class RequestFraming final {
 public:
  explicit RequestFraming(FramingLimits limits) : limits_(limits) {}

  void append(std::string_view bytes);

  /// Takes the next request out of the bytes. Bytes after it stay for the next call.
  [[nodiscard]] Framed next();

  /// Some bytes of the next request are here.
  [[nodiscard]] bool begun() const { return stage_ != Stage::start || held() != 0; }

  /// How much it holds; below the limits plus the last append(), when next() said NeedMore.
  [[nodiscard]] std::size_t held() const;

 private:
  enum class Stage {
    start,
    request_line,
    headers,
    body,
    chunk_size,
    chunk,
    chunk_end,
    trailers,
    refused
  };
  enum class Line { none, whole, refused };

  // Each returns whether next() can go on; if not, it needs more bytes or has refused.
  bool step();
  bool read_start();
  bool read_request_line();
  bool read_header();
  bool read_body();
  bool read_chunk_size();
  bool read_chunk();
  bool read_chunk_end();
  bool read_trailer();

  Line read_line(std::size_t limit, int status_beyond, const char* what);
  bool parse_request_line();
  bool parse_header(std::pair<std::string, std::string>& header);
  bool begin_body();
  bool take_content_length(const std::string& value);
  bool refuse(int status, std::string message);
  FramedRequest finish();

  FramingLimits limits_;
  std::string buffer_;
  std::size_t at_ = 0;       // buffer_ before it is used up
  std::size_t scanned_ = 0;  // from at_: no line end in there
  std::string_view line_;    // of read_line(), without its end; valid until the next append
  Stage stage_ = Stage::start;
  std::size_t head_left_ = 0;    // of max_header_bytes
  std::uint64_t body_left_ = 0;  // of the body or the chunk
  bool expects_continue_ = false;
  bool whole_ = false;
  FramedRequest request_;
  Refusal refusal_;
};

}  // namespace rkmock::net
