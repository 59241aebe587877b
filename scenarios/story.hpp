#pragma once
// What a scenario's steps add up to: bookings that must exist, holds that must end.
//
// One decode; one thread. Told each step in order, it notes in the reader those that cannot be
// played, so that a slip is found before anything is sent.
#include <map>
#include <set>
#include <string>
#include <vector>

#include "rkmock/account_setup.hpp"

#include "scenarios/reader.hpp"

namespace rkmock::scenarios {

/// `bookings.update` of an `update` and of a `cancel`.
[[nodiscard]] std::string event_type_of(std::string_view change);

class Story {
 public:
  /// `creates`: every nickname that some step creates, with its line. `events`: the types that the
  /// receiver subscribes to; empty: all.
  Story(Reader& reader, std::map<std::string, int> creates, std::vector<std::string> events);

  /// It is there before the first step.
  void given(const GivenBooking& booking);
  void create(const Cursor& nickname);
  /// By a call of /v1, as far as that can be told.
  void changed_by_call(const std::string& nickname, const std::string& change);
  /// Whether there is such a booking now; notes it when not.
  bool change(const Cursor& nickname, const std::string& change);
  /// After `change`. A cancelled booking stays so.
  void cancelled(const Cursor& step, const std::string& nickname);
  /// Notes it when the booking is cancelled: its status is final.
  bool may_take_status(const Cursor& at, const std::string& nickname);
  [[nodiscard]] bool is_cancelled(const std::string& nickname) const;
  void hold(const Cursor& at);
  void release_all(const Cursor& at);
  void release(const Cursor& at, const std::vector<Cursor>& order);
  void discard(const Cursor& at);
  void disable(const Cursor& at);
  void enable(const Cursor& at);
  /// Notes it when there is no such event up to here, or nothing of it was delivered.
  void redeliver(const Cursor& event);
  /// Notes it when there is no such event up to here.
  void require_event(const Cursor& event);

  /// What follows happens beside the other branches of a `parallel`: a booking belongs to one.
  void begin_branch();
  void end_branches();

  /// `id` may be empty.
  void arm(const Cursor& at, const std::string& id);
  /// Notes it when no step before arms it.
  void disarm(const Cursor& id);

  void saves(const std::string& name) { saved_.emplace(name, branch_); }

  [[nodiscard]] bool subscribes_to(const std::string& event_type) const;
  /// The bookings there are, deleted ones too.
  [[nodiscard]] std::vector<std::string> names() const;

  /// What calls saved up to here, other branches aside.
  [[nodiscard]] std::vector<std::string> saved() const;

  [[nodiscard]] bool has(const std::string& nickname) const;
  /// Notes that there is no such booking up to here.
  void refuse_unknown(const Cursor& nickname, const std::string& purpose = "");
  /// After the last step.
  void end();

 private:
  struct Booking {
    int created_in_line = 0;
    int deleted_in_line = 0;    ///< 0: it is there
    int cancelled_in_line = 0;  ///< 0: it is not
    std::map<std::string, int> changes;
    int branch = 0;           ///< that made it, of the `parallel` we are in; 0: it was there before
    int changing_branch = 0;  ///< that changes it
  };

  bool may_change(const Cursor& nickname, Booking& booking);
  [[nodiscard]] bool has_event(const std::string& event) const;
  [[nodiscard]] std::vector<std::string> visible(const std::map<std::string, int>& names) const;

  void raise(const std::string& nickname, const std::string& change);
  bool require_held(const Cursor& at, const char* released = "released");
  void release_one(const Cursor& at, std::set<std::string>& released);

  Reader& reader_;
  std::map<std::string, int> creates_;
  std::vector<std::string> subscribed_;
  std::map<std::string, int> saved_;  ///< with the branch, 0 when that is over
  std::set<std::string> armed_;
  bool armed_without_id_ = false;
  int branch_ = 0;  ///< 0: not in a `parallel`
  std::map<std::string, Booking> bookings_;
  std::map<std::string, int> events_;  ///< every one raised so far, with the branch as above
  std::vector<std::string> held_;
  bool holding_ = false;
  int disabled_in_line_ = 0;  ///< 0: it is enabled
  Cursor hold_;               ///< the newest `hold`
  Cursor release_;            ///< the newest `release` that left something held
};

}  // namespace rkmock::scenarios
