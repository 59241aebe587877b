#pragma once
// Golden files: what a report looks like, byte for byte, under tests/golden/reports.
//
// To renew them, run the tests with RKMOCK_RENEW_GOLDEN=1 and read the difference. The test that
// wrote a file fails, so that a renewal cannot pass for a test.
#include <string>

namespace rkmock::reports {

/// Fails unless the file has just these bytes.
void expect_golden(const std::string& file, const std::string& actual);

}  // namespace rkmock::reports
