#pragma once
// `${NAME}` and `${NAME:-default}` in a scenario's values, and `$${` for a plain `${`.
//
// One decode; one thread. Values are replaced in the tree before it is decoded. A value that is
// nothing but one reference reads as if its text stood in the file, so that "${SEED}" in a JSON
// file can give a number.
#include <map>
#include <set>
#include <string>

#include "core/document.hpp"
#include "scenarios/reader.hpp"

namespace rkmock::scenarios {

/// Letters, digits and `_`, no digit first.
[[nodiscard]] bool is_variable_name(std::string_view text);

class Variables {
 public:
  Variables(Reader& reader, std::map<std::string, std::string> values);

  [[nodiscard]] const std::string* find(const std::string& name) const;
  void set(const std::string& name, const std::string& value);
  /// Unless there is one.
  void add(const std::string& name, const std::string& value);
  /// A value in the place of one that is missing. Where it is used, the text is not looked at more
  /// closely: Reader::spoil.
  void stand_in(const std::string& name, const std::string& value);
  /// What the command line overrides: a reference there that has no value is no mistake.
  void ignore(const std::string& path);

  /// Replaces in every value below the node, once.
  void replace_below(Node& node, const std::string& path);
  /// Replaces in a text of the command line, which the diagnostics call `where`.
  [[nodiscard]] std::string replace_in(const std::string& text, const std::string& where);

 private:
  struct Outcome {
    std::string text;
    bool only_one_reference = false;
    bool has_stand_in = false;
    std::vector<Problem> problems;
  };

  [[nodiscard]] Outcome replace(const std::string& text) const;
  void replace_reference(std::string_view reference, Outcome& outcome) const;

  Reader& reader_;
  std::map<std::string, std::string> values_;
  std::set<std::string> stand_ins_;  ///< names of `values_`
  std::set<std::string> ignored_;
  std::set<const Node*> replaced_;
  std::size_t bytes_ = 0;
  bool too_much_ = false;
};

}  // namespace rkmock::scenarios
