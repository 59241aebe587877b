#include "scenarios/rounds.hpp"

#include <algorithm>

#include "core/references.hpp"

namespace rkmock::scenarios {

namespace {

/// `{{index}}` in every text below the node.
void fill_index(Node& node, const std::string& name, int round) {
  if (node.kind == Node::Kind::scalar && node.text.find("{{") != std::string::npos) {
    const auto names = references_in(node.text);
    if (names && std::find(names->begin(), names->end(), name) != names->end()) {
      const bool alone = names->size() == 1 && node.text.starts_with("{{") &&
                         node.text.find("}}") == node.text.size() - 2;
      node.text = fill_references(node.text, [&](const std::string& found) {
        return found == name ? nlohmann::json(round) : nlohmann::json("{{" + found + "}}");
      });
      node.quoted = node.quoted && !alone;
    }
  }
  for (Node& item : node.items) {
    fill_index(item, name, round);
  }
  for (auto& [key, value] : node.members) {
    fill_index(value, name, round);
  }
}

std::size_t count_values(const Node& node) {
  std::size_t count = 1;
  for (const Node& item : node.items) {
    count += count_values(item);
  }
  for (const auto& [key, value] : node.members) {
    count += 1 + count_values(value);
  }
  return count;
}

}  // namespace

bool Rounds::room_for(const Cursor& steps) {
  values_ += count_values(*steps.node);
  if (values_ > most_values) {
    reader_.refuse(
        steps,
        {.message = "the rounds have more than 500,000 values",
         .found = "",
         .expected = "fewer rounds, or less in each",
         .hint = "tell it in several scenarios"}
    );
  }
  return values_ <= most_values;
}

Cursor Rounds::add(const Cursor& steps, const std::string& index, int number) {
  rounds_.push_back(*steps.node);
  fill_index(rounds_.back(), index, number);
  return {&rounds_.back(), steps.path};
}

}  // namespace rkmock::scenarios
