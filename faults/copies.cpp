// copies: the same event several times, racing (`together`) or one after another (`gap` apart).
#include <array>
#include <memory>

#include "faults/descriptors.hpp"
#include "faults/parameters.hpp"

namespace rkmock::faults {

namespace {

class CopiesFault final : public Fault {
 public:
  explicit CopiesFault(action::Copies copies) : copies_(copies) {}

  Action decide(const Exchange& /*exchange*/, const Dice& /*dice*/) const override {
    return copies_;
  }

 private:
  action::Copies copies_;
};

constexpr int most_copies = 100;
constexpr std::array<std::string_view, 2> further_keys = {"together", "gap"};

FaultPointer decode_copies(const std::string& deliver, std::vector<ParameterError>& problems) {
  const nlohmann::json map = read_map(deliver);
  const auto count = read_count(map, "copies", 2, most_copies, problems);
  const auto together = read_flag(map, "together", problems);
  const auto gap = read_wait(map, "gap", problems);
  if (!map.contains("copies")) {
    for (const std::string_view key : further_keys) {
      if (const auto found = map.find(std::string(key)); found != map.end()) {
        problems.push_back(problem_at(
            key,
            *found,
            "`" + std::string(key) + "` says how copies are sent, but there are none",
            "`copies` beside it",
            "add `copies: 2`"
        ));
      }
    }
    return nullptr;
  }
  if (together.value_or(false) && gap) {
    problems.push_back(problem_at(
        "gap", map.at("gap"), "copies sent together have no gap", "either `together: true` or `gap`"
    ));
    return nullptr;
  }
  if (!count) {
    return nullptr;
  }
  return std::make_shared<CopiesFault>(action::Copies{
      .count = *count, .together = together.value_or(false), .gap = gap.value_or(Nanos{})});
}

}  // namespace

FaultDescriptor copies() {
  return {
      .name = "copies",
      .keys = further_keys,
      .summary = "Sends the event so many times, racing with `together`, else one after another.",
      .decode = decode_copies};
}

}  // namespace rkmock::faults
