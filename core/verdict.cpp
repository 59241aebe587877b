#include "rkmock/verdict.hpp"

#include <algorithm>

#include "rkmock/error.hpp"

namespace rkmock {

static_assert(Verdict::pass < Verdict::inconclusive && Verdict::inconclusive < Verdict::fail);

Verdict merge(Verdict a, Verdict b) {
  return std::max(a, b);
}

std::string_view to_string(Verdict verdict) {
  switch (verdict) {
    case Verdict::pass:
      return "pass";
    case Verdict::inconclusive:
      return "inconclusive";
    case Verdict::fail:
      return "fail";
  }
  fail_invariant("verdict is an enumerator", __FILE__, __LINE__, "unknown verdict");
}

}  // namespace rkmock
