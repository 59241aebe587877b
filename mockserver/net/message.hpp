#pragma once
// What the server's handlers see of HTTP. Values; any thread.
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "rkmock/event.hpp"

namespace rkmock::net {

struct Transmission;

struct Request {
  std::string method;
  std::string target;                             ///< as on the request line: path and query
  std::string path;                               ///< percent-decoded
  std::multimap<std::string, std::string> query;  ///< decoded
  Headers headers;
  std::string body;  ///< whole, transfer coding removed

  /// The first header of that name, whatever its case; empty when absent.
  [[nodiscard]] std::optional<std::string_view> header(std::string_view name) const;
  [[nodiscard]] std::optional<std::string_view> parameter(const std::string& name) const;
};

struct Response {
  int status = 200;
  Headers headers;  ///< without Content-Length, Connection and Content-Type
  std::string content_type = "application/json";
  std::string body;
  std::shared_ptr<const Transmission> transmission;  ///< null: whole and at once
};

}  // namespace rkmock::net
