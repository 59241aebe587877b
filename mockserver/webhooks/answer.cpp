#include "mockserver/webhooks/answer.hpp"

#include <algorithm>
#include <cstdint>
#include <limits>
#include <optional>

#include <boost/asio/buffer.hpp>
#include <boost/beast/core/buffers_range.hpp>
#include <boost/beast/http/error.hpp>
#include <boost/beast/http/message.hpp>
#include <boost/beast/http/parser.hpp>

namespace rkmock::webhooks {

namespace {

namespace asio = boost::asio;
namespace http = boost::beast::http;
using boost::system::error_code;

constexpr std::uint32_t most_header_bytes = 16 * 1024;
constexpr std::uint64_t most_body_bytes = 1024 * 1024;
constexpr std::size_t kept_body_bytes = 4 * 1024;
constexpr std::size_t most_pending_bytes = 64 * 1024;
constexpr int most_interim = 16;

/// Counts the body's bytes and keeps the first of them; a Beast Body.
struct HeadBody {
  struct value_type {  // NOLINT(readability-identifier-naming): the concept names it
    std::string head;
    std::uint64_t size = 0;
  };

  class reader {  // NOLINT(readability-identifier-naming): the concept names it
   public:
    template <bool is_request, class Fields>
    reader(http::header<is_request, Fields>& /*header*/, value_type& body) : body_(body) {}

    void init(const boost::optional<std::uint64_t>& /*length*/, error_code& ec) { ec = {}; }

    template <class Buffers>
    std::size_t put(const Buffers& buffers, error_code& ec) {
      ec = {};
      std::size_t taken = 0;
      for (const asio::const_buffer piece : boost::beast::buffers_range_ref(buffers)) {
        const std::size_t room = kept_body_bytes - body_.head.size();
        body_.head.append(static_cast<const char*>(piece.data()), std::min(room, piece.size()));
        body_.size += piece.size();
        taken += piece.size();
      }
      if (body_.size > most_body_bytes) {
        ec = http::error::body_limit;
      }
      return taken;
    }

    void finish(error_code& ec) { ec = {}; }

   private:
    value_type& body_;
  };
};

using Parser = http::response_parser<HeadBody>;

std::string words_for(const error_code& ec) {
  if (ec == http::error::body_limit) {
    return "the answer is longer than 1 MiB";
  }
  if (ec == http::error::header_limit || ec == http::error::buffer_overflow) {
    return "the answer's headers are longer than 16 KiB";
  }
  return "the answer is not HTTP: " + ec.message();
}

}  // namespace

struct AnswerReader::Impl {
  Impl() { begin(); }

  void begin() {
    parser.emplace();
    parser->header_limit(most_header_bytes);
    // HeadBody has its own limit, which leaves the status readable. Not boost::none: Beast 1.74
    // takes that for a limit of nothing.
    parser->body_limit(std::numeric_limits<std::uint64_t>::max());
    parser->eager(true);
  }

  Progress fail(std::string what) {
    problem = std::move(what);
    return Progress::broken;
  }

  /// 101 ends the exchange like any other status; the other 1xx come before the answer.
  [[nodiscard]] bool is_interim() const {
    const unsigned status = parser->get().result_int();
    return status / 100 == 1 && status != 101;
  }

  Progress parse() {
    while (true) {
      error_code ec;
      const std::size_t used = parser->put(asio::buffer(pending), ec);
      pending.erase(0, used);
      if (ec == http::error::need_more) {
        return pending.size() > most_pending_bytes ? fail("the answer holds an endless line")
                                                   : Progress::more;
      }
      if (ec) {
        return fail(words_for(ec));
      }
      if (!parser->is_done()) {
        if (pending.empty() || used == 0) {
          return Progress::more;
        }
        continue;
      }
      if (!is_interim()) {
        return Progress::complete;
      }
      if (++interim > most_interim) {
        return fail("more than 16 interim answers");
      }
      begin();
      if (pending.empty()) {
        return Progress::more;
      }
    }
  }

  std::optional<Parser> parser;
  std::string pending;
  std::string problem;
  int interim = 0;
};

AnswerReader::AnswerReader() : impl_(std::make_unique<Impl>()) {}

AnswerReader::~AnswerReader() = default;

AnswerReader::Progress AnswerReader::feed(std::string_view bytes) {
  impl_->pending.append(bytes);
  return impl_->parse();
}

bool AnswerReader::end_of_stream() {
  if (!headers_complete() || !impl_->parser->need_eof()) {
    return false;
  }
  error_code ec;
  impl_->parser->put_eof(ec);
  return !ec && impl_->parser->is_done();
}

bool AnswerReader::headers_complete() const {
  return impl_->parser->is_header_done() && !impl_->is_interim();
}

int AnswerReader::status() const {
  return headers_complete() ? static_cast<int>(impl_->parser->get().result_int()) : 0;
}

int AnswerReader::interim() const {
  return impl_->interim;
}

std::string AnswerReader::status_line() const {
  constexpr std::size_t longest = 100;
  const auto& message = impl_->parser->get();
  std::string line = std::to_string(message.result_int());
  if (const auto phrase = message.reason(); !phrase.empty()) {
    line += " " + std::string(phrase.substr(0, longest));
  }
  return line;
}

std::string AnswerReader::header(std::string_view name) const {
  const auto value = impl_->parser->get()[boost::beast::string_view(name.data(), name.size())];
  return {value.data(), value.size()};
}

const std::string& AnswerReader::body_head() const {
  return impl_->parser->get().body().head;
}

bool AnswerReader::keep_alive() const {
  constexpr int switching_protocols = 101;
  return status() != switching_protocols && impl_->pending.empty() && !impl_->parser->need_eof() &&
         impl_->parser->keep_alive();
}

const std::string& AnswerReader::problem() const {
  return impl_->problem;
}

}  // namespace rkmock::webhooks
