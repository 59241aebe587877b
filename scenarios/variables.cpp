#include "scenarios/variables.hpp"

#include <algorithm>

namespace rkmock::scenarios {

namespace {

/// What replacing may add up to; a document itself is at most 1 MiB.
constexpr std::size_t most_bytes = 4U << 20U;

}  // namespace

bool is_variable_name(std::string_view text) {
  const auto is_letter = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
  };
  return !text.empty() && is_letter(text.front()) &&
         std::all_of(text.begin(), text.end(), [&](char c) {
           return is_letter(c) || (c >= '0' && c <= '9');
         });
}

Variables::Variables(Reader& reader, std::map<std::string, std::string> values)
    : reader_(reader), values_(std::move(values)) {}

const std::string* Variables::find(const std::string& name) const {
  const auto found = values_.find(name);
  return found == values_.end() ? nullptr : &found->second;
}

void Variables::set(const std::string& name, const std::string& value) {
  values_[name] = value;
}

void Variables::add(const std::string& name, const std::string& value) {
  values_.emplace(name, value);
}

void Variables::stand_in(const std::string& name, const std::string& value) {
  values_[name] = value;
  stand_ins_.insert(name);
}

void Variables::ignore(const std::string& path) {
  ignored_.insert(path);
}

void Variables::replace_reference(std::string_view reference, Outcome& outcome) const {
  const std::size_t colon = reference.find(":-");
  const std::string name(reference.substr(0, colon));
  const bool has_default = colon != std::string_view::npos;
  if (!is_variable_name(name)) {
    outcome.problems.push_back(
        {.message = "`${" + std::string(reference) + "}` names no variable",
         .found = "",
         .expected = "${NAME} or ${NAME:-default}",
         .hint = "for a plain `${` write `$${`"}
    );
    return;
  }
  const std::string* value = find(name);
  const bool missing = stand_ins_.contains(name);
  if (value != nullptr && !((value->empty() || missing) && has_default)) {
    outcome.text += *value;
    outcome.has_stand_in |= missing;
  } else if (has_default) {
    const std::string_view fallback = reference.substr(colon + 2);
    if (fallback.find("${") != std::string_view::npos) {
      outcome.problems.push_back(
          {.message = "the default of `" + name + "` holds another variable",
           .found = "",
           .expected = "a default without `${`",
           .hint = ""}
      );
    }
    outcome.text += fallback;
  } else {
    outcome.problems.push_back(
        {.message = "the variable `" + name + "` is not set",
         .found = "",
         .expected = "`" + name + "` in the environment, or a default: ${" + name + ":-value}",
         .hint = ""}
    );
  }
}

Variables::Outcome Variables::replace(const std::string& text) const {
  Outcome outcome;
  std::string_view rest = text;
  std::size_t references = 0;
  std::size_t plain = 0;
  while (!rest.empty()) {
    const std::size_t at = rest.find("${");
    if (at == std::string_view::npos) {
      break;
    }
    if (at > 0 && rest[at - 1] == '$') {
      outcome.text += rest.substr(0, at - 1);
      outcome.text += "${";
      plain += at + 1;
      rest.remove_prefix(at + 2);
      continue;
    }
    outcome.text += rest.substr(0, at);
    plain += at;
    const std::size_t end = rest.find('}', at);
    if (end == std::string_view::npos) {
      outcome.problems.push_back(
          {.message = "`${` is not closed",
           .found = "",
           .expected = "${NAME} or ${NAME:-default}",
           .hint = "for a plain `${` write `$${`"}
      );
      return outcome;
    }
    replace_reference(rest.substr(at + 2, end - at - 2), outcome);
    ++references;
    rest.remove_prefix(end + 1);
  }
  outcome.text += rest;
  outcome.only_one_reference = references == 1 && plain + rest.size() == 0;
  return outcome;
}

void Variables::replace_below(Node& node, const std::string& path) {
  for (std::size_t i = 0; i < node.items.size(); ++i) {
    replace_below(node.items[i], path + "[" + std::to_string(i) + "]");
  }
  for (auto& [key, value] : node.members) {
    replace_below(value, path + (path.empty() ? "" : ".") + key.text);
  }
  const bool due = node.kind == Node::Kind::scalar && !too_much_ &&
                   node.text.find("${") != std::string::npos && !ignored_.contains(path) &&
                   replaced_.insert(&node).second;
  if (!due) {
    return;
  }
  Outcome outcome = replace(node.text);
  for (Problem& problem : outcome.problems) {
    reader_.refuse({&node, path}, std::move(problem));
  }
  if (!outcome.problems.empty() || outcome.has_stand_in) {
    reader_.spoil(node);
  }
  bytes_ += outcome.text.size();
  if (bytes_ > most_bytes) {
    too_much_ = true;
    reader_.refuse(
        {&node, path},
        {.message = "the variables are too long",
         .found = "",
         .expected = "at most 4 MiB in the whole file",
         .hint = ""}
    );
    return;
  }
  node.text = std::move(outcome.text);
  node.quoted = node.quoted && !outcome.only_one_reference;
}

std::string Variables::replace_in(const std::string& text, const std::string& where) {
  Outcome outcome = replace(text);
  for (Problem& problem : outcome.problems) {
    reader_.refuse_elsewhere(where, std::move(problem));
  }
  return std::move(outcome.text);
}

}  // namespace rkmock::scenarios
