#ifndef CPPHTTPLIB_OPENSSL_SUPPORT
#error "Debian's cpp-httplib has TLS; its pkg-config flags say so"
#endif
#include "unit/webhooks/tls_receiver.hpp"

#include <atomic>
#include <cstdio>
#include <stdexcept>
#include <thread>

#include <httplib.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>
#include <unistd.h>

namespace rkmock::testing_support {

namespace {

using Key = std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)>;
using X509Pointer = std::unique_ptr<X509, decltype(&X509_free)>;

constexpr long hour = 60 * 60;

Key make_key() {
  Key key(EVP_EC_gen("P-256"), EVP_PKEY_free);
  if (!key) {
    throw std::runtime_error("no key for a test");
  }
  return key;
}

void add_extension(X509* certificate, X509* issuer, int kind, const std::string& value) {
  X509V3_CTX context;
  X509V3_set_ctx_nodb(&context);
  X509V3_set_ctx(&context, issuer, certificate, nullptr, nullptr, 0);
  X509_EXTENSION* const extension = X509V3_EXT_conf_nid(nullptr, &context, kind, value.c_str());
  X509_add_ext(certificate, extension, -1);
  X509_EXTENSION_free(extension);
}

X509Pointer make_certificate(const std::string& name, EVP_PKEY* key, bool expired) {
  X509Pointer certificate(X509_new(), X509_free);
  X509_set_version(certificate.get(), X509_VERSION_3);
  ASN1_INTEGER_set(X509_get_serialNumber(certificate.get()), expired ? 2 : 1);
  X509_gmtime_adj(X509_getm_notBefore(certificate.get()), -2 * hour);
  X509_gmtime_adj(X509_getm_notAfter(certificate.get()), expired ? -hour : hour);
  X509_set_pubkey(certificate.get(), key);
  // NOLINTNEXTLINE(cppcoreguidelines-pro-type-reinterpret-cast): OpenSSL's texts are unsigned
  const auto* const text = reinterpret_cast<const unsigned char*>(name.c_str());
  X509_NAME_add_entry_by_txt(
      X509_get_subject_name(certificate.get()), "CN", MBSTRING_ASC, text, -1, -1, 0
  );
  return certificate;
}

void sign(X509* certificate, X509* issuer, EVP_PKEY* key) {
  X509_set_issuer_name(certificate, X509_get_subject_name(issuer));
  X509_sign(certificate, key, EVP_sha256());
}

}  // namespace

struct TlsReceiver::State {
  Key ca_key = make_key();
  X509Pointer ca = make_certificate("rkmock test authority", ca_key.get(), false);
  Key key = make_key();
  X509Pointer certificate{nullptr, X509_free};
  std::filesystem::path ca_file;
  std::unique_ptr<httplib::SSLServer> server;
  std::atomic<int> requests = 0;
  int port = 0;
  std::thread thread;
};

TlsReceiver::TlsReceiver(const Certificate& certificate) : state_(std::make_unique<State>()) {
  State& state = *state_;
  add_extension(state.ca.get(), state.ca.get(), NID_basic_constraints, "critical,CA:TRUE");
  sign(state.ca.get(), state.ca.get(), state.ca_key.get());
  state.certificate = make_certificate(certificate.host, state.key.get(), certificate.expired);
  add_extension(
      state.certificate.get(), state.ca.get(), NID_subject_alt_name, "DNS:" + certificate.host
  );
  sign(state.certificate.get(), state.ca.get(), state.ca_key.get());
  std::string name = (std::filesystem::temp_directory_path() / "rkmock-ca-XXXXXX").string();
  const int file = ::mkstemp(name.data());
  state.ca_file = name;
  std::FILE* const stream = ::fdopen(file, "w");
  PEM_write_X509(stream, state.ca.get());
  std::fclose(stream);
  state.server =
      std::make_unique<httplib::SSLServer>(state.certificate.get(), state.key.get(), nullptr);
  state.server->Post(".*", [&state](const httplib::Request&, httplib::Response& response) {
    ++state.requests;
    response.set_content("{}", "application/json");
  });
  state.port = state.server->bind_to_any_port("127.0.0.1");
  state.thread = std::thread([&state] { state.server->listen_after_bind(); });
  // Bound and listening already: connections wait until they are accepted.
}

TlsReceiver::~TlsReceiver() {
  state_->server->stop();
  state_->thread.join();
  std::filesystem::remove(state_->ca_file);
}

std::string TlsReceiver::url() const {
  return "https://localhost:" + std::to_string(state_->port) + "/webhooks";
}

std::string TlsReceiver::ca_file() const {
  return state_->ca_file.string();
}

int TlsReceiver::requests() const {
  return state_->requests;
}

}  // namespace rkmock::testing_support
