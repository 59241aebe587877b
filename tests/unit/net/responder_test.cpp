#include "mockserver/net/responder.hpp"

#include <stdexcept>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace rkmock::net {
namespace {

using testing::AllOf;
using testing::ElementsAre;
using testing::EndsWith;
using testing::HasSubstr;
using testing::Not;
using testing::Pair;
using testing::StartsWith;

class ResponderTest : public testing::Test {
 protected:
  std::string answer(FramedRequest request) { return responder.answer(std::move(request)).bytes; }

  std::string answer(const std::string& method, const std::string& target) {
    FramedRequest request;
    request.method = method;
    request.target = target;
    return answer(std::move(request));
  }

  std::string path_of(const std::string& target) {
    seen = {};
    answer("GET", target);
    return seen.path;
  }

  Response response;
  Request seen;
  int bugs = 0;
  Responder responder{
      std::chrono::seconds(7),
      [this](const Request& request) {
        seen = request;
        return response;
      },
      [this](const std::exception_ptr&) { ++bugs; }};
};

TEST_F(ResponderTest, PathAndQueryAreDecodedAndTheTargetIsKept) {
  answer("GET", "/a%20b/c+d%2F%C3%A4?x=1&y=a%26b+c&x=2&empty=&bare");
  EXPECT_EQ(seen.path, "/a b/c+d/\xc3\xa4");
  EXPECT_EQ(seen.target, "/a%20b/c+d%2F%C3%A4?x=1&y=a%26b+c&x=2&empty=&bare");
  EXPECT_THAT(
      seen.query,
      testing::UnorderedElementsAre(
          Pair("x", "1"), Pair("x", "2"), Pair("y", "a&b c"), Pair("empty", ""), Pair("bare", "")
      )
  );
}

TEST_F(ResponderTest, QuestionAndEqualsMarksWithinAValueArePartsOfIt) {
  answer("GET", "/a?next=/b?c=d?&token=YQ==&=nameless");
  EXPECT_EQ(seen.path, "/a");
  EXPECT_EQ(seen.parameter("next"), "/b?c=d?");
  EXPECT_EQ(seen.parameter("token"), "YQ==");
}

TEST_F(ResponderTest, OddTargetsHaveAPath) {
  EXPECT_EQ(path_of("/"), "/");
  EXPECT_EQ(path_of("/?"), "/");
  EXPECT_EQ(path_of("//a//b"), "//a//b");
  EXPECT_EQ(path_of("/100%"), "/100%");
  EXPECT_EQ(path_of("/../x"), "/../x");
  EXPECT_EQ(path_of("http://mock:80/a?b=c"), "/a");
  EXPECT_EQ(path_of("http://mock"), "/");
  EXPECT_EQ(path_of("http://mock?b=c"), "/");
  EXPECT_THAT(seen.query, ElementsAre(Pair("b", "c")));
  EXPECT_EQ(path_of("*"), "*");
}

TEST_F(ResponderTest, EveryTargetCanBeRead) {
  EXPECT_EQ(path_of("/?" + std::string(max_request_line - 20, '?')), "/");
  EXPECT_THAT(seen.query, ElementsAre(Pair(std::string(max_request_line - 20, '?'), "")));
  EXPECT_EQ(path_of("/%zz%4%"), "/%zz%4%");
  EXPECT_EQ(path_of("/a?&&=&"), "/a");
  EXPECT_THAT(seen.query, ElementsAre(Pair("", "")));
}

TEST_F(ResponderTest, EqualParametersStayTwoAndTheFirstCounts) {
  answer("GET", "/?a=1&a=1&a=2");
  EXPECT_THAT(seen.query, ElementsAre(Pair("a", "1"), Pair("a", "1"), Pair("a", "2")));
  EXPECT_EQ(seen.parameter("a"), "1");
}

TEST_F(ResponderTest, AHeadHasTheHeadersOfTheBodyAndNoBody) {
  response.body = R"({"data":"ok"})";
  EXPECT_THAT(
      answer("HEAD", "/"), AllOf(HasSubstr("Content-Length: 13\r\n"), EndsWith("\r\n\r\n"))
  );
  EXPECT_EQ(seen.method, "HEAD");
}

TEST_F(ResponderTest, EveryAnswerIsDated) {
  EXPECT_THAT(
      answer("GET", "/"),
      testing::ContainsRegex("\r\nDate: [A-Z][a-z][a-z], [0-9][0-9] [A-Z][a-z][a-z] [0-9]+ "
                             "[0-9][0-9]:[0-9][0-9]:[0-9][0-9] GMT\r\n")
  );
}

TEST_F(ResponderTest, MethodHeadersAndBodyAreThoseThatWereFramed) {
  FramedRequest request;
  request.method = "REPORT";
  request.target = "/";
  request.headers = {
      {"X-Percent", "100%25"},
      {"Range", "bytes=0-0"},
      {"Accept-Encoding", "gzip, br"},
      {"Content-Encoding", "gzip"},
      {"X-Percent", "again"}};
  request.body = std::string("\0\xff", 2);
  response.body = "whole and plain";
  const std::string bytes = answer(request);
  EXPECT_EQ(seen.method, "REPORT");
  EXPECT_EQ(seen.headers, request.headers);
  EXPECT_EQ(seen.body, request.body);
  EXPECT_THAT(bytes, AllOf(StartsWith("HTTP/1.1 200 OK\r\n"), EndsWith("whole and plain")));
}

TEST_F(ResponderTest, AnAnswerHasStatusHeadersLengthAndType) {
  response.status = 201;
  response.headers = {{"X-Request-Id", "1"}, {"Set-Cookie", "a"}, {"Set-Cookie", "b"}};
  response.body = R"({"data":"ok"})";
  const std::string bytes = answer("POST", "/");
  EXPECT_THAT(bytes, StartsWith("HTTP/1.1 201 Created\r\n"));
  for (const std::string line :
       {"X-Request-Id: 1",
        "Set-Cookie: a",
        "Set-Cookie: b",
        "Content-Type: application/json",
        "Content-Length: 13",
        "Keep-Alive: timeout=7"}) {
    EXPECT_THAT(bytes, HasSubstr("\r\n" + line + "\r\n"));
  }
  EXPECT_THAT(bytes, EndsWith("\r\n\r\n" + response.body));
}

TEST_F(ResponderTest, AnAnswerWithoutABodySaysSo) {
  response.body = "";
  EXPECT_THAT(
      answer("GET", "/"), AllOf(HasSubstr("Content-Length: 0\r\n"), Not(HasSubstr("Content-Type")))
  );
}

TEST_F(ResponderTest, StatusesThatHaveNoBodyHaveNoLengthEither) {
  response.body = "must not be sent";
  for (const int status : {204, 304}) {
    response.status = status;
    EXPECT_THAT(
        answer("GET", "/"),
        AllOf(
            StartsWith("HTTP/1.1 " + std::to_string(status)),
            Not(HasSubstr("Content-Length")),
            EndsWith("\r\n\r\n")
        )
    );
  }
}

TEST_F(ResponderTest, AHeaderWithALineBreakIsNeverWritten) {
  response.headers = {{"X-Split", "a\r\nX-Injected: b"}, {"X-Fine", "c"}};
  EXPECT_THAT(answer("GET", "/"), AllOf(Not(HasSubstr("Injected")), HasSubstr("X-Fine: c")));
}

TEST_F(ResponderTest, ConnectionSaysWhatTheRequestWasPromised) {
  FramedRequest request;
  request.method = "GET";
  request.target = "/";
  request.keep_alive = false;
  EXPECT_THAT(
      answer(request), AllOf(HasSubstr("Connection: close\r\n"), Not(HasSubstr("Keep-Alive")))
  );
  request.keep_alive = true;
  EXPECT_THAT(answer(request), Not(HasSubstr("Connection:")));
  request.http_1_0 = true;
  EXPECT_THAT(answer(request), HasSubstr("Connection: keep-alive\r\n"));
}

TEST_F(ResponderTest, AStatusNoFinalAnswerCanHaveIsABug) {
  for (const int status : {-1, 0, 100, 600}) {
    response.status = status;
    EXPECT_THAT(answer("GET", "/"), StartsWith("HTTP/1.1 500 ")) << status;
  }
  EXPECT_EQ(bugs, 4);
}

TEST_F(ResponderTest, RefusalsAreErrorsInJsonThatClose) {
  EXPECT_THAT(
      responder.refuse({431, "the request's head is too long"}),
      AllOf(
          StartsWith("HTTP/1.1 431 Request Header Fields Too Large\r\n"),
          HasSubstr("Connection: close\r\n"),
          HasSubstr("Content-Type: application/json\r\n"),
          EndsWith(R"({"error":{"code":"headers_too_large","message":)"
                   R"("the request's head is too long"}})")
      )
  );
}

}  // namespace
}  // namespace rkmock::net
