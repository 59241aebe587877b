// How fast webhooks go out, how punctually, and what thousands of silent receivers cost.
//
//   bench_deliveries RKMOCK FOLDER [ROUNDS [SECONDS [PART]]]
//
// All go to bench_sink. Each round measures us and what we are compared with in turn; medians
// count. Writes FOLDER/deliveries.json. Exit code 1: a target was missed.
#include <algorithm>
#include <chrono>
#include <ctime>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <sstream>
#include <stdexcept>
#include <thread>

#include "bench/child.hpp"
#include "bench/client.hpp"
#include "bench/engine_rig.hpp"
#include "bench/result.hpp"
#include "bench/servers.hpp"
#include "bench/setting.hpp"
#include "bench/wrk.hpp"

namespace rkmock::bench {
namespace {

using namespace std::chrono_literals;
using Target = Measure::Target;

constexpr int connections = 64;
constexpr int per_second = 200;
constexpr int at_once = 2'000;
constexpr int hanging = 10'000;
constexpr int races = 200;
constexpr int waiting_at_the_end = 50;
constexpr std::size_t whole_run_in_memory = std::size_t{256} << 20;

std::filesystem::path journal_of(const Setting& setting) {
  return setting.folder / "deliveries.jsonl";
}

double in_ms(Nanos span) {
  return std::chrono::duration<double, std::milli>(span).count();
}

// ── Throughput ──────────────────────────────────────────────────────────────────────────────

struct Throughput {
  double per_second = 0;
  double loop_us = 0;  ///< processor time that the loop took for each
};

Nanos processor_time_of_loop(EngineRig& rig) {
  timespec time{};
  rig.loop().call([&] { ::clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time); });
  return std::chrono::seconds(time.tv_sec) + Nanos(time.tv_nsec);
}

/// Sends for so long, with more open than there are connections. The clock stops when the last
/// line is in the journal's file.
Throughput send_all_the_time(const Setting& setting, const Sink& sink) {
  EngineRig rig({.url = sink.url(), .journal = journal_of(setting), .max_connections = connections}
  );
  const auto began = std::chrono::steady_clock::now();
  const auto end = began + std::chrono::seconds(setting.seconds);
  std::function<void()> send = [&] {
    if (std::chrono::steady_clock::now() < end) {
      rig.send({}, send);
    }
  };
  rig.loop().call([&] {
    for (int i = 0; i < 2 * connections; ++i) {
      send();
    }
  });
  std::this_thread::sleep_until(end);
  rig.wait_for_all();
  if (const std::string problem = rig.journal().flush(); !problem.empty()) {
    throw std::runtime_error(problem);
  }
  const std::chrono::duration<double> took = std::chrono::steady_clock::now() - began;
  std::uint64_t sent = 0;
  rig.loop().call([&] { sent = rig.acknowledged(); });
  const auto count = static_cast<double>(sent);
  return {count / took.count(), in_ms(processor_time_of_loop(rig)) * 1000 / count};
}

/// The same webhooks, sent by wrk.
double wrk_per_second(const Setting& setting, const Sink& sink, int seconds) {
  const std::filesystem::path message = setting.folder / "webhook.txt";
  std::ofstream(message) << webhook_message(sink.url());
  return run_wrk({sink.url(), "post_webhook.lua", message.string(), connections, seconds})
      .per_second;
}

void measure_throughput(const Setting& setting, std::vector<Measure>& measures) {
  Measure rate{
      "signed webhooks, journalled, 64 connections", "/s", {}, {}, Target::ratio_at_least, 0.4};
  Measure loop{"… processor time of the loop for each", "us", {}, {}, Target::none, 0};
  const Sink sink("answer");
  for (int round = 0; round < setting.rounds; ++round) {
    rate.reference.push_back(wrk_per_second(setting, sink, setting.seconds));
    const Throughput ours = send_all_the_time(setting, sink);
    rate.values.push_back(ours.per_second);
    loop.values.push_back(ours.loop_us);
    std::cerr << "." << std::flush;
  }
  measures.push_back(std::move(rate));
  measures.push_back(std::move(loop));
}

// ── Punctuality ─────────────────────────────────────────────────────────────────────────────

/// How late, in milliseconds.
struct Lateness {
  std::vector<double> written;  ///< the first byte
  std::vector<double> woken;    ///< the engine, before it waits for a connection
};

/// Sends so many, the first after a moment, each so long after the one before.
Lateness send_on_time(const Setting& setting, const Sink& sink, int count, Nanos apart) {
  EngineRig rig({
      .url = sink.url(),
      .journal = journal_of(setting),
      .max_connections = connections,
      .window_bytes = whole_run_in_memory,
  });
  rig.loop().call([&] {
    const Nanos first = rig.journal().now() + 300ms;
    for (int i = 0; i < count; ++i) {
      faults::Plan plan;
      plan.delay = first + i * apart - rig.journal().now();
      rig.send(std::move(plan));
    }
  });
  rig.wait_for_all();
  Lateness late;
  for (const event::AttemptFinished& attempt : rig.attempts()) {
    const Phases& phases = attempt.phases;
    late.written.push_back(in_ms(phases.write_started.value() - phases.scheduled));
    late.woken.push_back(in_ms(phases.woken.value() - phases.scheduled));
  }
  return late;
}

/// What this machine's timers can do at the same times: a thread that sleeps until each.
std::vector<double> sleep_on_time(int count, Nanos apart) {
  std::vector<double> late;
  const auto first = std::chrono::steady_clock::now() + 50ms;
  for (int i = 0; i < count; ++i) {
    const auto due = first + i * apart;
    std::this_thread::sleep_until(due);  // clock_nanosleep, absolute
    late.push_back(in_ms(std::chrono::steady_clock::now() - due));
  }
  return late;
}

void measure_delay(const Setting& setting, std::vector<Measure>& measures) {
  Measure median_late{"late by, 200 due each second", "ms", {}, {}, Target::at_most, 0.2};
  Measure p99_late{"… p99", "ms", {}, {}, Target::at_most, 2};
  Measure burst{"late by, 2,000 due at one moment", "ms", {}, {}, Target::at_most, 10};
  Measure woken{"… the engine's own share", "ms", {}, {}, Target::none, 0};
  const Sink sink("answer");
  const int count = per_second * setting.seconds;
  const Nanos apart = Nanos(1s) / per_second;
  for (int round = 0; round < setting.rounds; ++round) {
    const std::vector<double> reference = sleep_on_time(count, apart);
    const Lateness late = send_on_time(setting, sink, count, apart);
    median_late.reference.push_back(median(reference));
    median_late.values.push_back(median(late.written));
    p99_late.reference.push_back(percentile(reference, 99));
    p99_late.values.push_back(percentile(late.written, 99));
    // The one in the middle waits for half of the others: so long takes wrk for as many.
    constexpr double half = at_once / 2.0;
    burst.reference.push_back(half * 1000 / wrk_per_second(setting, sink, 1));
    const Lateness at_one_moment = send_on_time(setting, sink, at_once, {});
    burst.values.push_back(median(at_one_moment.written));
    woken.values.push_back(median(at_one_moment.woken));
    std::cerr << "." << std::flush;
  }
  measures.push_back(std::move(median_late));
  measures.push_back(std::move(p99_late));
  measures.push_back(std::move(burst));
  measures.push_back(std::move(woken));
}

// ── Racing copies ───────────────────────────────────────────────────────────────────────────

/// From the first to the last of each so many.
std::vector<double> spreads(std::vector<Nanos> times, int copies) {
  std::vector<double> spreads;
  for (auto group = times.begin(); group != times.end(); group += copies) {
    const auto [first, last] = std::minmax_element(group, group + copies);
    spreads.push_back(in_ms(*last - *first));
  }
  return spreads;
}

void measure_race(const Setting& setting, int copies, double bound, std::vector<Measure>& all) {
  const Target target = bound > 0 ? Target::at_most : Target::none;
  const std::string name = std::to_string(copies) + " racing copies: first bytes apart";
  Measure sent{name + ", as sent", "ms", {}, {}, target, bound};
  Measure seen{name + ", as received", "ms", {}, {}, target, bound};
  Sink sink("stamp");
  for (int round = 0; round < setting.rounds; ++round) {
    EngineRig rig({
        .url = sink.url(),
        .journal = journal_of(setting),
        .max_connections = connections,
        .window_bytes = whole_run_in_memory,
    });
    faults::Plan racing;
    racing.copies = copies;
    racing.together = true;
    std::vector<Nanos> arrivals;
    for (int race = 0; race < races; ++race) {
      rig.loop().call([&] { rig.send(racing); });
      for (const Nanos stamp : sink.stamps(static_cast<std::size_t>(copies))) {
        arrivals.push_back(stamp);
      }
      rig.wait_for_all();
    }
    std::vector<Nanos> departures;
    for (const event::AttemptFinished& attempt : rig.attempts()) {
      departures.push_back(attempt.phases.write_started.value());
    }
    sent.values.push_back(median(spreads(std::move(departures), copies)));
    seen.values.push_back(median(spreads(std::move(arrivals), copies)));
    std::cerr << "." << std::flush;
  }
  all.push_back(std::move(sent));
  all.push_back(std::move(seen));
}

void measure_races(const Setting& setting, std::vector<Measure>& measures) {
  measure_race(setting, 3, 0.2, measures);
  measure_race(setting, 10, 0, measures);
}

// ── Silent receivers ────────────────────────────────────────────────────────────────────────

void measure_hanging(const Setting& setting, std::vector<Measure>& measures) {
  Sink sink("hang");
  Child engine(
      {beside("bench_hanging"), sink.url(), std::to_string(hanging), journal_of(setting).string()}
  );
  const std::string ready = engine.read_line();
  const int threads_before = std::stoi(ready.substr(ready.find(' ')));
  const auto began = std::chrono::steady_clock::now();
  sink.stamps(hanging);
  const std::chrono::duration<double> took = std::chrono::steady_clock::now() - began;
  measures.push_back(
      {"resident with 10,000 hanging deliveries",
       "MB",
       {engine.resident_megabytes()},
       {},
       Target::at_most,
       150}
  );
  measures.push_back(
      {"threads that they added",
       "",
       {static_cast<double>(engine.threads() - threads_before)},
       {},
       Target::at_most,
       0}
  );
  measures.push_back({"until all 10,000 hung", "s", {took.count()}, {}, Target::none, 0});
}

// ── SIGTERM ─────────────────────────────────────────────────────────────────────────────────

std::size_t count_lines(const std::filesystem::path& file, const std::string& part) {
  std::ifstream stream(file);
  std::size_t count = 0;
  for (std::string line; std::getline(stream, line);) {
    count += line.find(part) != std::string::npos ? 1 : 0;
  }
  return count;
}

/// Refused once, the webhooks wait about a second for their second attempt (the schedule's 5 s,
/// five times as fast, give or take a tenth). SIGTERM comes, and the drain ends in the middle of
/// that: some are delivered, the others must be listed.
void measure_sigterm(const Setting& setting, std::vector<Measure>& measures) {
  const std::filesystem::path folder = setting.folder / "sigterm";
  std::filesystem::remove_all(folder);
  Sink sink("stamp", waiting_at_the_end);
  Child rkmock(
      {"sh",
       "-c",
       "exec \"$@\" 2>&1",
       "sh",
       setting.rkmock,
       "serve",
       "--port",
       "0",
       "--webhook",
       sink.url(),
       "--drain",
       "960ms",
       "--time-scale",
       "5",
       "--journal",
       folder}
  );
  const std::string ready = rkmock.read_line();
  Client client(static_cast<std::uint16_t>(std::stoi(ready.substr(ready.rfind(':') + 1))));
  for (int i = 0; i < waiting_at_the_end; ++i) {
    client.request(
        "POST", "/v1/bookings", "sk_rsv_bench", R"({"date":"2030-01-07","time_slot_id":456})"
    );
  }
  sink.stamps(waiting_at_the_end);
  rkmock.terminate();
  std::istringstream said(rkmock.read_all());
  std::size_t listed = 0;
  for (std::string line; std::getline(said, line);) {
    listed += line.rfind("not delivered: ", 0) == 0 ? 1 : 0;
  }
  const std::filesystem::path journal = folder / "account-1.jsonl";
  const std::size_t delivered = count_lines(journal, R"("result":"acknowledged")");
  const std::size_t stopped = count_lines(journal, R"("result":"stopped")");
  const auto missing = static_cast<double>(waiting_at_the_end) -
                       static_cast<double>(delivered + std::min(listed, stopped));
  measures.push_back(
      {"50 waiting at SIGTERM: neither delivered nor listed",
       "",
       {std::max(missing, -missing)},
       {},
       Target::at_most,
       0}
  );
  measures.push_back(
      {"… delivered before the drain ended",
       "",
       {static_cast<double>(delivered)},
       {},
       Target::none,
       0}
  );
}

using Part = void (*)(const Setting& setting, std::vector<Measure>& measures);

const std::vector<std::pair<std::string, Part>>& parts() {
  static const std::vector<std::pair<std::string, Part>> table = {
      {"throughput", measure_throughput},
      {"delay", measure_delay},
      {"races", measure_races},
      {"hanging", measure_hanging},
      {"sigterm", measure_sigterm},
  };
  return table;
}

int measure_all(const Setting& setting) {
  std::filesystem::create_directories(setting.folder);
  allow_many_connections();
  std::vector<Measure> measures;
  bool known = false;
  for (const auto& [name, measure] : parts()) {
    if (setting.part.empty() || setting.part == name) {
      known = true;
      measure(setting, measures);
    }
  }
  if (!known) {
    throw std::runtime_error("there is no part `" + setting.part + "`");
  }
  std::cerr << "\n";
  return report(measures, "reference", setting.folder / "deliveries.json");
}

}  // namespace
}  // namespace rkmock::bench

int main(int count, char** words) {
  return rkmock::bench::run_benchmark(count, words, rkmock::bench::measure_all);
}
