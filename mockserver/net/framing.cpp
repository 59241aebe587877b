#include "mockserver/net/framing.hpp"

#include <algorithm>
#include <charconv>
#include <optional>
#include <utility>

#include "core/ascii.hpp"

namespace rkmock::net {

namespace {

constexpr std::size_t max_chunk_line = 256;  // the size and whatever extensions

bool is_token(char c) {
  constexpr std::string_view marks = "!#$%&'*+-.^_`|~";
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
         marks.find(c) != std::string_view::npos;
}

bool is_token(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) { return is_token(c); });
}

bool is_field_value(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) {
    const auto byte = static_cast<unsigned char>(c);
    return byte == '\t' || (byte >= 0x20 && byte != 0x7f);
  });
}

std::string_view trim(std::string_view text) {
  const std::size_t first = text.find_first_not_of(" \t");
  if (first == std::string_view::npos) {
    return {};
  }
  return text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

bool has_word(const std::string& list, std::string_view word) {
  std::string_view rest = list;
  while (!rest.empty()) {
    const std::size_t comma = std::min(rest.find(','), rest.size());
    if (same_word(trim(rest.substr(0, comma)), word)) {
      return true;
    }
    rest.remove_prefix(std::min(comma + 1, rest.size()));
  }
  return false;
}

/// Of digits only; what is too long for 64 bits is the largest number.
std::optional<std::uint64_t> read_number(std::string_view digits, int base) {
  std::uint64_t number = 0;
  const auto [end, error] =
      std::from_chars(digits.data(), digits.data() + digits.size(), number, base);
  if (end != digits.data() + digits.size() || error == std::errc::invalid_argument) {
    return std::nullopt;
  }
  return error == std::errc::result_out_of_range ? UINT64_MAX : number;
}

/// A path, an absolute http URL, or `*` of OPTIONS; visible ASCII without a fragment.
bool is_target(std::string_view method, std::string_view target) {
  const bool visible = std::all_of(target.begin(), target.end(), [](char c) {
    return c > 0x20 && c < 0x7f && c != '#';
  });
  const bool absolute = same_word(target.substr(0, 7), "http://") && target.size() > 7;
  return visible && !target.empty() &&
         (target.front() == '/' || absolute || (target == "*" && method == "OPTIONS"));
}

}  // namespace

void RequestFraming::append(std::string_view bytes) {
  if (stage_ == Stage::refused) {
    return;
  }
  buffer_.erase(0, std::exchange(at_, 0));
  buffer_.append(bytes);
}

std::size_t RequestFraming::held() const {
  return buffer_.size() - at_ + request_.body.size();
}

Framed RequestFraming::next() {
  while (step()) {
    if (whole_) {
      return finish();
    }
    if (stage_ == Stage::body || stage_ == Stage::chunk_size) {
      if (std::exchange(expects_continue_, false) && at_ == buffer_.size()) {
        return SendContinue{};
      }
    }
  }
  if (stage_ == Stage::refused) {
    return refusal_;
  }
  return NeedMore{};
}

bool RequestFraming::step() {
  switch (stage_) {
    case Stage::start:
      return read_start();
    case Stage::request_line:
      return read_request_line();
    case Stage::headers:
      return read_header();
    case Stage::body:
      return read_body();
    case Stage::chunk_size:
      return read_chunk_size();
    case Stage::chunk:
      return read_chunk();
    case Stage::chunk_end:
      return read_chunk_end();
    case Stage::trailers:
      return read_trailer();
    case Stage::refused:
      break;
  }
  return false;
}

FramedRequest RequestFraming::finish() {
  whole_ = false;
  stage_ = Stage::start;
  return std::exchange(request_, {});
}

bool RequestFraming::refuse(int status, std::string message) {
  stage_ = Stage::refused;
  refusal_ = {status, std::move(message)};
  buffer_.clear();
  request_ = {};
  at_ = 0;
  return false;
}

RequestFraming::Line RequestFraming::read_line(
    std::size_t limit, int status_beyond, const char* what
) {
  const std::string_view rest = std::string_view(buffer_).substr(at_);
  const std::size_t end = rest.find('\n', scanned_);
  const std::size_t size = end == std::string_view::npos ? rest.size() : end + 1;
  if (size > limit) {
    refuse(status_beyond, std::string(what) + " is too long");
    return Line::refused;
  }
  if (end == std::string_view::npos) {
    scanned_ = rest.size();
    return Line::none;
  }
  if (end == 0 || rest[end - 1] != '\r') {
    refuse(400, "a line ends with a bare LF; HTTP's lines end with CRLF");
    return Line::refused;
  }
  line_ = rest.substr(0, end - 1);
  at_ += size;
  scanned_ = 0;
  return Line::whole;
}

/// One empty line before a request is forgiven: some clients end a body with it.
bool RequestFraming::read_start() {
  const std::string_view rest = std::string_view(buffer_).substr(at_);
  if (rest.empty() || rest == "\r") {
    return false;
  }
  if (rest.substr(0, 2) == "\r\n") {
    at_ += 2;
  }
  head_left_ = limits_.max_header_bytes;
  stage_ = Stage::request_line;
  return true;
}

bool RequestFraming::read_request_line() {
  // Bytes that no request begins with (TLS, say) are told at once, not after a line's end.
  if (at_ < buffer_.size() && !is_token(buffer_[at_])) {
    return refuse(400, "this is not HTTP: the request does not begin with a method");
  }
  const Line line = read_line(std::min(max_request_line, head_left_), 414, "the request line");
  if (line != Line::whole) {
    return false;
  }
  head_left_ -= line_.size() + 2;
  stage_ = Stage::headers;
  return parse_request_line();
}

bool RequestFraming::parse_request_line() {
  const std::size_t first = line_.find(' ');
  const std::size_t last = line_.rfind(' ');
  if (first == std::string_view::npos || first == last) {
    return refuse(400, "the request line is not METHOD TARGET HTTP/1.1");
  }
  const std::string_view method = line_.substr(0, first);
  const std::string_view target = line_.substr(first + 1, last - first - 1);
  const std::string_view version = line_.substr(last + 1);
  const auto digit = [](char c) { return c >= '0' && c <= '9'; };
  if (!is_token(method)) {
    return refuse(400, "the request's method is not a word");
  }
  if (version.size() != 8 || version.substr(0, 5) != "HTTP/" || !digit(version[5]) ||
      version[6] != '.' || !digit(version[7])) {
    return refuse(400, "the request line is not METHOD TARGET HTTP/1.1");
  }
  if (version != "HTTP/1.1" && version != "HTTP/1.0") {
    return refuse(505, "only HTTP/1.1 and HTTP/1.0 are spoken here");
  }
  if (!is_target(method, target)) {
    return refuse(400, "the request's target is not a path of visible ASCII characters");
  }
  request_.method = method;
  request_.target = target;
  request_.http_1_0 = version == "HTTP/1.0";
  return true;
}

bool RequestFraming::read_header() {
  if (read_line(head_left_, 431, "the request's head") != Line::whole) {
    return false;
  }
  head_left_ -= line_.size() + 2;
  if (line_.empty()) {
    return begin_body();
  }
  return parse_header(request_.headers.emplace_back());
}

bool RequestFraming::parse_header(std::pair<std::string, std::string>& header) {
  if (line_.front() == ' ' || line_.front() == '\t') {
    return refuse(400, "a header is folded over two lines");
  }
  const std::size_t colon = line_.find(':');
  if (colon == std::string_view::npos || !is_token(line_.substr(0, colon))) {
    return refuse(400, "a header is not NAME: VALUE");
  }
  const std::string_view value = trim(line_.substr(colon + 1));
  if (!is_field_value(value)) {
    return refuse(400, "a header's value holds a control character");
  }
  header = {std::string(line_.substr(0, colon)), std::string(value)};
  return true;
}

bool RequestFraming::begin_body() {
  const std::string* length = nullptr;
  const std::string* coding = nullptr;
  int hosts = 0;
  bool close = false;
  bool keep = false;
  for (const auto& [name, value] : request_.headers) {
    const bool is_length = same_word(name, "Content-Length");
    const bool is_coding = same_word(name, "Transfer-Encoding");
    if ((is_length && length != nullptr) || (is_coding && coding != nullptr)) {
      return refuse(400, name + " is there twice");
    }
    length = is_length ? &value : length;
    coding = is_coding ? &value : coding;
    hosts += same_word(name, "Host") ? 1 : 0;
    if (same_word(name, "Connection")) {
      close = close || has_word(value, "close");
      keep = keep || has_word(value, "keep-alive");
    }
    if (same_word(name, "Expect") && !request_.http_1_0) {
      if (!same_word(value, "100-continue")) {
        return refuse(417, "nothing but `Expect: 100-continue` can be expected");
      }
      expects_continue_ = true;
    }
  }
  if (hosts > 1 || (hosts == 0 && !request_.http_1_0)) {
    return refuse(400, hosts > 1 ? "Host is there twice" : "the Host header is missing");
  }
  request_.keep_alive = !close && (keep || !request_.http_1_0);
  if (coding != nullptr) {
    if (length != nullptr || request_.http_1_0) {
      return refuse(400, "Transfer-Encoding with Content-Length, or in HTTP/1.0");
    }
    if (!same_word(*coding, "chunked")) {
      return refuse(501, "the only Transfer-Encoding understood is chunked");
    }
    stage_ = Stage::chunk_size;
    return true;
  }
  return take_content_length(length != nullptr ? *length : "0");
}

bool RequestFraming::take_content_length(const std::string& value) {
  const auto size = read_number(value, 10);
  if (!size) {
    return refuse(400, "Content-Length is not a number");
  }
  if (*size > limits_.max_body_bytes) {
    return refuse(
        413, "the body is larger than " + std::to_string(limits_.max_body_bytes) + " bytes"
    );
  }
  body_left_ = *size;
  stage_ = Stage::body;
  if (*size == 0) {
    expects_continue_ = false;
    whole_ = true;
  }
  return true;
}

bool RequestFraming::read_body() {
  const std::size_t size = std::min<std::uint64_t>(body_left_, buffer_.size() - at_);
  if (size == 0) {
    return false;
  }
  request_.body.append(buffer_, at_, size);
  at_ += size;
  body_left_ -= size;
  whole_ = body_left_ == 0;
  return true;
}

bool RequestFraming::read_chunk_size() {
  if (read_line(max_chunk_line, 400, "a chunk's size") != Line::whole) {
    return false;
  }
  const std::size_t semicolon = std::min(line_.find(';'), line_.size());
  const auto size = read_number(trim(line_.substr(0, semicolon)), 16);
  const bool sized = size && is_token(line_.front());
  if (!sized || !is_field_value(line_.substr(semicolon))) {
    return refuse(400, "a chunk's size is not a hexadecimal number");
  }
  if (*size > limits_.max_body_bytes - request_.body.size()) {
    return refuse(
        413, "the body is larger than " + std::to_string(limits_.max_body_bytes) + " bytes"
    );
  }
  body_left_ = *size;
  head_left_ = limits_.max_header_bytes;
  stage_ = *size == 0 ? Stage::trailers : Stage::chunk;
  return true;
}

bool RequestFraming::read_chunk() {
  if (!read_body()) {
    return false;
  }
  stage_ = std::exchange(whole_, false) ? Stage::chunk_end : Stage::chunk;
  return true;
}

bool RequestFraming::read_chunk_end() {
  const std::string_view rest = std::string_view(buffer_).substr(at_, 2);
  if (rest != std::string_view("\r\n").substr(0, rest.size())) {
    return refuse(400, "a chunk is longer than its size");
  }
  if (rest.size() < 2) {
    return false;
  }
  at_ += 2;
  stage_ = Stage::chunk_size;
  return true;
}

bool RequestFraming::read_trailer() {
  if (read_line(head_left_, 431, "the request's trailer") != Line::whole) {
    return false;
  }
  head_left_ -= line_.size() + 2;
  if (line_.empty()) {
    whole_ = true;
    return true;
  }
  std::pair<std::string, std::string> dropped;
  return parse_header(dropped);
}

}  // namespace rkmock::net
