#include "mockserver/net/httplib_adapter.hpp"

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

class AdapterTest : public testing::Test {
 protected:
  std::string answer(FramedRequest request) { return adapter.answer(std::move(request)).bytes; }

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
  HttplibAdapter adapter{
      std::chrono::seconds(7),
      [this](const Request& request) {
        seen = request;
        return response;
      },
      [this](const std::exception_ptr&) { ++bugs; }};
};

TEST_F(AdapterTest, PathAndQueryAreDecodedAndTheTargetIsKept) {
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

TEST_F(AdapterTest, QuestionAndEqualsMarksWithinAValueArePartsOfIt) {
  answer("GET", "/a?next=/b?c=d?&token=YQ==&=nameless");
  EXPECT_EQ(seen.path, "/a");
  EXPECT_EQ(seen.parameter("next"), "/b?c=d?");
  EXPECT_EQ(seen.parameter("token"), "YQ==");
}

TEST_F(AdapterTest, OddTargetsHaveAPath) {
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

TEST_F(AdapterTest, ATargetItCannotReadIsA400InOurEnvelope) {
  const std::string bytes = answer("GET", "/?" + std::string(max_request_line - 20, '?'));
  EXPECT_THAT(
      bytes,
      AllOf(StartsWith("HTTP/1.1 400 "), EndsWith(R"(the request's target cannot be read"}})"))
  );
  EXPECT_EQ(seen.path, "") << "nobody was asked";
}

TEST_F(AdapterTest, MethodHeadersAndBodyAreThoseThatWereFramed) {
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

TEST_F(AdapterTest, AnAnswerHasStatusHeadersLengthAndType) {
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

TEST_F(AdapterTest, AnAnswerWithoutABodySaysSo) {
  response.body = "";
  EXPECT_THAT(
      answer("GET", "/"), AllOf(HasSubstr("Content-Length: 0\r\n"), Not(HasSubstr("Content-Type")))
  );
}

TEST_F(AdapterTest, StatusesThatHaveNoBodyHaveNoLengthEither) {
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

TEST_F(AdapterTest, AHeaderWithALineBreakIsNeverWritten) {
  response.headers = {{"X-Split", "a\r\nX-Injected: b"}, {"X-Fine", "c"}};
  EXPECT_THAT(answer("GET", "/"), AllOf(Not(HasSubstr("Injected")), HasSubstr("X-Fine: c")));
}

TEST_F(AdapterTest, ConnectionSaysWhatTheRequestWasPromised) {
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

TEST_F(AdapterTest, AStatusNoFinalAnswerCanHaveIsABug) {
  for (const int status : {-1, 0, 100, 600}) {
    response.status = status;
    EXPECT_THAT(answer("GET", "/"), StartsWith("HTTP/1.1 500 ")) << status;
  }
  EXPECT_EQ(bugs, 4);
}

TEST_F(AdapterTest, RefusalsAreErrorsInJsonThatClose) {
  EXPECT_THAT(
      adapter.refuse({431, "the request's head is too long"}),
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
