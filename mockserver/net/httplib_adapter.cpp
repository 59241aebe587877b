#include "mockserver/net/httplib_adapter.hpp"

#include <algorithm>
#include <cstring>
#include <utility>

#include <httplib.h>
#include <nlohmann/json.hpp>

#include "rkmock/error.hpp"

namespace rkmock::net {

namespace {

/// What cpp-httplib takes for a socket.
class MemoryStream final : public httplib::Stream {
 public:
  explicit MemoryStream(std::string input) : input_(std::move(input)) {}

  bool is_readable() const override { return at_ < input_.size(); }

  bool is_writable() const override { return true; }

  ssize_t read(char* ptr, std::size_t size) override {
    const std::size_t count = std::min(size, input_.size() - at_);
    std::memcpy(ptr, input_.data() + at_, count);
    at_ += count;
    return static_cast<ssize_t>(count);
  }

  ssize_t write(const char* ptr, std::size_t size) override {
    output_.append(ptr, size);
    return static_cast<ssize_t>(size);
  }

  void get_remote_ip_and_port(std::string& /*ip*/, int& /*port*/) const override {}

  void get_local_ip_and_port(std::string& /*ip*/, int& /*port*/) const override {}

  socket_t socket() const override { return 0; }

  std::string take_output() { return std::move(output_); }

 private:
  std::string input_;
  std::size_t at_ = 0;
  std::string output_;
};

/// cpp-httplib refuses a second `?` and takes what follows a parameter's last `=` for its value.
std::string readable_query(std::string_view query) {
  std::string readable;
  bool in_value = false;
  for (const char c : query) {
    if (c == '?' || (c == '=' && in_value)) {
      readable += c == '?' ? "%3F" : "%3D";
    } else {
      readable += c;
    }
    in_value = c != '&' && (in_value || c == '=');
  }
  return readable;
}

/// The path and query that cpp-httplib is to read: of an absolute URL without its authority.
std::string readable_target(std::string_view target) {
  if (target.front() != '/' && target != "*") {
    const std::size_t end = target.find_first_of("/?", target.find("//") + 2);
    target.remove_prefix(std::min(end, target.size()));
  }
  const std::size_t query = std::min(target.find('?'), target.size());
  std::string readable(query == 0 ? "/" : target.substr(0, query));
  if (query < target.size()) {
    readable += "?" + readable_query(target.substr(query + 1));
  }
  return readable;
}

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

}  // namespace

/// process_request is protected for servers that bring their own transport, as this one does.
class HttplibAdapter::MemoryServer final : public httplib::Server {
 public:
  using Responder = std::function<Response(const httplib::Request& read)>;

  explicit MemoryServer(std::chrono::seconds idle) : idle_(idle) {
    set_pre_routing_handler([this](const httplib::Request& read, httplib::Response& response) {
      fill(response, (*responder_)(read));
      reached_ = true;
      return HandlerResponse::Handled;
    });
    set_post_routing_handler([this](const httplib::Request& /*read*/, httplib::Response& response) {
      tidy(response);
    });
  }

  /// Empty when cpp-httplib did not understand the target.
  std::string serve(const FramedRequest& request, const Responder& responder) {
    const char* method = request.method == "HEAD" ? "HEAD " : "GET ";
    MemoryStream stream(method + readable_target(request.target) + " HTTP/1.1\r\n\r\n");
    responder_ = &responder;
    request_ = &request;
    reached_ = false;
    process(&MemoryServer::process_request, stream, !request.keep_alive);
    return reached_ ? stream.take_output() : std::string();
  }

 private:
  using SetUp = std::function<void(httplib::Request&)>;
  using Server = httplib::Server;
  using Stream = httplib::Stream;
  using Address = const std::string&;
  using Process = bool (Server::*)(Stream&, bool, bool&, const SetUp&);
  /// Of cpp-httplib 0.18, with the addresses of both ends.
  using ProcessWithAddresses =
      bool (Server::*)(Stream&, Address, int, Address, int, bool, bool&, const SetUp&);

  void process(Process call, httplib::Stream& stream, bool close) {
    bool closed = false;
    (this->*call)(stream, close, closed, nullptr);
  }

  void process(ProcessWithAddresses call, httplib::Stream& stream, bool close) {
    bool closed = false;
    (this->*call)(stream, "", 0, "", 0, close, closed, nullptr);
  }

  static void fill(httplib::Response& out, Response response) {
    out.status = response.status;
    for (const auto& [name, value] : response.headers) {
      out.set_header(name, value);
    }
    if (!response.body.empty() && !has_no_body(response.status)) {
      out.set_header("Content-Type", response.content_type);
      out.body = std::move(response.body);
    }
  }

  void tidy(httplib::Response& response) const {
    if (has_no_body(response.status)) {
      response.headers.erase("Content-Length");
    }
    response.headers.erase("Accept-Ranges");
    response.headers.erase("Keep-Alive");
    if (request_->keep_alive) {
      response.set_header("Keep-Alive", "timeout=" + std::to_string(idle_.count()));
      if (request_->http_1_0) {
        response.set_header("Connection", "keep-alive");
      }
    }
  }

  std::chrono::seconds idle_;
  const Responder* responder_ = nullptr;    // of the request that is being served
  const FramedRequest* request_ = nullptr;  // likewise
  bool reached_ = false;
};

HttplibAdapter::HttplibAdapter(
    std::chrono::seconds idle, Handler handler, BugHandler on_bug, ErrorRenderer render
)
    : server_(std::make_unique<MemoryServer>(idle)),
      handler_(std::move(handler)),
      on_bug_(std::move(on_bug)),
      render_(render ? std::move(render) : plain_error) {}

HttplibAdapter::~HttplibAdapter() = default;

Response HttplibAdapter::error_response(int status, const std::string& message) const {
  return render_(status, error_code(status), message);
}

HttplibAdapter::Answer HttplibAdapter::answer(FramedRequest framed) {
  Request request;
  request.method = framed.method;
  request.target = framed.target;
  request.headers = std::move(framed.headers);
  request.body = std::move(framed.body);
  Answer answer;
  answer.bytes = server_->serve(framed, [&](const httplib::Request& read) {
    request.path = read.path;
    request.query.insert(read.params.begin(), read.params.end());
    try {
      Response response = handler_(request);
      RKMOCK_ASSERT(
          response.status >= 200 && response.status <= 599,
          "a handler answered with status " + std::to_string(response.status)
      );
      answer.transmission = std::move(response.transmission);
      return response;
    } catch (...) {
      on_bug_(std::current_exception());
      return error_response(500, "An unexpected error occurred");
    }
  });
  if (answer.bytes.empty()) {
    answer.bytes = server_->serve(
        FramedRequest{framed.method, "/", framed.http_1_0, {}, {}, framed.keep_alive},
        [&](const httplib::Request& /*read*/) {
          return error_response(400, "the request's target cannot be read");
        }
    );
  }
  return answer;
}

std::string HttplibAdapter::refuse(const Refusal& refusal) {
  return server_->serve(
      FramedRequest{"GET", "/", false, {}, {}, false},
      [&](const httplib::Request& /*read*/) {
        return error_response(refusal.status, refusal.message);
      }
  );
}

}  // namespace rkmock::net
