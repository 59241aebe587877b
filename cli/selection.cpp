#include "cli/selection.hpp"

#include <algorithm>
#include <charconv>
#include <set>
#include <string_view>
#include <tuple>

#include "rkmock/random.hpp"

#include "cli/command.hpp"
#include "core/document.hpp"

namespace rkmock::cli {

namespace {

using scenarios::Scenario;

bool has_any(const Scenario& scenario, const std::vector<std::string>& tags) {
  return std::any_of(tags.begin(), tags.end(), [&](const std::string& tag) {
    return std::find(scenario.tags.begin(), scenario.tags.end(), tag) != scenario.tags.end();
  });
}

std::vector<std::string> all_tags(const std::vector<Scenario>& scenarios) {
  std::set<std::string> tags;
  for (const Scenario& scenario : scenarios) {
    tags.insert(scenario.tags.begin(), scenario.tags.end());
  }
  return {tags.begin(), tags.end()};
}

std::string in_words(const std::vector<std::string>& words) {
  std::string text;
  for (const std::string& word : words) {
    text += (text.empty() ? "" : ", ") + word;
  }
  return text;
}

[[noreturn]] void nothing_left(const std::vector<Scenario>& scenarios, const Selection& selection) {
  const std::vector<std::string> known = all_tags(scenarios);
  std::string message = "no scenario is left by --tag and --exclude-tag; ";
  if (known.empty()) {
    throw UsageError(message + "none of the " + std::to_string(scenarios.size()) + " has a tag");
  }
  message += "the tags there are: " + in_words(known);
  for (const std::string& tag : selection.tags) {
    const std::string near = nearest(tag, known);
    if (!near.empty() && near != tag) {
      message += "; did you mean `" + near + "`?";
      break;
    }
  }
  throw UsageError(message);
}

std::optional<int> whole_number(std::string_view text) {
  int value = 0;
  const char* end = text.data() + text.size();
  const auto [stopped, problem] = std::from_chars(text.data(), end, value);
  return problem == std::errc() && stopped == end ? std::optional<int>(value) : std::nullopt;
}

bool restarts(const scenarios::Step& step) {
  return std::holds_alternative<scenarios::step::Restart>(step.body);
}

}  // namespace

std::vector<std::string> tags_from(const std::vector<std::string>& words, const std::string& flag) {
  std::vector<std::string> tags;
  for (const std::string& word : words) {
    std::string_view rest = word;
    while (true) {
      const std::size_t comma = std::min(rest.find(','), rest.size());
      if (comma == 0) {
        throw UsageError(flag + " is `" + word + "`, expected a tag, or several as in `a,b`");
      }
      tags.emplace_back(rest.substr(0, comma));
      if (comma == rest.size()) {
        break;
      }
      rest.remove_prefix(comma + 1);
    }
  }
  return tags;
}

Shard shard_from(const std::string& text) {
  constexpr int most = 10'000;
  const std::size_t slash = text.find('/');
  const auto number = whole_number(std::string_view(text).substr(0, slash));
  const auto of = slash == std::string::npos
                      ? std::nullopt
                      : whole_number(std::string_view(text).substr(slash + 1));
  if (!number || !of || *number < 1 || *of > most || *number > *of) {
    throw UsageError("--shard is `" + text + "`, expected I/N with I from 1 to N, such as 2/5");
  }
  return {*number, *of};
}

std::vector<Scenario> select(const std::vector<Scenario>& scenarios, const Selection& selection) {
  std::vector<Scenario> tagged;
  for (const Scenario& scenario : scenarios) {
    const bool wanted = selection.tags.empty() || has_any(scenario, selection.tags);
    if (wanted && !has_any(scenario, selection.excluded_tags)) {
      tagged.push_back(scenario);
    }
  }
  if (tagged.empty() && !scenarios.empty()) {
    nothing_left(scenarios, selection);
  }
  const auto of = static_cast<std::size_t>(selection.shard.of);
  const auto number = static_cast<std::size_t>(selection.shard.number - 1);
  std::vector<Scenario> selected;
  for (std::size_t i = number; i < tagged.size(); i += of) {
    selected.push_back(std::move(tagged[i]));
  }
  if (selected.empty()) {
    throw UsageError(
        "--shard " + std::to_string(selection.shard.number) + "/" + std::to_string(of) +
        " is empty: there are only " + std::to_string(tagged.size()) + " scenarios; use fewer parts"
    );
  }
  return selected;
}

std::vector<PlannedPlay> plan(const std::vector<Scenario>& scenarios, const Selection& selection) {
  std::vector<PlannedPlay> plays;
  for (std::size_t i = 0; i < scenarios.size(); ++i) {
    for (int round = 1; round <= selection.repeat; ++round) {
      plays.push_back({i, round});
    }
  }
  if (selection.shuffle_seed) {
    const Dice dice(*selection.shuffle_seed);
    const auto key = [&](const PlannedPlay& play) {
      const std::string round = std::to_string(play.round);
      const std::string place = std::to_string(play.scenario);
      return std::tuple(dice.draw("run", place, round), play.scenario, play.round);
    };
    std::sort(plays.begin(), plays.end(), [&](const PlannedPlay& a, const PlannedPlay& b) {
      return key(a) < key(b);
    });
  }
  return plays;
}

bool plays_alone(const Scenario& scenario) {
  const bool own_key =
      !scenario.api_key.empty() ||
      std::any_of(scenario.accounts.begin(), scenario.accounts.end(), [](const auto& account) {
        return !account.api_key.empty();
      });
  return scenario.exclusive || own_key ||
         std::any_of(scenario.steps.begin(), scenario.steps.end(), restarts);
}

}  // namespace rkmock::cli
