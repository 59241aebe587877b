#pragma once
// How a benchmark is called, and how it ends.
//
// Value.
#include <filesystem>
#include <string>

namespace rkmock::bench {

/// `bench_NAME RKMOCK FOLDER [ROUNDS [SECONDS [PART]]]`
struct Setting {
  std::string rkmock;            ///< the binary
  std::filesystem::path folder;  ///< for what the benchmark writes
  int rounds = 5;
  int seconds = 3;
  std::string part{};  ///< of those benchmarks that have parts; empty: all
};

/// A benchmark's main: reads the words and measures. Returns the exit code: that of `measure`, or 2
/// when it could not be measured, which is told.
int run_benchmark(int count, char** words, int (*measure)(const Setting& setting));

}  // namespace rkmock::bench
