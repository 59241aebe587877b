#pragma once
// Events with any content, made through the codec's own list of members, so that a member added
// there is covered at once.
#include <limits>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <nlohmann/json.hpp>
#include <rapidcheck.h>

#include "core/event_fields.hpp"

namespace rkmock {

/// Any bytes, or characters only.
enum class Texts { bytes, characters };

inline std::string any_text(Texts texts) {
  if (texts == Texts::bytes) {
    return *rc::gen::arbitrary<std::string>();
  }
  const auto parts = *rc::gen::container<std::vector<std::string>>(
      rc::gen::element<std::string>("a", "\"", "\\", "\n", "\x1", "\x7f", "{", "é", "€", "😀", "")
  );
  std::string text;
  for (const std::string& part : parts) {
    text += part;
  }
  return text;
}

/// An archive of the codec that fills members instead of reading them.
class Filler {
 public:
  static constexpr bool reading = true;

  explicit Filler(Texts texts) : texts_(texts) {}

  template <class Value>
  void operator()(std::string_view, Value& value) {
    fill(value);
  }

  void json(std::string_view, std::string& text) {
    if (*rc::gen::arbitrary<bool>()) {
      // Never JSON by chance: its spaces would not come back.
      text = "a" + any_text(texts_);
    } else {
      const nlohmann::ordered_json value = {
          {"id", *rc::gen::arbitrary<std::int64_t>()},
          {"list", {nullptr, true, any_text(Texts::characters)}}};
      text = value.dump();
    }
  }

 private:
  void fill(std::string& value) { value = any_text(texts_); }

  void fill(bool& value) { value = *rc::gen::arbitrary<bool>(); }

  void fill(Outcome& value) {
    value = *rc::gen::element(
        Outcome::acknowledged, Outcome::refused, Outcome::impossible, Outcome::unknown
    );
  }

  void fill(Nanos& value) { value = Nanos(*whole<Nanos::rep>()); }

  void fill(Headers::value_type& value) {
    fill(value.first);
    fill(value.second);
  }

  void fill(Action& value) {
    value = action_named(
        *rc::gen::element<std::string>("pass", "copies", "delay", "drop", "lost_ack", "another")
    );
    std::visit([this](auto& of_kind) { codec::fields(*this, of_kind); }, value);
  }

  template <class Value>
  void fill(std::optional<Value>& value) {
    if (*rc::gen::arbitrary<bool>()) {
      fill(value.emplace());
    }
  }

  template <class Value>
  void fill(std::vector<Value>& values) {
    values.resize(*rc::gen::inRange<std::size_t>(0, 4));
    for (Value& value : values) {
      fill(value);
    }
  }

  template <class Value>
  void fill(Value& value) {
    if constexpr (std::is_integral_v<Value>) {
      value = *whole<Value>();
    } else if constexpr (std::is_same_v<Value, OncePer>) {
      value = *rc::gen::element(OncePer::event, OncePer::booking, OncePer::none);
    } else {
      codec::fields(*this, value);
    }
  }

  template <class Number>
  static rc::Gen<Number> whole() {
    using Limits = std::numeric_limits<Number>;
    return rc::gen::oneOf(
        rc::gen::arbitrary<Number>(),
        rc::gen::element<Number>(Limits::min(), Limits::max(), Number{0})
    );
  }

  Texts texts_;
};

template <std::size_t... Index>
EventBody body_of_kind(std::size_t kind, std::index_sequence<Index...>) {
  EventBody body;
  ((Index == kind ? static_cast<void>(body.emplace<Index>()) : static_cast<void>(0)), ...);
  return body;
}

constexpr std::size_t kinds_of_events = std::variant_size_v<EventBody>;

/// A default-constructed body; kinds count in the order of EventBody.
inline EventBody body_of_kind(std::size_t kind) {
  return body_of_kind(kind, std::make_index_sequence<kinds_of_events>());
}

inline Event any_event(std::size_t kind, Texts texts) {
  Event event;
  event.seq = *rc::gen::arbitrary<std::uint64_t>();
  event.at = Nanos(*rc::gen::arbitrary<Nanos::rep>());
  event.body = body_of_kind(kind);
  Filler filler(texts);
  std::visit([&filler](auto& body) { codec::fields(filler, body); }, event.body);
  return event;
}

}  // namespace rkmock
