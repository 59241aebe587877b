#include "tidy/tree.hpp"

#include <array>
#include <fstream>
#include <iterator>

namespace rkmock::tidy {

namespace {

bool is_left_out(std::string_view folder) {
  constexpr std::array names = {"build", "node_modules", ".git", ".cache"};
  for (const std::string_view name : names) {
    if (folder == name) {
      return true;
    }
  }
  return false;
}

std::string read_file(const std::filesystem::path& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

}  // namespace

Tree read_tree(const std::filesystem::path& root) {
  Tree tree;
  std::filesystem::recursive_directory_iterator entries(root);
  for (auto at = begin(entries); at != end(entries); ++at) {
    if (at->is_directory()) {
      if (is_left_out(at->path().filename().string())) {
        at.disable_recursion_pending();
      }
      continue;
    }
    if (!at->is_regular_file()) {
      continue;
    }
    std::string text = read_file(at->path());
    if (text.find('\0') != std::string::npos) {
      text.clear();
    }
    tree.emplace(at->path().lexically_relative(root).generic_string(), std::move(text));
  }
  return tree;
}

std::string_view folder_of(std::string_view path) {
  const std::size_t slash = path.rfind('/');
  return slash == std::string_view::npos ? std::string_view() : path.substr(0, slash);
}

std::string_view name_of(std::string_view path) {
  return path.substr(path.rfind('/') + 1);
}

bool is_cpp(std::string_view path) {
  return path.ends_with(".cpp") || is_header(path);
}

bool is_header(std::string_view path) {
  return path.ends_with(".hpp");
}

bool is_markdown(std::string_view path) {
  return path.ends_with(".md");
}

bool is_under(std::string_view path, std::string_view folder) {
  return path.size() > folder.size() && path.starts_with(folder) && path[folder.size()] == '/';
}

}  // namespace rkmock::tidy
