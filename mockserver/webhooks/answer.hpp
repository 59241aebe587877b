#pragma once
// Reads a receiver's answer as its bytes come in, over Beast's parser.
//
// Value in spirit, not copyable; no sockets. Bounded: headers 16 KiB, body 1 MiB of which the
// first 4 KiB are kept, 16 interim (1xx) answers.
#include <memory>
#include <string>
#include <string_view>

namespace rkmock::webhooks {

class AnswerReader final {
 public:
  enum class Progress { more, complete, broken };

  AnswerReader();
  ~AnswerReader();
  AnswerReader(const AnswerReader&) = delete;
  AnswerReader& operator=(const AnswerReader&) = delete;

  /// Requires: not complete or broken yet.
  Progress feed(std::string_view bytes);

  /// The receiver closed its side. Whether that ends the answer, as for one without a length.
  bool end_of_stream();

  [[nodiscard]] bool headers_complete() const;

  /// 0 until the headers are complete.
  [[nodiscard]] int status() const;

  /// How many interim (1xx) answers came so far.
  [[nodiscard]] int interim() const;

  /// `200 OK`; requires headers_complete().
  [[nodiscard]] std::string status_line() const;

  /// A header's value, the first one of that name; empty when there is none.
  [[nodiscard]] std::string header(std::string_view name) const;

  [[nodiscard]] const std::string& body_head() const;

  /// Whether the connection may carry another request; requires complete.
  [[nodiscard]] bool keep_alive() const;

  /// What is wrong with a broken answer: `the answer is not HTTP: bad version`.
  [[nodiscard]] const std::string& problem() const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace rkmock::webhooks
