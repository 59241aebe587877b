#pragma once
// Typed access to one map of a fault's text, collecting what is wrong with it.
//
// Resource of one decode; one thread. Each getter answers nothing when the key is absent or wrong;
// only the latter adds a problem, with a JSON Pointer to its place in the whole text.
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <nlohmann/json.hpp>

#include "rkmock/check.hpp"
#include "rkmock/clock.hpp"

namespace rkmock::faults {

using Problems = std::vector<ParameterError>;

class Fields {
 public:
  using Json = nlohmann::ordered_json;
  using Words = std::vector<std::string>;

  /// `map` is an object at `pointer`; `what` names it in messages: `response`.
  Fields(const Json& map, std::string pointer, std::string what, Problems& problems);

  /// Refuses every other key.
  void allow_only(const Words& keys) const;

  [[nodiscard]] const Json* find(const std::string& key) const;

  [[nodiscard]] bool has(const std::string& key) const { return find(key) != nullptr; }

  [[nodiscard]] std::optional<Fields> map(const std::string& key) const;
  [[nodiscard]] std::optional<std::string> text(const std::string& key, std::size_t longest) const;
  [[nodiscard]] std::optional<std::string> word(const std::string& key, const Words& words) const;
  [[nodiscard]] std::optional<bool> flag(const std::string& key) const;
  [[nodiscard]] std::optional<std::int64_t> whole(
      const std::string& key, std::int64_t least, std::int64_t most
  ) const;
  [[nodiscard]] std::optional<double> number(const std::string& key, double least, double most)
      const;
  /// A number of milliseconds, 0 to longest_delay.
  [[nodiscard]] std::optional<Nanos> milliseconds(const std::string& key) const;
  /// A text such as `30s`.
  [[nodiscard]] std::optional<Nanos> duration(const std::string& key, Nanos least, Nanos most)
      const;

  /// Notes a problem with the value of a key; of the whole map when `key` is empty.
  void refuse(
      const std::string& key, std::string message, std::string expected, std::string hint = {}
  ) const;

 private:
  const Json* map_;
  std::string pointer_;
  std::string what_;
  Problems* problems_;
};

/// `one of a, b, c`
[[nodiscard]] std::string one_of(const Fields::Words& words);

/// ``did you mean `x`?``, or nothing.
[[nodiscard]] std::string did_you_mean(const std::string& word, const Fields::Words& words);

}  // namespace rkmock::faults
