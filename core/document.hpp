#pragma once
// A YAML or JSON document with positions, bounded and free of surprises.
//
// Value; any thread. YAML and JSON give the same tree. Duplicate keys, tags, several documents,
// bytes that are not UTF-8, depth above 64, more than 1 MiB and more than 50,000 nodes (each
// anchored value and each of its aliases counted anew) are refused with a position. Plain scalars
// keep the text as written, so that a decoder that wants a string gets `2023-07-10`, `09:00` and
// `no` as meant. What an alias or a merge key (`<<`) brings keeps the place where it was written.
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include <nlohmann/json.hpp>

#include "rkmock/result.hpp"

namespace rkmock {

struct Node {
  enum class Kind { null, scalar, list, map };
  struct Member;

  Kind kind = Kind::null;
  Position at;
  std::string text;     ///< of a scalar, as written, quotes removed
  bool quoted = false;  ///< a quoted scalar is a string whatever it looks like
  std::vector<Node> items;
  std::vector<Member> members;  ///< of a map, in order

  /// Null when there is no such member, or this is not a map.
  [[nodiscard]] const Node* find(std::string_view key) const;
  /// In words, for "found": `the list [1, 2]`, `the text "jane"`, `the number 3`, `nothing`.
  [[nodiscard]] std::string describe() const;
  /// As a JSON value, plain scalars read by the YAML 1.2 core schema (true, 3, 1.5, null).
  [[nodiscard]] nlohmann::json to_json() const;
};

struct Node::Member {
  Node key;  ///< a scalar
  Node value;
};

struct Document {
  std::string file;
  std::vector<std::string> lines;  ///< for quoting in diagnostics
  Node root;
};

/// `file` only names it in diagnostics.
[[nodiscard]] Result<Document> parse_document(std::string_view text, const std::string& file);

/// The file's bytes, at most 1 MiB. A file that cannot be read is a Diagnostic.
[[nodiscard]] Result<std::string> read_text_file(const std::string& file);

/// The candidate nearest to `word`, if one is near enough to be meant; else empty.
[[nodiscard]] std::string nearest(
    std::string_view word, const std::vector<std::string>& candidates
);

}  // namespace rkmock
