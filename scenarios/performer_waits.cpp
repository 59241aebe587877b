// How a Performer plays wait_until, restart and run.
#include <algorithm>
#include <chrono>

#include "core/command.hpp"
#include "core/json_pointer.hpp"
#include "core/url.hpp"
#include "scenarios/performer.hpp"

namespace rkmock::scenarios {

namespace {

using nlohmann::json;
using std::chrono::milliseconds;

/// Between two looks at a receiver's state or readiness, doubled with each.
constexpr milliseconds first_pause{20};
constexpr milliseconds longest_pause{500};
constexpr milliseconds look_timeout{2000};
constexpr std::size_t shown_bytes = 300;

std::string counted(int count, const std::string& what) {
  return std::to_string(count) + " " + what;
}

std::string in_words(const CommandEnd& end) {
  std::string text =
      end.problem.empty() ? "exit code " + std::to_string(end.exit_code) : end.problem;
  if (!end.output.empty()) {
    const std::size_t from = end.output.size() - std::min(end.output.size(), shown_bytes);
    text += "; it said: " + end.output.substr(from);
  }
  return text;
}

}  // namespace

bool Performer::holds(const step::UntilState& until, std::string& found) {
  const Watch::Booking* booking = stage_.watch.find_booking(until.booking);
  if (booking == nullptr) {
    found = "there is no booking " + until.booking;
    return false;
  }
  const event::StateProbed probed = rest_.probe(*booking, look_timeout);
  stage_.record(probed);
  const json answer = json::parse(probed.body, nullptr, /*allow_exceptions=*/false);
  const json* there = value_at(answer, until.at);
  const json value = there != nullptr ? *there : json();
  found = probed.status == 0 ? "no answer: " + probed.error
                             : std::to_string(probed.status) + ", " + until.at + " is " +
                                   (there != nullptr ? value.dump() : "not there");
  return probed.status != 0 && value == fill_json(until.equals);
}

bool Performer::holds(const step::UntilAcknowledged& until, std::string& found) {
  found.clear();
  for (const std::string& event : until.events) {
    if (!stage_.watch.acknowledged(event)) {
      found += (found.empty() ? "" : ", ") + event + " is not acknowledged";
    }
  }
  return found.empty();
}

bool Performer::holds(const step::UntilAttempts& until, std::string& found) {
  const int count = stage_.watch.attempts(until.event);
  found = counted(count, "attempts");
  return count >= until.at_least;
}

bool Performer::holds(const step::UntilEffect& until, std::string& found) {
  const Watch::Booking* booking = stage_.watch.find_booking(until.booking);
  const int count = until.booking.empty()
                        ? stage_.watch.effects(until.name, 0)
                        : (booking == nullptr ? 0 : stage_.watch.effects(until.name, booking->id));
  found = counted(count, "effects");
  return count >= until.at_least;
}

bool Performer::holds(const step::UntilApiCall& until, std::string& found) {
  const int count = stage_.watch.api_calls(until.method, fill(until.path));
  found = counted(count, "calls");
  return count >= until.at_least;
}

bool Performer::play(const step::WaitUntil& until) {
  stage_.say("waiting: " + step_->text);
  const Stage::Time deadline = stage_.now() + until.timeout;
  const bool asks = std::holds_alternative<step::UntilState>(until.what);
  std::string found;
  const auto holds_now = [&] {
    return std::visit([&](const auto& what) { return holds(what, found); }, until.what);
  };
  bool held = false;
  if (asks) {
    // The receiver is asked again and again; the rest shows itself in the journal.
    milliseconds pause = first_pause;
    while (!(held = holds_now()) && stage_.now() < deadline) {
      stage_.wait([] { return false; }, std::min(deadline, stage_.now() + pause));
      pause = std::min(2 * pause, longest_pause);
    }
  } else {
    held = stage_.wait(holds_now, deadline);
  }
  check(held, found, "it within " + format_duration(until.timeout));
  return true;
}

std::string Performer::wait_until_ready(const RestartHook& hook, Stage::Time deadline) {
  const auto url = parse_url(stage_.scenario.receiver.url);
  HttpRequest request;
  request.url = hook.ready.empty() && url ? url->origin() + "/" : hook.ready;
  milliseconds pause = first_pause;
  while (true) {
    const HttpAnswer answer = stage_.http.send(request, look_timeout);
    const bool ready =
        hook.ready.empty() ? answer.status != 0 : answer.status >= 200 && answer.status < 300;
    if (ready) {
      return "";
    }
    if (stage_.now() >= deadline) {
      return "it is not ready: " + request.url + " gives " +
             (answer.status == 0 ? answer.error : std::to_string(answer.status));
    }
    stage_.wait([] { return false; }, std::min(deadline, stage_.now() + pause));
    pause = std::min(2 * pause, longest_pause);
  }
}

std::string Performer::restart_receiver(const RestartHook& hook) {
  const Stage::Time deadline = stage_.now() + hook.timeout;
  for (const std::string& url : {hook.post, hook.ready}) {
    if (!url.empty() && stage_.options.refuse_destination) {
      if (std::string refused = stage_.options.refuse_destination(url); !refused.empty()) {
        return refused;
      }
    }
  }
  if (!hook.run.empty()) {
    const CommandEnd end = run_command({hook.run, {}, hook.timeout}, stage_.options.cancelled);
    stage_.throw_if_cancelled();
    if (!end.problem.empty() || end.exit_code != 0) {
      return "`" + hook.run + "`: " + in_words(end);
    }
  } else {
    HttpRequest request;
    request.method = "POST";
    request.url = hook.post;
    const HttpAnswer answer =
        stage_.http.send(request, std::chrono::duration_cast<milliseconds>(hook.timeout));
    if (answer.status < 200 || answer.status > 299) {
      return hook.post + " answers " +
             (answer.status == 0 ? answer.error : std::to_string(answer.status));
    }
  }
  return wait_until_ready(hook, deadline);
}

bool Performer::play(const step::Restart& /*restart*/) {
  const RestartHook& hook = *stage_.scenario.receiver.restart;
  stage_.say("restarting the receiver");
  const std::string problem = restart_receiver(hook);
  if (!problem.empty()) {
    return stop_here("failed: " + problem);
  }
  check(true, "", "");
  return true;
}

bool Performer::play(const step::Run& run) {
  Command command;
  command.text = fill(run.command);
  command.environment = {{"RKMOCK_URL", stage_.control.url()}, {"RKMOCK_API_KEY", api_key_of("")}};
  command.timeout = run.timeout;
  const CommandEnd end = run_command(command, stage_.options.cancelled);
  stage_.throw_if_cancelled();
  check(
      end.problem.empty() && end.exit_code == run.exit_code,
      in_words(end),
      "exit code " + std::to_string(run.exit_code)
  );
  stage_.watch.update();
  return true;
}

}  // namespace rkmock::scenarios
