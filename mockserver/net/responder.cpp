#include "mockserver/net/responder.hpp"

#include <array>
#include <utility>

#include <boost/beast/http/status.hpp>
#include <nlohmann/json.hpp>

#include "rkmock/error.hpp"

#include "core/json_text.hpp"
#include "mockserver/net/target.hpp"

namespace rkmock::net {

namespace {

std::string error_code(int status) {
  switch (status) {
    case 408:
      return "request_timeout";
    case 413:
      return "payload_too_large";
    case 414:
      return "uri_too_long";
    case 431:
      return "headers_too_large";
    case 500:
      return "internal_error";
    case 503:
      return "too_many_connections";
    default:
      return "invalid_request";
  }
}

Response plain_error(int status, const std::string& code, const std::string& message) {
  const nlohmann::ordered_json json = {{"error", {{"code", code}, {"message", message}}}};
  Response response;
  response.status = status;
  response.body = json.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace);
  return response;
}

bool has_no_body(int status) {
  return status == 204 || status == 304;
}

std::string_view reason_of(int status) {
  namespace http = boost::beast::http;
  const http::status known = http::int_to_status(static_cast<unsigned>(status));
  return known == http::status::unknown ? std::string_view() : [&] {
    const auto reason = http::obsolete_reason(known);
    return std::string_view(reason.data(), reason.size());
  }();
}

/// A line break in a value would end the header: such a one is left out.
void add_header(std::string& bytes, std::string_view name, std::string_view value) {
  if (value.find_first_of("\r\n") != std::string_view::npos) {
    return;
  }
  bytes.append(name).append(": ").append(value).append("\r\n");
}

void append_two_digits(std::string& text, unsigned value) {
  text += static_cast<char>('0' + value / 10);
  text += static_cast<char>('0' + value % 10);
}

/// `Tue, 24 Nov 2026 13:20:28 GMT` (RFC 9110, section 5.6.7)
std::string http_date(std::chrono::sys_seconds time) {
  static constexpr std::array<const char*, 7> days = {
      "Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
  static constexpr std::array<const char*, 12> months = {
      "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  const auto day = std::chrono::floor<std::chrono::days>(time);
  const std::chrono::year_month_day date(day);
  const std::chrono::hh_mm_ss clock(time - day);
  std::string text = days.at(std::chrono::weekday(day).c_encoding());
  text += ", ";
  append_two_digits(text, static_cast<unsigned>(date.day()));
  text += ' ';
  text += months.at(static_cast<unsigned>(date.month()) - 1);
  text += ' ' + std::to_string(static_cast<int>(date.year())) + ' ';
  append_two_digits(text, static_cast<unsigned>(clock.hours().count()));
  text += ':';
  append_two_digits(text, static_cast<unsigned>(clock.minutes().count()));
  text += ':';
  append_two_digits(text, static_cast<unsigned>(clock.seconds().count()));
  return text + " GMT";
}

}  // namespace

Responder::Responder(
    std::chrono::seconds idle, Handler handler, BugHandler on_bug, ErrorRenderer render
)
    : keep_alive_("timeout=" + std::to_string(idle.count())),
      handler_(std::move(handler)),
      on_bug_(std::move(on_bug)),
      render_(render ? std::move(render) : plain_error) {}

Response Responder::error_response(int status, const std::string& message) const {
  return render_(status, error_code(status), message);
}

Response Responder::ask(const Request& request) {
  try {
    Response response = handler_(request);
    RKMOCK_ASSERT(
        response.status >= 200 && response.status <= 599,
        "a handler answered with status " + std::to_string(response.status)
    );
    return response;
  } catch (...) {
    on_bug_(std::current_exception());
    return error_response(500, "An unexpected error occurred");
  }
}

Responder::Answer Responder::answer(FramedRequest framed) {
  const Promise promise{framed.keep_alive, framed.http_1_0, framed.method == "HEAD"};
  Target target = read_target(framed.target);
  Request request;
  request.method = std::move(framed.method);
  request.target = std::move(framed.target);
  request.path = std::move(target.path);
  request.query = std::move(target.query);
  request.headers = std::move(framed.headers);
  request.body = std::move(framed.body);
  const Response response = ask(request);
  return {write(response, promise), response.transmission};
}

std::string Responder::refuse(const Refusal& refusal) {
  return write(error_response(refusal.status, refusal.message), {});
}

std::string Responder::write(const Response& response, Promise promise) {
  constexpr std::size_t usual_head = 256;
  std::string bytes;
  bytes.reserve(usual_head + response.body.size());
  bytes += "HTTP/1.1 ";
  append_json_number(bytes, response.status);
  bytes += ' ';
  bytes += reason_of(response.status);
  bytes += "\r\n";
  add_header(bytes, "Date", date());
  for (const auto& [name, value] : response.headers) {
    add_header(bytes, name, value);
  }
  if (!promise.keep_alive) {
    add_header(bytes, "Connection", "close");
  } else {
    add_header(bytes, "Keep-Alive", keep_alive_);
    if (promise.http_1_0) {
      add_header(bytes, "Connection", "keep-alive");
    }
  }
  const bool has_body = !has_no_body(response.status);
  if (has_body) {
    if (!response.body.empty()) {
      add_header(bytes, "Content-Type", response.content_type);
    }
    bytes += "Content-Length: ";
    append_json_number(bytes, response.body.size());
    bytes += "\r\n";
  }
  bytes += "\r\n";
  if (has_body && !promise.head) {
    bytes += response.body;
  }
  return bytes;
}

const std::string& Responder::date() {
  const auto now = std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now());
  if (now != dated_ || date_.empty()) {
    dated_ = now;
    date_ = http_date(now);
  }
  return date_;
}

}  // namespace rkmock::net
