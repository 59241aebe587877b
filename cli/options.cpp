#include "cli/options.hpp"

#include <charconv>
#include <cmath>
#include <iostream>

#include "cli/command.hpp"
#include "core/document.hpp"

namespace rkmock::cli {

namespace po = boost::program_options;

namespace {

/// Boost names the option and nothing else.
std::string describe(const po::unknown_option& error, const po::options_description& known) {
  std::vector<std::string> names;
  for (const auto& option : known.options()) {
    names.push_back("--" + option->long_name());
  }
  const std::string near = nearest(error.get_option_name(), names);
  return "there is no option `" + error.get_option_name() + "`" +
         (near.empty() ? "" : "; did you mean `" + near + "`?");
}

}  // namespace

Options::Options(Synopsis synopsis) : synopsis_(std::move(synopsis)) {
  visible_.add_options()("help,h", "Show this help.");
}

void Options::add(const char* name, const po::value_semantic* value, const char* help) {
  (groups_.empty() ? visible_ : groups_.back()).add_options()(name, value, help);
}

void Options::group(const char* caption) {
  groups_.emplace_back(caption);
}

void Options::positional(const char* name, int count) {
  hidden_.add_options()(name, po::value<std::vector<std::string>>());
  positional_.add(name, count);
}

std::optional<po::variables_map> Options::parse(const std::vector<std::string>& arguments) {
  for (const po::options_description& group : groups_) {
    visible_.add(group);
  }
  groups_.clear();
  po::options_description all;
  all.add(visible_).add(hidden_);
  po::variables_map values;
  try {
    // No guessing: `--rec` must not come to mean another option when one is added.
    const auto style = po::command_line_style::unix_style & ~po::command_line_style::allow_guessing;
    po::store(
        po::command_line_parser(arguments).options(all).positional(positional_).style(style).run(),
        values
    );
    po::notify(values);
  } catch (const po::unknown_option& error) {
    throw UsageError(describe(error, visible_));
  } catch (const po::error& error) {
    throw UsageError(error.what());
  }
  if (values.count("help") != 0) {
    std::cout << "Usage: " << synopsis_.usage << "\n\n"
              << synopsis_.description << "\n\n"
              << visible_;
    if (!synopsis_.examples.empty()) {
      std::cout << "\nExamples:\n" << synopsis_.examples;
    }
    return std::nullopt;
  }
  return values;
}

std::uint16_t port_from(int value, const char* option) {
  if (value < 0 || value > 65535) {
    throw UsageError(
        std::string(option) + " is " + std::to_string(value) + ", expected 0 to 65535"
    );
  }
  return static_cast<std::uint16_t>(value);
}

Nanos duration_from(const std::string& text, const std::string& option) {
  const auto span = parse_duration(text);
  if (!span) {
    throw UsageError(option + " is `" + text + "`, expected a time like 5s or 500ms");
  }
  return *span;
}

double time_scale_from(const std::string& text) {
  if (text == "instant") {
    return 0;
  }
  double value = 0;
  const char* end = text.data() + text.size();
  const auto [stopped, problem] = std::from_chars(text.data(), end, value);
  if (problem != std::errc() || stopped != end || !(value >= 0) || !std::isfinite(value)) {
    throw UsageError(
        "--time-scale is " + text + ", expected a number from 0 up such as 60, or instant"
    );
  }
  return value;
}

}  // namespace rkmock::cli
