#pragma once
// What the reference receiver knows: each booking at its newest version, and the effects it owes.
//
// Resource; any thread. Deciding whether a webhook is news, remembering it for good and noting the
// effect it calls for are one step under one lock: between a check and a later insert a second
// copy of the webhook would fit.
#include <chrono>
#include <condition_variable>
#include <deque>
#include <filesystem>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "receivers/downstream.hpp"
#include "receivers/flaws.hpp"
#include "receivers/memory.hpp"
#include "receivers/state_file.hpp"
#include "receivers/webhook.hpp"

namespace rkmock::receivers {

class Ledger final {
 public:
  enum class Accepted {
    yes,          ///< news, and known for good
    known,        ///< nothing in it was news
    full,         ///< nothing was taken
    not_durable,  ///< the state file could not be written; nothing was taken
    failed        ///< the work failed; of a flawed receiver only
  };

  /// An empty path keeps everything in memory only. Throws EnvironmentError.
  explicit Ledger(const std::filesystem::path& state_file, Flaws flaws = {});

  /// Takes what is newer than what is known: all of it or nothing. What is known already, or is
  /// older, or is about a deleted booking, changes nothing and owes no effect. `delivery` names
  /// the bytes that came, for receivers that go by them.
  [[nodiscard]] Accepted accept(const std::vector<News>& news, const std::string& delivery = {});

  /// Stores it whatever is known, for client_trusts_stale. No effect is owed.
  void overwrite(const News& news);

  /// The ids of all bookings that are not deleted.
  [[nodiscard]] std::vector<std::string> living() const;

  /// The booking as JSON; `deleted` is true in that of a deleted one.
  [[nodiscard]] std::optional<std::string> state(const std::string& booking_id) const;

  /// Waits for an effect that is owed. Empty after stop().
  [[nodiscard]] std::optional<Effect> next_effect();

  /// Strikes out the effect that next_effect() gave.
  void effect_done();

  /// Sets it aside: it is still owed when the state file is read again.
  void effect_given_up();

  /// Waits so long, or until stop(). False when it was stop().
  [[nodiscard]] bool pause(std::chrono::milliseconds span);

  void stop() noexcept;

 private:
  /// The newest that is known of a booking.
  struct Known {
    Version version;
    std::string booking;  ///< JSON
  };

  bool read_line(std::string_view line);

  /// What accept() is about to take.
  struct Taken {
    std::vector<const News*> news;
    std::string lines;
    std::size_t unknown = 0;  ///< bookings
  };

  [[nodiscard]] std::optional<Version> version_of(const std::string& booking_id) const;
  [[nodiscard]] Taken choose(const std::vector<News>& news, const std::string& delivery) const;
  void apply(const News& news, const std::string& delivery);

  Flaws flaws_;
  mutable std::mutex mutex_;
  std::condition_variable changed_;
  bool stopped_ = false;
  Memory memory_;
  std::unordered_map<std::string, Known> bookings_;
  std::deque<Effect> owed_;
  std::unique_ptr<StateFile> file_;
};

}  // namespace rkmock::receivers
