#include "core/tree_builder.hpp"

#include <algorithm>

#include "core/utf8.hpp"

namespace rkmock {

namespace {

/// How many values there are in it, and how deep it is.
std::pair<std::size_t, std::size_t> size_of(const Node& node) {
  std::size_t nodes = 1;
  std::size_t depth = 0;
  const auto add = [&](const Node& inner) {
    const auto [more, deeper] = size_of(inner);
    nodes += more;
    depth = std::max(depth, deeper);
  };
  for (const Node& item : node.items) {
    add(item);
  }
  for (const auto& [key, value] : node.members) {
    add(key);
    add(value);
  }
  const bool nests = node.kind == Node::Kind::list || node.kind == Node::Kind::map;
  return {nodes, depth + (nests ? 1 : 0)};
}

}  // namespace

SourceText::SourceText(std::string_view text, std::string file)
    : text_(text), file_(std::move(file)), starts_{0} {
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (text[at] == '\n') {
      starts_.push_back(at + 1);
    }
  }
}

Position SourceText::at(std::size_t offset) const {
  offset = std::min(offset, text_.size());
  const auto after = std::upper_bound(starts_.begin(), starts_.end(), offset);
  const std::size_t start = *std::prev(after);
  const bool further = known_offset_ >= start && known_offset_ <= offset;
  const std::size_t from = further ? known_offset_ : start;
  known_characters_ =
      (further ? known_characters_ : 0) + count_characters(text_.substr(from, offset - from));
  known_offset_ = offset;
  return {
      file_,
      static_cast<int>(after - starts_.begin()),
      static_cast<int>(known_characters_) + 1,
  };
}

std::string_view SourceText::line(int number) const {
  const auto index = static_cast<std::size_t>(number - 1);
  const std::size_t end = index + 1 < starts_.size() ? starts_[index + 1] - 1 : text_.size();
  std::string_view line = text_.substr(starts_[index], end - starts_[index]);
  if (!line.empty() && line.back() == '\r') {
    line.remove_suffix(1);
  }
  return line;
}

std::vector<std::string> SourceText::lines() const {
  std::vector<std::string> lines;
  lines.reserve(starts_.size());
  for (std::size_t i = 1; i <= starts_.size(); ++i) {
    lines.emplace_back(line(static_cast<int>(i)));
  }
  return lines;
}

bool TreeBuilder::at_key() const {
  return !open_.empty() && open_.back().node.kind == Node::Kind::map && !open_.back().has_key;
}

void TreeBuilder::check_depth(std::size_t offset, std::size_t more) {
  if (open_.size() + more > deepest) {
    stop(
        offset,
        "lists and maps are nested more than " + std::to_string(deepest) + " deep",
        "write it flatter"
    );
  }
}

void TreeBuilder::keep(Anchor anchor, const Node& node) {
  if (anchor != 0) {
    const auto [nodes, depth] = size_of(node);
    count(0, nodes);  // a copy of it is kept
    anchored_[anchor] = {node, nodes, depth};
  }
}

void TreeBuilder::alias(std::size_t offset, Anchor anchor) {
  const auto found = anchored_.find(anchor);
  if (found == anchored_.end()) {
    stop(
        offset,
        "this alias stands within the value that it names",
        "an alias (`*name`) repeats a value that ended before it"
    );
  }
  const Anchored& anchored = found->second;
  count(offset, anchored.nodes);
  check_depth(offset, anchored.depth);
  place(anchored.node);
}

/// `<<: *base`, YAML's merge key: the members of another map, or of several, where this one has
/// none of that name.
void TreeBuilder::merge(Node& map) {
  const auto is_merge = [](const Node::Member& member) {
    return !member.key.quoted && member.key.text == "<<";
  };
  const auto found = std::find_if(map.members.begin(), map.members.end(), is_merge);
  if (found == map.members.end()) {
    return;
  }
  const Node::Member merged = std::move(*found);
  map.members.erase(found);
  const std::vector<Node> one = {merged.value};
  const bool several = merged.value.kind == Node::Kind::list;
  for (const Node& base : several ? merged.value.items : one) {
    if (base.kind != Node::Kind::map) {
      Diagnostic problem;
      problem.at = merged.key.at;
      problem.path = path();
      problem.message = "`<<` merges maps";
      problem.found = base.describe();
      problem.expected = "`<<: *name` of a map, or a list of such";
      problem.line = source_.line(problem.at.line);
      problems_.push_back(std::move(problem));
      continue;
    }
    for (const Node::Member& member : base.members) {
      if (map.find(member.key.text) == nullptr) {
        map.members.push_back(member);
      }
    }
  }
}

void TreeBuilder::open(Node::Kind kind, std::size_t offset, Anchor anchor) {
  check_depth(offset, 1);
  count(offset);
  Open frame;
  frame.anchor = anchor;
  frame.offset = offset;
  frame.node.kind = kind;
  frame.node.at = source_.at(offset);
  open_.push_back(std::move(frame));
}

void TreeBuilder::close() {
  Node node = std::move(open_.back().node);
  const Anchor anchor = open_.back().anchor;
  merge(node);
  open_.pop_back();
  keep(anchor, node);
  place(std::move(node));
}

void TreeBuilder::scalar(std::size_t offset, std::string text, bool quoted, Anchor anchor) {
  count(offset);
  Node node;
  node.kind = Node::Kind::scalar;
  node.at = source_.at(offset);
  node.text = std::move(text);
  node.quoted = quoted;
  keep(anchor, node);
  place(std::move(node));
}

void TreeBuilder::null(std::size_t offset, std::string text, Anchor anchor) {
  count(offset);
  Node node;
  node.at = source_.at(offset);
  if (text.empty() && !open_.empty() && open_.back().has_key) {
    node.at = open_.back().key.at;
  }
  node.text = std::move(text);
  keep(anchor, node);
  place(std::move(node));
}

void TreeBuilder::place(Node node) {
  if (open_.empty()) {
    root_ = std::move(node);
    return;
  }
  Open& parent = open_.back();
  if (parent.node.kind == Node::Kind::list) {
    parent.node.items.push_back(std::move(node));
  } else if (parent.has_key) {
    parent.node.members.push_back({std::move(parent.key), std::move(node)});
    parent.has_key = false;
  } else {
    place_key(std::move(node));
  }
}

void TreeBuilder::place_key(Node node) {
  Open& map = open_.back();
  Diagnostic problem;
  if (node.kind != Node::Kind::scalar) {
    problem.message = "a key must be a text";
    problem.found = node.describe();
    problem.hint = "write `name: value`";
    if (node.kind == Node::Kind::null && !node.text.empty()) {
      problem.hint = "put the key in quotes";
    }
  } else {
    const auto [first, fresh] = map.key_lines.emplace(node.text, node.at.line);
    if (!fresh) {
      problem.message = "the key `" + shorten(node.text, 60) + "` is there twice";
      problem.hint =
          "it is in line " + std::to_string(first->second) + " already; keep one of them";
    }
  }
  if (!problem.message.empty()) {
    problem.at = node.at;
    problem.path = path();
    problem.line = source_.line(node.at.line);
    problems_.push_back(std::move(problem));
    if (problems_.size() >= most_problems) {
      throw StopReading();
    }
  }
  map.key = std::move(node);
  map.has_key = true;
}

void TreeBuilder::count(std::size_t offset, std::size_t nodes) {
  nodes_ += nodes;
  if (nodes_ > most_nodes) {
    stop(offset, "the document has more than 50,000 values", "split it into several files");
  }
}

std::string TreeBuilder::path() const {
  std::string path;
  for (const Open& frame : open_) {
    if (frame.node.kind == Node::Kind::list) {
      path += "[" + std::to_string(frame.node.items.size()) + "]";
    } else if (frame.has_key) {
      path += (path.empty() ? "" : ".") + shorten(frame.key.text, 60);
    }
  }
  return path;
}

void TreeBuilder::report(
    std::size_t offset, std::string message, std::string expected, std::string hint
) {
  Diagnostic problem;
  problem.at = source_.at(offset);
  problem.path = path();
  problem.message = std::move(message);
  problem.expected = std::move(expected);
  problem.hint = std::move(hint);
  problem.line = source_.line(problem.at.line);
  problems_.push_back(std::move(problem));
  if (problems_.size() >= most_problems) {
    throw StopReading();
  }
}

void TreeBuilder::stop(std::size_t offset, std::string message, std::string hint) {
  report(offset, std::move(message), {}, std::move(hint));
  throw StopReading();
}

}  // namespace rkmock
