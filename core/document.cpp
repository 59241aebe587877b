#include "core/document.hpp"

#include <cerrno>
#include <cmath>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <memory>
#include <optional>
#include <system_error>

#include "core/tree_builder.hpp"
#include "core/utf8.hpp"

namespace rkmock {
namespace {

constexpr std::size_t most_bytes = 1U << 20;
constexpr std::size_t shown_characters = 60;

bool ends_with(std::string_view text, std::string_view end) {
  return text.size() >= end.size() && text.substr(text.size() - end.size()) == end;
}

/// By the file's name; without a telling name, JSON is what begins like a JSON object. YAML's
/// own braces, `{a: 1}`, begin differently.
bool is_json(std::string_view text, std::string_view file) {
  if (ends_with(file, ".json")) {
    return true;
  }
  if (ends_with(file, ".yaml") || ends_with(file, ".yml")) {
    return false;
  }
  const std::size_t brace = text.find_first_not_of(" \t\r\n");
  if (brace == std::string_view::npos || text[brace] != '{') {
    return false;
  }
  const std::size_t next = text.find_first_not_of(" \t\r\n", brace + 1);
  return next != std::string_view::npos && (text[next] == '"' || text[next] == '}');
}

/// Refuses what no text should hold; JSON lets DEL pass. yaml-cpp takes the byte 4 for the end of
/// the input and guesses at other encodings, so this comes before it.
void check_characters(const SourceText& source, bool json, TreeBuilder& builder) {
  const std::string_view text = source.text();
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t length = utf8_length(text, at);
    const char c = text[at];
    if (length == 0) {
      builder.stop(at, "this is not UTF-8", "save the file as UTF-8");
    }
    const bool carriage_return = c == '\r' && at + 1 < text.size() && text[at + 1] == '\n';
    const bool control = static_cast<unsigned char>(c) < 0x20 || (c == 0x7F && !json);
    if (length == 1 && control && c != '\n' && c != '\t' && !carriage_return) {
      builder.stop(
          at, "this is a control character: " + printable(std::string_view(&c, 1)), "remove it"
      );
    }
    at += length;
  }
}

Diagnostics file_problem(const std::string& file, std::string message, std::string hint) {
  Diagnostic problem;
  problem.at.file = file;
  problem.message = std::move(message);
  problem.hint = std::move(hint);
  return {problem};
}

bool all_of(std::string_view text, std::string_view allowed) {
  return !text.empty() && text.find_first_not_of(allowed) == std::string_view::npos;
}

constexpr std::string_view digits = "0123456789";

/// `[-+]?[0-9]+`, `0o[0-7]+`, `0x[0-9a-fA-F]+`; nothing when it does not fit 64 bits.
std::optional<nlohmann::json> read_integer(std::string_view text) {
  int base = 10;
  std::string number(text);
  if (text.substr(0, 2) == "0o" && all_of(text.substr(2), "01234567")) {
    base = 8;
    number.erase(0, 2);
  } else if (text.substr(0, 2) == "0x" && all_of(text.substr(2), "0123456789abcdefABCDEF")) {
    base = 16;
    number.erase(0, 2);
  } else {
    const bool has_sign = !text.empty() && (text.front() == '-' || text.front() == '+');
    if (!all_of(text.substr(has_sign ? 1 : 0), digits)) {
      return std::nullopt;
    }
  }
  errno = 0;
  if (number.front() == '-') {
    const std::int64_t value = std::strtoll(number.c_str(), nullptr, base);
    return errno == 0 ? std::optional<nlohmann::json>(value) : std::nullopt;
  }
  const std::uint64_t value = std::strtoull(number.c_str(), nullptr, base);
  return errno == 0 ? std::optional<nlohmann::json>(value) : std::nullopt;
}

/// `[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?`. JSON has no infinity and no NaN, so
/// `.inf` and `.nan` stay texts.
std::optional<nlohmann::json> read_float(std::string_view text) {
  std::string_view rest = text;
  const auto skip = [&rest](std::string_view any_of) {
    const std::size_t count = std::min(rest.find_first_not_of(any_of), rest.size());
    rest.remove_prefix(count);
    return count;
  };
  if (!rest.empty() && (rest.front() == '-' || rest.front() == '+')) {
    rest.remove_prefix(1);
  }
  std::size_t mantissa = skip(digits);
  if (!rest.empty() && rest.front() == '.') {
    rest.remove_prefix(1);
    mantissa += skip(digits);
  }
  if (mantissa == 0) {
    return std::nullopt;
  }
  if (!rest.empty() && (rest.front() == 'e' || rest.front() == 'E')) {
    rest.remove_prefix(1);
    if (!rest.empty() && (rest.front() == '-' || rest.front() == '+')) {
      rest.remove_prefix(1);
    }
    if (skip(digits) == 0) {
      return std::nullopt;
    }
  }
  const double value = std::strtod(std::string(text).c_str(), nullptr);
  return rest.empty() && std::isfinite(value) ? std::optional<nlohmann::json>(value) : std::nullopt;
}

/// A plain scalar by the core schema of YAML 1.2.
nlohmann::json read_plain(const std::string& text) {
  if (text == "true" || text == "True" || text == "TRUE") {
    return true;
  }
  if (text == "false" || text == "False" || text == "FALSE") {
    return false;
  }
  if (const auto integer = read_integer(text)) {
    return *integer;
  }
  if (const auto number = read_float(text)) {
    return *number;
  }
  return text;
}

/// As in YAML's short form, until it is long enough to be cut.
void append_short(std::string& out, const Node& node) {
  if (out.size() > 4 * shown_characters) {
    return;
  }
  switch (node.kind) {
    case Node::Kind::null:
      out += "null";
      break;
    case Node::Kind::scalar:
      out += node.quoted ? "\"" + node.text + "\"" : node.text;
      break;
    case Node::Kind::list:
      out += '[';
      for (std::size_t i = 0; i < node.items.size(); ++i) {
        out += i > 0 ? ", " : "";
        append_short(out, node.items[i]);
      }
      out += ']';
      break;
    case Node::Kind::map:
      out += '{';
      for (std::size_t i = 0; i < node.members.size(); ++i) {
        out += (i > 0 ? ", " : "") + node.members[i].key.text + ": ";
        append_short(out, node.members[i].value);
      }
      out += '}';
      break;
  }
}

}  // namespace

const Node* Node::find(std::string_view key) const {
  for (const auto& [name, value] : members) {
    if (name.text == key) {
      return &value;
    }
  }
  return nullptr;
}

std::string Node::describe() const {
  std::string shown;
  append_short(shown, *this);
  shown = shorten(shown, shown_characters);
  switch (kind) {
    case Kind::null:
      return "nothing";
    case Kind::list:
      return "the list " + shown;
    case Kind::map:
      return "the map " + shown;
    case Kind::scalar:
      break;
  }
  if (!quoted) {
    const nlohmann::json value = read_plain(text);
    if (value.is_number()) {
      return "the number " + shown;
    }
    if (value.is_boolean()) {
      return "the value " + shown;
    }
  }
  return "the text \"" + shorten(text, shown_characters) + "\"";
}

nlohmann::json Node::to_json() const {
  switch (kind) {
    case Kind::null:
      break;
    case Kind::scalar:
      return quoted ? nlohmann::json(text) : read_plain(text);
    case Kind::list: {
      nlohmann::json list = nlohmann::json::array();
      for (const Node& item : items) {
        list.push_back(item.to_json());
      }
      return list;
    }
    case Kind::map: {
      nlohmann::json map = nlohmann::json::object();
      for (const auto& [name, value] : members) {
        map[name.text] = value.to_json();
      }
      return map;
    }
  }
  return nullptr;
}

Result<Document> parse_document(std::string_view text, const std::string& file) {
  if (text.size() > most_bytes) {
    return file_problem(file, "the file is larger than 1 MiB", "split it into several files");
  }
  if (text.substr(0, 3) == "\xEF\xBB\xBF") {
    text.remove_prefix(3);
  }
  const SourceText source(text, file);
  TreeBuilder builder(source);
  try {
    const bool json = is_json(text, file);
    check_characters(source, json, builder);
    if (json) {
      read_json(source, builder);
    } else {
      read_yaml(source, builder);
    }
  } catch (const StopReading&) {
    return builder.problems();
  }
  if (!builder.problems().empty()) {
    return builder.problems();
  }
  Document document{file, source.lines(), builder.take_root()};
  if (document.root.at.line == 0) {
    document.root.at = source.at(0);
  }
  return document;
}

Result<std::string> read_text_file(const std::string& file) {
  const auto close = [](std::FILE* open) { std::fclose(open); };
  const std::unique_ptr<std::FILE, decltype(close)> open(std::fopen(file.c_str(), "rbe"), close);
  if (!open) {
    return file_problem(
        file, "cannot open the file: " + std::generic_category().message(errno), "check the path"
    );
  }
  std::string text(most_bytes + 1, '\0');
  errno = 0;
  text.resize(std::fread(text.data(), 1, text.size(), open.get()));
  if (std::ferror(open.get()) != 0) {
    return file_problem(
        file,
        "cannot read the file: " + std::generic_category().message(errno),
        "give a readable file"
    );
  }
  if (text.size() > most_bytes) {
    return file_problem(file, "the file is larger than 1 MiB", "split it into several files");
  }
  return text;
}

}  // namespace rkmock
