#include "scenarios/story.hpp"

#include <algorithm>

namespace rkmock::scenarios {

namespace {

std::string in_line(int line) {
  return "in line " + std::to_string(line);
}

std::string hint_for(std::string_view word, const std::vector<std::string>& candidates) {
  const std::string meant = nearest(word, candidates);
  return meant.empty() ? "" : "did you mean `" + meant + "`?";
}

}  // namespace

Story::Story(Reader& reader, std::map<std::string, int> creates)
    : reader_(reader), creates_(std::move(creates)) {}

void Story::raise(const std::string& nickname, const std::string& change) {
  const int count = ++bookings_[nickname].changes[change];
  std::string event = nickname + "." + change;
  if (count > 1) {
    event += "#" + std::to_string(count);
  }
  events_.insert(event);
  if (holding_) {
    held_.push_back(std::move(event));
  }
}

void Story::create(const Cursor& nickname) {
  const std::string& name = nickname.node->text;
  const auto known = bookings_.find(name);
  if (known != bookings_.end()) {
    reader_.refuse(
        nickname,
        {.message = "`" + name + "` was created before",
         .found = "",
         .expected = "a name of its own for each booking",
         .hint = "the first one is " + in_line(known->second.created_in_line)}
    );
    return;
  }
  bookings_[name].created_in_line = nickname.node->at.line;
  raise(name, "create");
}

bool Story::change(const Cursor& nickname, const std::string& change) {
  const std::string& name = nickname.node->text;
  const auto known = bookings_.find(name);
  if (known == bookings_.end()) {
    std::vector<std::string> names;
    for (const auto& [other, booking] : bookings_) {
      names.push_back(other);
    }
    const auto later = creates_.find(name);
    reader_.refuse(
        nickname,
        {.message = "there is no booking `" + name + "` to " + change +
                    (later == creates_.end() ? "" : " yet"),
         .found = "",
         .expected = "a step before it: `create: " + name + "`",
         .hint = later == creates_.end() ? hint_for(name, names)
                                         : "it is created " + in_line(later->second)}
    );
    return false;
  }
  Booking& booking = known->second;
  if (booking.deleted_in_line > 0) {
    reader_.refuse(
        nickname,
        {.message = "`" + name + "` is deleted and cannot be changed any more",
         .found = "",
         .expected = "changes before the delete " + in_line(booking.deleted_in_line),
         .hint = "hold the events and release them in another order to send one after the delete"}
    );
    return false;
  }
  if (change == "delete") {
    booking.deleted_in_line = nickname.node->at.line;
  }
  raise(name, change);
  return true;
}

bool Story::may_take_status(const Cursor& at, const std::string& nickname) {
  const int line = bookings_[nickname].cancelled_in_line;
  if (line == 0) {
    return true;
  }
  reader_.refuse(
      at,
      {.message = "`" + nickname + "` is cancelled and keeps that status",
       .found = "",
       .expected = "no other status after the cancel " + in_line(line),
       .hint = ""}
  );
  return false;
}

void Story::cancelled(const Cursor& step, const std::string& nickname) {
  bookings_[nickname].cancelled_in_line = step.node->at.line;
}

bool Story::is_cancelled(const std::string& nickname) const {
  const auto known = bookings_.find(nickname);
  return known != bookings_.end() && known->second.cancelled_in_line > 0;
}

void Story::hold(const Cursor& at) {
  if (holding_) {
    reader_.refuse(
        at,
        {.message = "events are held already",
         .found = "",
         .expected = "a `release` before the next `hold`",
         .hint = "the first hold is " + in_line(hold_.node->at.line)}
    );
    return;
  }
  holding_ = true;
  hold_ = at;
}

bool Story::require_held(const Cursor& at, const char* released) {
  const bool something = holding_ || !held_.empty();
  if (!something) {
    reader_.refuse(
        at,
        {.message = std::string("nothing is held that could be ") + released,
         .found = "",
         .expected = "a step before it: `hold: all`",
         .hint = ""}
    );
  }
  holding_ = false;
  return something;
}

void Story::release_all(const Cursor& at) {
  require_held(at);
  held_.clear();
}

void Story::release_one(const Cursor& at, std::set<std::string>& released) {
  const std::string& event = at.node->text;
  if (released.contains(event)) {
    reader_.refuse(
        at,
        {.message = "`" + event + "` is released twice",
         .found = "",
         .expected = "each event once",
         .hint = "to send it twice give its step `deliver: { copies: 2 }`"}
    );
    return;
  }
  const auto held = std::find(held_.begin(), held_.end(), event);
  if (held != held_.end()) {
    held_.erase(held);
    released.insert(event);
    return;
  }
  const bool raised = events_.contains(event);
  reader_.refuse(
      at,
      {.message =
           raised ? "`" + event + "` is not held" : "there is no event `" + event + "` up to here",
       .found = "",
       .expected = held_.empty() ? "an event that is held" : one_of(held_),
       .hint = raised ? "it was raised outside of the hold" : hint_for(event, held_)}
  );
}

void Story::release(const Cursor& at, const std::vector<Cursor>& order) {
  if (!require_held(at)) {
    return;
  }
  std::set<std::string> released;
  const std::size_t noted_before = reader_.problem_count();
  for (const Cursor& event : order) {
    release_one(event, released);
  }
  if (reader_.problem_count() > noted_before) {
    held_.clear();  // a misspelt event is not a forgotten one as well
  }
  release_ = at;
}

void Story::discard(const Cursor& at) {
  require_held(at, "discarded");
  held_.clear();
}

void Story::disable(const Cursor& at) {
  if (disabled_in_line_ > 0) {
    reader_.refuse(
        at,
        {.message = "the endpoint is disabled already",
         .found = "",
         .expected = "an `enable: endpoint` before the next `disable`",
         .hint = "it is disabled " + in_line(disabled_in_line_)}
    );
    return;
  }
  disabled_in_line_ = at.node->at.line;
}

void Story::enable(const Cursor& at) {
  if (disabled_in_line_ == 0) {
    reader_.refuse(
        at,
        {.message = "the endpoint is not disabled",
         .found = "",
         .expected = "a step before it: `disable: endpoint`",
         .hint = ""}
    );
  }
  disabled_in_line_ = 0;
}

void Story::redeliver(const Cursor& event) {
  const std::string& name = event.node->text;
  const bool raised = events_.contains(name);
  if (raised && std::find(held_.begin(), held_.end(), name) == held_.end()) {
    return;
  }
  const std::vector<std::string> known(events_.begin(), events_.end());
  reader_.refuse(
      event,
      {.message = raised ? "`" + name + "` is held: nothing of it was delivered yet"
                         : "there is no event `" + name + "` up to here",
       .found = "",
       .expected = raised ? "a `release` before it" : "an event of a step before it: jane.create",
       .hint = raised ? "" : hint_for(name, known)}
  );
}

void Story::end() {
  if (holding_) {
    reader_.refuse(
        hold_,
        {.message = "what is held here is never released",
         .found = "",
         .expected = "a later step: `release: all`, or `release: { order: [...] }`",
         .hint = ""}
    );
  } else if (!held_.empty()) {
    std::string names;
    for (const std::string& event : held_) {
      names += (names.empty() ? "`" : ", `") + event + "`";
    }
    reader_.refuse(
        release_,
        {.message = names + (held_.size() == 1 ? " stays held" : " stay held") + " for ever",
         .found = "",
         .expected = "every held event in a `release`",
         .hint = "name it in this order, or add `release: all` later"}
    );
  }
}

}  // namespace rkmock::scenarios
