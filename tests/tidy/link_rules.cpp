#include <algorithm>
#include <filesystem>

#include "tidy/markdown.hpp"
#include "tidy/rules.hpp"

namespace rkmock::tidy {

namespace {

/// A link's target as a path from the root, and the heading behind `#`.
struct Place {
  std::string path;
  std::string anchor;
};

Place resolve(const std::string& from, const std::string& target) {
  const std::size_t hash = std::min(target.find('#'), target.size());
  const std::string anchor = hash < target.size() ? target.substr(hash + 1) : "";
  if (hash == 0) {
    return {from, anchor};
  }
  const std::filesystem::path joined =
      std::filesystem::path(folder_of(from)) / target.substr(0, hash);
  std::string path = joined.lexically_normal().generic_string();
  while (path.ends_with('/')) {
    path.pop_back();
  }
  return {path, anchor};
}

bool leaves_the_tree(const std::string& target) {
  return target.find("://") != std::string::npos || target.starts_with("mailto:");
}

bool is_folder(const Tree& tree, const std::string& path) {
  const auto first = tree.lower_bound(path + "/");
  return path == "." || (first != tree.end() && is_under(first->first, path));
}

std::string why_broken(const Tree& tree, const Place& place) {
  const auto file = tree.find(place.path);
  if (file == tree.end()) {
    return is_folder(tree, place.path) ? "" : "there is no " + place.path;
  }
  const bool leads_to_heading = !place.anchor.empty() && is_markdown(place.path);
  if (leads_to_heading && !anchors_of(file->second).contains(place.anchor)) {
    return place.path + " has no heading #" + place.anchor;
  }
  return "";
}

/// The document that must link to this one: the README.md beside it, or for that the one above; for
/// pages in `docs/faults/` it is `docs/faults.md` where there is one.
std::string index_of(const Tree& tree, std::string_view path) {
  std::string_view folder = folder_of(path);
  if (const std::string page = std::string(folder) + ".md"; tree.contains(page)) {
    return page;
  }
  if (name_of(path) == "README.md") {
    folder = folder_of(folder);
  }
  return folder.empty() ? "README.md" : std::string(folder) + "/README.md";
}

bool links_to(const Tree& tree, const std::string& from, const std::string& path) {
  const auto document = tree.find(from);
  if (document == tree.end()) {
    return false;
  }
  const std::vector<Link> links = links_of(document->second);
  return std::any_of(links.begin(), links.end(), [&](const Link& link) {
    const std::string target = resolve(from, link.target).path;
    return target == path || target + "/README.md" == path;
  });
}

}  // namespace

Findings broken_links(const Tree& tree) {
  Findings findings;
  for (const auto& [path, text] : tree) {
    if (!is_markdown(path)) {
      continue;
    }
    for (const Link& link : links_of(text)) {
      if (leaves_the_tree(link.target)) {
        continue;
      }
      const std::string why = why_broken(tree, resolve(path, link.target));
      if (!why.empty()) {
        findings.push_back(
            path + ":" + std::to_string(link.line) + ": broken link " + link.target + ": " + why
        );
      }
    }
  }
  return findings;
}

Findings unlinked_documents(const Tree& tree) {
  Findings findings;
  for (const auto& [path, text] : tree) {
    if (!is_markdown(path) || !is_under(path, "docs")) {
      continue;
    }
    const std::string index = index_of(tree, path);
    if (!links_to(tree, index, path)) {
      findings.push_back(path + ":1: not linked from " + index);
    }
  }
  return findings;
}

}  // namespace rkmock::tidy
