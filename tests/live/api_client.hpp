#pragma once
// Calls to a running mock's /v1, as an integrator's application makes them.
#include <string>

#include <nlohmann/json.hpp>

#include "rkmock/http.hpp"

namespace rkmock::testing_support {

class ApiClient final {
 public:
  ApiClient(std::string url, std::string key) : url_(std::move(url)), key_(std::move(key)) {}

  /// `target` begins with /v1. An empty body sends none.
  [[nodiscard]] HttpAnswer send(
      const std::string& method, const std::string& target, const std::string& body = ""
  ) const;

  /// Books the slot every account of `serve` begins with; returns the booking's id.
  [[nodiscard]] std::int64_t book() const;

 private:
  std::string url_;
  std::string key_;
};

}  // namespace rkmock::testing_support
