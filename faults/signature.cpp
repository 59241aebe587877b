// signature: a signature that is missing, wrong or made with another secret.
#include "faults/descriptors.hpp"
#include "faults/fixed.hpp"
#include "faults/parameters.hpp"

namespace rkmock::faults {

namespace {

FaultPointer decode_signature(const std::string& deliver, std::vector<ParameterError>& problems) {
  const auto as = read_word(
      read_map(deliver),
      "signature",
      {"missing",
       "empty",
       "wrong",
       "truncated",
       "foreign_body",
       "unknown_version",
       "old_secret",
       "new_secret"},
      problems
  );
  return as ? fixed(action::Sign{.aim = {}, .as = *as}) : nullptr;
}

}  // namespace

FaultDescriptor signature() {
  return {
      .name = "signature",
      .keys = {},
      .summary =
          "Signs otherwise: missing, empty, wrong, truncated, foreign_body, unknown_version, "
          "old_secret or new_secret.",
      .decode = decode_signature};
}

}  // namespace rkmock::faults
