// YAML by yaml-cpp's event interface: its node interface keeps duplicate keys silently, follows
// aliases without a bound, and recurses before we could look at the depth.
#include <array>
#include <istream>
#include <streambuf>

#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/exceptions.h>
#include <yaml-cpp/mark.h>
#include <yaml-cpp/parser.h>

#include "core/tree_builder.hpp"
#include "core/utf8.hpp"

namespace rkmock {
namespace {

std::size_t offset_of(const YAML::Mark& mark) {
  return mark.pos < 0 ? 0 : static_cast<std::size_t>(mark.pos);
}

/// The word that YAML reads as null at this place; empty when the value was left out there.
std::string null_word(std::string_view text, std::size_t offset) {
  static constexpr std::array<std::string_view, 4> words{"~", "null", "Null", "NULL"};
  const std::string_view rest = text.substr(std::min(offset, text.size()));
  for (const std::string_view word : words) {
    const std::string_view after = rest.substr(std::min(word.size(), rest.size()));
    if (rest.substr(0, word.size()) == word &&
        (after.empty() || after.find_first_of(" \t\r\n,]}:#") == 0)) {
      return std::string(word);
    }
  }
  return {};
}

[[noreturn]] void stop_at_open_quotes(TreeBuilder& builder, std::size_t offset) {
  builder.stop(offset, "the quotes are not closed", "add the closing quote");
}

class Handler final : public YAML::EventHandler {
 public:
  Handler(const SourceText& source, TreeBuilder& builder) : source_(source), builder_(builder) {}

  void OnDocumentStart(const YAML::Mark& mark) override {
    if (++documents_ == 1) {
      return;
    }
    if (source_.text().substr(std::min(offset_of(mark), source_.text().size()), 3) == "---") {
      builder_.stop(
          offset_of(mark), "a second document begins here", "put each document in a file of its own"
      );
    }
    builder_.stop(
        offset_of(mark),
        "the document has ended before this",
        "check the indentation: what belongs together begins in the same column"
    );
  }

  void OnDocumentEnd() override {}

  void OnNull(const YAML::Mark& mark, YAML::anchor_t anchor) override {
    builder_.null(offset_of(mark), null_word(source_.text(), offset_of(mark)), anchor);
  }

  void OnAlias(const YAML::Mark& mark, YAML::anchor_t anchor) override {
    builder_.alias(offset_of(mark), anchor);
  }

  void OnScalar(
      const YAML::Mark& mark,
      const std::string& tag,
      YAML::anchor_t anchor,
      const std::string& value
  ) override {
    check_tag(mark, tag);
    check_quotes(value_at(offset_of(mark), anchor));
    builder_.scalar(offset_of(mark), value, tag != "?", anchor);
  }

  void OnSequenceStart(
      const YAML::Mark& mark,
      const std::string& tag,
      YAML::anchor_t anchor,
      YAML::EmitterStyle::value
  ) override {
    check_tag(mark, tag);
    builder_.open(Node::Kind::list, offset_of(mark), anchor);
  }

  void OnSequenceEnd() override { builder_.close(); }

  void OnMapStart(
      const YAML::Mark& mark,
      const std::string& tag,
      YAML::anchor_t anchor,
      YAML::EmitterStyle::value
  ) override {
    check_tag(mark, tag);
    builder_.open(Node::Kind::map, offset_of(mark), anchor);
  }

  void OnMapEnd() override { builder_.close(); }

 private:
  /// Where the value begins; the mark of an anchored one is at its `&name`.
  [[nodiscard]] std::size_t value_at(std::size_t offset, YAML::anchor_t anchor) const {
    if (anchor == YAML::NullAnchor) {
      return offset;
    }
    const std::string_view text = source_.text();
    const std::size_t end = std::min(text.find_first_of(" \t\r\n", offset), text.size());
    return std::min(text.find_first_not_of(" \t\r\n", end), text.size());
  }

  /// yaml-cpp lets quotes be closed by the end of the file, after a line break.
  void check_quotes(std::size_t offset) {
    const std::string_view text = source_.text();
    const char quote = offset < text.size() ? text[offset] : '\0';
    if (quote != '"' && quote != '\'') {
      return;
    }
    const std::string_view stops = quote == '"' ? "\"\\" : "'";
    std::size_t at = text.find_first_of(stops, offset + 1);
    while (at != std::string_view::npos) {
      const bool doubled = quote == '\'' && text.substr(at + 1, 1) == "'";
      if (text[at] != '\\' && !doubled) {
        return;
      }
      at = text.find_first_of(stops, at + 2);
    }
    stop_at_open_quotes(builder_, offset);
  }

  void check_tag(const YAML::Mark& mark, const std::string& tag) {
    // `?` is a plain scalar or a collection, `!` a quoted scalar.
    if (tag != "?" && tag != "!" && !tag.empty()) {
      builder_.report(
          offset_of(mark),
          "tags (`!name`) are not supported",
          "the value alone",
          "remove the tag; put a text that begins with `!` in quotes"
      );
    }
  }

  const SourceText& source_;
  TreeBuilder& builder_;
  int documents_ = 0;
};

struct Wording {
  std::string_view theirs;
  std::string_view message;
  std::string_view hint;
};

/// yaml-cpp's messages name its own tokens; these say what to look for.
constexpr std::array<Wording, 16> wordings{{
    {"illegal map value",
     "there cannot be a `:` here",
     "check the indentation, and put a text that contains `: ` in quotes"},
    {"illegal map key",
     "there cannot be a key here",
     "check the indentation: the keys of a map begin in the same column"},
    {"illegal block entry",
     "there cannot be a `- ` here",
     "check the indentation: the entries of a list begin in the same column"},
    {"illegal flow end", "there is nothing to close here", "remove the bracket or brace"},
    {"end of map not found",
     "this does not belong to the map before it",
     "check the indentation, and that nothing follows a closing quote, bracket or brace"},
    {"end of sequence not found",
     "this does not belong to the list before it",
     "check the indentation: the entries of a list begin in the same column with `- `"},
    {"illegal EOF in scalar", "the quotes are not closed", "add the closing quote"},
    {"illegal document indicator in scalar",
     "the quotes are not closed before this line",
     "add the closing quote"},
    {"illegal tab when looking for indentation",
     "a tab cannot indent a line",
     "use spaces for indentation"},
    {"unknown token", "a value cannot begin with this character", "put the text in quotes"},
    {"invalid unicode: ",
     "this escape is not a character",
     "write the character itself, or `\\U0001F600` with eight digits"},
    {"unknown escape character: ",
     "this escape is not known",
     "write `\\\\` for a backslash, or use single quotes"},
    {"bad character found while scanning hex number",
     "this escape needs hexadecimal digits",
     "write `\\x41`, `\\u0041` or `\\U00000041`"},
    {"illegal character in scalar",
     "this character cannot stand in a text here",
     "put the text in quotes"},
    {"unexpected character in block scalar",
     "the line with `|` or `>` cannot go on like this",
     "begin the text in the next line"},
    {"cannot set zero indentation for a block scalar",
     "a text after `|` or `>` cannot be indented by 0",
     "remove the 0"},
}};

/// A list in brackets or a map in braces that does not go on as it should.
[[noreturn]] void stop_in_flow(
    std::size_t offset, bool is_map, const SourceText& source, TreeBuilder& builder
) {
  const std::string_view text = source.text();
  const std::string what = is_map ? "map" : "list";
  const std::string end = is_map ? "`}`" : "`]`";
  const std::size_t begin = builder.has_open() ? builder.innermost() : offset;
  if (text.find_first_not_of(" \t\r\n", offset) == std::string_view::npos) {
    builder.stop(
        begin,
        std::string("the ") + (is_map ? "braces" : "brackets") + " of this " + what +
            " are not closed",
        "close it with " + end
    );
  }
  if (offset > 0 && text.substr(offset - 1, 2) == "${") {
    builder.stop(
        offset - 1,
        "`${` cannot stand in braces or brackets",
        "put the value in quotes: \"${NAME}\""
    );
  }
  builder.stop(
      offset,
      "a `,` or " + end + " is due here",
      "the " + what + " begins in line " + std::to_string(source.at(begin).line) +
          "; close it with " + end + ", and put a text that holds any of `,[]{}` in quotes"
  );
}

[[noreturn]] void stop_at_syntax_error(
    const YAML::Exception& error, const SourceText& source, TreeBuilder& builder
) {
  std::size_t offset = error.mark.is_null() ? 0 : offset_of(error.mark);
  const Position at = source.at(offset);
  const std::string_view line = source.line(at.line);
  const std::string_view indent = line.substr(0, line.find_first_not_of(" \t"));
  const std::size_t tab = indent.find('\t');
  if (tab != std::string_view::npos) {
    offset = static_cast<std::size_t>(line.data() - source.text().data()) + tab;
    builder.stop(offset, "a tab cannot indent a line", "use spaces for indentation");
  }
  if (error.msg == YAML::ErrorMsg::END_OF_MAP_FLOW) {
    stop_in_flow(offset, true, source, builder);
  }
  if (error.msg == YAML::ErrorMsg::END_OF_SEQ_FLOW) {
    stop_in_flow(offset, false, source, builder);
  }
  for (const Wording& wording : wordings) {
    if (error.msg.rfind(wording.theirs, 0) == 0) {
      builder.stop(offset, std::string(wording.message), std::string(wording.hint));
    }
  }
  builder.stop(offset, "this is not valid YAML: " + printable(error.msg), "put the text in quotes");
}

/// Reads from memory that someone else owns.
class ViewBuffer final : public std::streambuf {
 public:
  explicit ViewBuffer(std::string_view text) {
    char* begin = const_cast<char*>(text.data());  // a get area is never written to
    setg(begin, begin, begin + text.size());
  }
};

}  // namespace

void read_yaml(const SourceText& source, TreeBuilder& builder) {
  ViewBuffer buffer(source.text());
  std::istream input(&buffer);
  Handler handler(source, builder);
  try {
    YAML::Parser parser(input);
    while (parser.HandleNextDocument(handler)) {
    }
  } catch (const YAML::Exception& error) {
    if (error.msg.rfind(YAML::ErrorMsg::UNKNOWN_ANCHOR, 0) == 0) {
      builder.stop(
          offset_of(error.mark),
          "no anchor of this name stands before this alias",
          "name the value where it stands first: `&name`; put a text that begins with `*` in quotes"
      );
    }
    stop_at_syntax_error(error, source, builder);
  } catch (const std::exception& error) {
    builder.stop(0, std::string("this is not valid YAML: ") + error.what(), "write it more simply");
  }
}

}  // namespace rkmock
