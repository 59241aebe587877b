#include "mockserver/webhooks/draft.hpp"

#include <algorithm>
#include <array>
#include <charconv>

#include <zlib.h>

#include "rkmock/error.hpp"

#include "core/ascii.hpp"

namespace rkmock::webhooks {

namespace {

Headers::iterator find_header(Headers& headers, std::string_view name) {
  return std::find_if(headers.begin(), headers.end(), [&](const auto& header) {
    return same_word(header.first, name);
  });
}

/// `x-webhook-signature` → `X-Webhook-Signature`
std::string in_title_case(std::string_view name) {
  std::string title;
  for (const char c : name) {
    const bool first = title.empty() || title.back() == '-';
    const bool letter = c >= 'a' && c <= 'z';
    title += first && letter ? static_cast<char>(c - 'a' + 'A') : first ? c : to_lower(c);
  }
  return title;
}

std::string in_upper_case(std::string_view name) {
  std::string upper;
  for (const char c : name) {
    upper += c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
  }
  return upper;
}

bool change_case(Headers& headers, const std::string& to) {
  bool changed = false;
  for (auto& [name, value] : headers) {
    std::string other = to == "lower"   ? to_lower(name)
                        : to == "upper" ? in_upper_case(name)
                                        : in_title_case(name);
    changed |= other != name;
    name = std::move(other);
  }
  return changed;
}

bool repeat(Headers& headers, const std::string& name) {
  const auto found = find_header(headers, name);
  if (found == headers.end()) {
    return false;
  }
  const auto copy = *found;
  headers.insert(found, copy);
  return true;
}

std::string in_hex(std::size_t number) {
  std::array<char, 2 * sizeof number> digits{};
  constexpr int hexadecimal = 16;
  const auto written =
      std::to_chars(digits.data(), digits.data() + digits.size(), number, hexadecimal);
  return {digits.data(), written.ptr};
}

void chunk(Draft& draft, std::size_t size) {
  std::string chunks;
  for (std::size_t at = 0; at < draft.body.size(); at += size) {
    const std::string_view piece = std::string_view(draft.body).substr(at, size);
    chunks.append(in_hex(piece.size())).append("\r\n").append(piece).append("\r\n");
  }
  draft.body = chunks + "0\r\n\r\n";
  const auto length = find_header(draft.headers, "Content-Length");
  if (length != draft.headers.end()) {
    *length = {"Transfer-Encoding", "chunked"};
  }
}

std::string compressed(std::string body) {
  constexpr int gzip_format = 15 + 16;  // zlib's way to ask for gzip and the largest window
  constexpr int memory = 8;
  z_stream stream{};
  int done = deflateInit2(
      &stream, Z_DEFAULT_COMPRESSION, Z_DEFLATED, gzip_format, memory, Z_DEFAULT_STRATEGY
  );
  RKMOCK_ASSERT(done == Z_OK, "zlib begins");
  std::string packed(deflateBound(&stream, body.size()), '\0');
  // NOLINTBEGIN(cppcoreguidelines-pro-type-reinterpret-cast): zlib's bytes are unsigned
  stream.next_in = reinterpret_cast<Bytef*>(body.data());
  stream.avail_in = static_cast<uInt>(body.size());
  stream.next_out = reinterpret_cast<Bytef*>(packed.data());
  // NOLINTEND(cppcoreguidelines-pro-type-reinterpret-cast)
  stream.avail_out = static_cast<uInt>(packed.size());
  done = deflate(&stream, Z_FINISH);
  packed.resize(stream.total_out);
  deflateEnd(&stream);
  RKMOCK_ASSERT(done == Z_STREAM_END, "zlib packs into what it asked for");
  return packed;
}

void pack(Draft& draft) {
  draft.body = compressed(std::move(draft.body));
  set_header(draft.headers, "Content-Length", std::to_string(draft.body.size()));
  draft.headers.emplace_back("Content-Encoding", "gzip");
}

}  // namespace

void set_header(Headers& headers, const std::string& name, const std::string& value) {
  const auto found = find_header(headers, name);
  if (found == headers.end()) {
    headers.emplace_back(name, value);
  } else {
    found->second = value;
  }
}

bool change_head(Draft& draft, const action::Header& change) {
  if (change.change == "case") {
    return change_case(draft.headers, change.name);
  }
  if (change.change == "repeat") {
    return repeat(draft.headers, change.name);
  }
  if (change.change == "pad") {
    draft.headers.emplace_back(
        "X-Padding",
        std::string(static_cast<std::size_t>(std::max<std::int64_t>(0, change.size)), 'x')
    );
    return true;
  }
  RKMOCK_ASSERT(change.change == "set", "unknown change of a head: " + change.change);
  set_header(draft.headers, change.name, change.value);
  return true;
}

bool change_frame(Draft& draft, const action::Frame& change) {
  const auto size = static_cast<std::size_t>(std::max<std::int64_t>(1, change.size));
  if (change.as == "gzip") {
    pack(draft);
  } else if (change.as == "chunked") {
    chunk(draft, size);
  } else if (change.as == "short_body") {
    draft.body.resize(draft.body.size() - std::min(size, draft.body.size()));
  } else if (change.as == "expect_continue") {
    draft.headers.emplace_back("Expect", "100-continue");
  } else {
    RKMOCK_ASSERT(change.as == "http_1_0", "unknown change of a frame: " + change.as);
    draft.version = "HTTP/1.0";
    set_header(draft.headers, "Connection", "close");
  }
  return true;
}

}  // namespace rkmock::webhooks
