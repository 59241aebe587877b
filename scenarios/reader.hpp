#pragma once
// Typed access to a document, collecting what is wrong with it instead of stopping.
//
// Resource of one decode; one thread. Each getter answers the value, or nothing after it has
// noted why. A caller goes on with the next key either way, so that all mistakes are found.
#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "rkmock/check.hpp"
#include "rkmock/clock.hpp"
#include "rkmock/result.hpp"

#include "core/document.hpp"
#include "scenarios/keys.hpp"

namespace rkmock::scenarios {

/// A node and the way to it: `steps[2].deliver`.
struct Cursor {
  const Node* node = nullptr;
  std::string path;

  /// The last part of the path in backticks, for messages.
  [[nodiscard]] std::string label() const;
  [[nodiscard]] Cursor item(std::size_t index) const;
  /// Nothing when this is not a map or has no such member.
  [[nodiscard]] std::optional<Cursor> member(std::string_view key) const;
  /// The key itself, to point at. Requires: the member is there.
  [[nodiscard]] Cursor key(std::string_view key) const;
};

/// The last integer that JavaScript holds exactly; ids above it would be rounded on the way.
inline constexpr std::int64_t max_id = 9'007'199'254'740'991;

struct Problem {
  std::string message;
  std::string found;  ///< empty: nothing is said of it
  std::string expected;
  std::string hint;
};

class Reader;

/// Whether `text`, which stands there, is a JSON Pointer; notes it when not.
bool check_pointer(
    Reader& reader, const Cursor& at, const std::string& text, const std::string& expected
);

/// "one of a, b, c"
[[nodiscard]] std::string one_of(const std::vector<std::string>& words);

class Reader {
 public:
  explicit Reader(Document document);

  [[nodiscard]] Cursor root() const { return {&document_.root, ""}; }

  /// For what rewrites the tree before it is decoded.
  [[nodiscard]] Node& mutable_root() { return document_.root; }

  /// A file that was included: its lines are quoted where a node of it is refused.
  void add_document(Document document);

  /// Once: what follows from a value that stands in several places is noted at the first.
  void refuse(const Cursor& at, Problem problem);
  /// What the reading of an included file found.
  void add_problems(const Diagnostics& problems);

  /// What is wrong with the node has been said; what follows from it is not noted.
  void spoil(const Node& node) { spoiled_.insert(&node); }

  /// For what has no place in the file: `where` stands in for the file's name and may be empty.
  void refuse_elsewhere(const std::string& where, Problem problem);
  /// Notes what a table said of parameters; each at the node its pointer names. A member that is
  /// not among `known` (when given) is pointed at by its key.
  void refuse_parameters(
      const Cursor& at,
      const std::vector<ParameterError>& errors,
      const std::vector<std::string>& known = {}
  );

  /// Whether it is a map; notes it when not, and every key that is not in the group.
  bool map_of(const Cursor& at, const KeyGroup& group);
  /// Whether it is a list with at least one item.
  bool list(const Cursor& at, const std::string& of_what);

  /// Any scalar; what it looks like does not matter.
  std::optional<std::string> text(const Cursor& at, std::size_t longest = longest_text);
  std::optional<std::int64_t> integer(const Cursor& at, std::int64_t least, std::int64_t most);
  /// `true` or `false`.
  std::optional<bool> boolean(const Cursor& at);
  std::optional<std::uint64_t> seed(const Cursor& at);
  std::optional<Nanos> duration(const Cursor& at, Nanos least, Nanos most);
  /// One of the words.
  std::optional<std::string> word(
      const Cursor& at, const std::string& what, const std::vector<std::string>& words
  );
  /// `2023-07-10`
  std::optional<std::string> date(const Cursor& at);
  /// `09:00` or `09:00:00`
  std::optional<std::string> time_of_day(const Cursor& at);

  [[nodiscard]] const std::string& file() const { return document_.file; }

  [[nodiscard]] std::size_t problem_count() const { return problems_.size(); }

  /// In the order of the file. At most `most_problems`, and a last line counting the rest.
  [[nodiscard]] Diagnostics take_problems();

  static constexpr std::size_t longest_text = 2000;
  static constexpr std::size_t most_problems = 100;

 private:
  void note(Diagnostic diagnostic);
  [[nodiscard]] const std::vector<std::string>* lines_of(const std::string& file) const;

  Document document_;
  std::vector<Document> included_;
  Diagnostics problems_;
  std::set<std::string> noted_;  ///< place and message of each
  std::set<const Node*> spoiled_;
};

}  // namespace rkmock::scenarios
