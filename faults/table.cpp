#include <algorithm>
#include <array>

#include "core/document.hpp"
#include "faults/aim.hpp"
#include "faults/descriptors.hpp"
#include "faults/fixed.hpp"
#include "faults/parameters.hpp"
#include "faults/plan.hpp"

namespace rkmock::faults {

namespace {

using nlohmann::json;
using Problems = std::vector<ParameterError>;

constexpr std::size_t most_maps = 20;

std::vector<std::string> known_keys() {
  std::vector<std::string> keys;
  for (const FaultDescriptor& fault : table()) {
    keys.emplace_back(fault.name);
    keys.insert(keys.end(), fault.keys.begin(), fault.keys.end());
  }
  return keys;
}

void refuse_unknown_keys(const json& map, Problems& problems) {
  const std::vector<std::string> keys = known_keys();
  for (const auto& [key, value] : map.items()) {
    const bool is_aim = std::find(aim_keys.begin(), aim_keys.end(), key) != aim_keys.end();
    if (is_aim || std::find(keys.begin(), keys.end(), key) != keys.end()) {
      continue;
    }
    std::string meant = nearest(key, keys);
    if (meant.empty()) {
      meant = nearest(key, {aim_keys.begin(), aim_keys.end()});
    }
    problems.push_back(problem_at(
        key,
        value,
        "there is no fault or parameter `" + key + "`",
        "one of those in docs/faults.md, such as copies, delay, lost_ack, reset or signature",
        meant.empty() ? "" : "did you mean `" + meant + "`?"
    ));
  }
}

/// Two keys of one map that cannot both be done to one request.
struct Rivals {
  std::string_view one;
  std::string_view other;
  std::string_view why;
};

constexpr std::array<Rivals, 4> rivals = {{
    {"reset", "lost_ack", "a connection is reset once"},
    {"chunked", "http_1_0", "HTTP/1.0 has no chunks"},
    {"expect_continue", "http_1_0", "HTTP/1.0 has no 100 Continue"},
    {"chunked", "short_body", "a body in chunks has no Content-Length to fall short of"},
}};

bool is_on(const json& map, std::string_view key) {
  const auto found = map.find(std::string(key));
  return found != map.end() && *found != false;
}

void refuse_rivals(const json& map, Problems& problems) {
  for (const auto& [one, other, why] : rivals) {
    if (is_on(map, one) && is_on(map, other)) {
      problems.push_back(problem_at(
          other,
          map.at(std::string(other)),
          "`" + std::string(one) + "` and `" + std::string(other) +
              "` do not go together: " + std::string(why),
          "one of the two, or a list of maps with `attempts` for each"
      ));
    }
  }
}

/// What a fault decides on, whatever the event.
Action sample_of(const FaultPointer& fault) {
  return fault->decide({}, Dice(0));
}

bool is_about_attempts(const FaultPointer& fault) {
  const Action sample = sample_of(fault);
  return aim_of(sample) != nullptr;
}

/// Nothing of it reaches the receiver, so nothing else can be done to it.
void refuse_company_of_unreachable(
    const json& map, const std::vector<FaultPointer>& faults, Problems& problems
) {
  const auto others = std::count_if(faults.begin(), faults.end(), is_about_attempts);
  if (is_on(map, "unreachable") && others > 1) {
    problems.push_back(problem_at(
        "unreachable",
        map.at("unreachable"),
        "an attempt that reaches nobody takes no other fault",
        "`unreachable` alone, or a list of maps with `attempts` for each"
    ));
  }
}

void aim_all(const json& map, std::vector<FaultPointer>& faults, Problems& problems) {
  const auto aim = read_aim(map, problems);
  if (!aim) {
    return;
  }
  if (!faults.empty() && std::none_of(faults.begin(), faults.end(), is_about_attempts)) {
    const std::string key = map.contains("attempts") ? "attempts" : "copy";
    problems.push_back(problem_at(
        key,
        map.at(key),
        "nothing beside `" + key + "` is about single attempts",
        "it beside a fault such as lost_ack, reset or signature"
    ));
    return;
  }
  for (FaultPointer& fault : faults) {
    fault = aimed(std::move(fault), *aim);
  }
}

std::vector<FaultPointer> decode_map(const json& map, Problems& problems) {
  refuse_unknown_keys(map, problems);
  refuse_rivals(map, problems);
  std::vector<FaultPointer> faults;
  const std::string text = map.dump();
  for (const FaultDescriptor& descriptor : table()) {
    if (FaultPointer fault = descriptor.decode(text, problems)) {
      faults.push_back(std::move(fault));
    }
  }
  refuse_company_of_unreachable(map, faults, problems);
  aim_all(map, faults, problems);
  return faults;
}

/// What is never sent cannot be sent twice, late or with a lost answer.
void refuse_company_of_drop(
    const json& deliver, const std::vector<FaultPointer>& faults, Problems& problems
) {
  const bool dropped = std::any_of(faults.begin(), faults.end(), [](const FaultPointer& fault) {
    return std::holds_alternative<action::Drop>(sample_of(fault));
  });
  if (dropped && faults.size() > 1) {
    problems.push_back(problem_at(
        deliver.is_object() ? "drop" : "0",
        deliver.is_object() ? deliver.at("drop") : deliver.at(0),
        "an event that is dropped takes no other fault",
        "`drop: true` alone, or the other faults without it"
    ));
  }
}

/// A fault on copy 3 of two copies would never strike.
void refuse_missing_copies(
    const json& deliver, const std::vector<FaultPointer>& faults, Problems& problems
) {
  int copies = 1;
  int aimed_at = 0;
  for (const FaultPointer& fault : faults) {
    const Action sample = sample_of(fault);
    if (const auto* of_event = std::get_if<action::Copies>(&sample)) {
      copies = std::max(copies, of_event->count);
    } else if (const Aim* const aim = aim_of(sample)) {
      aimed_at = std::max(aimed_at, aim->copy);
    }
  }
  if (aimed_at > copies) {
    problems.push_back(problem_at(
        deliver.is_object() ? "copy" : "0",
        aimed_at,
        "there is no copy " + std::to_string(aimed_at),
        copies == 1 ? "`copies` beside it" : "at most " + std::to_string(copies)
    ));
  }
}

bool is_list_of_maps(const json& deliver) {
  return deliver.is_array() && !deliver.empty() && deliver.size() <= most_maps &&
         std::all_of(deliver.begin(), deliver.end(), [](const json& map) {
           return map.is_object();
         });
}

}  // namespace

FaultTable table() {
  static const std::array<FaultDescriptor, 39> faults = {
      drop(),
      delay(),
      held_back(),
      copies(),
      unreachable(),
      reset(),
      lost_ack(),
      half_close(),
      short_body(),
      drip(),
      stall(),
      slow_read(),
      stale_connection(),
      chunked(),
      expect_continue(),
      gzip(),
      http_1_0(),
      content_type(),
      header_case(),
      repeated_header(),
      long_header(),
      bom(),
      truncated(),
      not_json(),
      top_level_array(),
      unknown_event_type(),
      extra_fields(),
      missing_field(),
      null_field(),
      empty_bookings(),
      booking_twice(),
      bad_booking(),
      bare_booking(),
      reserialised(),
      large_body(),
      signature(),
      signature_age(),
      first_timestamp(),
      new_message_id()};
  return faults;
}

std::vector<FaultPointer> decode(
    const std::string& deliver, std::vector<ParameterError>& problems
) {
  const json given = json::parse(deliver, nullptr, /*allow_exceptions=*/false);
  if (!given.is_object() && !is_list_of_maps(given)) {
    problems.push_back(
        {.pointer = "",
         .message = "`deliver` is a map of faults, or a list of such maps",
         .found = describe(given),
         .expected = "a map such as { copies: 2 }, or up to 20 of them in a list",
         .hint = {}}
    );
    return {};
  }
  if (given.is_object()) {
    std::vector<FaultPointer> faults = decode_map(given, problems);
    refuse_company_of_drop(given, faults, problems);
    refuse_missing_copies(given, faults, problems);
    return faults;
  }
  std::vector<FaultPointer> faults;
  for (std::size_t i = 0; i < given.size(); ++i) {
    Problems of_map;
    for (FaultPointer& fault : decode_map(given[i], of_map)) {
      faults.push_back(std::move(fault));
    }
    for (ParameterError& problem : of_map) {
      problem.pointer = "/" + std::to_string(i) + problem.pointer;
      problems.push_back(std::move(problem));
    }
  }
  refuse_company_of_drop(given, faults, problems);
  refuse_missing_copies(given, faults, problems);
  return faults;
}

}  // namespace rkmock::faults
