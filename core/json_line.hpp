#pragma once
// The event codec's archive for writing: Writer makes one line of JSON.
//
// A resource that lives for one line, on one thread. Internal to core/event_codec.cpp. It does
// without a JSON tree: a busy run writes tens of thousands of lines a second.
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

#include "core/event_fields.hpp"
#include "core/json_text.hpp"

namespace rkmock::codec {

/// Deeper JSON is not read: it would be printed again by recursion.
constexpr int deepest_json = 256;

/// How deep the brackets outside of strings go.
[[nodiscard]] int nesting(std::string_view json);

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

  void put(std::string_view text) { append_json_text(out_, text); }

  void put(const std::string& text) { append_json_text(out_, text); }

  void put(Nanos span) { put(span.count()); }

  void put(Outcome outcome) { append_json_text(out_, to_string(outcome)); }

  void put(OncePer once_per) { append_json_text(out_, to_string(once_per)); }

  void put(const Action& action) {
    open();
    (*this)("action", name_of(action));
    std::visit([this](const auto& of_kind) { fields(*this, of_kind); }, action);
    close();
  }

  void put(const Headers::value_type& header) {
    out_ += '[';
    append_json_text(out_, header.first);
    out_ += ',';
    append_json_text(out_, header.second);
    out_ += ']';
  }

  template <WholeNumber Number>
  void put(Number number) {
    append_json_number(out_, number);
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

}  // namespace rkmock::codec
