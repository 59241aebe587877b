#include "scenarios/compose.hpp"

#include <algorithm>
#include <filesystem>
#include <vector>

namespace rkmock::scenarios {

namespace {

constexpr std::size_t most_included = 20;  ///< by one file
constexpr std::size_t most_files = 50;
constexpr std::size_t deepest = 8;

/// The members of `from` that `into` has not; in maps of both, theirs.
void join(Node& into, const Node& from) {
  for (const Node::Member& member : from.members) {
    const auto own = std::find_if(into.members.begin(), into.members.end(), [&](const auto& one) {
      return one.key.text == member.key.text;
    });
    if (own == into.members.end()) {
      into.members.push_back(member);
    } else if (own->value.kind == Node::Kind::map && member.value.kind == Node::Kind::map) {
      join(own->value, member.value);
    }
  }
}

Node* find(Node& map, std::string_view key) {
  for (auto& [name, value] : map.members) {
    if (name.text == key) {
      return &value;
    }
  }
  return nullptr;
}

/// Whether the path stays below the folder of the file that names it.
bool stays_below(const std::filesystem::path& path) {
  return !path.empty() && path.is_relative() &&
         std::none_of(path.begin(), path.end(), [](const auto& part) { return part == ".."; });
}

class Includes {
 public:
  Includes(Reader& reader, const ReadFile& read, std::string& texts)
      : reader_(reader), read_(read), texts_(texts) {}

  /// Of the map in that file; `way` are the files on the way to it.
  void resolve(Node& map, const std::string& file, std::vector<std::string> way) {
    Node* include = find(map, "include");
    if (include == nullptr) {
      return;
    }
    way.push_back(normal(file));
    const Cursor at{include, "include"};
    std::vector<Cursor> items = {at};
    if (include->kind == Node::Kind::list) {
      items.clear();
      for (std::size_t i = 0; i < include->items.size(); ++i) {
        items.push_back(at.item(i));
      }
    }
    if (items.size() > most_included) {
      refuse(at, "there are too many files", "at most " + std::to_string(most_included), "");
      return;
    }
    std::vector<Node> steps;
    Node joined = map;
    for (const Cursor& item : items) {
      if (const auto included = load(item, file, way)) {
        if (const Node* theirs = included->find("steps")) {
          steps.insert(steps.end(), theirs->items.begin(), theirs->items.end());
        }
        join(joined, *included);
      }
    }
    put_before(joined, map, std::move(steps));
    map = std::move(joined);
  }

 private:
  static std::string normal(const std::string& file) {
    return std::filesystem::path(file).lexically_normal().string();
  }

  void refuse(const Cursor& at, std::string message, std::string expected, std::string hint) {
    reader_.refuse(
        at,
        {.message = std::move(message),
         .found = "",
         .expected = std::move(expected),
         .hint = std::move(hint)}
    );
  }

  /// The included steps come before the file's own.
  static void put_before(Node& joined, const Node& own, std::vector<Node> steps) {
    if (steps.empty()) {
      return;
    }
    Node* list = find(joined, "steps");
    if (const Node* after = own.find("steps"); after != nullptr) {
      steps.insert(steps.end(), after->items.begin(), after->items.end());
    }
    list->items = std::move(steps);
  }

  std::optional<Node> load(
      const Cursor& at, const std::string& file, const std::vector<std::string>& way
  ) {
    const auto text = reader_.text(at);
    if (!text) {
      return std::nullopt;
    }
    if (!stays_below(*text)) {
      refuse(
          at,
          "`" + *text + "` is not below the folder of this file",
          "a relative path without `..`, such as common/receiver.yaml",
          ""
      );
      return std::nullopt;
    }
    const std::string path =
        (std::filesystem::path(file).parent_path() / *text).lexically_normal().string();
    if (std::find(way.begin(), way.end(), path) != way.end()) {
      refuse(at, "`" + *text + "` includes itself", "files that do not include each other", "");
      return std::nullopt;
    }
    if (way.size() >= deepest || ++files_ > most_files) {
      refuse(at, "too many files include each other", "at most 50 files, 8 deep", "");
      return std::nullopt;
    }
    return parse(at, path, way);
  }

  std::optional<Node> parse(
      const Cursor& at, const std::string& path, const std::vector<std::string>& way
  ) {
    const Result<std::string> content =
        read_ ? read_(path) : Result<std::string>(Diagnostics{Diagnostic{}});
    if (!content) {
      refuse(
          at,
          "`" + path + "` cannot be read",
          "a file below this folder",
          content.error().front().message
      );
      return std::nullopt;
    }
    texts_ += *content;
    Result<Document> document = parse_document(*content, path);
    if (!document) {
      reader_.add_problems(document.error());
      return std::nullopt;
    }
    Node root = document->root;
    reader_.add_document(std::move(document).value());
    check(root);
    resolve(root, path, way);
    return root;
  }

  /// What an included file may not say.
  void check(const Node& root) {
    const Cursor at{&root, ""};
    if (!reader_.map_of(at, keys::scenario)) {
      return;
    }
    for (const char* const key : {"scenario", "description"}) {
      if (at.member(key)) {
        refuse(
            at.key(key),
            "an included file has no `" + std::string(key) + "`",
            "it in the scenario that includes this file",
            "a whole scenario cannot be included"
        );
      }
    }
  }

  Reader& reader_;
  const ReadFile& read_;
  std::string& texts_;
  std::size_t files_ = 0;
};

bool is_change(const Node& step) {
  return step.find("create") != nullptr || step.find("update") != nullptr ||
         step.find("cancel") != nullptr || step.find("delete") != nullptr;
}

void put_default(Node& step, const Node::Member& with) {
  Node* own = find(step, with.key.text);
  if (own == nullptr) {
    step.members.push_back(with);
  } else if (with.key.text == "with" && own->kind == Node::Kind::map) {
    join(*own, with.value);
  }
}

void apply(Node& steps, const Node& defaults) {
  for (Node& step : steps.items) {
    for (const Node::Member& member : defaults.members) {
      const bool fits = (member.key.text == "with" && step.find("create") != nullptr) ||
                        (member.key.text == "deliver" && is_change(step));
      if (fits) {
        put_default(step, member);
      }
    }
    if (step.kind == Node::Kind::list) {
      apply(step, defaults);  // a branch
    }
    for (const char* const inner : {"steps", "parallel"}) {
      if (Node* more = find(step, inner)) {
        apply(*more, defaults);
      }
    }
  }
}

}  // namespace

void include_files(Reader& reader, const ReadFile& read, std::string& texts) {
  Includes(reader, read, texts).resolve(reader.mutable_root(), reader.file(), {});
}

void apply_defaults(Reader& reader) {
  Node& root = reader.mutable_root();
  const Node* defaults = root.find("defaults");
  Node* steps = find(root, "steps");
  if (defaults != nullptr && defaults->kind == Node::Kind::map && steps != nullptr) {
    apply(*steps, *defaults);
  }
}

}  // namespace rkmock::scenarios
