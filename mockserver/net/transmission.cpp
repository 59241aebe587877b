#include "mockserver/net/transmission.hpp"

#include <algorithm>
#include <string_view>
#include <utility>

#include "rkmock/error.hpp"
#include "rkmock/random.hpp"

namespace rkmock::net {

namespace {

/// Where the body begins.
std::size_t head_size(std::string_view answer) {
  constexpr std::string_view end = "\r\n\r\n";
  const std::size_t at = answer.find(end);
  RKMOCK_ASSERT(at != std::string_view::npos, "an answer without the end of its head");
  return at + end.size();
}

Pieces dribble(const std::string& answer, Nanos delay, const ending::Dribbled& dribbled) {
  RKMOCK_ASSERT(dribbled.pieces >= 1, "an answer in no pieces");
  const std::size_t head = head_size(answer);
  const std::size_t body = answer.size() - head;
  const std::size_t count = std::min(static_cast<std::size_t>(dribbled.pieces), body);
  Pieces pieces{{{delay, answer.substr(0, head)}}, Pieces::Then::as_agreed};
  for (std::size_t i = 0; i < count; ++i) {
    const std::size_t from = body * i / count;
    const std::size_t to = body * (i + 1) / count;
    const auto part = static_cast<double>(i + 1) / static_cast<double>(count);
    const Nanos at(static_cast<Nanos::rep>(static_cast<double>(dribbled.over.count()) * part));
    pieces.list.push_back({delay + at, answer.substr(head + from, to - from)});
  }
  return pieces;
}

/// The head as of an answer in chunks. `Content-Length` is the server's own and written so.
std::string chunked_head(const std::string& answer) {
  std::string head = answer.substr(0, head_size(answer) - 2);
  const std::size_t line = head.find("\r\nContent-Length: ");
  if (line != std::string::npos) {
    head.erase(line, head.find("\r\n", line + 2) - line);
  }
  return head + "Transfer-Encoding: chunked\r\n\r\n";
}

/// No reader takes it for the start of a status line: its first byte is above ASCII.
std::string garbage(std::uint64_t seed) {
  constexpr std::size_t size = 64;
  const Dice dice(seed);
  std::string bytes;
  for (std::size_t i = 0; i < size; ++i) {
    bytes += static_cast<char>(dice.draw("garbage", std::to_string(i), "byte") & 0xFF);
  }
  bytes[0] = static_cast<char>(static_cast<unsigned char>(bytes[0]) | 0x80U);
  return bytes;
}

}  // namespace

Pieces cut(std::string answer, const Transmission& transmission) {
  using Then = Pieces::Then;
  const Nanos delay = transmission.delay;

  struct Cut {
    std::string& answer;
    Nanos delay;

    Pieces operator()(const ending::Whole&) const {
      return {{{delay, std::move(answer)}}, Then::as_agreed};
    }

    Pieces operator()(const ending::Dribbled& dribbled) const {
      return dribble(answer, delay, dribbled);
    }

    Pieces operator()(const ending::Truncated& truncated) const {
      const std::size_t left = std::min(truncated.body_bytes, answer.size() - head_size(answer));
      return {{{delay, answer.substr(0, head_size(answer) + left)}}, Then::fin};
    }

    Pieces operator()(const ending::MalformedChunk&) const {
      return {{{delay, chunked_head(answer) + "no chunk size\r\n"}}, Then::fin};
    }

    Pieces operator()(const ending::Garbage& of) const {
      return {{{delay, garbage(of.seed)}}, Then::fin};
    }

    Pieces operator()(const ending::Empty&) const { return {{{delay, ""}}, Then::fin}; }

    Pieces operator()(const ending::Reset&) const { return {{{delay, ""}}, Then::rst}; }

    Pieces operator()(const ending::Hang& hang) const {
      return {{{delay + hang.most, ""}}, Then::fin};
    }
  };

  return std::visit(Cut{answer, delay}, transmission.ending);
}

}  // namespace rkmock::net
