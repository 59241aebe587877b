#include "assertions/likeness.hpp"

#include <utility>

#include "assertions/clean_run.hpp"
#include "assertions/evidence.hpp"
#include "assertions/parameters.hpp"
#include "core/json_pointer.hpp"

namespace rkmock::assertions {

namespace {

constexpr const char* example = "nothing, or `{ ignore: /path }` with one JSON Pointer or a list";

/// JSON Pointers into states and bodies of effects that may differ.
std::vector<std::string> read_ignored(
    const std::string& parameters, std::vector<ParameterError>& problems
) {
  const nlohmann::json given = parse_parameters(parameters);
  if (given.is_null()) {
    return {};
  }
  if (!given.is_object()) {
    problems.push_back(problem_at("", given, "these are no parameters of it", example));
    return {};
  }
  for (const auto& [key, value] : given.items()) {
    if (key != "ignore") {
      problems.push_back(
          problem_at("/" + key, key, "it has no key `" + key + "`", example, meant(key, {"ignore"}))
      );
    }
  }
  std::vector<ParameterError> of_list;
  std::vector<std::string> ignored =
      read_names(given.value("ignore", nlohmann::json()), "a JSON Pointer", of_list);
  for (ParameterError& problem : of_list) {
    problem.pointer = "/ignore" + problem.pointer;
    problems.push_back(std::move(problem));
  }
  for (const std::string& pointer : ignored) {
    if (pointer.empty() || !is_json_pointer(pointer)) {
      problems.push_back(problem_at(
          "/ignore", pointer, "`" + pointer + "` is no JSON Pointer", "such as /attempts"
      ));
    }
  }
  return ignored;
}

/// Null when the journal has none.
const event::CleanRun* clean_run(const History& history, std::uint64_t& seq) {
  const auto runs = history.of<event::CleanRun>();
  if (runs.empty()) {
    return nullptr;
  }
  seq = runs.back().seq;
  return runs.back().body;
}

void say_fail(CheckResult& result, const Likeness& likeness, std::uint64_t clean_line) {
  result.verdict = Verdict::fail;
  result.count = likeness.differences.size();
  result.first = likeness.differences.front().words;
  result.worst = likeness.differences.back().words;
  result.message = likeness.differences.size() == 1
                       ? "it ends otherwise than without the faults: " + result.first
                       : "it ends otherwise than without the faults, in " +
                             counted(result.count, "place") + "; the first: " + result.first;
  add_evidence(result, clean_line, "what the clean run came to");
  for (const Difference& difference : likeness.differences) {
    for (const Evidence& line : difference.evidence) {
      const bool first = &line == &difference.evidence.front();
      add_evidence(result, line.seq, first ? difference.words : line.note);
    }
  }
  result.cause = "what the receiver does depends on how often, when or in which order it is told";
  result.next_step =
      "follow the first difference through the time line; what may differ, such as a counter of "
      "requests, is left out with `ignore: /its/place`";
}

}  // namespace

std::vector<ParameterError> validate_likeness(const std::string& parameters) {
  std::vector<ParameterError> problems;
  (void)read_ignored(parameters, problems);
  return problems;
}

CheckResult judge_likeness(
    const History& history,
    const std::string& parameters,
    const std::set<std::string>& bookings,
    const std::string& which
) {
  std::vector<ParameterError> problems;
  const std::vector<std::string> ignored = read_ignored(parameters, problems);
  CheckResult result;
  std::uint64_t seq = 0;
  const event::CleanRun* clean = clean_run(history, seq);
  if (clean == nullptr) {
    give_up(result, "there was no clean run to compare with", "run it with this version of rkmock");
    return result;
  }
  if (!clean->problem.empty()) {
    give_up(
        result,
        "the clean run proves nothing: " + clean->problem,
        "see that the receiver does well without any fault; its journal is in the folder `clean`"
    );
    add_evidence(result, seq, clean->problem);
    return result;
  }
  const Likeness likeness = compare_with_clean_run(history, *clean, bookings, ignored);
  const bool at_rest = came_to_rest(history);
  if (!likeness.differences.empty() && at_rest) {
    say_fail(result, likeness, seq);
  } else if (!likeness.differences.empty()) {
    give_up(
        result,
        "it differs from the clean run, but had not come to rest: " +
            likeness.differences.front().words,
        "give it more time: `receiver: { settle: … }`"
    );
  } else if (likeness.compared == 0) {
    give_up(
        result,
        likeness.unknown.empty() ? "there is no booking to compare"
                                 : "nothing could be compared: " + listed(likeness.unknown),
        "give bookings nicknames, and see that their webhooks are acknowledged in the end"
    );
  } else {
    result.verdict = Verdict::pass;
    result.message = which + " as without the faults: " + counted(likeness.compared, "booking");
    result.message += likeness.unknown.empty() ? "" : "; left out: " + listed(likeness.unknown);
  }
  return result;
}

bool alike_so_far(
    const History& history, const std::string& parameters, const std::set<std::string>& bookings
) {
  std::uint64_t seq = 0;
  const event::CleanRun* clean = clean_run(history, seq);
  std::vector<ParameterError> problems;
  return clean == nullptr ||
         compare_with_clean_run(history, *clean, bookings, read_ignored(parameters, problems))
             .differences.empty();
}

}  // namespace rkmock::assertions
