#include "rkmock/action.hpp"

namespace rkmock {

namespace {

/// The words for each action.
struct InWords {
  std::string operator()(const action::Pass& /*pass*/) const { return "pass"; }

  std::string operator()(const action::Copies& copies) const {
    std::string words = "copies " + std::to_string(copies.count);
    if (copies.together) {
      words += " together";
    } else if (copies.gap > Nanos{}) {
      words += " gap " + format_duration(copies.gap);
    }
    return words;
  }

  std::string operator()(const action::Delay& delay) const {
    return "delay " + format_duration(delay.by);
  }

  std::string operator()(const action::Drop& /*drop*/) const { return "drop"; }

  std::string operator()(const action::LoseAck& lose_ack) const {
    return "lost_ack " + std::to_string(lose_ack.attempts);
  }

  std::string operator()(const action::Other& other) const { return other.name; }
};

struct Name {
  std::string_view operator()(const action::Pass& /*pass*/) const { return "pass"; }

  std::string_view operator()(const action::Copies& /*copies*/) const { return "copies"; }

  std::string_view operator()(const action::Delay& /*delay*/) const { return "delay"; }

  std::string_view operator()(const action::Drop& /*drop*/) const { return "drop"; }

  std::string_view operator()(const action::LoseAck& /*lose_ack*/) const { return "lost_ack"; }

  std::string_view operator()(const action::Other& other) const { return other.name; }
};

}  // namespace

std::string_view name_of(const Action& action) {
  return std::visit(Name{}, action);
}

Action action_named(std::string_view name) {
  for (const Action& known :
       {Action(action::Pass{}),
        Action(action::Copies{}),
        Action(action::Delay{}),
        Action(action::Drop{}),
        Action(action::LoseAck{})}) {
    if (name_of(known) == name) {
      return known;
    }
  }
  return action::Other{std::string(name)};
}

std::string to_text(const Action& action) {
  return std::visit(InWords{}, action);
}

}  // namespace rkmock
