#include "rkmock/action.hpp"

#include <type_traits>

namespace rkmock {

namespace {

template <class Kind>
constexpr bool has_aim = requires(Kind kind) {
  kind.aim;
};

/// `reset after_headers` → ` on attempt 2`, nothing for the first attempt of every copy.
std::string in_words(const Aim& aim) {
  std::string words;
  if (aim.attempts == 0) {
    words = aim.from_attempt == 1 ? " on all attempts"
                                  : " from attempt " + std::to_string(aim.from_attempt) + " on";
  } else if (aim.attempts > 1) {
    words = " on attempts " + std::to_string(aim.from_attempt) + " to " +
            std::to_string(aim.from_attempt + aim.attempts - 1);
  } else if (aim.from_attempt > 1) {
    words = " on attempt " + std::to_string(aim.from_attempt);
  }
  return aim.copy == 0 ? words : words + " of copy " + std::to_string(aim.copy);
}

/// The words for each action.
struct InWords {
  std::string operator()(const action::Pass& /*pass*/) const { return "pass"; }

  std::string operator()(const action::Copies& copies) const {
    std::string words = "copies " + std::to_string(copies.count);
    if (copies.together) {
      words += " together";
    } else if (copies.overlapping) {
      words += " overlapping";
    }
    if (copies.gap > Nanos{}) {
      words += " gap " + format_duration(copies.gap);
    }
    if (copies.late > Nanos{}) {
      words += " late " + format_duration(copies.late);
    }
    return words;
  }

  std::string operator()(const action::Delay& delay) const {
    return "delay " + format_duration(delay.by);
  }

  std::string operator()(const action::Drop& /*drop*/) const { return "drop"; }

  std::string operator()(const action::HoldBack& back) const {
    return "held_back " + std::to_string(back.past);
  }

  std::string operator()(const action::LoseAck& /*lose_ack*/) const { return "lost_ack"; }

  std::string operator()(const action::Unreachable& unreachable) const {
    return "unreachable " + unreachable.as;
  }

  std::string operator()(const action::Reset& reset) const {
    return "reset " + (reset.at == "in_body" ? "at byte " + std::to_string(reset.byte) : reset.at);
  }

  std::string operator()(const action::HalfClose& /*half_close*/) const { return "half_close"; }

  std::string operator()(const action::Drip& drip) const {
    return "drip " + std::to_string(drip.bytes) + (drip.bytes == 1 ? " byte" : " bytes") +
           " every " + format_duration(drip.every);
  }

  std::string operator()(const action::Stall& stall) const {
    return "stall " + format_duration(stall.span);
  }

  std::string operator()(const action::SlowRead& slow) const {
    return "slow_read " + format_duration(slow.wait);
  }

  std::string operator()(const action::StaleConnection& /*stale*/) const {
    return "stale_connection";
  }

  std::string operator()(const action::Frame& frame) const {
    return frame.as + (frame.size > 0 ? " " + std::to_string(frame.size) : "");
  }

  std::string operator()(const action::Header& header) const {
    if (header.change == "set") {
      return "content_type " + header.value;
    }
    if (header.change == "pad") {
      return "long_header " + std::to_string(header.size);
    }
    return (header.change == "case" ? "header_case " : "repeated_header ") + header.name;
  }

  std::string operator()(const action::Edit& edit) const {
    std::string words = edit.fault;
    if (edit.change == "reserialise") {
      words += " " + edit.value;
    } else if (edit.fault == "unknown_event_type") {
      words += " " + edit.value.substr(1, edit.value.size() - 2);
    } else if (edit.fault == "missing_field" || edit.fault == "null_field") {
      words += " " + edit.place;
    }
    return edit.size > 0 ? words + " " + std::to_string(edit.size) : words;
  }

  std::string operator()(const action::Sign& sign) const { return "signature " + sign.as; }

  std::string operator()(const action::Stamp& stamp) const {
    if (stamp.first) {
      return "first_timestamp";
    }
    return stamp.age < Nanos{} ? "signature_lead " + format_duration(-stamp.age)
                               : "signature_age " + format_duration(stamp.age);
  }

  std::string operator()(const action::NewMessage& /*renewed*/) const { return "new_message_id"; }

  std::string operator()(const action::Other& other) const { return other.name; }
};

template <class Kind>
std::string_view key_of(const Kind& /*action*/) {
  return Kind::key;
}

std::string_view key_of(const action::Other& other) {
  return other.name;
}

/// The alternative of that name, tried one by one from `Index` on.
template <std::size_t Index = 0>
Action find_named(std::string_view name) {
  if constexpr (Index + 1 == std::variant_size_v<Action>) {
    return action::Other{std::string(name)};
  } else {
    const Action known(std::in_place_index<Index>);
    return name_of(known) == name ? known : find_named<Index + 1>(name);
  }
}

}  // namespace

std::string_view name_of(const Action& action) {
  return std::visit([](const auto& kind) { return key_of(kind); }, action);
}

Action action_named(std::string_view name) {
  return find_named(name);
}

std::string to_text(const Action& action) {
  const Aim* const aim = aim_of(action);
  return std::visit(InWords{}, action) + (aim == nullptr ? "" : in_words(*aim));
}

const Aim* aim_of(const Action& action) {
  return std::visit(
      [](const auto& kind) -> const Aim* {
        if constexpr (has_aim<std::decay_t<decltype(kind)>>) {
          return &kind.aim;
        }
        return nullptr;
      },
      action
  );
}

Action aimed(Action action, const Aim& aim) {
  std::visit(
      [&aim](auto& kind) {
        if constexpr (has_aim<std::decay_t<decltype(kind)>>) {
          kind.aim = aim;
        }
      },
      action
  );
  return action;
}

bool spoils(const Action& action) {
  if (const auto* edit = std::get_if<action::Edit>(&action)) {
    return edit->spoils;
  }
  if (const auto* header = std::get_if<action::Header>(&action)) {
    return header->spoils;
  }
  if (const auto* frame = std::get_if<action::Frame>(&action)) {
    return frame->as == "short_body";
  }
  if (const auto* sign = std::get_if<action::Sign>(&action)) {
    return sign->as != "old_secret" && sign->as != "new_secret";
  }
  const auto* stamp = std::get_if<action::Stamp>(&action);
  return stamp != nullptr && stamp->age != Nanos{};
}

}  // namespace rkmock
