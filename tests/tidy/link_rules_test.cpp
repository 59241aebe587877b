// Links that lead somewhere and links that do not.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tidy/rules.hpp"

namespace rkmock::tidy {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

TEST(LinksTest, LeadToFilesFoldersAndHeadings) {
  EXPECT_THAT(
      broken_links(
          {{"README.md", "[a](docs/a.md#one) [s](scenarios) [h](#top)\n# Top\n"},
           {"docs/a.md", "# One\n[up](../README.md) [b](b/) [x](./a.md)\n"},
           {"docs/b/c.md", "[web](https://example.com/x) [m](mailto:a@example.com)\n"},
           {"scenarios/a.yaml", ""}}
      ),
      IsEmpty()
  );
}

TEST(LinksTest, ThatLeadNowhereAreFound) {
  EXPECT_THAT(
      broken_links({{"docs/a.md", "\n[b](b.md)\n"}}),
      ElementsAre("docs/a.md:2: broken link b.md: there is no docs/b.md")
  );
  EXPECT_THAT(
      broken_links({{"a.md", "[b](b.md#two)\n[c](#three)\n"}, {"b.md", "# One\n"}}),
      ElementsAre(HasSubstr("b.md has no heading #two"), HasSubstr("a.md has no heading #three"))
  );
  EXPECT_THAT(
      broken_links({{"a.md", "[b](../a.md)\n"}}), ElementsAre(HasSubstr("there is no ../a.md"))
  );
}

TEST(DocumentsTest, AreLinkedFromTheReadmeOfTheirFolder) {
  EXPECT_THAT(
      unlinked_documents(
          {{"README.md", "[docs](docs/README.md)\n"},
           {"docs/README.md", "[a](a.md), [decisions](decisions/)\n"},
           {"docs/a.md", ""},
           {"docs/decisions/README.md", "[1](0001-b.md#why)\n"},
           {"docs/decisions/0001-b.md", ""},
           {"HACKING.md", ""}}
      ),
      IsEmpty()
  );
}

TEST(DocumentsTest, PagesOfAFolderMayBeLinkedFromThePageThatIsCalledLikeIt) {
  Tree tree = {
      {"README.md", "[docs](docs/README.md)\n"},
      {"docs/README.md", "[a](a.md)\n"},
      {"docs/a.md", "[one](a/one.md)\n"},
      {"docs/a/one.md", ""}};
  EXPECT_THAT(unlinked_documents(tree), IsEmpty());
  tree["docs/a/two.md"] = "";
  EXPECT_THAT(unlinked_documents(tree), ElementsAre("docs/a/two.md:1: not linked from docs/a.md"));
}

TEST(DocumentsTest, ThatNobodyLinksAreFound) {
  EXPECT_THAT(
      unlinked_documents(
          {{"README.md", "[docs](docs/README.md)\n"},
           {"docs/README.md", "a.md\n"},
           {"docs/a.md", ""}}
      ),
      ElementsAre("docs/a.md:1: not linked from docs/README.md")
  );
  EXPECT_THAT(
      unlinked_documents({{"docs/README.md", ""}}),
      ElementsAre("docs/README.md:1: not linked from README.md")
  );
}

}  // namespace
}  // namespace rkmock::tidy
