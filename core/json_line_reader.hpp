#pragma once
// The event codec's archive for reading: Reader takes one line of JSON apart.
//
// A resource that lives for one line, on one thread. Internal to core/event_codec.cpp.
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include <nlohmann/json.hpp>

#include "core/event_fields.hpp"
#include "core/json_line.hpp"

namespace rkmock::codec {

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
  void get(const Json& from, OncePer& value);
  void get(const Json& from, Headers::value_type& value);
  void get(const Json& from, Action& value);

  /// Whether it is one of these words, as to_string has them.
  template <class Words>
  bool get_word(const Json& from, const Words& words, typename Words::value_type& value);

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
