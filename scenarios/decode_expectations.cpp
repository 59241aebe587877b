// `expect`: checks, their parameters, and whether this scenario can be judged by them.
#include <algorithm>
#include <sstream>

#include <nlohmann/json.hpp>

#include "scenarios/decode_parts.hpp"

namespace rkmock::scenarios {

namespace {

constexpr std::size_t most_expectations = 100;

/// A check's name and the labels after it: `ack{event=bookings.create}`.
struct Labelled {
  std::string name;
  nlohmann::json where;  ///< null: it has none
};

std::string trimmed(std::string text) {
  const auto is_space = [](char c) { return c == ' '; };
  text.erase(text.begin(), std::find_if_not(text.begin(), text.end(), is_space));
  text.erase(std::find_if_not(text.rbegin(), text.rend(), is_space).base(), text.end());
  return text;
}

Labelled split_labels(const std::string& text) {
  const std::size_t open = text.find('{');
  if (open == std::string::npos || text.back() != '}') {
    return {text, nullptr};
  }
  Labelled labelled{trimmed(text.substr(0, open)), nlohmann::json::object()};
  std::istringstream labels(text.substr(open + 1, text.size() - open - 2));
  for (std::string label; std::getline(labels, label, ',');) {
    const std::size_t equals = label.find('=');
    nlohmann::json& value = labelled.where[trimmed(label.substr(0, equals))];
    if (equals != std::string::npos) {
      value = trimmed(label.substr(equals + 1));
    }
  }
  return labelled;
}

class ExpectationDecoder {
 public:
  ExpectationDecoder(
      Reader& reader, const Catalog& catalog, const Scenario& scenario, const ReferenceScope& known
  )
      : reader_(reader),
        catalog_(catalog),
        scenario_(scenario),
        known_{known.bookings, {}, /*bookings_only=*/true} {}

  std::optional<Expectation> decode(const Cursor& item) {
    if (item.node->kind == Node::Kind::scalar) {
      return decode_check(item, item, "null");
    }
    if (item.node->kind != Node::Kind::map || item.node->members.size() != 1) {
      refuse_item(item);
      return std::nullopt;
    }
    const std::string& name = item.node->members.front().key.text;
    const Cursor parameters = *item.member(name);
    check_references_below(reader_, parameters, known_);
    return decode_check(item.key(name), parameters, parameters.node->to_json().dump());
  }

 private:
  void refuse_item(const Cursor& item) {
    const bool several = item.node->kind == Node::Kind::map && item.node->members.size() > 1;
    reader_.refuse(
        item,
        {.message = item.label() + " is not a check",
         .found = item.node->describe(),
         .expected = "the name of a check, or one name with its parameters: `name: ...`",
         .hint = several ? "give each check its own `- `" : ""}
    );
  }

  /// `at` names the check; `parameters` is where they stand, or the name when there are none.
  std::optional<Expectation> decode_check(
      const Cursor& at, const Cursor& parameters, const std::string& json
  ) {
    std::vector<std::string> names;
    for (const CheckDescriptor& check : catalog_.checks) {
      names.emplace_back(check.name);
    }
    const Labelled labelled = split_labels(at.node->text);
    Node bare = *at.node;
    bare.text = labelled.name;
    Cursor name_at = at;
    name_at.node = &bare;
    const auto name = reader_.word(name_at, "check", names);
    if (!name) {
      return std::nullopt;
    }
    std::string all = json;
    for (const CheckDescriptor& check : catalog_.checks) {
      if (check.name != *name) {
        continue;
      }
      if (!labelled.where.is_null()) {
        if (!check.takes_labels) {
          refuse_labels(at, *name);
          return std::nullopt;
        }
        all = nlohmann::json{{"where", labelled.where}, {"thresholds", nlohmann::json::parse(json)}}
                  .dump();
        refuse_labelled(at, parameters, check.validate(all));
      } else {
        reader_.refuse_parameters(parameters, check.validate(json));
      }
      check_channels(check, at, parameters);
    }
    return Expectation{*name, all};
  }

  void refuse_labels(const Cursor& at, const std::string& name) {
    reader_.refuse(
        at,
        {.message = "`" + name + "` takes no labels",
         .found = at.node->describe(),
         .expected = "the check's name alone",
         .hint = ""}
    );
  }

  /// Labels stand in the check's name, thresholds below it.
  void refuse_labelled(
      const Cursor& at, const Cursor& parameters, std::vector<ParameterError> problems
  ) {
    constexpr std::string_view of_thresholds = "/thresholds";
    std::vector<ParameterError> below;
    for (ParameterError& problem : problems) {
      if (problem.pointer.starts_with(of_thresholds)) {
        problem.pointer.erase(0, of_thresholds.size());
        below.push_back(std::move(problem));
      } else {
        reader_.refuse(
            at,
            {.message = problem.message,
             .found = problem.found,
             .expected = problem.expected,
             .hint = problem.hint}
        );
      }
    }
    reader_.refuse_parameters(parameters, below);
  }

  /// What the check looks at must be there.
  void check_channels(const CheckDescriptor& check, const Cursor& at, const Cursor& parameters) {
    const Receiver& receiver = scenario_.receiver;
    if (check.needs == CheckNeeds::state && !receiver.state) {
      refuse_channel(at, "a state to ask for", "receiver: { state: { get: URL } }");
    } else if (check.needs == CheckNeeds::effects && receiver.effects.empty()) {
      refuse_channel(at, "effects", "receiver: { effects: { NAME: ... } }");
    } else if (check.names_effects && at.node != parameters.node) {
      check_effect_names(parameters);
    }
  }

  void refuse_channel(const Cursor& at, const std::string& what, const std::string& expected) {
    reader_.refuse(
        at,
        {.message = "`" + at.node->text + "` needs " + what + ", and the receiver has none",
         .found = "",
         .expected = "`" + expected + "`, or another check",
         .hint = ""}
    );
  }

  void check_effect_names(const Cursor& parameters) {
    std::vector<std::string> known;
    for (const EffectRule& rule : scenario_.receiver.effects) {
      known.push_back(rule.name);
    }
    std::vector<Cursor> items = {parameters};
    if (parameters.node->kind == Node::Kind::list) {
      items.clear();
      for (std::size_t i = 0; i < parameters.node->items.size(); ++i) {
        items.push_back(parameters.item(i));
      }
    }
    for (const Cursor& item : items) {
      if (item.node->kind == Node::Kind::scalar) {
        reader_.word(item, "effect", known);
      }
    }
  }

  Reader& reader_;
  const Catalog& catalog_;
  const Scenario& scenario_;
  const ReferenceScope known_;
};

}  // namespace

void check_references_below(Reader& reader, const Cursor& at, const ReferenceScope& scope) {
  if (at.node->kind == Node::Kind::scalar) {
    for (Problem& problem : check_references(at.node->text, scope)) {
      reader.refuse(at, std::move(problem));
    }
  }
  for (std::size_t i = 0; i < at.node->items.size(); ++i) {
    check_references_below(reader, at.item(i), scope);
  }
  for (const auto& [key, value] : at.node->members) {
    check_references_below(reader, *at.member(key.text), scope);
  }
}

std::vector<Expectation> decode_expectation_list(
    Reader& reader,
    const Catalog& catalog,
    const Scenario& scenario,
    const ReferenceScope& known,
    const Cursor& list
) {
  std::vector<Expectation> expectations;
  if (!reader.list(list, "checks")) {
    return expectations;
  }
  if (list.node->items.size() > most_expectations) {
    reader.refuse(
        list,
        {.message = "there are too many checks",
         .found = std::to_string(list.node->items.size()),
         .expected = "at most " + std::to_string(most_expectations),
         .hint = ""}
    );
    return expectations;
  }
  ExpectationDecoder decoder(reader, catalog, scenario, known);
  for (std::size_t i = 0; i < list.node->items.size(); ++i) {
    if (auto expectation = decoder.decode(list.item(i))) {
      expectations.push_back(*std::move(expectation));
    }
  }
  return expectations;
}

}  // namespace rkmock::scenarios
