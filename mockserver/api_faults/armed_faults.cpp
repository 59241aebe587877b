#include "mockserver/api_faults/armed_faults.hpp"

#include <algorithm>
#include <string_view>

#include "mockserver/api_faults/decode.hpp"

namespace rkmock::api_faults {

namespace {

/// Up to the next slash, which stays.
std::string_view take_segment(std::string_view& path) {
  const std::size_t slash = path.find('/', 1);
  const std::string_view segment = path.substr(0, slash);
  path.remove_prefix(segment.size());
  return segment;
}

/// `/{id}` is for any segment that is not empty.
bool fits(std::string_view pattern, std::string_view path) {
  while (!pattern.empty() && !path.empty()) {
    const std::string_view expected = take_segment(pattern);
    const std::string_view found = take_segment(path);
    const bool open = expected.starts_with("/{") && expected.ends_with('}') && found.size() > 1;
    if (!open && expected != found) {
      return false;
    }
  }
  return pattern.empty() && path.empty();
}

bool is_for(const RequestMatch& match, const net::Request& request) {
  return (match.method.empty() || match.method == request.method) &&
         (match.path.empty() || fits(match.path, request.path)) &&
         (match.target.empty() || match.target == request.target);
}

std::string rule_of(const ApiFault& fault) {
  return "api fault " + fault.id;
}

ArmAnswer refused(std::string pointer, std::string message, std::string expected) {
  return {
      "",
      {{.pointer = std::move(pointer),
        .message = std::move(message),
        .found = "",
        .expected = std::move(expected),
        .hint = ""}}};
}

}  // namespace

void ArmedFaults::end_leases(Nanos now) {
  std::erase_if(armed_, [&](const Armed& armed) {
    return armed.fault->lease && now - armed.since >= *armed.fault->lease;
  });
}

bool ArmedFaults::taken(const std::string& id) const {
  return std::any_of(armed_.begin(), armed_.end(), [&](const Armed& armed) {
    return armed.fault->id == id;
  });
}

ArmAnswer ArmedFaults::arm(const std::string& json, Nanos now) {
  end_leases(now);
  ArmAnswer answer;
  auto fault = decode(json, answer.problems);
  if (!fault) {
    return answer;
  }
  if (armed_.size() >= most) {
    return refused(
        "", "there are already " + std::to_string(most) + " faults", "disarm some first"
    );
  }
  if (taken(fault->id)) {
    return refused("/id", "the fault `" + fault->id + "` is armed already", "another `id`");
  }
  while (fault->id.empty()) {
    const std::string id = "fault-" + std::to_string(++made_ids_);
    fault->id = taken(id) ? "" : id;
  }
  answer.id = fault->id;
  armed_.push_back({std::make_shared<const ApiFault>(*std::move(fault)), json, now});
  return answer;
}

bool ArmedFaults::disarm(const std::string& id, Nanos now) {
  end_leases(now);
  return std::erase_if(armed_, [&](const Armed& armed) { return armed.fault->id == id; }) > 0;
}

std::vector<ArmedApiFault> ArmedFaults::list(Nanos now) {
  end_leases(now);
  std::vector<ArmedApiFault> listed;
  listed.reserve(armed_.size());
  for (const Armed& armed : armed_) {
    std::optional<Nanos> left;
    if (armed.fault->lease) {
      left = armed.since + *armed.fault->lease - now;
    }
    listed.push_back({armed.fault->id, armed.text, armed.calls, armed.applied, left});
  }
  return listed;
}

bool ArmedFaults::strikes(const Armed& armed, Nanos now) const {
  const When& when = armed.fault->when;
  const Nanos age = now - armed.since;
  return age >= when.after && age < when.until &&
         when.strikes(armed.calls, armed.applied, dice_, rule_of(*armed.fault));
}

Strike ArmedFaults::strike_of(const Armed& armed) const {
  const std::string rule = rule_of(*armed.fault);
  const std::string call = std::to_string(armed.calls);
  const Reply& reply = armed.fault->reply;
  Nanos delay = reply.delay;
  if (reply.further_delay) {
    delay = std::min(delay + faults::draw(*reply.further_delay, dice_, rule, call), longest_delay);
  }
  return {armed.fault, delay, dice_.draw(rule, call, "garbage")};
}

std::optional<Strike> ArmedFaults::strike(const net::Request& request, Nanos now) {
  if (armed_.empty()) {
    return std::nullopt;
  }
  end_leases(now);
  Armed* striking = nullptr;
  for (Armed& armed : armed_) {
    if (is_for(armed.fault->request, request)) {
      ++armed.calls;
      if (strikes(armed, now)) {
        striking = &armed;
      }
    }
  }
  if (striking == nullptr) {
    return std::nullopt;
  }
  ++striking->applied;
  return strike_of(*striking);
}

}  // namespace rkmock::api_faults
