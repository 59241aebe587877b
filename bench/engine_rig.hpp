#pragma once
// The delivery engine as the mock has it: on a loop of its own, signed as ReserveKit signs, every
// webhook journalled in a file by a journal with bounded memory.
//
// Resource. send() on the loop's thread, the rest from outside of it.
#include <chrono>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "rkmock/journal.hpp"

#include "bench/child.hpp"
#include "faults/plan.hpp"
#include "mockserver/net/loop.hpp"
#include "mockserver/webhooks/engine.hpp"

namespace rkmock::bench {

/// bench_sink.
class Sink final {
 public:
  explicit Sink(const std::string& mode, int refusals = 0);

  [[nodiscard]] std::string url() const;

  /// When the first bytes of the next so many webhooks were read. Waits for them.
  std::vector<Nanos> stamps(std::size_t count);

 private:
  Child process_;
  std::string port_;
};

/// A program that is built beside this one.
[[nodiscard]] std::string beside(const std::string& program);

/// The body of every webhook here, about 600 bytes: a booking as the mock describes it.
[[nodiscard]] const std::string& webhook_body();

/// The headers that the engine sends with it, an empty line, the body.
[[nodiscard]] std::string webhook_message(const std::string& url);

/// Raises the bound on open files as far as it goes.
void allow_many_connections();

class EngineRig final {
 public:
  static constexpr std::size_t usual_window = 8'000'000;  ///< that of `rkmock serve`

  struct Setting {
    std::string url;
    std::filesystem::path journal;
    int max_connections = 64;
    Nanos timeout = std::chrono::seconds(5);
    std::size_t window_bytes = usual_window;
  };

  explicit EngineRig(const Setting& setting);
  ~EngineRig();
  EngineRig(const EngineRig&) = delete;
  EngineRig& operator=(const EngineRig&) = delete;

  /// Raises a webhook event and sends it. Loop thread.
  void send(faults::Plan plan = {}, std::function<void()> first_attempts_over = {});

  [[nodiscard]] Journal& journal() { return journal_; }

  [[nodiscard]] net::Loop& loop() { return loop_; }

  /// Waits until every delivery has ended. Throws when one was not acknowledged.
  void wait_for_all();

  /// Deliveries so far. Loop thread.
  [[nodiscard]] std::uint64_t acknowledged() const { return acknowledged_; }

  /// Those that ended, as far as they are still in memory.
  [[nodiscard]] std::vector<event::AttemptFinished> attempts() const;

 private:
  std::string url_;
  Journal journal_;
  net::Loop loop_;
  std::unique_ptr<webhooks::Engine> engine_;
  std::uint64_t raised_ = 0;
  std::uint64_t acknowledged_ = 0;
};

}  // namespace rkmock::bench
