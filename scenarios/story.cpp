#include "scenarios/story.hpp"

#include <algorithm>

namespace rkmock::scenarios {

namespace {

/// Instead of a line, for what was so from the beginning.
constexpr int given_in_line = -1;

std::string in_line(int line) {
  return line == given_in_line ? "from the beginning" : "in line " + std::to_string(line);
}

std::string hint_for(std::string_view word, const std::vector<std::string>& candidates) {
  const std::string meant = nearest(word, candidates);
  return meant.empty() ? "" : "did you mean `" + meant + "`?";
}

}  // namespace

std::string event_type_of(std::string_view change) {
  return "bookings." + std::string(change == "cancel" ? "update" : change);
}

Story::Story(Reader& reader, std::map<std::string, int> creates, std::vector<std::string> events)
    : reader_(reader), creates_(std::move(creates)), subscribed_(std::move(events)) {}

bool Story::subscribes_to(const std::string& event_type) const {
  return subscribed_.empty() ||
         std::find(subscribed_.begin(), subscribed_.end(), event_type) != subscribed_.end();
}

std::vector<std::string> Story::names() const {
  std::vector<std::string> names;
  for (const auto& [name, booking] : bookings_) {
    if (has(name)) {
      names.push_back(name);
    }
  }
  return names;
}

bool Story::has(const std::string& nickname) const {
  const auto known = bookings_.find(nickname);
  return known != bookings_.end() && (known->second.branch == 0 || known->second.branch == branch_);
}

void Story::begin_branch() {
  ++branch_;
}

std::vector<std::string> Story::saved() const {
  return visible(saved_);
}

/// Those of this branch, and of what was before.
std::vector<std::string> Story::visible(const std::map<std::string, int>& names) const {
  std::vector<std::string> found;
  for (const auto& [name, branch] : names) {
    if (branch == 0 || branch == branch_) {
      found.push_back(name);
    }
  }
  return found;
}

bool Story::has_event(const std::string& event) const {
  const auto found = events_.find(event);
  return found != events_.end() && (found->second == 0 || found->second == branch_);
}

void Story::end_branches() {
  branch_ = 0;
  for (auto* const names : {&saved_, &events_}) {
    for (auto& [name, branch] : *names) {
      branch = 0;
    }
  }
  for (auto& [name, booking] : bookings_) {
    booking.branch = 0;
    booking.changing_branch = 0;
  }
}

bool Story::may_change(const Cursor& nickname, Booking& booking) {
  const int other =
      booking.branch != branch_ && booking.branch != 0 ? booking.branch : booking.changing_branch;
  if (other == 0 || other == branch_) {
    booking.changing_branch = branch_;
    return true;
  }
  reader_.refuse(
      nickname,
      {.message = "another branch changes `" + nickname.node->text + "` at the same time",
       .found = "",
       .expected = "all changes of a booking in one branch",
       .hint = "which of two came first could not be told"}
  );
  return false;
}

void Story::given(const GivenBooking& given) {
  Booking& booking = bookings_[given.name];
  booking.cancelled_in_line = given.fields.status == "cancelled" ? given_in_line : 0;
}

void Story::changed_by_call(const std::string& nickname, const std::string& change) {
  const auto known = bookings_.find(nickname);
  if (known != bookings_.end()) {
    raise(nickname, change);
  }
}

void Story::arm(const Cursor& at, const std::string& id) {
  armed_without_id_ |= id.empty();
  if (!id.empty() && !armed_.insert(id).second) {
    reader_.refuse(
        at,
        {.message = "a fault `" + id + "` is armed already",
         .found = "",
         .expected = "an id of its own for each fault, or a `disarm` before it",
         .hint = ""}
    );
  }
}

void Story::disarm(const Cursor& id) {
  const std::string& name = id.node->text;
  if (name == "all") {
    armed_.clear();
  } else if (armed_.erase(name) == 0 && !armed_without_id_ && id.node->kind == Node::Kind::scalar) {
    reader_.refuse(
        id,
        {.message = "no fault `" + name + "` is armed at this point",
         .found = "",
         .expected = "a step before it: `arm: { id: " + name + ", ... }`, or `disarm: all`",
         .hint = hint_for(name, {armed_.begin(), armed_.end()})}
    );
  }
}

void Story::raise(const std::string& nickname, const std::string& change) {
  const int count = ++bookings_[nickname].changes[change];
  std::string event = nickname + "." + change;
  if (count > 1) {
    event += "#" + std::to_string(count);
  }
  if (!subscribes_to(event_type_of(change))) {
    return;
  }
  events_.emplace(event, branch_);
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
         .hint = known->second.created_in_line == 0
                     ? "it is under `given.bookings`"
                     : "the first one is " + in_line(known->second.created_in_line)}
    );
    return;
  }
  bookings_[name].created_in_line = nickname.node->at.line;
  bookings_[name].branch = branch_;
  raise(name, "create");
}

void Story::refuse_unknown(const Cursor& nickname, const std::string& purpose) {
  const std::string& name = nickname.node->text;
  const auto later = creates_.find(name);
  const bool comes = later != creates_.end() && !bookings_.contains(name);
  reader_.refuse(
      nickname,
      {.message = "there is no booking `" + name + "`" + purpose + (comes ? " yet" : ""),
       .found = "",
       .expected = "a step before it: `create: " + name + "`",
       .hint = comes ? "it is created " + in_line(later->second) : hint_for(name, names())}
  );
}

bool Story::change(const Cursor& nickname, const std::string& change) {
  const std::string& name = nickname.node->text;
  const auto known = bookings_.find(name);
  if (known == bookings_.end()) {
    refuse_unknown(nickname, " to " + change);
    return false;
  }
  if (!may_change(nickname, known->second)) {
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
  const bool raised = has_event(event);
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

void Story::require_event(const Cursor& event) {
  const std::string& name = event.node->text;
  if (!has_event(name)) {
    reader_.refuse(
        event,
        {.message = "there is no event `" + name + "` up to here",
         .found = "",
         .expected = "an event of a step before it: jane.create",
         .hint = hint_for(name, visible(events_))}
    );
  }
}

void Story::redeliver(const Cursor& event) {
  const std::string& name = event.node->text;
  const bool raised = has_event(name);
  if (raised && std::find(held_.begin(), held_.end(), name) == held_.end()) {
    return;
  }
  const std::vector<std::string> known = visible(events_);
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
