#pragma once
// What the command answers to a pipeline. docs/command-line.md lists them.
#include "rkmock/verdict.hpp"

namespace rkmock::cli {

enum ExitCode {
  passed = 0,
  check_failed = 1,
  usage = 2,  ///< or a mistake in a scenario
  inconclusive = 3,
  environment = 4,  ///< port taken, receiver never reachable, folder not writable
};

/// `strict`: what is inconclusive has failed.
[[nodiscard]] inline ExitCode exit_code(Verdict verdict, bool strict) {
  switch (verdict) {
    case Verdict::pass:
      return passed;
    case Verdict::fail:
      return check_failed;
    case Verdict::inconclusive:
      break;
  }
  return strict ? check_failed : inconclusive;
}

}  // namespace rkmock::cli
