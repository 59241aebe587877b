#pragma once
// The delivery log: what an account's sender sent, what came back, and why it went on as it did.
//
// Values; any thread. Bounded: the oldest deliveries are let go with all that is known of them.
#include <cstdint>
#include <string>
#include <vector>

#include "rkmock/clock.hpp"
#include "rkmock/delivery_events.hpp"

namespace rkmock {

struct LoggedAttempt {
  int attempt = 1;
  Nanos started{};        ///< since the journal's start
  std::string request;    ///< its bytes
  bool finished = false;  ///< what follows is known
  Outcome outcome = Outcome::unknown;
  int status = 0;
  std::string reason;
  std::string answer_body;  ///< at most 4 KiB
  std::string next;         ///< `retry 2 of 9 in 5 s`
  bool spoiled = false;     ///< by a fault: the bytes are not the event
  bool operator==(const LoggedAttempt&) const = default;
};

struct LoggedDelivery {
  std::uint64_t number = 0;  ///< from 1, in the order of being planned
  std::string delivery;      ///< `jane.create/1`
  std::string event;
  std::string type;
  std::string subscription;
  std::string url;
  std::string purpose;  ///< scenario | drain | redelivery | raw
  std::string result;   ///< as in DeliveryEnded; empty while it is open
  std::string why;
  std::vector<LoggedAttempt> attempts;
  bool operator==(const LoggedDelivery&) const = default;
};

/// Which deliveries to list; what is empty or 0 does not narrow it.
struct DeliveryFilter {
  std::string event;
  std::string subscription;
  std::string result;        ///< `open` for those that have not ended
  std::uint64_t before = 0;  ///< only smaller numbers: DeliveryPage::next of the page before
  std::size_t limit = 100;
  bool operator==(const DeliveryFilter&) const = default;
};

struct DeliveryPage {
  std::vector<LoggedDelivery> deliveries;  ///< the newest first
  std::uint64_t next = 0;                  ///< `before` of the next page; 0: this is the last
  std::uint64_t let_go = 0;                ///< older deliveries that are not kept any more
  bool operator==(const DeliveryPage&) const = default;
};

/// Which bytes a redelivery sends.
enum class RedeliveryBytes {
  fresh,  ///< built and signed anew
  same,   ///< those of the last attempt, its old timestamp and signature with them
};

struct RedeliveryAnswer {
  std::string delivery;  ///< the new one's id
  std::string problem;   ///< why there is none, in words; empty when there is one
  bool operator==(const RedeliveryAnswer&) const = default;
};

}  // namespace rkmock
