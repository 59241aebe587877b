#include "core/json_line.hpp"

#include <algorithm>
#include <array>

#include "core/json_check.hpp"
#include "core/json_line_reader.hpp"

namespace rkmock::codec {
namespace {

constexpr std::array<Outcome, 4> outcomes{
    Outcome::acknowledged, Outcome::refused, Outcome::impossible, Outcome::unknown};
constexpr std::array<OncePer, 3> spans_of_once{OncePer::event, OncePer::booking, OncePer::none};

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
  constexpr int room_around = 8;
  if (!is_json(text, deepest_json - room_around)) {
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

template <class Words>
bool Reader::get_word(const Json& from, const Words& words, typename Words::value_type& value) {
  std::string text;
  get(from, text);
  const auto* known = std::find_if(words.begin(), words.end(), [&text](auto word) {
    return to_string(word) == text;
  });
  if (known == words.end()) {
    return false;
  }
  value = *known;
  return true;
}

void Reader::get(const Json& from, Outcome& value) {
  if (!get_word(from, outcomes, value)) {
    expected("an outcome");
  }
}

void Reader::get(const Json& from, OncePer& value) {
  if (!get_word(from, spans_of_once, value)) {
    expected("`event`, `booking` or `none`");
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
