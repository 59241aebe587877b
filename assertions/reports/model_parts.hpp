#pragma once
// What a journal's model is made of: texts that are kept once, bodies within a bound, columns.
// Values of journal_model(); one thread.
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "rkmock/event.hpp"

#include "assertions/reports/describe.hpp"

namespace rkmock::reports {

[[nodiscard]] std::int64_t microseconds(Nanos span);

/// What distinguishes lines of one kind, in a word; empty when nothing does.
[[nodiscard]] std::string which(const EventBody& body);

/// The words of a line without its actor.
[[nodiscard]] std::string words_of(const Event& event, const Context& context);

/// Texts by their place in a list. The first is the empty one.
class Texts {
 public:
  Texts() { place(""); }

  std::size_t place(std::string_view text);

  [[nodiscard]] bool has(std::string_view text) const {
    return places_.contains(std::string(text));
  }

  [[nodiscard]] std::string json() const;

 private:
  std::unordered_map<std::string, std::size_t> places_;
  std::vector<const std::string*> in_order_;
};

/// What a click shows of an attempt or of another line, as long as there is room.
class Details {
 public:
  Details(Texts& texts, std::size_t room) : texts_(texts), room_(room) {}

  /// Its place in the list; none when it has nothing to show, or there is no room any more.
  std::optional<std::int64_t> of_attempt(
      const event::AttemptStarted& started, const event::AttemptFinished* finished
  );
  std::optional<std::int64_t> of_line(const EventBody& body);
  /// The place of a webhook event's payload among the texts; none when there is no room.
  std::optional<std::int64_t> payload(const std::string& body);

  [[nodiscard]] std::string json() const { return "[" + list_ + "]"; }

  [[nodiscard]] std::size_t left_out() const { return left_out_; }

 private:
  using Parts = std::vector<std::pair<std::string_view, std::string>>;

  std::optional<std::int64_t> keep(const Parts& parts, const Headers* headers);

  Texts& texts_;
  std::size_t room_;
  std::size_t left_out_ = 0;
  std::int64_t count_ = 0;
  std::string list_;
};

/// `[1,2,null]`; when the numbers go up in even steps `{"n":100,"from":0,"by":1}`, and when all are
/// null `{"n":100}`.
[[nodiscard]] std::string to_json(const std::vector<std::optional<std::int64_t>>& numbers);

/// What `value` says of each row.
template <class Rows, class Value>
std::string column(const Rows& rows, const Value& value) {
  std::vector<std::optional<std::int64_t>> numbers;
  numbers.reserve(rows.size());
  for (const auto& row : rows) {
    numbers.push_back(value(row));
  }
  return to_json(numbers);
}

/// The same of the differences to the row before.
template <class Rows, class Value>
std::string differences(const Rows& rows, const Value& value) {
  std::int64_t last = 0;
  return column(rows, [&last, &value](const auto& row) {
    const std::int64_t number = value(row);
    // Without the overflow that a journal with odd numbers could bring.
    const auto difference = static_cast<std::int64_t>(
        static_cast<std::uint64_t>(number) - static_cast<std::uint64_t>(last)
    );
    last = number;
    return std::optional(difference);
  });
}

}  // namespace rkmock::reports
