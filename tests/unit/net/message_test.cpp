#include "mockserver/net/message.hpp"

#include <gtest/gtest.h>

namespace rkmock::net {
namespace {

TEST(RequestTest, AHeaderIsFoundWhateverItsCaseTheFirstOneFirst) {
  Request request;
  request.headers = {{"Content-Type", "a"}, {"content-type", "b"}, {"X-Empty", ""}};
  EXPECT_EQ(request.header("CONTENT-TYPE"), "a");
  EXPECT_EQ(request.header("x-empty"), "");
  EXPECT_EQ(request.header("Content"), std::nullopt);
  EXPECT_EQ(request.header("Content-Types"), std::nullopt);
}

TEST(RequestTest, AParameterIsFoundByItsExactName) {
  Request request;
  request.query = {{"page", "2"}, {"empty", ""}};
  EXPECT_EQ(request.parameter("page"), "2");
  EXPECT_EQ(request.parameter("empty"), "");
  EXPECT_EQ(request.parameter("Page"), std::nullopt);
}

}  // namespace
}  // namespace rkmock::net
