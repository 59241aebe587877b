// Headings and links of Markdown, code left out.
#include "tidy/markdown.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace rkmock::tidy {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::UnorderedElementsAre;

std::vector<std::string> targets_of(std::string_view document) {
  std::vector<std::string> targets;
  for (const Link& link : links_of(document)) {
    targets.push_back(link.target);
  }
  return targets;
}

TEST(MarkdownTest, HeadingsBeginWithMarks) {
  EXPECT_THAT(headings_of("# One\n\ntext\n### `two`\n#three\n"), ElementsAre("One", "`two`"));
}

TEST(MarkdownTest, CommentsInCodeAreNoHeadings) {
  EXPECT_THAT(headings_of("```sh\n# comment\n```\n# One\n"), ElementsAre("One"));
}

TEST(MarkdownTest, AnchorsAreMadeAsCodeHostsMakeThem) {
  EXPECT_THAT(
      anchors_of("# The Way, of the data\n## `lost_ack`\n## Twice\n## Twice\n"),
      UnorderedElementsAre("the-way-of-the-data", "lost_ack", "twice", "twice-1")
  );
}

TEST(MarkdownTest, LinksAreInlineReferencedOrImages) {
  EXPECT_THAT(
      targets_of(
          "[a](a.md) and [b](docs/b.md#c \"title\")\n![d](d.png)\n<img src=\"e.png\">\n[f]: f.md\n"
      ),
      ElementsAre("a.md", "docs/b.md#c", "d.png", "e.png", "f.md")
  );
}

TEST(MarkdownTest, LinksKnowTheirLine) {
  EXPECT_EQ(links_of("\n\n[a](a.md)\n").at(0).line, 3U);
}

TEST(MarkdownTest, CodeHasNoLinks) {
  EXPECT_THAT(targets_of("`[a](a.md)`\n```\n[b](b.md)\n```\n"), IsEmpty());
  EXPECT_THAT(targets_of("[`a`](a.md)\n"), ElementsAre("a.md"));
}

}  // namespace
}  // namespace rkmock::tidy
