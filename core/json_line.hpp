#pragma once
// The two archives of the event codec: Writer makes one line of JSON, Reader takes one apart.
//
// Resources that live for one line, on one thread. Internal to core/event_codec.cpp. Writer does
// without a JSON tree: a busy run writes tens of thousands of lines a second.
#include <charconv>
#include <concepts>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <nlohmann/json.hpp>

#include "core/event_fields.hpp"

namespace rkmock::codec {

/// Deeper JSON is not read: it would be printed again by recursion.
constexpr int deepest_json = 256;

/// How deep the brackets outside of strings go.
[[nodiscard]] int nesting(std::string_view json);

/// Appends the text in quotes, escaped; a byte that is not UTF-8 becomes U+FFFD.
void append_quoted(std::string& out, std::string_view text);

template <class Number>
concept WholeNumber = std::integral<Number> && !std::same_as<Number, bool>;

class Writer {
 public:
  static constexpr bool reading = false;

  explicit Writer(std::string& out) : out_(out) {}

  void open() {
    out_ += '{';
    first_ = true;
  }

  void close() {
    out_ += '}';
    first_ = false;
  }

  template <class Value>
  void operator()(std::string_view name, const Value& value) {
    put_name(name);
    put(value);
  }

  template <class Value>
  void operator()(std::string_view name, const std::optional<Value>& value) {
    if (value) {
      (*this)(name, *value);
    }
  }

  /// JSON text is embedded; what is not JSON goes as text under `NAME_text`.
  void json(std::string_view name, const std::string& text);

 private:
  void put_name(std::string_view name);

  void put(bool value) { out_ += value ? "true" : "false"; }

  void put(std::string_view text) { append_quoted(out_, text); }

  void put(const std::string& text) { append_quoted(out_, text); }

  void put(Nanos span) { put(span.count()); }

  void put(Outcome outcome) { append_quoted(out_, to_string(outcome)); }

  void put(const Headers::value_type& header) {
    out_ += '[';
    append_quoted(out_, header.first);
    out_ += ',';
    append_quoted(out_, header.second);
    out_ += ']';
  }

  template <WholeNumber Number>
  void put(Number number) {
    char digits[24];
    const auto [end, failed] = std::to_chars(digits, digits + sizeof digits, number);
    out_.append(digits, end);
  }

  template <class Value>
  void put(const std::vector<Value>& values) {
    out_ += '[';
    for (std::size_t i = 0; i < values.size(); ++i) {
      if (i > 0) {
        out_ += ',';
      }
      put(values[i]);
    }
    out_ += ']';
  }

  template <class Value>
  requires std::is_aggregate_v<Value>

  void put(const Value& value) {
    open();
    fields(*this, value);
    close();
  }

  std::string& out_;
  bool first_ = true;
};

class Reader {
 public:
  static constexpr bool reading = true;
  using Json = nlohmann::ordered_json;

  explicit Reader(const Json& object) : object_(&object) {}

  /// What was wrong first, empty when nothing was.
  [[nodiscard]] const std::string& problem() const { return problem_; }

  template <class Value>
  void operator()(std::string_view name, Value& value) {
    const auto member = object_->find(name);
    if (member != object_->end()) {
      const std::string outer = path_;
      path_ += path_.empty() ? std::string(name) : "." + std::string(name);
      get(*member, value);
      path_ = outer;
    }
  }

  template <class Value>
  void operator()(std::string_view name, std::optional<Value>& value) {
    if (object_->contains(name)) {
      (*this)(name, value.emplace());
    }
  }

  template <class Value>
  void require(std::string_view name, Value& value) {
    if (!object_->contains(name)) {
      report("the member `" + std::string(name) + "` is missing");
    }
    (*this)(name, value);
  }

  void json(std::string_view name, std::string& text);

 private:
  void report(std::string problem) {
    if (problem_.empty()) {
      problem_ = std::move(problem);
    }
  }

  void expected(std::string_view what) { report("`" + path_ + "` is not " + std::string(what)); }

  void get(const Json& from, bool& value);
  void get(const Json& from, std::string& value);
  void get(const Json& from, Nanos& value);
  void get(const Json& from, Outcome& value);
  void get(const Json& from, Headers::value_type& value);

  template <WholeNumber Number>
  void get(const Json& from, Number& value) {
    if (from.is_number_unsigned()) {
      const auto number = from.get<std::uint64_t>();
      if (std::in_range<Number>(number)) {
        value = static_cast<Number>(number);
        return;
      }
    } else if (from.is_number_integer()) {
      const auto number = from.get<std::int64_t>();
      if (std::in_range<Number>(number)) {
        value = static_cast<Number>(number);
        return;
      }
    }
    expected("a whole number in range");
  }

  template <class Value>
  void get(const Json& from, std::vector<Value>& values) {
    if (!from.is_array()) {
      expected("a list");
      return;
    }
    values.clear();
    values.reserve(from.size());
    for (const Json& item : from) {
      get(item, values.emplace_back());
    }
  }

  template <class Value>
  requires std::is_aggregate_v<Value>

  void get(const Json& from, Value& value) {
    if (!from.is_object()) {
      expected("an object");
      return;
    }
    const Json* outer = std::exchange(object_, &from);
    fields(*this, value);
    object_ = outer;
  }

  const Json* object_;
  std::string path_;
  std::string problem_;
};

}  // namespace rkmock::codec
