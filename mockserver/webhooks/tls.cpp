#include "mockserver/webhooks/tls.hpp"

#include <cerrno>
#include <cstdint>

#include <openssl/bio.h>
#include <openssl/err.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>
#include <sys/socket.h>

#include "rkmock/error.hpp"

namespace rkmock::webhooks {

namespace {

/// The last of OpenSSL's complaints, which it keeps for each thread.
std::string openssl_problem() {
  std::string words;
  while (const unsigned long code = ERR_get_error()) {  // NOLINT(google-runtime-int): its type
    const char* const reason = ERR_reason_error_string(code);
    words = reason != nullptr ? reason : "error " + std::to_string(code);
  }
  return words;
}

/// OpenSSL's own BIO for sockets writes without MSG_NOSIGNAL: a receiver that hangs up would end
/// the process by SIGPIPE.
int send_bytes(BIO* bio, const char* bytes, int count) {
  BIO_clear_retry_flags(bio);
  const auto sent = ::send(
      static_cast<int>(reinterpret_cast<std::intptr_t>(BIO_get_data(bio))),  // NOLINT: an int
      bytes,
      static_cast<std::size_t>(count),
      MSG_NOSIGNAL
  );
  if (sent < 0 && (errno == EAGAIN || errno == EINTR)) {
    BIO_set_retry_write(bio);
  }
  return static_cast<int>(sent);
}

int receive_bytes(BIO* bio, char* bytes, int room) {
  BIO_clear_retry_flags(bio);
  const auto count = ::recv(
      static_cast<int>(reinterpret_cast<std::intptr_t>(BIO_get_data(bio))),  // NOLINT: an int
      bytes,
      static_cast<std::size_t>(room),
      0
  );
  if (count < 0 && (errno == EAGAIN || errno == EINTR)) {
    BIO_set_retry_read(bio);
  }
  return static_cast<int>(count);
}

long control(BIO* /*bio*/, int command, long /*number*/, void* /*pointer*/) {  // NOLINT: its type
  return command == BIO_CTRL_FLUSH ? 1 : 0;
}

BIO_METHOD* socket_method() {
  static const std::unique_ptr<BIO_METHOD, decltype(&BIO_meth_free)> method = [] {
    std::unique_ptr<BIO_METHOD, decltype(&BIO_meth_free)> made(
        BIO_meth_new(BIO_get_new_index() | BIO_TYPE_SOURCE_SINK, "socket"), BIO_meth_free
    );
    RKMOCK_ASSERT(made != nullptr, "OpenSSL has no BIO method");
    BIO_meth_set_write(made.get(), send_bytes);
    BIO_meth_set_read(made.get(), receive_bytes);
    BIO_meth_set_ctrl(made.get(), control);
    return made;
  }();
  return method.get();
}

BIO* socket_bio(int socket) {
  BIO* const bio = BIO_new(socket_method());
  RKMOCK_ASSERT(bio != nullptr, "OpenSSL has no BIO");
  BIO_set_data(bio, reinterpret_cast<void*>(std::intptr_t{socket}));  // NOLINT: an int
  BIO_set_init(bio, 1);
  return bio;
}

bool is_address(const std::string& host) {
  ASN1_OCTET_STRING* const address = a2i_IPADDRESS(host.c_str());
  ASN1_OCTET_STRING_free(address);
  return address != nullptr;
}

}  // namespace

struct TlsContext::Impl {
  std::unique_ptr<SSL_CTX, decltype(&SSL_CTX_free)> context{
      SSL_CTX_new(TLS_client_method()), SSL_CTX_free};
};

TlsContext::TlsContext(const std::string& ca_file, bool verify) : impl_(std::make_unique<Impl>()) {
  SSL_CTX* const context = impl_->context.get();
  RKMOCK_ASSERT(context != nullptr, "OpenSSL has no context: " + openssl_problem());
  SSL_CTX_set_min_proto_version(context, TLS1_2_VERSION);
  SSL_CTX_set_mode(context, SSL_MODE_ENABLE_PARTIAL_WRITE | SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER);
  SSL_CTX_set_verify(context, verify ? SSL_VERIFY_PEER : SSL_VERIFY_NONE, nullptr);
  SSL_CTX_set_default_verify_paths(context);
  if (!ca_file.empty() && SSL_CTX_load_verify_locations(context, ca_file.c_str(), nullptr) != 1) {
    throw EnvironmentError(
        "no certificates can be read from " + ca_file + ": " + openssl_problem() +
        "; expected a PEM file with the authority that signed the receiver's certificate"
    );
  }
  ERR_clear_error();
}

TlsContext::~TlsContext() = default;

struct TlsSession::Impl {
  explicit Impl(SSL_CTX* context) : ssl(SSL_new(context), SSL_free) {}

  std::unique_ptr<SSL, decltype(&SSL_free)> ssl;
};

TlsSession::TlsSession(
    std::shared_ptr<const TlsContext> context, int socket, const std::string& host
)
    : context_(std::move(context)), impl_(std::make_unique<Impl>(context_->impl_->context.get())) {
  SSL* const ssl = impl_->ssl.get();
  RKMOCK_ASSERT(ssl != nullptr, "OpenSSL has no session: " + openssl_problem());
  if (is_address(host)) {
    X509_VERIFY_PARAM_set1_ip_asc(SSL_get0_param(ssl), host.c_str());
  } else {
    SSL_set1_host(ssl, host.c_str());
    // What SSL_set_tlsext_host_name does, whose macro has a cast that our warnings refuse.
    std::string name = host;
    SSL_ctrl(ssl, SSL_CTRL_SET_TLSEXT_HOSTNAME, TLSEXT_NAMETYPE_host_name, name.data());
  }
  BIO* const bio = socket_bio(socket);
  SSL_set_bio(ssl, bio, bio);
}

TlsSession::~TlsSession() = default;

TlsSession::Need TlsSession::need_after(int result) {
  SSL* const ssl = impl_->ssl.get();
  switch (SSL_get_error(ssl, result)) {
    case SSL_ERROR_NONE:
      return Need::nothing;
    case SSL_ERROR_WANT_READ:
      return Need::read;
    case SSL_ERROR_WANT_WRITE:
      return Need::write;
    case SSL_ERROR_ZERO_RETURN:
      return Need::ended;
    default:
      break;
  }
  const long verified = SSL_get_verify_result(ssl);  // NOLINT(google-runtime-int): its type
  problem_ = openssl_problem();
  if (verified != X509_V_OK) {
    problem_ = X509_verify_cert_error_string(verified);
  } else if (problem_.empty()) {
    problem_ = "connection closed";
  }
  return Need::failed;
}

TlsSession::Need TlsSession::handshake() {
  ERR_clear_error();
  const int result = SSL_connect(impl_->ssl.get());
  return result == 1 ? Need::nothing : need_after(result);
}

TlsSession::Need TlsSession::write(std::string_view bytes, std::size_t& written) {
  ERR_clear_error();
  const int result = SSL_write_ex(impl_->ssl.get(), bytes.data(), bytes.size(), &written);
  return result == 1 ? Need::nothing : need_after(result);
}

TlsSession::Need TlsSession::read(char* bytes, std::size_t room, std::size_t& count) {
  ERR_clear_error();
  const int result = SSL_read_ex(impl_->ssl.get(), bytes, room, &count);
  return result == 1 ? Need::nothing : need_after(result);
}

void TlsSession::close() noexcept {
  SSL_shutdown(impl_->ssl.get());
  ERR_clear_error();
}

}  // namespace rkmock::webhooks
