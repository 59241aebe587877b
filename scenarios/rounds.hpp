#pragma once
// The rounds of a `repeat`: its steps once more, with the round's number where `{{index}}` stands.
//
// Resource of one decode; one thread. Copies are kept as long as it lives, because positions and
// stories point into them, and what is kept is bounded.
#include <cstddef>
#include <deque>
#include <string>

#include "scenarios/reader.hpp"

namespace rkmock::scenarios {

class Rounds {
 public:
  static constexpr std::size_t most_values = 500'000;  ///< of all rounds together

  explicit Rounds(Reader& reader) : reader_(reader) {}

  /// Whether there is room for another round of these steps; notes it when not.
  bool room_for(const Cursor& steps);
  Cursor add(const Cursor& steps, const std::string& index, int number);

 private:
  Reader& reader_;
  std::deque<Node> rounds_;
  std::size_t values_ = 0;
};

}  // namespace rkmock::scenarios
