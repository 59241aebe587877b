#include "assertions/thresholds.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <string_view>
#include <utility>

#include "assertions/parameters.hpp"

namespace rkmock::assertions {

namespace {

using Of = Threshold::Of;
using Relation = Threshold::Relation;

constexpr double risk = 0.05;
constexpr double rounding = 1e-9;
constexpr const char* example = "a threshold such as max<5s, p95<500ms or rate(2xx)==1";

std::string without_spaces(std::string text) {
  std::erase_if(text, [](char c) { return c == ' ' || c == '\t'; });
  return text;
}

std::optional<double> read_number(std::string_view text) {
  double number = 0;
  const auto [end, failed] = std::from_chars(text.data(), text.data() + text.size(), number);
  const bool whole = failed == std::errc() && end == text.data() + text.size();
  return whole && std::isfinite(number) ? std::optional(number) : std::nullopt;
}

/// `p(95)` or `p95` gives `95`; the text between is empty when it is neither.
std::string_view argument(std::string_view text, std::string_view name, bool bare) {
  if (text.substr(0, name.size()) != name) {
    return {};
  }
  text.remove_prefix(name.size());
  if (text.size() > 2 && text.front() == '(' && text.back() == ')') {
    return text.substr(1, text.size() - 2);
  }
  return bare ? text : std::string_view();
}

/// What stands before the relation. Empty words when it is understood.
std::string read_measure(std::string_view text, Threshold& threshold) {
  if (text == "max" || text == "min" || text == "avg") {
    threshold.of = text == "max" ? Of::max : text == "min" ? Of::min : Of::avg;
    return {};
  }
  if (text == "med") {
    threshold.of = Of::percentile;
    threshold.percent = 50;
    return {};
  }
  if (const auto number = read_number(argument(text, "p", true))) {
    threshold.of = Of::percentile;
    threshold.percent = *number;
    return *number > 0 && *number < 100 ? "" : "a percentile lies between 0 and 100";
  }
  const std::string_view status = argument(text, "rate", false);
  if (status.size() == 3 && status[0] >= '1' && status[0] <= '5') {
    threshold.of = Of::rate;
    if (status.substr(1) == "xx") {
      threshold.status = status[0] - '0';
      return {};
    }
    const auto number = read_number(status);
    threshold.status = static_cast<int>(number.value_or(0));
    return number ? "" : "this is no status";
  }
  return "`" + std::string(text) + "` is nothing that can be measured";
}

std::string read_limit(const std::string& text, Threshold& threshold) {
  if (threshold.of == Of::rate) {
    const bool percent = !text.empty() && text.back() == '%';
    const auto number = read_number(percent ? text.substr(0, text.size() - 1) : text);
    threshold.share = number.value_or(-1) / (percent ? 100 : 1);
    const bool fits = threshold.share >= 0 && threshold.share <= 1;
    return fits ? "" : "a rate is compared with a number from 0 to 1";
  }
  if (threshold.relation != Relation::less && threshold.relation != Relation::at_most) {
    return "a time has an upper limit: write < or <=";
  }
  const auto limit = parse_duration(text);
  threshold.limit = limit.value_or(Nanos{});
  if (!limit && read_number(text)) {
    return "the limit has no unit: write " + text + "ms or " + text + "s";
  }
  return limit ? "" : "the limit is not a duration";
}

/// Empty words when the text is a threshold.
std::string read_threshold(const std::string& text, Threshold& threshold) {
  static constexpr std::array<std::pair<std::string_view, Relation>, 5> relations = {
      {{"<=", Relation::at_most},
       {">=", Relation::at_least},
       {"==", Relation::equal},
       {"<", Relation::less},
       {">", Relation::more}}};
  threshold.text = without_spaces(text);
  const std::size_t at = threshold.text.find_first_of("<>=");
  if (at == std::string::npos) {
    return "this threshold has no limit";
  }
  for (const auto& [sign, relation] : relations) {
    if (threshold.text.compare(at, sign.size(), sign) == 0) {
      threshold.relation = relation;
      const std::string words =
          read_measure(std::string_view(threshold.text).substr(0, at), threshold);
      return words.empty() ? read_limit(threshold.text.substr(at + sign.size()), threshold) : words;
    }
  }
  return "the relation is none of <, <=, ==, >= and >";
}

/// P(X <= most) for X binomial: n tries of chance q.
double chance_of_at_most(std::size_t n, std::size_t most, double q) {
  double sum = 0;
  // In logarithms, so that large n do not underflow.
  double term = static_cast<double>(n) * std::log1p(-q);
  for (std::size_t k = 0; k <= most && k <= n; ++k) {
    sum += std::exp(term);
    term += std::log(static_cast<double>(n - k) / static_cast<double>(k + 1)) + std::log(q) -
            std::log1p(-q);
  }
  return sum;
}

}  // namespace

std::vector<Threshold> read_thresholds(
    const std::string& parameters, std::vector<ParameterError>& problems
) {
  nlohmann::json given = parse_parameters(parameters);
  if (given.is_null()) {
    given = "max<5s";
  }
  const bool is_list = given.is_array();
  if (is_list && given.empty()) {
    problems.push_back(problem_at("", given, "the list holds no threshold", example));
  }
  const nlohmann::json items = is_list ? given : nlohmann::json::array({given});
  std::vector<Threshold> thresholds;
  for (std::size_t i = 0; i < items.size(); ++i) {
    Threshold threshold;
    const std::string words = items[i].is_string()
                                  ? read_threshold(items[i].get<std::string>(), threshold)
                                  : "this is no threshold";
    if (words.empty()) {
      thresholds.push_back(std::move(threshold));
    } else {
      problems.push_back(
          problem_at(is_list ? "/" + std::to_string(i) : "", items[i], words, example)
      );
    }
  }
  return thresholds;
}

bool proves_within(std::size_t samples, std::size_t over, double percent) {
  return samples > 0 && chance_of_at_most(samples, over, 1 - percent / 100) <= risk + rounding;
}

bool proves_beyond(std::size_t samples, std::size_t over, double percent) {
  return over > 0 && 1 - chance_of_at_most(samples, over - 1, 1 - percent / 100) <= risk + rounding;
}

std::size_t fewest_samples(double percent) {
  return static_cast<std::size_t>(std::ceil(std::log(risk) / std::log(percent / 100) - rounding));
}

}  // namespace rkmock::assertions
