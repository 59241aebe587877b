#pragma once
// Plays steps, one after another; one Performer for the scenario, and one for each branch of a
// `parallel` while that is played.
//
// Resource of one thread. What branches share is in the Stage's ports, which are thread-safe, and
// in Shared.
#include <map>
#include <mutex>
#include <set>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "scenarios/rest.hpp"
#include "scenarios/stage.hpp"

namespace rkmock::scenarios {

/// What calls saved. Any thread.
class Saved {
 public:
  void set(const std::string& name, nlohmann::json value);
  /// Throws std::runtime_error when the call that saves it had no such value.
  [[nodiscard]] nlohmann::json get(const std::string& name) const;

 private:
  mutable std::mutex mutex_;
  std::map<std::string, nlohmann::json> values_;
};

class Performer {
 public:
  Performer(Stage& stage, Rest& rest, Saved& saved) : stage_(stage), rest_(rest), saved_(saved) {}

  /// Until the last one, or one after which the rest is not worth playing. Whether it was the last.
  bool perform(const std::vector<Step>& steps);

  /// `step 3 of 7 (update jane, line 12)`
  [[nodiscard]] std::string place() const;

 private:
  bool play(const step::Change& change);
  bool play(const step::Wait& wait);
  bool play(const step::WaitSettled& wait);
  bool play(const step::Hold& hold);
  bool play(const step::Release& release);
  bool play(const step::Discard& discard);
  bool play(const step::SetEndpoint& endpoint);
  bool play(const step::Redeliver& redeliver);
  bool play(const step::Call& call);
  bool play(const step::Send& send);
  bool play(const step::WaitUntil& until);
  bool play(const step::Restart& restart);
  bool play(const step::Run& run);
  bool play(const step::Parallel& parallel);
  bool play(const step::Arm& arm);
  bool play(const step::Disarm& disarm);
  bool play(const step::Expect& expect);

  bool stop_here(const std::string& why);
  void wait_for_overtaken(const std::set<std::string>& held_back);
  bool worth_going_on();
  void shuffle(std::vector<std::string>& events) const;

  /// Notes whether what the step claims holds.
  void check(bool held, const std::string& found, const std::string& expected);
  void check_answer(const ExpectedAnswer& expected, const HttpAnswer& answer);

  [[nodiscard]] HttpRequest request_of(const step::Call& call);
  void save(const step::Call& call, const HttpAnswer& answer);
  [[nodiscard]] std::string api_key_of(const std::string& account) const;

  [[nodiscard]] bool holds(const step::UntilState& until, std::string& found);
  [[nodiscard]] bool holds(const step::UntilAcknowledged& until, std::string& found);
  [[nodiscard]] bool holds(const step::UntilAttempts& until, std::string& found);
  [[nodiscard]] bool holds(const step::UntilEffect& until, std::string& found);
  [[nodiscard]] bool holds(const step::UntilApiCall& until, std::string& found);

  /// Empty when the receiver was restarted.
  [[nodiscard]] std::string restart_receiver(const RestartHook& hook);
  [[nodiscard]] std::string wait_until_ready(const RestartHook& hook, Stage::Time deadline);

  [[nodiscard]] nlohmann::json resolve(const std::string& name, const std::string& account) const;
  [[nodiscard]] std::string fill(const std::string& text, const std::string& account = "") const;
  [[nodiscard]] nlohmann::json fill_json(const std::string& json, const std::string& account = "")
      const;
  [[nodiscard]] std::string fill_body(const BodyTemplate& body, const std::string& account = "")
      const;

  Stage& stage_;
  Rest& rest_;
  Saved& saved_;
  const Step* step_ = nullptr;  ///< the one being played, or played last
};

/// How a scenario's other accounts are called at the mock, and their keys.
[[nodiscard]] std::string other_account_name(
    const PlayOptions& options, const OtherAccount& account
);
[[nodiscard]] std::string other_account_key(
    const PlayOptions& options, const OtherAccount& account
);

}  // namespace rkmock::scenarios
