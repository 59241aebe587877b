// How fast /v1 is beside nginx, how soon it answers, how much memory it takes.
//
//   bench_api RKMOCK FOLDER [ROUNDS [SECONDS]]
//
// Every round runs wrk against both servers in turn, so that what else the machine does hits both
// alike; medians count. Writes FOLDER/api.json. Exit code 1: a target was missed.
#include <chrono>
#include <filesystem>
#include <iostream>
#include <stdexcept>

#include <nlohmann/json.hpp>

#include "bench/client.hpp"
#include "bench/result.hpp"
#include "bench/servers.hpp"
#include "bench/setting.hpp"
#include "bench/wrk.hpp"

namespace rkmock::bench {
namespace {

using Target = Measure::Target;

constexpr const char* service = "/v1/services/123";
constexpr const char* bookings = "/v1/bookings";
constexpr const char* key = "sk_rsv_bench";
constexpr int requests_for_memory = 100'000;
constexpr int starts = 21;

std::filesystem::path journal_of(const Setting& setting) {
  return setting.folder / "journal";
}

std::string booking(int number) {
  // A Monday takes 100 customers.
  const std::chrono::sys_days monday =
      std::chrono::sys_days(std::chrono::year(2030) / 1 / 7) + std::chrono::weeks(number / 100);
  const std::chrono::year_month_day date(monday);
  const auto two_digits = [](unsigned value) {
    return std::string(value < 10 ? "0" : "") + std::to_string(value);
  };
  nlohmann::ordered_json json;
  json["date"] = std::to_string(static_cast<int>(date.year())) + "-" +
                 two_digits(static_cast<unsigned>(date.month())) + "-" +
                 two_digits(static_cast<unsigned>(date.day()));
  json["time_slot_id"] = 456;
  json["customer_name"] = "Jane Doe";
  json["customer_email"] = "jane" + std::to_string(number) + "@example.com";
  return json.dump();
}

std::string expect(const Answer& answer, int status) {
  if (answer.status != status) {
    throw std::runtime_error(
        "expected " + std::to_string(status) + ", got " + std::to_string(answer.status) + ": " +
        answer.body
    );
  }
  return answer.body;
}

/// What nginx is to serve: the same bytes.
struct Samples {
  std::string service;
  std::string booking;
};

Samples take_samples(const Setting& setting) {
  const Rkmock rkmock(setting.rkmock, journal_of(setting));
  Client client(rkmock.port());
  return {
      expect(client.request("GET", service, key), 200),
      expect(client.request("POST", bookings, key, booking(0)), 201)};
}

/// How many bookings the mock itself says it has, in all accounts of create_booking.lua.
std::uint64_t count_bookings(const Rkmock& rkmock) {
  Client client(rkmock.port());
  std::uint64_t total = 0;
  for (int account = 0;; ++account) {
    const auto page = nlohmann::json::parse(expect(
        client.request(
            "GET", "/v1/bookings?service_id=123&page_size=1", key + std::to_string(account)
        ),
        200
    ));
    const std::uint64_t count = page.at("data").at("pagination").at("total_count");
    if (count == 0) {
      return total;
    }
    total += count;
  }
}

LoadResult load_rkmock(const Setting& setting, Load load) {
  // A new one each time: the store and the journal's file begin empty.
  const Rkmock rkmock(setting.rkmock, journal_of(setting));
  load.url = rkmock.url() + load.url;
  const LoadResult result = run_wrk(load);
  if (load.script == "create_booking.lua" && count_bookings(rkmock) < result.requests) {
    throw std::runtime_error("not every 201 made a booking");
  }
  return result;
}

LoadResult load_nginx(const Nginx& nginx, Load load) {
  load.url = nginx.url() + load.url;
  return run_wrk(load);
}

void measure_load(
    const Setting& setting,
    const Nginx& nginx,
    const std::string& name,
    const Load& load,
    double target,
    std::vector<Measure>& measures
) {
  const std::string with = name + ", " + std::to_string(load.connections) + " connections";
  Measure rate{with, "/s", {}, {}, Target::ratio_at_least, target};
  Measure p99{with + ": p99", "ms", {}, {}, Target::none, 0};
  if (load.connections == 256 && load.script == "read_service.lua") {
    p99.target = Target::ratio_at_most;
    p99.bound = 3;
  }
  for (int round = 0; round < setting.rounds; ++round) {
    const LoadResult reference = load_nginx(nginx, load);
    const LoadResult ours = load_rkmock(setting, load);
    rate.values.push_back(ours.per_second);
    rate.reference.push_back(reference.per_second);
    p99.values.push_back(ours.p99_ms);
    p99.reference.push_back(reference.p99_ms);
    std::cerr << "." << std::flush;
  }
  measures.push_back(std::move(rate));
  measures.push_back(std::move(p99));
}

void measure_start(const Setting& setting, std::vector<Measure>& measures) {
  Measure start{"first answer after the start", "ms", {}, {}, Target::at_most, 20};
  Measure idle{"resident when idle", "MB", {}, {}, Target::at_most, 12};
  for (int i = 0; i < starts; ++i) {
    const auto began = std::chrono::steady_clock::now();
    const Rkmock rkmock(setting.rkmock, journal_of(setting));
    expect(Client(rkmock.port()).request("GET", service, key), 200);
    const std::chrono::duration<double, std::milli> took = std::chrono::steady_clock::now() - began;
    start.values.push_back(took.count());
    idle.values.push_back(rkmock.resident_megabytes());
  }
  measures.push_back(std::move(start));
  measures.push_back(std::move(idle));
}

void read_only(Client& client, int /*number*/) {
  expect(client.request("GET", service, key), 200);
}

/// Of ten requests one creates a booking, one reads it, one changes it and seven read the service.
void mixed(Client& client, int number) {
  static std::string target;
  switch (number % 10) {
    case 0: {
      const auto made = nlohmann::json::parse(
          expect(client.request("POST", bookings, key, booking(number / 10)), 201)
      );
      target = bookings + ("/" + made.at("data").at("id").dump());
      break;
    }
    case 1:
      expect(client.request("GET", target, key), 200);
      break;
    case 2:
      expect(client.request("PATCH", target, key, R"({"status":"confirmed"})"), 200);
      break;
    default:
      expect(client.request("GET", service, key), 200);
  }
}

void measure_memory(
    const Setting& setting,
    const std::string& name,
    void (*request)(Client& client, int number),
    std::vector<Measure>& measures
) {
  const Rkmock rkmock(setting.rkmock, journal_of(setting));
  Client client(rkmock.port());
  for (int number = 0; number < requests_for_memory; ++number) {
    request(client, number);
  }
  measures.push_back({name, "MB", {rkmock.resident_megabytes()}, {}, Target::at_most, 40});
}

int measure_all(const Setting& setting) {
  std::filesystem::create_directories(setting.folder);
  std::vector<Measure> measures;
  const Samples samples = take_samples(setting);
  {
    const Nginx nginx(
        setting.folder / "nginx", service, samples.service, bookings, samples.booking
    );
    for (const int connections : {32, 256}) {
      measure_load(
          setting,
          nginx,
          "GET a service",
          {service, "read_service.lua", key, connections, setting.seconds},
          0.8,
          measures
      );
      measure_load(
          setting,
          nginx,
          "POST a booking",
          {bookings, "create_booking.lua", key, connections, setting.seconds},
          0.35,
          measures
      );
    }
  }
  measure_start(setting, measures);
  measure_memory(setting, "resident after 100,000 GETs", read_only, measures);
  measure_memory(setting, "resident after 100,000 mixed requests", mixed, measures);
  std::cerr << "\n";
  return report(measures, "nginx", setting.folder / "api.json");
}

}  // namespace
}  // namespace rkmock::bench

int main(int count, char** words) {
  return rkmock::bench::run_benchmark(count, words, rkmock::bench::measure_all);
}
