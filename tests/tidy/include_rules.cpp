#include <algorithm>
#include <array>
#include <span>

#include "tidy/rules.hpp"
#include "tidy/source_text.hpp"

namespace rkmock::tidy {

namespace {

struct Edges {
  std::string_view folder;
  std::vector<std::string_view> may_include;  ///< folders, or single headers, beside itself
};

/// The first folder that a file is under counts. Beside these every folder may include rkmock/,
/// the contract, and itself.
const std::vector<Edges>& edges() {
  static const std::vector<Edges> table = {
      {"include/rkmock", {}},
      {"core", {}},
      {"faults", {"core"}},
      {"assertions", {"core"}},
      {"scenarios", {"core"}},
      {"receivers", {"core"}},
      {"explore", {"core", "scenarios", "assertions"}},
      {"mockserver/bookings", {"core"}},
      {"mockserver/api", {"core", "mockserver/bookings", "mockserver/net/message.hpp"}},
      {"mockserver/api_faults",
       {"core",
        "faults/distribution.hpp",
        "faults/fields.hpp",
        "faults/occurrence.hpp",
        "faults/parameters.hpp",
        "mockserver/api",
        "mockserver/bookings",
        "mockserver/net/message.hpp",
        "mockserver/net/transmission.hpp"}},
      {"mockserver/net", {"core"}},
      {"mockserver/webhooks", {"core", "faults", "mockserver/bookings", "mockserver/net"}},
      {"mockserver", {"core", "faults"}},
      {"cli", {"core", "faults", "assertions", "scenarios", "receivers", "explore", "mockserver"}},
      {"fixtures",
       {"core", "faults", "assertions", "scenarios", "receivers", "explore", "mockserver"}},
  };
  return table;
}

/// Of the libraries that shape whoever includes them: where they may be included.
struct Library {
  std::string_view header;
  std::vector<std::string_view> folders;
};

const std::vector<Library>& libraries() {
  static const std::vector<Library> table = {
      {"httplib.h", {"mockserver/net", "receivers"}},
      {"boost/",
       {"mockserver/net", "mockserver/webhooks", "mockserver/destination.cpp", "cli", "fixtures"}},
      {"yaml-cpp/", {"core"}},
  };
  return table;
}

struct Include {
  std::size_t line = 0;
  std::string_view target;
  bool in_quotes = false;
};

std::vector<Include> includes_of(std::string_view text) {
  constexpr std::string_view directive = "#include ";
  std::vector<Include> includes;
  std::size_t number = 0;
  for (const std::string_view line : lines_of(text)) {
    ++number;
    if (line.starts_with(directive) && line.size() > directive.size() + 1) {
      const char open = line[directive.size()];
      const std::string_view rest = line.substr(directive.size() + 1);
      includes.push_back({number, rest.substr(0, rest.find_first_of("\">")), open == '"'});
    }
  }
  return includes;
}

bool is_in_any(std::string_view path, std::span<const std::string_view> places) {
  return std::any_of(places.begin(), places.end(), [&](std::string_view place) {
    return path == place || is_under(path, place);
  });
}

/// `<vector>`, not `<nlohmann/json.hpp>` or `<unistd.h>`.
bool is_standard(std::string_view header) {
  return header.find_first_of("/.") == std::string_view::npos;
}

/// Why this folder must not include that; empty when it may.
std::string objection(const Edges& from, const Include& include, std::string_view path) {
  if (include.in_quotes) {
    const bool allowed = is_under(include.target, "rkmock") ||
                         is_under(include.target, from.folder) ||
                         is_in_any(include.target, from.may_include);
    return allowed ? "" : "must not include";
  }
  if (from.folder == "include/rkmock") {
    return is_standard(include.target) ? "" : "includes the standard library only, not";
  }
  for (const Library& library : libraries()) {
    if (include.target.starts_with(library.header)) {
      return is_in_any(path, library.folders) ? "" : "must not use the library of";
    }
  }
  return "";
}

/// Code of the product; tests, examples and benchmarks may include what they like.
bool is_product(std::string_view path) {
  constexpr std::array<std::string_view, 5> others = {
      "tests", "examples", "bench", "docs", "cmake"};
  return is_cpp(path) && !is_in_any(path, others);
}

}  // namespace

Findings forbidden_includes(const File& file) {
  if (!is_product(file.path)) {
    return {};
  }
  const auto from = std::find_if(edges().begin(), edges().end(), [&](const Edges& entry) {
    return is_under(file.path, entry.folder);
  });
  if (from == edges().end()) {
    return {file.path + ":1: a new folder: say in include_rules.cpp what it may include"};
  }
  Findings findings;
  for (const Include& include : includes_of(file.text)) {
    const std::string why = objection(*from, include, file.path);
    if (!why.empty()) {
      findings.push_back(
          file.path + ":" + std::to_string(include.line) + ": " + std::string(from->folder) + " " +
          why + " " + std::string(include.target)
      );
    }
  }
  return findings;
}

Findings includes_of_nothing(const Tree& tree) {
  Findings findings;
  for (const auto& [path, text] : tree) {
    if (!is_product(path) && !(is_cpp(path) && is_under(path, "tests"))) {
      continue;
    }
    for (const Include& include : includes_of(text)) {
      const std::string target(include.target);
      const bool exists = tree.contains(target) || tree.contains("include/" + target) ||
                          tree.contains("tests/" + target);
      if (include.in_quotes && !exists) {
        findings.push_back(
            path + ":" + std::to_string(include.line) + ": there is no " + target +
            ", seen from the project's root"
        );
      }
    }
  }
  return findings;
}

}  // namespace rkmock::tidy
