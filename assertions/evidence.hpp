#pragma once
// Words for what a journal shows, and the bounded list of lines that prove a claim. Pure; any
// thread.
#include <cstdint>
#include <optional>
#include <string>

#include "rkmock/history.hpp"

namespace rkmock::assertions {

/// Makes the result inconclusive.
void give_up(CheckResult& result, std::string message, std::string next_step);

/// Adds a line, in journal order. The first eight of different lines are kept: the most telling
/// come first.
void add_evidence(CheckResult& result, std::uint64_t seq, std::string note);

/// From one instant to a later one; zero when it is not later. Any values will do.
[[nodiscard]] Nanos elapsed(Nanos from, Nanos to);

/// From the first request byte to the answer's headers; empty without an answer.
[[nodiscard]] std::optional<Nanos> answer_time(const event::AttemptFinished& finished);

/// How late the mock itself noticed, at the worst, that an attempt was due. Zero in journals of
/// older versions, which do not have it.
[[nodiscard]] Nanos worst_lateness(const History& history);

/// The receiver was still silent when the sender's patience ended.
[[nodiscard]] bool timed_out(const event::AttemptFinished& finished);

/// `jane.create/1, attempt 2`
[[nodiscard]] std::string name_of(const Attempt& attempt);

/// `jane.create/1, attempt 2: 200 OK after 2.1 ms`
[[nodiscard]] std::string describe(const Attempt& attempt);

/// The line that tells most of the attempt: its end, if it had one.
void add_evidence(CheckResult& result, const Attempt& attempt);

/// `1 event`, `2 events`
[[nodiscard]] std::string counted(std::size_t count, const std::string& one);

/// The last wait for rest, if there was one. Null body when there was none.
[[nodiscard]] std::optional<Line<event::Settled>> last_rest(const History& history);

/// Whether the receiver had come to rest when the run ended.
[[nodiscard]] bool came_to_rest(const History& history);

/// The first attempt of any delivery; null when nothing was sent.
[[nodiscard]] const Attempt* first_attempt(const WebhookEvent& event);

[[nodiscard]] const Attempt* last_attempt(const WebhookEvent& event);

/// Nothing was sent of it because a fault dropped it.
[[nodiscard]] bool dropped(const WebhookEvent& event);

}  // namespace rkmock::assertions
