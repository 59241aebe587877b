#include "core/json_line.hpp"

#include <algorithm>
#include <array>

#include "core/json_line_reader.hpp"
#include "core/utf8.hpp"

namespace rkmock::codec {
namespace {

constexpr std::array<Outcome, 4> outcomes{
    Outcome::acknowledged, Outcome::refused, Outcome::impossible, Outcome::unknown};

/// How many characters from `at` on stand for themselves: most of most texts.
std::size_t plain_run(std::string_view text, std::size_t at) {
  const auto* const first = text.begin() + static_cast<std::ptrdiff_t>(at);
  const auto* const end = std::find_if(first, text.end(), [](unsigned char c) {
    return c < 0x20 || c >= 0x7F || c == '"' || c == '\\';
  });
  return static_cast<std::size_t>(end - first);
}

std::string text_name(std::string_view name) {
  return std::string(name) + "_text";
}

}  // namespace

int nesting(std::string_view json) {
  int depth = 0;
  int deepest = 0;
  bool in_string = false;
  for (std::size_t i = 0; i < json.size(); ++i) {
    const char c = json[i];
    if (in_string) {
      i += c == '\\' ? 1 : 0;
      in_string = c != '"';
    } else if (c == '"') {
      in_string = true;
    } else if (c == '[' || c == '{') {
      deepest = std::max(deepest, ++depth);
    } else if (c == ']' || c == '}') {
      --depth;
    }
  }
  return deepest;
}

void append_quoted(std::string& out, std::string_view text) {
  static constexpr char digits[] = "0123456789abcdef";
  out += '"';
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t plain = plain_run(text, at);
    out.append(text, at, plain);
    at += plain;
    if (at == text.size()) {
      break;
    }
    const std::size_t length = utf8_length(text, at);
    const auto byte = static_cast<unsigned char>(text[at]);
    if (length == 0) {
      out += "\uFFFD";
    } else if (byte == '"' || byte == '\\') {
      out += '\\';
      out += text[at];
    } else if (byte == '\n') {
      out += "\\n";
    } else if (byte == '\r') {
      out += "\\r";
    } else if (byte == '\t') {
      out += "\\t";
    } else if (byte < 0x20 || byte == 0x7F) {
      out += "\\u00";
      out += digits[byte >> 4];
      out += digits[byte & 0xF];
    } else {
      out += text.substr(at, length);
    }
    at += std::max<std::size_t>(length, 1);
  }
  out += '"';
}

void Writer::put_name(std::string_view name) {
  if (!first_) {
    out_ += ',';
  }
  first_ = false;
  out_ += '"';
  out_ += name;
  out_ += "\":";
}

void Writer::json(std::string_view name, const std::string& text) {
  if (nesting(text) > deepest_json - 8 || !nlohmann::json::accept(text)) {
    (*this)(text_name(name), text);
    return;
  }
  put_name(name);
  const std::size_t from = out_.size();
  out_ += text;
  // Valid JSON holds bare line breaks only between tokens.
  std::replace(out_.begin() + static_cast<std::ptrdiff_t>(from), out_.end(), '\n', ' ');
  std::replace(out_.begin() + static_cast<std::ptrdiff_t>(from), out_.end(), '\r', ' ');
}

void Reader::json(std::string_view name, std::string& text) {
  const auto member = object_->find(name);
  if (member != object_->end()) {
    text = member->dump();
  } else {
    (*this)(text_name(name), text);
  }
}

void Reader::get(const Json& from, bool& value) {
  if (from.is_boolean()) {
    value = from.get<bool>();
  } else {
    expected("true or false");
  }
}

void Reader::get(const Json& from, std::string& value) {
  if (from.is_string()) {
    value = from.get_ref<const std::string&>();
  } else {
    expected("a text");
  }
}

void Reader::get(const Json& from, Nanos& value) {
  Nanos::rep count = 0;
  get(from, count);
  value = Nanos(count);
}

void Reader::get(const Json& from, Outcome& value) {
  std::string word;
  get(from, word);
  const auto* known = std::find_if(outcomes.begin(), outcomes.end(), [&word](Outcome outcome) {
    return to_string(outcome) == word;
  });
  if (known != outcomes.end()) {
    value = *known;
  } else {
    expected("an outcome");
  }
}

void Reader::get(const Json& from, Action& value) {
  if (!from.is_object()) {
    expected("an object");
    return;
  }
  const Json* outer = std::exchange(object_, &from);
  std::string name;
  require("action", name);
  value = action_named(name);
  std::visit([this](auto& of_kind) { fields(*this, of_kind); }, value);
  object_ = outer;
}

void Reader::get(const Json& from, Headers::value_type& value) {
  if (from.is_array() && from.size() == 2) {
    get(from[0], value.first);
    get(from[1], value.second);
  } else {
    expected("a pair of name and value");
  }
}

}  // namespace rkmock::codec
