#include "scenarios/reader.hpp"

#include <algorithm>
#include <charconv>
#include <chrono>

#include "rkmock/error.hpp"

#include "core/json_pointer.hpp"

namespace rkmock::scenarios {

namespace {

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

/// Whether `text` looks like `pattern`, in which `d` stands for a digit.
bool looks_like(std::string_view text, std::string_view pattern) {
  return std::equal(
      text.begin(),
      text.end(),
      pattern.begin(),
      pattern.end(),
      [](char have, char want) { return want == 'd' ? is_digit(have) : have == want; }
  );
}

int number(std::string_view digits) {
  int value = 0;
  std::from_chars(digits.data(), digits.data() + digits.size(), value);
  return value;
}

template <class Integer>
std::optional<Integer> parse_integer(const Node& node) {
  std::string_view digits = node.text;
  if (node.kind != Node::Kind::scalar || node.quoted) {
    return std::nullopt;
  }
  if (!digits.empty() && digits.front() == '+') {
    digits.remove_prefix(1);
  }
  Integer value{};
  const char* end = digits.data() + digits.size();
  const auto [stopped, error] = std::from_chars(digits.data(), end, value);
  return error == std::errc() && stopped == end ? std::optional(value) : std::nullopt;
}

/// What helps someone who quoted a number.
std::string hint_for_quoted(const Node& node) {
  Node plain = node;
  plain.quoted = false;
  return node.quoted && parse_integer<std::int64_t>(plain) ? "write it without quotes" : "";
}

std::string did_you_mean(std::string_view word, const std::vector<std::string>& candidates) {
  const std::string meant = nearest(word, candidates);
  return meant.empty() ? "" : "did you mean `" + meant + "`?";
}

std::string keys_in_words(const std::vector<std::string>& keys) {
  std::string text = keys.size() == 1 ? "key " : "keys ";
  for (std::size_t i = 0; i < keys.size(); ++i) {
    text += (i == 0 ? "" : ", ") + keys[i];
  }
  return text;
}

std::vector<std::string> strings(std::span<const std::string_view> views) {
  return {views.begin(), views.end()};
}

/// One token of a JSON Pointer, `~1` and `~0` undone.
std::string unescape(std::string_view token) {
  std::string text;
  for (std::size_t i = 0; i < token.size(); ++i) {
    if (token[i] == '~' && i + 1 < token.size()) {
      ++i;
      text += token[i] == '1' ? '/' : '~';
    } else {
      text += token[i];
    }
  }
  return text;
}

/// The deepest node on the pointer's way; the text may have less than the pointer says.
Cursor follow(Cursor at, std::string_view pointer, const std::vector<std::string>& known) {
  bool first = true;
  while (!pointer.empty() && pointer.front() == '/') {
    pointer.remove_prefix(1);
    const std::size_t end = std::min(pointer.find('/'), pointer.size());
    const std::string token = unescape(pointer.substr(0, end));
    pointer.remove_prefix(end);
    if (const auto member = at.member(token)) {
      const bool unknown =
          first && !known.empty() && std::find(known.begin(), known.end(), token) == known.end();
      if (unknown) {
        return at.key(token);
      }
      at = *member;
    } else if (at.node->kind == Node::Kind::list && !token.empty() &&
               std::all_of(token.begin(), token.end(), is_digit) && token.size() < 6 &&
               static_cast<std::size_t>(number(token)) < at.node->items.size()) {
      at = at.item(static_cast<std::size_t>(number(token)));
    } else {
      return at;
    }
    first = false;
  }
  return at;
}

}  // namespace

std::string Cursor::label() const {
  const std::size_t dot = path.rfind('.');
  return "`" + (dot == std::string::npos ? path : path.substr(dot + 1)) + "`";
}

Cursor Cursor::item(std::size_t index) const {
  return {&node->items.at(index), path + "[" + std::to_string(index) + "]"};
}

std::optional<Cursor> Cursor::member(std::string_view key) const {
  const Node* found = node->find(key);
  if (found == nullptr) {
    return std::nullopt;
  }
  return Cursor{found, path + (path.empty() ? "" : ".") + std::string(key)};
}

Cursor Cursor::key(std::string_view key) const {
  for (const auto& [name, value] : node->members) {
    if (name.text == key) {
      return {&name, path + (path.empty() ? "" : ".") + std::string(key)};
    }
  }
  fail_invariant("member is there", __FILE__, __LINE__, "no key `" + std::string(key) + "`");
}

bool check_pointer(
    Reader& reader, const Cursor& at, const std::string& text, const std::string& expected
) {
  if (is_json_pointer(text)) {
    return true;
  }
  const bool bare = is_json_pointer("/" + text);
  reader.refuse(
      at,
      {.message = at.label() + " is not a JSON Pointer",
       .found = at.node->describe(),
       .expected = expected,
       .hint = bare ? "write `/" + text + "`" : "in a name write `~0` for `~` and `~1` for `/`"}
  );
  return false;
}

std::string one_of(const std::vector<std::string>& words) {
  std::string text;
  for (const std::string& word : words) {
    text += (text.empty() ? "" : ", ") + word;
  }
  return words.size() == 1 ? "`" + text + "`" : "one of " + text;
}

Reader::Reader(Document document) : document_(std::move(document)) {}

void Reader::add_document(Document document) {
  included_.push_back(std::move(document));
}

void Reader::add_problems(const Diagnostics& problems) {
  for (const Diagnostic& problem : problems) {
    note(problem);
  }
}

const std::vector<std::string>* Reader::lines_of(const std::string& file) const {
  if (file == document_.file) {
    return &document_.lines;
  }
  for (const Document& included : included_) {
    if (included.file == file) {
      return &included.lines;
    }
  }
  return nullptr;
}

void Reader::note(Diagnostic diagnostic) {
  const Position& at = diagnostic.at;
  const std::string key = at.file + ":" + std::to_string(at.line) + ":" +
                          std::to_string(at.column) + " " + diagnostic.message;
  if (noted_.insert(key).second) {
    problems_.push_back(std::move(diagnostic));
  }
}

void Reader::refuse(const Cursor& at, Problem problem) {
  if (spoiled_.contains(at.node)) {
    return;
  }
  Diagnostic diagnostic;
  diagnostic.at = at.node->at;
  diagnostic.path = at.path;
  diagnostic.message = std::move(problem.message);
  diagnostic.found = std::move(problem.found);
  diagnostic.expected = std::move(problem.expected);
  diagnostic.hint = std::move(problem.hint);
  const std::vector<std::string>* lines = lines_of(diagnostic.at.file);
  const auto line = static_cast<std::size_t>(std::max(diagnostic.at.line, 0));
  if (lines != nullptr && line >= 1 && line <= lines->size()) {
    diagnostic.line = (*lines)[line - 1];
  }
  note(std::move(diagnostic));
}

void Reader::refuse_elsewhere(const std::string& where, Problem problem) {
  Diagnostic diagnostic;
  diagnostic.at.file = where;
  diagnostic.message = std::move(problem.message);
  diagnostic.found = std::move(problem.found);
  diagnostic.expected = std::move(problem.expected);
  diagnostic.hint = std::move(problem.hint);
  note(std::move(diagnostic));
}

void Reader::refuse_parameters(
    const Cursor& at,
    const std::vector<ParameterError>& errors,
    const std::vector<std::string>& known
) {
  for (const ParameterError& error : errors) {
    refuse(
        follow(at, error.pointer, known), {error.message, error.found, error.expected, error.hint}
    );
  }
}

bool Reader::map_of(const Cursor& at, const KeyGroup& group) {
  const std::vector<std::string> known = strings(group.keys);
  if (at.node->kind != Node::Kind::map) {
    refuse(
        at,
        {.message = at.path.empty() ? "this is not a scenario" : at.label() + " is not a map",
         .found = at.node->describe(),
         .expected = "a map with the " + keys_in_words(known),
         .hint = ""}
    );
    return false;
  }
  for (const auto& [key, value] : at.node->members) {
    if (std::find(known.begin(), known.end(), key.text) == known.end()) {
      refuse(
          at.key(key.text),
          {.message = "`" + key.text + "` is not a key of " + std::string(group.where),
           .found = "",
           .expected = one_of(known),
           .hint = did_you_mean(key.text, known)}
      );
    }
  }
  return true;
}

bool Reader::list(const Cursor& at, const std::string& of_what) {
  if (at.node->kind == Node::Kind::list && !at.node->items.empty()) {
    return true;
  }
  const bool empty = at.node->kind == Node::Kind::list;
  refuse(
      at,
      {.message = at.label() + (empty ? " is empty" : " is not a list"),
       .found = empty ? "" : at.node->describe(),
       .expected = "a list of " + of_what,
       .hint = at.node->kind == Node::Kind::scalar ? "begin each item with `- `" : ""}
  );
  return false;
}

std::optional<std::string> Reader::text(const Cursor& at, std::size_t longest) {
  if (at.node->kind != Node::Kind::scalar) {
    refuse(
        at,
        {.message = at.label() + " is not a text",
         .found = at.node->describe(),
         .expected = "a text",
         .hint = ""}
    );
    return std::nullopt;
  }
  if (at.node->text.size() > longest) {
    refuse(
        at,
        {.message = at.label() + " is too long",
         .found = std::to_string(at.node->text.size()) + " bytes",
         .expected = "at most " + std::to_string(longest) + " bytes",
         .hint = ""}
    );
    return std::nullopt;
  }
  return at.node->text;
}

std::optional<std::int64_t> Reader::integer(
    const Cursor& at, std::int64_t least, std::int64_t most
) {
  const auto value = parse_integer<std::int64_t>(*at.node);
  if (value && *value >= least && *value <= most) {
    return value;
  }
  refuse(
      at,
      {.message = at.label() + (value ? " is out of range" : " is not a whole number"),
       .found = at.node->describe(),
       .expected = "a whole number from " + std::to_string(least) + " to " + std::to_string(most),
       .hint = hint_for_quoted(*at.node)}
  );
  return std::nullopt;
}

std::optional<bool> Reader::boolean(const Cursor& at) {
  const bool plain = at.node->kind == Node::Kind::scalar && !at.node->quoted;
  if (plain && (at.node->text == "true" || at.node->text == "false")) {
    return at.node->text == "true";
  }
  refuse(
      at,
      {.message = at.label() + " is neither true nor false",
       .found = at.node->describe(),
       .expected = "true or false",
       .hint = ""}
  );
  return std::nullopt;
}

std::optional<std::uint64_t> Reader::seed(const Cursor& at) {
  const auto value = parse_integer<std::uint64_t>(*at.node);
  if (!value) {
    refuse(
        at,
        {.message = at.label() + " is not a whole number",
         .found = at.node->describe(),
         .expected = "a whole number from 0 to 2^64-1",
         .hint = hint_for_quoted(*at.node)}
    );
  }
  return value;
}

std::optional<Nanos> Reader::duration(const Cursor& at, Nanos least, Nanos most) {
  const std::optional<Nanos> span =
      at.node->kind == Node::Kind::scalar ? parse_duration(at.node->text) : std::nullopt;
  if (span && *span >= least && *span <= most) {
    return span;
  }
  const bool bare = parse_integer<std::uint64_t>(*at.node).has_value();
  refuse(
      at,
      {.message = at.label() + (span ? " is out of range" : " is not a duration"),
       .found = at.node->describe(),
       .expected = "a duration from " + format_duration(least) + " to " + format_duration(most) +
                   ", such as 200ms or 5s",
       .hint = bare ? "add a unit: " + at.node->text + "ms or " + at.node->text + "s" : ""}
  );
  return std::nullopt;
}

std::optional<std::string> Reader::word(
    const Cursor& at, const std::string& what, const std::vector<std::string>& words
) {
  const bool scalar = at.node->kind == Node::Kind::scalar;
  if (scalar && std::find(words.begin(), words.end(), at.node->text) != words.end()) {
    return at.node->text;
  }
  refuse(
      at,
      {.message = scalar ? "there is no " + what + " `" + at.node->text + "`"
                         : at.label() + " is not the name of a " + what,
       .found = scalar ? "" : at.node->describe(),
       .expected = one_of(words),
       .hint = scalar ? did_you_mean(at.node->text, words) : ""}
  );
  return std::nullopt;
}

std::optional<std::string> Reader::date(const Cursor& at) {
  const std::string_view text =
      at.node->kind == Node::Kind::scalar ? std::string_view(at.node->text) : "";
  const bool shape = looks_like(text, "dddd-dd-dd");
  const bool real =
      shape && std::chrono::year_month_day(
                   std::chrono::year(number(text.substr(0, 4))),
                   std::chrono::month(static_cast<unsigned>(number(text.substr(5, 2)))),
                   std::chrono::day(static_cast<unsigned>(number(text.substr(8, 2))))
               )
                   .ok();
  if (real) {
    return at.node->text;
  }
  refuse(
      at,
      {.message = at.label() + (shape ? " is a day that no calendar has" : " is not a date"),
       .found = at.node->describe(),
       .expected = "a date as YYYY-MM-DD, such as 2030-01-07",
       .hint = ""}
  );
  return std::nullopt;
}

std::optional<std::string> Reader::time_of_day(const Cursor& at) {
  const std::string_view text =
      at.node->kind == Node::Kind::scalar ? std::string_view(at.node->text) : "";
  const bool shape = looks_like(text, "dd:dd") || looks_like(text, "dd:dd:dd");
  const bool real = shape && number(text.substr(0, 2)) < 24 && number(text.substr(3, 2)) < 60 &&
                    (text.size() == 5 || number(text.substr(6, 2)) < 60);
  if (real) {
    return at.node->text;
  }
  refuse(
      at,
      {.message = at.label() + " is not a time of day",
       .found = at.node->describe(),
       .expected = "a time from 00:00 to 23:59, such as \"09:00\"",
       .hint = ""}
  );
  return std::nullopt;
}

Diagnostics Reader::take_problems() {
  // What has no line concerns the whole file and comes last.
  std::stable_sort(
      problems_.begin(),
      problems_.end(),
      [](const Diagnostic& a, const Diagnostic& b) {
        const bool a_placed = a.at.line > 0;
        const bool b_placed = b.at.line > 0;
        if (a_placed != b_placed) {
          return a_placed;
        }
        return std::pair(a.at.line, a.at.column) < std::pair(b.at.line, b.at.column);
      }
  );
  if (problems_.size() > most_problems) {
    const std::size_t more = problems_.size() - most_problems;
    problems_.resize(most_problems);
    refuse_elsewhere(
        document_.file, {std::to_string(more) + " more errors are not shown", "", "", ""}
    );
  }
  return std::move(problems_);
}

}  // namespace rkmock::scenarios
