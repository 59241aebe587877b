#pragma once
// An https receiver on 127.0.0.1 with a certificate of a private authority, made for the test.
//
// Resource. Needs files only for the authority's certificate.
#include <filesystem>
#include <memory>
#include <string>

namespace rkmock::testing_support {

struct Certificate {
  std::string host = "localhost";  ///< in its subject alternative name
  bool expired = false;
};

class TlsReceiver final {
 public:
  explicit TlsReceiver(const Certificate& certificate = {});
  ~TlsReceiver();
  TlsReceiver(const TlsReceiver&) = delete;
  TlsReceiver& operator=(const TlsReceiver&) = delete;

  [[nodiscard]] std::string url() const;

  /// PEM of the authority that signed its certificate.
  [[nodiscard]] std::string ca_file() const;

  [[nodiscard]] int requests() const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace rkmock::testing_support
