// What a run selects and schedules scenarios by: `tags`, `exclusive`, `needs`.
#include "scenarios/decode_parts.hpp"

namespace rkmock::scenarios {

namespace {

constexpr std::size_t most_tags = 20;
constexpr std::size_t most_needs = 20;
constexpr std::size_t longest_word = 100;

/// Reads where a URL or a text is meant, and nobody listens there.
constexpr const char* stand_in = "http://127.0.0.1:9/unset";

bool is_tag(const std::string& text) {
  static constexpr std::string_view inner = "abcdefghijklmnopqrstuvwxyz0123456789_.-";
  return !text.empty() && text.size() <= longest_word && inner.find(text[0]) < inner.size() - 3 &&
         text.find_first_not_of(inner) == std::string::npos;
}

/// The items of a list that are as they should be. `fits` says so, `expected` says how.
std::vector<std::string> words_of(
    Reader& reader,
    const Cursor& at,
    const std::string& of_what,
    std::size_t most,
    bool (*fits)(const std::string&),
    const std::string& expected
) {
  std::vector<std::string> words;
  if (!reader.list(at, of_what)) {
    return words;
  }
  if (at.node->items.size() > most) {
    reader.refuse(
        at,
        {.message = "there are too many " + of_what,
         .found = std::to_string(at.node->items.size()),
         .expected = "at most " + std::to_string(most),
         .hint = ""}
    );
    return words;
  }
  for (std::size_t i = 0; i < at.node->items.size(); ++i) {
    const Cursor item = at.item(i);
    if (item.node->kind == Node::Kind::scalar && fits(item.node->text)) {
      words.push_back(item.node->text);
      continue;
    }
    reader.refuse(
        item,
        {.message = "this is none of the " + of_what + " there can be",
         .found = item.node->describe(),
         .expected = expected,
         .hint = ""}
    );
  }
  return words;
}

bool is_variable(const std::string& text) {
  return text.size() <= longest_word && is_variable_name(text);
}

}  // namespace

void decode_needs(
    Reader& reader, Variables& variables, const DecodeOptions& options, Scenario& scenario
) {
  const auto needs = reader.root().member("needs");
  if (!needs) {
    return;
  }
  scenario.needs = words_of(
      reader,
      *needs,
      "names of variables",
      most_needs,
      is_variable,
      "the name of an environment variable, such as RECEIVER_RESTART"
  );
  for (const std::string& name : scenario.needs) {
    const std::string* value = variables.find(name);
    // RECEIVER_BASE is made of the receiver's URL when the environment has none.
    const bool given = (name == "RECEIVER_URL" && options.receiver_url) || name == "RECEIVER_BASE";
    if (!given && (value == nullptr || value->empty())) {
      scenario.unmet.push_back(name);
      variables.stand_in(name, stand_in);
    }
  }
}

void decode_selection(Reader& reader, Scenario& scenario) {
  if (const auto tags = reader.root().member("tags")) {
    scenario.tags = words_of(
        reader,
        *tags,
        "tags",
        most_tags,
        is_tag,
        "a word of the letters a to z, digits, `_`, `.` and `-` that begins with a letter or digit"
    );
  }
  if (const auto exclusive = reader.root().member("exclusive")) {
    scenario.exclusive = reader.boolean(*exclusive).value_or(false);
  }
}

}  // namespace rkmock::scenarios
