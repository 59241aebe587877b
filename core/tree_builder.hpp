#pragma once
// What the YAML and the JSON reader share: positions in a text, and the tree grown from events.
//
// Resources that live for one document, on one thread. Internal to core/document.cpp.
#include <cstddef>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/document.hpp"

namespace rkmock {

/// A text with its lines. Offsets count bytes.
class SourceText {
 public:
  SourceText(std::string_view text, std::string file);

  [[nodiscard]] std::string_view text() const { return text_; }

  [[nodiscard]] const std::string& file() const { return file_; }

  /// Columns count characters. An offset past the end is the end.
  [[nodiscard]] Position at(std::size_t offset) const;
  /// Without its line break.
  [[nodiscard]] std::string_view line(int number) const;
  [[nodiscard]] std::vector<std::string> lines() const;

 private:
  std::string_view text_;
  std::string file_;
  std::vector<std::size_t> starts_;
  // The newest answer. Questions mostly go forward, and a whole document may be one line.
  mutable std::size_t known_offset_ = 0;
  mutable std::size_t known_characters_ = 0;  ///< before it in its line
};

/// A reader throws it after the last problem worth reporting.
struct StopReading {};

/// Grows the tree and keeps its bounds. Calls come in document order; in a map, keys and values
/// take turns.
class TreeBuilder {
 public:
  static constexpr std::size_t deepest = 64;
  static constexpr std::size_t most_nodes = 50'000;
  static constexpr std::size_t most_problems = 50;

  explicit TreeBuilder(const SourceText& source) : source_(source) {}

  /// An anchor names the node for the aliases after it; 0: none.
  using Anchor = std::size_t;

  void open(Node::Kind kind, std::size_t offset, Anchor anchor = 0);
  void close();
  void scalar(std::size_t offset, std::string text, bool quoted, Anchor anchor = 0);
  /// `text` is as written; empty when a value was left out, which then stands where its key is.
  void null(std::size_t offset, std::string text, Anchor anchor = 0);
  /// The anchored node once more. Its values count again, so that aliases of aliases stay bounded.
  void alias(std::size_t offset, Anchor anchor);

  /// Throws StopReading when there are too many.
  void report(std::size_t offset, std::string message, std::string expected, std::string hint);
  /// Reports, then throws StopReading.
  [[noreturn]] void stop(std::size_t offset, std::string message, std::string hint);

  /// Whether the next node is a map's key.
  [[nodiscard]] bool at_key() const;

  /// Where the innermost open list or map begins. Requires: there is one.
  [[nodiscard]] std::size_t innermost() const { return open_.back().offset; }

  [[nodiscard]] bool has_open() const { return !open_.empty(); }

  [[nodiscard]] const Diagnostics& problems() const { return problems_; }

  [[nodiscard]] Node take_root() { return std::move(root_); }

 private:
  struct Open {
    std::size_t offset = 0;
    Node node;
    Anchor anchor = 0;
    bool has_key = false;
    Node key;
    std::map<std::string, int, std::less<>> key_lines;
  };

  /// What an anchor names.
  struct Anchored {
    Node node;
    std::size_t nodes = 0;
    std::size_t depth = 0;
  };

  void count(std::size_t offset, std::size_t nodes = 1);
  void check_depth(std::size_t offset, std::size_t more);
  void keep(Anchor anchor, const Node& node);
  void place(Node node);
  void place_key(Node node);
  void merge(Node& map);
  [[nodiscard]] std::string path() const;

  const SourceText& source_;
  std::vector<Open> open_;
  Node root_;
  std::size_t nodes_ = 0;
  std::map<Anchor, Anchored> anchored_;
  Diagnostics problems_;
};

/// Both throw StopReading after a problem that ends the reading.
void read_yaml(const SourceText& source, TreeBuilder& builder);
void read_json(const SourceText& source, TreeBuilder& builder);

}  // namespace rkmock
