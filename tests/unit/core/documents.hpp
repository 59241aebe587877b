#pragma once
// What the tests of documents share: a text parsed, or what is wrong with it.
#include <string>
#include <utility>

#include <gtest/gtest.h>

#include "core/document.hpp"

namespace rkmock {

inline Document parsed(const std::string& text, const std::string& file = "f.yaml") {
  Result<Document> result = parse_document(text, file);
  EXPECT_TRUE(result) << to_text(result.error());
  return result ? std::move(result).value() : Document{};
}

inline Diagnostics problems(const std::string& text, const std::string& file = "f.yaml") {
  Result<Document> result = parse_document(text, file);
  EXPECT_FALSE(result) << text;
  return result.error();
}

/// `line:column message`
inline std::string first_problem(const std::string& text, const std::string& file = "f.yaml") {
  const Diagnostics found = problems(text, file);
  if (found.empty()) {
    return "none";
  }
  const Diagnostic& problem = found.front();
  return std::to_string(problem.at.line) + ":" + std::to_string(problem.at.column) + " " +
         problem.message;
}

}  // namespace rkmock
