// signature_age: the time in the signature is not now.
#include <array>

#include "faults/descriptors.hpp"
#include "faults/fixed.hpp"
#include "faults/parameters.hpp"

namespace rkmock::faults {

namespace {

constexpr std::array<std::string_view, 1> further_keys = {"signature_lead"};

constexpr Nanos longest_age = std::chrono::hours(24 * 365);

FaultPointer decode_signature_age(
    const std::string& deliver, std::vector<ParameterError>& problems
) {
  const nlohmann::json map = read_map(deliver);
  const auto age = read_wait(map, "signature_age", problems, longest_age);
  const auto lead = read_wait(map, "signature_lead", problems, longest_age);
  if (age && lead) {
    problems.push_back(problem_at(
        "signature_lead",
        map.at("signature_lead"),
        "a signature is not from the past and from the future",
        "either `signature_age` or `signature_lead`"
    ));
    return nullptr;
  }
  const Nanos by = age.value_or(Nanos{}) - lead.value_or(Nanos{});
  return by != Nanos{} ? fixed(action::Stamp{.aim = {}, .age = by}) : nullptr;
}

}  // namespace

FaultDescriptor signature_age() {
  return {
      .name = "signature_age",
      .keys = further_keys,
      .summary = "Signs with a time so long ago, or with signature_lead so far in the future.",
      .decode = decode_signature_age};
}

}  // namespace rkmock::faults
