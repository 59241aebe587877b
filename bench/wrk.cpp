#include "bench/wrk.hpp"

#include <stdexcept>

#include <nlohmann/json.hpp>

#include "bench/child.hpp"

namespace rkmock::bench {

LoadResult run_wrk(const Load& load) {
  const std::string text = run(
      {"wrk",
       "--threads=1",
       "--connections=" + std::to_string(load.connections),
       "--duration=" + std::to_string(load.seconds) + "s",
       "--timeout=10s",  // slowness is a figure, not an error
       "--script=" RKMOCK_BENCH_DIR "/" + load.script,
       load.url,
       "--",
       load.key}
  );
  const std::size_t begin = text.find("{\"requests\"");
  if (begin == std::string::npos) {
    throw std::runtime_error("wrk did not report: " + text);
  }
  const auto seen = nlohmann::json::parse(text.substr(begin));
  if (!seen.at("errors").empty()) {
    throw std::runtime_error(
        load.url + ": requests failed under load: " + seen.at("errors").dump()
    );
  }
  LoadResult result;
  result.requests = seen.at("requests");
  result.per_second = static_cast<double>(result.requests) / seen.at("seconds").get<double>();
  result.p50_ms = seen.at("p50_ms");
  result.p99_ms = seen.at("p99_ms");
  return result;
}

}  // namespace rkmock::bench
