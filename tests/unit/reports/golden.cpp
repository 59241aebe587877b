#include "unit/reports/golden.hpp"

#include <cstdlib>
#include <fstream>
#include <sstream>

#include <gtest/gtest.h>

namespace rkmock::reports {

std::string read_file(const std::filesystem::path& file) {
  std::ostringstream bytes;
  const std::ifstream in(file, std::ios::binary);
  if (in) {
    bytes << in.rdbuf();
  }
  return bytes.str();
}

void expect_file(const std::filesystem::path& file, const std::string& actual, bool renew) {
  if (std::filesystem::exists(file) && read_file(file) == actual) {
    return;
  }
  if (!renew) {
    ADD_FAILURE() << file << " differs (to renew it: RKMOCK_RENEW_GOLDEN=1). The report is:\n"
                  << actual;
    return;
  }
  std::ofstream(file, std::ios::binary) << actual;
  ADD_FAILURE() << "renewed " << file << ": read the difference, then run again without "
                << "RKMOCK_RENEW_GOLDEN";
}

void expect_golden(const std::string& file, const std::string& actual) {
  expect_file(
      std::filesystem::path(RKMOCK_SOURCE_DIR) / "tests/golden/reports" / file,
      actual,
      std::getenv("RKMOCK_RENEW_GOLDEN") != nullptr
  );
}

}  // namespace rkmock::reports
