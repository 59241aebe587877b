#include "rkmock/error.hpp"

namespace rkmock {

void fail_invariant(const char* condition, const char* file, int line, const std::string& message) {
  throw InvariantError(
      message + " (a bug in rkmock: `" + condition + "` does not hold at " + file + ":" +
      std::to_string(line) + ")"
  );
}

}  // namespace rkmock
