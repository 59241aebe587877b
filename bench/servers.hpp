#pragma once
// The two servers that are compared, each with one working process and its files in a folder.
//
// Resources. Ports are free ones on 127.0.0.1; both end with their object.
#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "bench/child.hpp"

namespace rkmock::bench {

class Rkmock final {
 public:
  /// `rkmock serve` with a journal file; `more` are further flags. Has said `ready`.
  Rkmock(
      const std::string& binary,
      const std::filesystem::path& folder,
      const std::vector<std::string>& more = {}
  );

  [[nodiscard]] std::string url() const { return "http://127.0.0.1:" + std::to_string(port_); }

  [[nodiscard]] std::uint16_t port() const { return port_; }

  [[nodiscard]] double resident_megabytes() const { return process_.resident_megabytes(); }

 private:
  Child process_;
  std::uint16_t port_ = 0;
};

class Nginx final {
 public:
  /// Serves `file_body` as a static file at `file_target`, and at `canned_target` a 201 with
  /// `canned_body`, whatever is sent there. Answers when the constructor returns.
  Nginx(
      const std::filesystem::path& folder,
      const std::string& file_target,
      const std::string& file_body,
      const std::string& canned_target,
      const std::string& canned_body
  );

  [[nodiscard]] std::string url() const { return "http://127.0.0.1:" + std::to_string(port_); }

 private:
  std::uint16_t port_;
  std::unique_ptr<Child> process_;
};

}  // namespace rkmock::bench
