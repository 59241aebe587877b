#pragma once
// What a scenario's steps add up to: bookings that must exist, holds that must end.
//
// One decode; one thread. Told each step in order, it notes in the reader those that cannot be
// played, so that a slip is found before anything is sent.
#include <map>
#include <set>
#include <string>
#include <vector>

#include "scenarios/reader.hpp"

namespace rkmock::scenarios {

class Story {
 public:
  /// `creates`: every nickname that some step creates, with its line.
  Story(Reader& reader, std::map<std::string, int> creates);

  void create(const Cursor& nickname);
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
  /// After the last step.
  void end();

 private:
  struct Booking {
    int created_in_line = 0;
    int deleted_in_line = 0;    ///< 0: it is there
    int cancelled_in_line = 0;  ///< 0: it is not
    std::map<std::string, int> changes;
  };

  void raise(const std::string& nickname, const std::string& change);
  bool require_held(const Cursor& at, const char* released = "released");
  void release_one(const Cursor& at, std::set<std::string>& released);

  Reader& reader_;
  std::map<std::string, int> creates_;
  std::map<std::string, Booking> bookings_;
  std::set<std::string> events_;  ///< every one raised so far
  std::vector<std::string> held_;
  bool holding_ = false;
  int disabled_in_line_ = 0;  ///< 0: it is enabled
  Cursor hold_;               ///< the newest `hold`
  Cursor release_;            ///< the newest `release` that left something held
};

}  // namespace rkmock::scenarios
