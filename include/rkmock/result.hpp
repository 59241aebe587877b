#pragma once
// Result and Diagnostic: how bad input travels.
//
// Values. Bad input (a scenario, a journal, a command line) is never an exception: a decoder
// answers with the value or with *all* problems it found, each saying where it is, what was
// found, what was expected and what to do. Any thread.
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace rkmock {

/// A place in a text. Lines and columns count from 1; 0 means "not known".
struct Position {
  std::string file;
  int line = 0;
  int column = 0;
  bool operator==(const Position&) const = default;
};

/// One problem in something a person wrote.
struct Diagnostic {
  Position at;
  std::string path;      ///< where in the document: `steps[2].deliver.copies`
  std::string message;   ///< what is wrong, one sentence without the place
  std::string found;     ///< the offending text or its type; may be empty
  std::string expected;  ///< what would have been right; may be empty
  std::string hint;      ///< "did you mean …" or the next step; may be empty
  std::string line;      ///< the source line, quoted for the caret; may be empty
  bool operator==(const Diagnostic&) const = default;
};

using Diagnostics = std::vector<Diagnostic>;

/// Renders diagnostics as a compiler would: `file:line:col: error: …`, the line, a caret.
[[nodiscard]] std::string to_text(const Diagnostics& diagnostics);

/// A value, or the reasons why there is none. Never both, never neither.
template <class T>
class Result {
 public:
  Result(T value) : value_(std::move(value)) {}  // NOLINT(google-explicit-constructor)

  Result(Diagnostics problems)  // NOLINT(google-explicit-constructor)
      : problems_(std::move(problems)) {}

  [[nodiscard]] bool has_value() const { return value_.has_value(); }

  explicit operator bool() const { return has_value(); }

  /// Requires: has_value().
  [[nodiscard]] const T& value() const& { return value_.value(); }

  [[nodiscard]] T& value() & { return value_.value(); }

  [[nodiscard]] T&& value() && { return std::move(value_).value(); }

  const T& operator*() const& { return value(); }

  T& operator*() & { return value(); }

  const T* operator->() const { return &value(); }

  T* operator->() { return &value(); }

  /// Requires: !has_value(). Never empty then.
  [[nodiscard]] const Diagnostics& error() const { return problems_; }

 private:
  std::optional<T> value_;
  Diagnostics problems_;
};

}  // namespace rkmock
