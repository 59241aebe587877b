#include "unit/reports/golden.hpp"

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>

#include <gtest/gtest.h>

namespace rkmock::reports {

void expect_golden(const std::string& file, const std::string& actual) {
  const std::filesystem::path path =
      std::filesystem::path(RKMOCK_SOURCE_DIR) / "tests/golden/reports" / file;
  std::ostringstream expected;
  const std::ifstream in(path, std::ios::binary);
  if (in) {
    expected << in.rdbuf();
  }
  if (in && expected.str() == actual) {
    return;
  }
  if (std::getenv("RKMOCK_RENEW_GOLDEN") == nullptr) {
    ADD_FAILURE() << path << " differs (to renew it: RKMOCK_RENEW_GOLDEN=1). The report is:\n"
                  << actual;
    return;
  }
  std::ofstream(path, std::ios::binary) << actual;
  ADD_FAILURE() << "renewed " << path << ": read the difference, then run without "
                << "RKMOCK_RENEW_GOLDEN";
}

}  // namespace rkmock::reports
