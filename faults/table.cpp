#include <algorithm>
#include <array>

#include "core/document.hpp"
#include "faults/descriptors.hpp"
#include "faults/parameters.hpp"
#include "faults/plan.hpp"

namespace rkmock::faults {

namespace {

std::vector<std::string> known_keys() {
  std::vector<std::string> keys;
  for (const FaultDescriptor& fault : table()) {
    keys.emplace_back(fault.name);
    keys.insert(keys.end(), fault.keys.begin(), fault.keys.end());
  }
  return keys;
}

void refuse_unknown_keys(const nlohmann::json& map, std::vector<ParameterError>& problems) {
  const std::vector<std::string> keys = known_keys();
  std::string expected = "one of";
  for (const std::string& key : keys) {
    expected += (&key == &keys.front() ? " " : ", ") + key;
  }
  for (const auto& [key, value] : map.items()) {
    if (std::find(keys.begin(), keys.end(), key) != keys.end()) {
      continue;
    }
    const std::string meant = nearest(key, keys);
    problems.push_back(problem_at(
        key,
        value,
        "there is no fault or parameter `" + key + "`",
        expected,
        meant.empty() ? "" : "did you mean `" + meant + "`?"
    ));
  }
}

/// What is never sent cannot be sent twice, late or with a lost answer.
void refuse_company_of_drop(
    const nlohmann::json& map, std::size_t faults, std::vector<ParameterError>& problems
) {
  const auto drop = map.find("drop");
  if (drop != map.end() && *drop == true && faults > 1) {
    problems.push_back(problem_at(
        "drop",
        *drop,
        "an event that is dropped takes no other fault",
        "`drop: true` alone, or the other faults without it"
    ));
  }
}

}  // namespace

FaultTable table() {
  static const std::array<FaultDescriptor, 4> faults = {drop(), delay(), copies(), lost_ack()};
  return faults;
}

std::vector<FaultPointer> decode(
    const std::string& deliver, std::vector<ParameterError>& problems
) {
  const nlohmann::json map = nlohmann::json::parse(deliver, nullptr, /*allow_exceptions=*/false);
  if (!map.is_object()) {
    problems.push_back(
        {.pointer = "",
         .message = "`deliver` is a map of faults",
         .found = describe(map),
         .expected = "a map such as { copies: 2 }",
         .hint = {}}
    );
    return {};
  }
  refuse_unknown_keys(map, problems);
  std::vector<FaultPointer> faults;
  for (const FaultDescriptor& descriptor : table()) {
    if (FaultPointer fault = descriptor.decode(deliver, problems)) {
      faults.push_back(std::move(fault));
    }
  }
  refuse_company_of_drop(map, faults.size(), problems);
  return faults;
}

}  // namespace rkmock::faults
