// Edges between folders: allowed and forbidden ones.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tidy/rules.hpp"

namespace rkmock::tidy {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

struct Edge {
  const char* from;
  const char* include;
};

Findings findings_of(const Edge& edge) {
  return forbidden_includes({edge.from, std::string("#include ") + edge.include + "\n"});
}

TEST(IncludeRulesTest, FollowTheEdgesOfTheDesign) {
  for (const Edge& edge : {
           Edge{"include/rkmock/history.hpp", "\"rkmock/journal.hpp\""},
           {"include/rkmock/history.hpp", "<optional>"},
           {"core/journal.cpp", "\"core/json_line.hpp\""},
           {"core/journal.cpp", "<nlohmann/json.hpp>"},
           {"faults/copies.cpp", "\"core/document.hpp\""},
           {"assertions/checks/ack.cpp", "\"assertions/checks/ack.hpp\""},
           {"assertions/checks/ack.cpp", "\"rkmock/history.hpp\""},
           {"scenarios/player.cpp", "\"core/url.hpp\""},
           {"mockserver/api/routes.cpp", "\"mockserver/bookings/store.hpp\""},
           {"mockserver/api/routes.cpp", "\"mockserver/net/message.hpp\""},
           {"mockserver/webhooks/engine.cpp", "\"mockserver/net/loop.hpp\""},
           {"mockserver/webhooks/engine.cpp", "\"faults/plan.hpp\""},
           {"mockserver/mock_server.cpp", "\"mockserver/api/api.hpp\""},
           {"mockserver/mock_server.cpp", "\"faults/plan.hpp\""},
           {"cli/run.cpp", "\"mockserver/mock_server.hpp\""},
           {"fixtures/mock.cpp", "\"scenarios/player.hpp\""},
       }) {
    EXPECT_THAT(findings_of(edge), IsEmpty()) << edge.from << " includes " << edge.include;
  }
}

TEST(IncludeRulesTest, RefuseEveryOtherEdge) {
  for (const Edge& edge : {
           Edge{"include/rkmock/history.hpp", "\"core/hash.hpp\""},
           {"include/rkmock/history.hpp", "<nlohmann/json.hpp>"},
           {"include/rkmock/history.hpp", "<unistd.h>"},
           {"core/journal.cpp", "\"faults/plan.hpp\""},
           {"faults/copies.cpp", "\"mockserver/webhooks/engine.hpp\""},
           {"assertions/checks/ack.cpp", "\"mockserver/mock_server.hpp\""},
           {"assertions/checks/ack.cpp", "\"scenarios/scenario.hpp\""},
           {"scenarios/player.cpp", "\"faults/plan.hpp\""},
           {"scenarios/player.cpp", "\"assertions/run_checks.hpp\""},
           {"receivers/reference.cpp", "\"mockserver/webhooks/signing.hpp\""},
           {"mockserver/bookings/store.cpp", "\"mockserver/api/api.hpp\""},
           {"mockserver/bookings/store.cpp", "\"mockserver/net/message.hpp\""},
           {"mockserver/api/routes.cpp", "\"mockserver/net/loop.hpp\""},
           {"mockserver/api/routes.cpp", "\"mockserver/webhooks/engine.hpp\""},
           {"mockserver/net/loop.cpp", "\"mockserver/bookings/store.hpp\""},
           {"mockserver/webhooks/engine.cpp", "\"mockserver/api/api.hpp\""},
           {"mockserver/webhooks/engine.cpp", "\"mockserver/account.hpp\""},
           {"mockserver/mock_server.cpp", "\"scenarios/player.hpp\""},
           {"mockserver/mock_server.cpp", "\"assertions/run_checks.hpp\""},
       }) {
    EXPECT_THAT(findings_of(edge), SizeIs(1)) << edge.from << " includes " << edge.include;
  }
}

TEST(IncludeRulesTest, AFileIsNamedFromTheRoot) {
  EXPECT_THAT(
      findings_of({"core/journal.cpp", "\"json_line.hpp\""}),
      ElementsAre("core/journal.cpp:1: core must not include json_line.hpp")
  );
}

TEST(IncludeRulesTest, SocketsStayWhereTheyBelong) {
  EXPECT_THAT(findings_of({"mockserver/net/http_server.cpp", "<httplib.h>"}), IsEmpty());
  EXPECT_THAT(findings_of({"mockserver/webhooks/attempt.cpp", "<boost/beast.hpp>"}), IsEmpty());
  EXPECT_THAT(findings_of({"cli/options.cpp", "<boost/program_options.hpp>"}), IsEmpty());
  EXPECT_THAT(findings_of({"core/yaml_reader.cpp", "<yaml-cpp/yaml.h>"}), IsEmpty());
  EXPECT_THAT(findings_of({"scenarios/player.cpp", "<httplib.h>"}), SizeIs(1));
  EXPECT_THAT(findings_of({"assertions/run_checks.cpp", "<boost/asio.hpp>"}), SizeIs(1));
  EXPECT_THAT(findings_of({"scenarios/decode.cpp", "<yaml-cpp/yaml.h>"}), SizeIs(1));
}

TEST(IncludeRulesTest, ANewFolderMustSayWhatItIncludes) {
  EXPECT_THAT(forbidden_includes({"gadgets/a.cpp", ""}), ElementsAre(HasSubstr("a new folder")));
  EXPECT_THAT(forbidden_includes({"a.cpp", ""}), ElementsAre(HasSubstr("a new folder")));
}

TEST(IncludeRulesTest, TestsAndExamplesIncludeWhatTheyLike) {
  EXPECT_THAT(findings_of({"tests/unit/core/a_test.cpp", "\"cli/run.hpp\""}), IsEmpty());
  EXPECT_THAT(findings_of({"examples/express/a.cpp", "<httplib.h>"}), IsEmpty());
}

TEST(IncludeRulesTest, WhatIsIncludedExists) {
  const Tree tree = {
      {"core/a.cpp", "#include <map>\n#include \"core/a.hpp\"\n#include \"rkmock/b.hpp\"\n"},
      {"core/a.hpp", ""},
      {"include/rkmock/b.hpp", ""},
      {"tests/unit/a.hpp", ""},
      {"tests/unit/a_test.cpp", "#include \"unit/a.hpp\"\n"},
  };
  EXPECT_THAT(includes_of_nothing(tree), IsEmpty());
  EXPECT_THAT(
      includes_of_nothing({{"core/a.cpp", "\n#include \"core/gone.hpp\"\n"}}),
      ElementsAre("core/a.cpp:2: there is no core/gone.hpp, seen from the project's root")
  );
}

}  // namespace
}  // namespace rkmock::tidy
