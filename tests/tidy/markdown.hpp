#pragma once
// Markdown seen as text: headings and links, code left out.
//
// Values; any thread. As much of the language as this project's documents use.
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace rkmock::tidy {

/// The headings' texts, without their marks.
[[nodiscard]] std::vector<std::string> headings_of(std::string_view document);

/// What links to headings are called: `## The way of the data` is `the-way-of-the-data`.
[[nodiscard]] std::set<std::string> anchors_of(std::string_view document);

struct Link {
  std::size_t line = 0;  ///< from 1
  std::string target;    ///< as written, without a title
};

/// Links and images, inline, as reference definitions and as HTML `src`.
[[nodiscard]] std::vector<Link> links_of(std::string_view document);

}  // namespace rkmock::tidy
