#pragma once
// Golden files: what a report looks like, byte for byte, under tests/golden/reports.
//
// To renew them, run the tests with RKMOCK_RENEW_GOLDEN=1 and read the difference. The test that
// wrote a file fails, so that a renewal cannot pass for a test.
#include <filesystem>
#include <string>

namespace rkmock::reports {

/// Fails unless the file in tests/golden/reports has just these bytes.
void expect_golden(const std::string& file, const std::string& actual);

/// The same for any file. With `renew` a file that differs is written, and that fails too.
void expect_file(const std::filesystem::path& file, const std::string& actual, bool renew);

/// The whole file; empty when there is none.
[[nodiscard]] std::string read_file(const std::filesystem::path& file);

}  // namespace rkmock::reports
