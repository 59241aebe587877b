#include "bench/result.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <fstream>
#include <iostream>
#include <thread>

#include <nlohmann/json.hpp>

namespace rkmock::bench {

namespace {

using Target = Measure::Target;

std::string number(double value) {
  std::array<char, 32> text{};
  const int decimals = value >= 1000 ? 0 : value >= 100 ? 1 : 2;
  const int size = std::snprintf(text.data(), text.size(), "%.*f", decimals, value);
  return {text.data(), static_cast<std::size_t>(size)};
}

std::string describe_target(const Measure& measure) {
  switch (measure.target) {
    case Target::none:
      return "";
    case Target::ratio_at_least:
      return "at least " + number(measure.bound) + " of it";
    case Target::ratio_at_most:
      return "at most " + number(measure.bound) + " times it";
    case Target::at_most:
      break;
  }
  return "at most " + number(measure.bound) + " " + measure.unit;
}

std::string first_value(const char* file, const std::string& key) {
  std::ifstream stream(file);
  std::string line;
  while (std::getline(stream, line)) {
    const std::size_t colon = line.find(':');
    if (line.rfind(key, 0) == 0 && colon != std::string::npos) {
      return line.substr(line.find_first_not_of(" \t", colon + 1));
    }
  }
  return "";
}

std::string pad(std::string text, std::size_t width) {
  text.resize(std::max(text.size(), width), ' ');
  return text;
}

}  // namespace

double median(std::vector<double> values) {
  if (values.empty()) {
    return 0;
  }
  std::sort(values.begin(), values.end());
  const std::size_t half = values.size() / 2;
  return values.size() % 2 == 1 ? values[half] : (values[half - 1] + values[half]) / 2;
}

double percentile(std::vector<double> values, double percent) {
  if (values.empty()) {
    return 0;
  }
  std::sort(values.begin(), values.end());
  const auto rank =
      static_cast<std::size_t>(std::ceil(percent / 100 * static_cast<double>(values.size())));
  return values[std::clamp<std::size_t>(rank, 1, values.size()) - 1];
}

std::optional<double> Measure::ratio() const {
  return reference.empty() ? std::nullopt : std::optional(median(values) / median(reference));
}

bool Measure::met() const {
  switch (target) {
    case Target::none:
      return true;
    case Target::ratio_at_least:
      return ratio().value_or(0) >= bound;
    case Target::ratio_at_most:
      return ratio().value_or(bound + 1) <= bound;
    case Target::at_most:
      break;
  }
  return median(values) <= bound;
}

namespace {

std::string to_table(const std::vector<Measure>& measures, const std::string& reference) {
  std::string table;
  const auto row = [&table](const std::array<std::string, 6>& cells) {
    constexpr std::array<std::size_t, 6> widths = {54, 14, 14, 8, 22, 0};
    for (std::size_t i = 0; i < cells.size(); ++i) {
      table += pad(cells.at(i), widths.at(i));
    }
    table.erase(table.find_last_not_of(' ') + 1);
    table += '\n';
  };
  row({"", "rkmock", reference, "ratio", "target", ""});
  for (const Measure& measure : measures) {
    const auto ratio = measure.ratio();
    const bool judged = measure.target != Target::none;
    row(
        {measure.name,
         number(median(measure.values)) + " " + measure.unit,
         ratio ? number(median(measure.reference)) + " " + measure.unit : "",
         ratio ? number(*ratio) : "",
         describe_target(measure),
         judged ? (measure.met() ? "met" : "MISSED") : ""}
    );
  }
  return table;
}

std::string to_json(const std::vector<Measure>& measures, const std::string& reference) {
  nlohmann::ordered_json json;
  json["machine"] = {
      {"processor", first_value("/proc/cpuinfo", "model name")},
      {"processors", std::thread::hardware_concurrency()},
      {"memory", first_value("/proc/meminfo", "MemTotal")},
  };
  json["measures"] = nlohmann::ordered_json::array();
  for (const Measure& measure : measures) {
    nlohmann::ordered_json one;
    one["name"] = measure.name;
    one["unit"] = measure.unit;
    one["rkmock"] = median(measure.values);
    one["rkmock_rounds"] = measure.values;
    if (const auto ratio = measure.ratio()) {
      one[reference] = median(measure.reference);
      one[reference + "_rounds"] = measure.reference;
      one["ratio"] = *ratio;
    }
    if (measure.target != Target::none) {
      one["target"] = describe_target(measure);
      one["met"] = measure.met();
    }
    json["measures"].push_back(std::move(one));
  }
  return json.dump(2) + "\n";
}

}  // namespace

int report(
    const std::vector<Measure>& measures,
    const std::string& reference,
    const std::filesystem::path& file
) {
  std::cout << to_table(measures, reference);
  std::ofstream(file) << to_json(measures, reference);
  std::cout << "\nevery round is in " << file.string() << "\n";
  return std::all_of(measures.begin(), measures.end(), [](const Measure& m) { return m.met(); })
             ? 0
             : 1;
}

}  // namespace rkmock::bench
