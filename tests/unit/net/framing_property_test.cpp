// However the bytes are cut, whatever they are: the same requests, and never more held than said.
#include <algorithm>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

#include "mockserver/net/framing.hpp"

namespace rkmock::net {
namespace {

constexpr FramingLimits limits{300, 64};

struct Outcome {
  std::vector<FramedRequest> requests;
  Refusal refusal{0, ""};
  bool operator==(const Outcome&) const = default;
};

std::ostream& operator<<(std::ostream& out, const Outcome& outcome) {
  return out << outcome.requests.size() << " requests, then " << outcome.refusal.status << " "
             << outcome.refusal.message;
}

/// Whatever next() has to give now; false after a refusal.
bool take_all(RequestFraming& framing, Outcome& outcome) {
  while (true) {
    const Framed framed = framing.next();
    if (const auto* request = std::get_if<FramedRequest>(&framed)) {
      outcome.requests.push_back(*request);
    } else if (const auto* refusal = std::get_if<Refusal>(&framed)) {
      outcome.refusal = *refusal;
      return false;
    } else if (std::holds_alternative<NeedMore>(framed)) {
      return true;
    }
  }
}

Outcome frame(const std::string& bytes, const std::vector<std::size_t>& pieces) {
  RequestFraming framing(limits);
  Outcome outcome;
  std::size_t at = 0;
  std::size_t turn = 0;
  while (at < bytes.size()) {
    const std::size_t size = pieces.empty() ? bytes.size() : pieces[turn++ % pieces.size()];
    framing.append(std::string_view(bytes).substr(at, size));
    at += size;
    if (!take_all(framing, outcome)) {
      break;
    }
    RC_ASSERT(framing.held() <= limits.max_header_bytes + limits.max_body_bytes + 256);
  }
  return outcome;
}

using rc::gen::inRange;
using rc::gen::just;

rc::Gen<std::string> any_text(const std::string& letters, int most) {
  return rc::gen::mapcat(inRange(0, most), [letters](int size) {
    return rc::gen::container<std::string>(
        static_cast<std::size_t>(size), rc::gen::elementOf(letters)
    );
  });
}

/// A request that is whole and right, with what the framing must make of it.
struct Written {
  std::string bytes;
  FramedRequest request;
};

Written write_request(
    const std::string& method,
    const std::string& path,
    const std::string& body,
    int chunk,
    bool empty_line
) {
  Written written;
  written.request.method = method;
  written.request.target = "/" + path;
  written.request.body = body;
  written.request.headers = {{"Host", "mock"}, {"X-Path", path}};
  std::string coded = body;
  if (chunk > 0) {
    written.request.headers.emplace_back("Transfer-Encoding", "chunked");
    coded.clear();
    const auto size = static_cast<std::size_t>(chunk);
    for (std::size_t at = 0; at < body.size(); at += size) {
      const std::string piece = body.substr(at, size);
      constexpr const char* digits = "0123456789abcdef";
      coded += std::string("0") + digits[piece.size()] + "\r\n" + piece + "\r\n";
    }
    coded += "0\r\n\r\n";
  } else if (!body.empty()) {
    written.request.headers.emplace_back("Content-Length", std::to_string(body.size()));
  }
  written.bytes = (empty_line ? "\r\n" : "") + method + " /" + path + " HTTP/1.1\r\n";
  for (const auto& [name, value] : written.request.headers) {
    written.bytes += name + ": " + value + "\r\n";
  }
  written.bytes += "\r\n" + coded;
  return written;
}

rc::Gen<Written> any_request() {
  return rc::gen::apply(
      write_request,
      rc::gen::element<std::string>("GET", "POST", "DELETE", "X-OWN"),
      any_text("ab/?=&%2", 12),
      any_text(std::string("x\r\n0 \0\xff:", 9), 64),
      inRange(0, 16),
      rc::gen::weightedElement<bool>({{5, false}, {1, true}})
  );
}

rc::Gen<std::vector<std::size_t>> any_pieces() {
  return rc::gen::nonEmpty(
      rc::gen::container<std::vector<std::size_t>>(rc::gen::weightedOneOf<std::size_t>(
          {{3, inRange<std::size_t>(1, 4)}, {1, inRange<std::size_t>(4, 200)}}
      ))
  );
}

/// Pieces of HTTP, put together without sense.
rc::Gen<std::string> any_stream() {
  const auto word = rc::gen::oneOf(
      rc::gen::element<std::string>(
          "GET / HTTP/1.1\r\n",
          "POST /a HTTP/1.0\r\n",
          "Host: mock\r\n",
          "Content-Length: 3\r\n",
          "Content-Length: 65\r\n",
          "Transfer-Encoding: chunked\r\n",
          "Expect: 100-continue\r\n",
          "Connection: close\r\n",
          "\r\n",
          "\n",
          "\r",
          "3\r\n",
          "abc",
          "0\r\n",
          "ffffffffff\r\n",
          "5;x=y\r\n",
          " folded\r\n",
          "X: "
      ),
      any_text("GET /HP1.:\r\n 0a", 6),
      rc::gen::map(
          inRange(0, 400), [](int size) { return std::string(static_cast<std::size_t>(size), 'y'); }
      ),
      rc::gen::container<std::string>(rc::gen::arbitrary<char>())
  );
  return rc::gen::map(rc::gen::container<std::vector<std::string>>(word), [](const auto& words) {
    std::string stream;
    for (const std::string& each : words) {
      stream += each;
    }
    return stream;
  });
}

RC_GTEST_PROP(FramingProperty, RequestsComeOutAsWrittenHoweverTheyAreCut, ()) {
  const auto written = *rc::gen::container<std::vector<Written>>(any_request());
  std::string bytes;
  Outcome expected;
  for (const Written& each : written) {
    bytes += each.bytes;
    expected.requests.push_back(each.request);
  }
  RC_ASSERT(frame(bytes, *any_pieces()) == expected);
}

RC_GTEST_PROP(FramingProperty, AnyBytesMeanTheSameHoweverTheyAreCut, ()) {
  const std::string bytes = *any_stream();
  RC_ASSERT(frame(bytes, *any_pieces()) == frame(bytes, {1}));
}

RC_GTEST_PROP(FramingProperty, ARequestWithAChangedByteMeansTheSameHoweverCut, ()) {
  std::string bytes = (*any_request()).bytes + (*any_request()).bytes;
  bytes[*inRange<std::size_t>(0, bytes.size())] = *rc::gen::arbitrary<char>();
  RC_ASSERT(frame(bytes, *any_pieces()) == frame(bytes, {1}));
}

RC_GTEST_PROP(FramingProperty, RequestsKeepToTheLimits, ()) {
  const Outcome outcome = frame(*any_stream(), *any_pieces());
  for (const FramedRequest& request : outcome.requests) {
    std::size_t head = request.method.size() + request.target.size();
    for (const auto& [name, value] : request.headers) {
      head += name.size() + value.size();
    }
    RC_ASSERT(head <= limits.max_header_bytes);
    RC_ASSERT(request.body.size() <= limits.max_body_bytes);
  }
}

}  // namespace
}  // namespace rkmock::net
