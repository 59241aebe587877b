#include "receivers/intake.hpp"

#include <algorithm>
#include <array>

#include <nlohmann/json.hpp>

#include "core/ascii.hpp"
#include "core/hash.hpp"

namespace rkmock::receivers {

namespace {

constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";

/// They say how the bytes travel, not which delivery it is.
bool is_framing(std::string_view name) {
  static constexpr std::array<std::string_view, 8> framing = {
      "Host",
      "Connection",
      "Content-Length",
      "Transfer-Encoding",
      "REMOTE_ADDR",
      "REMOTE_PORT",
      "LOCAL_ADDR",
      "LOCAL_PORT"};
  return std::any_of(framing.begin(), framing.end(), [&](std::string_view one) {
    return same_word(one, name);
  });
}

/// Where JSON may be cut so that what is open there can be closed: after a whole member or item.
class Cut {
 public:
  explicit Cut(std::string_view text) {
    for (std::size_t i = 0; i < text.size(); ++i) {
      take(text[i], i);
    }
  }

  [[nodiscard]] std::size_t end() const { return end_; }

  [[nodiscard]] const std::string& closing() const { return closing_; }

 private:
  void take(char c, std::size_t i) {
    if (in_text_) {
      in_text_ = escaped_ || c != '"';
      escaped_ = !escaped_ && c == '\\';
    } else if (c == '"') {
      in_text_ = true;
    } else if (c == '{' || c == '[') {
      open_.insert(open_.begin(), c == '{' ? '}' : ']');
      note(i + 1);
    } else if ((c == '}' || c == ']') && !open_.empty()) {
      open_.erase(0, 1);
      note(i + 1);
    } else if (c == ',') {
      note(i);
    }
  }

  void note(std::size_t end) {
    end_ = end;
    closing_ = open_;
  }

  bool in_text_ = false;
  bool escaped_ = false;
  std::string open_;  ///< the innermost first
  std::size_t end_ = 0;
  std::string closing_;
};

}  // namespace

std::string body_seen(const Posted& posted, Flaws flaws) {
  const bool unseen = flaws.has(Flaw::no_chunked) && !posted.header("Transfer-Encoding").empty();
  return unseen ? std::string() : posted.body;
}

std::optional<Answer> answer_to_form(const Posted& posted, const std::string& path, Flaws flaws) {
  if (flaws.has(Flaw::redirects)) {
    return Answer{308, "it has moved", path + "/"};
  }
  if (flaws.has(Flaw::strict_content_type) && posted.header("Content-Type") != "application/json") {
    return Answer{415, "only application/json"};
  }
  if (flaws.has(Flaw::no_gzip) && !posted.header("Content-Encoding").empty()) {
    return Answer{500, "the body cannot be read"};
  }
  if (flaws.has(Flaw::chokes_on_bom) && posted.body.rfind(byte_order_mark, 0) == 0) {
    return Answer{500, "unexpected token at position 0"};
  }
  return std::nullopt;
}

bool is_genuine(const Posted& posted, std::string_view body, std::string_view secret, Flaws flaws) {
  if (flaws.has(Flaw::no_signature_check) ||
      (flaws.has(Flaw::accepts_empty_signature) && posted.signature.empty()) ||
      (flaws.has(Flaw::acts_on_partial_body) && !posted.whole)) {
    return true;
  }
  std::string printed;
  if (flaws.has(Flaw::signs_reserialised_json)) {
    constexpr auto bad_bytes = nlohmann::ordered_json::error_handler_t::replace;
    printed = nlohmann::ordered_json::parse(body, nullptr, false).dump(-1, ' ', false, bad_bytes);
    body = printed;
  }
  return equal_in_constant_time(hmac_sha256_hex(secret, body), posted.signature);
}

std::string fingerprint(const Posted& posted) {
  std::string all = posted.body;
  for (const auto& [name, value] : posted.headers) {
    if (!is_framing(name)) {
      all += "\n" + to_lower(std::string_view(name)) + ": " + value;
    }
  }
  return sha256_hex(all);
}

std::string mended(std::string_view cut_off) {
  const Cut cut(cut_off);
  std::string closed = std::string(cut_off.substr(0, cut.end())) + cut.closing();
  auto payload = nlohmann::ordered_json::parse(closed, nullptr, false);
  const auto bookings = payload.is_object() ? payload.find("bookings") : payload.end();
  if (bookings == payload.end() || !bookings->is_array() || bookings->empty()) {
    return closed;
  }
  auto& last = bookings->back();
  if (!last.is_object() || last.contains("updated_at") || !last.contains("id")) {
    return closed;
  }
  last["updated_at"] = "1970-01-01T00:00:00Z";
  return payload.dump();
}

}  // namespace rkmock::receivers
