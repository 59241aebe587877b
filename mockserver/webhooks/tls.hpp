#pragma once
// TLS towards receivers, over OpenSSL on a socket that does not block.
//
// TlsContext is a value in spirit, shared by all connections of an engine; TlsSession is a
// resource of the loop thread. Certificates are verified as the senders in docs/sender-profiles.md
// do: chain, dates and host name.
#include <cstddef>
#include <memory>
#include <string>
#include <string_view>

namespace rkmock::webhooks {

class TlsContext final {
 public:
  /// `ca_file`: PEM of the authorities to trust beside the system's; may be empty. Without
  /// `verify` every certificate will do.
  /// Throws EnvironmentError when the file cannot be read or holds no certificate.
  TlsContext(const std::string& ca_file, bool verify);
  ~TlsContext();
  TlsContext(const TlsContext&) = delete;
  TlsContext& operator=(const TlsContext&) = delete;

 private:
  friend class TlsSession;
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

class TlsSession final {
 public:
  /// What an operation needs before it can go on. `failed`: see problem(); `ended`: the peer closed
  /// the session.
  enum class Need { nothing, read, write, ended, failed };

  /// `host` is named to the receiver (SNI) and must be in its certificate.
  TlsSession(std::shared_ptr<const TlsContext> context, int socket, const std::string& host);
  ~TlsSession();
  TlsSession(const TlsSession&) = delete;
  TlsSession& operator=(const TlsSession&) = delete;

  Need handshake();
  Need write(std::string_view bytes, std::size_t& written);
  Need read(char* bytes, std::size_t room, std::size_t& count);

  /// Says good-bye to the peer (close_notify), without waiting.
  void close() noexcept;

  /// `certificate has expired`, in OpenSSL's words.
  [[nodiscard]] const std::string& problem() const { return problem_; }

 private:
  Need need_after(int result);

  struct Impl;
  std::shared_ptr<const TlsContext> context_;
  std::unique_ptr<Impl> impl_;
  std::string problem_;
};

}  // namespace rkmock::webhooks
