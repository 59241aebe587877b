#include "unit/scenarios/schema_tables.hpp"

#include <algorithm>
#include <sstream>

namespace rkmock::scenarios {

namespace {

const std::string begin_mark = "<!-- schema: ";
const std::string close_mark = " -->";
const std::string end_mark = "<!-- end schema -->";

/// The verbs of a step: each kind of step requires one, first.
std::vector<std::string> verbs_of(const SchemaJson& step) {
  std::vector<std::string> verbs;
  for (const SchemaJson& kind : step.value("oneOf", SchemaJson::array())) {
    verbs.push_back(kind.at("required").at(0).get<std::string>());
  }
  return verbs;
}

bool contains(const std::vector<std::string>& words, const std::string& word) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

/// Whether the text could be read as something else when it is not in quotes.
bool needs_quotes(const std::string& text) {
  static constexpr std::string_view plain =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_./ ";
  const bool number = text.find_first_not_of("0123456789.") == std::string::npos;
  return text.empty() || number || text.find_first_not_of(plain) != std::string::npos ||
         text.front() == ' ' || text.front() == '-' || text == "true" || text == "false" ||
         text == "null";
}

std::string in_yaml(const SchemaJson& value);

std::string joined(const std::vector<std::string>& parts) {
  std::string text;
  for (const std::string& part : parts) {
    text += (text.empty() ? "" : ", ") + part;
  }
  return text;
}

std::string list_in_yaml(const SchemaJson& list) {
  std::vector<std::string> parts;
  for (const SchemaJson& item : list) {
    parts.push_back(in_yaml(item));
  }
  return "[" + joined(parts) + "]";
}

std::string map_in_yaml(const SchemaJson& map) {
  std::vector<std::string> parts;
  for (const auto& [key, value] : map.items()) {
    parts.push_back(key + ": " + in_yaml(value));
  }
  return parts.empty() ? "{}" : "{ " + joined(parts) + " }";
}

/// In one line, as one would write it into a scenario.
std::string in_yaml(const SchemaJson& value) {
  if (value.is_string()) {
    const auto text = value.get<std::string>();
    return needs_quotes(text) ? value.dump() : text;
  }
  if (value.is_array()) {
    return list_in_yaml(value);
  }
  return value.is_object() ? map_in_yaml(value) : value.dump();
}

/// For a cell of a table.
std::string escaped(const std::string& text) {
  std::string cell;
  for (const char c : text) {
    cell += c == '|' ? "\\|" : c == '<' ? "&lt;" : c == '*' ? "\\*" : std::string(1, c);
  }
  return cell;
}

std::string code(const std::string& text) {
  std::string cell;
  for (const char c : text) {
    cell += c == '|' ? "\\|" : std::string(1, c);
  }
  return "`" + cell + "`";
}

std::string row_of(const std::string& key, const SchemaJson& property, bool required) {
  const auto description = property.value("description", std::string());
  const SchemaJson examples = property.value("examples", SchemaJson::array());
  std::string cells = "| " + code(key) + " | " + (required ? "Required. " : "");
  cells += escaped(description) + " | ";
  if (!examples.empty()) {
    cells += code(key + ": " + in_yaml(examples.front()));
  }
  return cells + " |\n";
}

SchemaJson definition_of(const SchemaJson& schema, const std::string& name) {
  const SchemaJson definitions = schema.value("definitions", SchemaJson::object());
  return definitions.value(name.substr(0, name.find('.')), SchemaJson::object());
}

/// What a whole file must have is said at the top of the schema.
bool is_required(
    const SchemaJson& schema,
    const SchemaJson& definition,
    const std::string& name,
    const std::string& key
) {
  const SchemaJson own = definition.value("required", SchemaJson::array());
  const SchemaJson of_file = schema.value("required", SchemaJson::array());
  return std::find(own.begin(), own.end(), key) != own.end() ||
         (name == "scenario" && std::find(of_file.begin(), of_file.end(), key) != of_file.end());
}

/// The name in a line that begins a table; empty for another line.
std::string name_in(const std::string& line) {
  const bool is_mark = line.rfind(begin_mark, 0) == 0 && line.ends_with(close_mark) &&
                       line.size() > begin_mark.size() + close_mark.size();
  return is_mark
             ? line.substr(begin_mark.size(), line.size() - begin_mark.size() - close_mark.size())
             : "";
}

}  // namespace

std::vector<std::string> schema_keys(const SchemaJson& schema, const std::string& name) {
  const SchemaJson definition = definition_of(schema, name);
  const std::vector<std::string> verbs = verbs_of(definition);
  const bool all = name.find('.') == std::string::npos;
  const bool wants_verbs = name.ends_with(".verbs");
  std::vector<std::string> keys;
  const SchemaJson properties = definition.value("properties", SchemaJson::object());
  for (const auto& [key, property] : properties.items()) {
    if (all || contains(verbs, key) == wants_verbs) {
      keys.push_back(key);
    }
  }
  return keys;
}

std::string schema_table(const SchemaJson& schema, const std::string& name) {
  const SchemaJson definition = definition_of(schema, name);
  std::string table = "| Key | Value | Example |\n|---|---|---|\n";
  for (const std::string& key : schema_keys(schema, name)) {
    table += row_of(
        key, definition.at("properties").at(key), is_required(schema, definition, name, key)
    );
  }
  return table;
}

std::string with_schema_tables(const std::string& document, const SchemaJson& schema) {
  std::istringstream lines(document);
  std::string text;
  bool within = false;
  for (std::string line; std::getline(lines, line);) {
    within = within && line != end_mark;
    if (within) {
      continue;
    }
    text += line + "\n";
    if (const std::string name = name_in(line); !name.empty()) {
      text += schema_table(schema, name);
      within = true;
    }
  }
  return text;
}

std::vector<std::string> tables_in(const std::string& document) {
  std::istringstream lines(document);
  std::vector<std::string> names;
  for (std::string line; std::getline(lines, line);) {
    if (std::string name = name_in(line); !name.empty()) {
      names.push_back(std::move(name));
    }
  }
  return names;
}

}  // namespace rkmock::scenarios
