#include "scenarios/decode.hpp"

#include "core/document.hpp"
#include "core/hash.hpp"
#include "scenarios/decode_parts.hpp"

namespace rkmock::scenarios {

namespace {

constexpr std::size_t longest_title = 200;
constexpr std::size_t longest_description = 10'000;

void decode_title(Reader& reader, Scenario& scenario) {
  const auto title = reader.root().member("scenario");
  if (!title) {
    reader.refuse(
        reader.root(),
        {.message = "the scenario has no title",
         .found = "",
         .expected = "`scenario: ` and what the story tells, in a few words",
         .hint = ""}
    );
    return;
  }
  if (const auto text = reader.text(*title, longest_title)) {
    if (text->empty()) {
      reader.refuse(
          *title,
          {.message = "the title is empty",
           .found = "",
           .expected = "what the story tells, in a few words",
           .hint = ""}
      );
    }
    scenario.title = *text;
  }
}

void decode_head(Reader& reader, const DecodeOptions& options, Scenario& scenario) {
  decode_title(reader, scenario);
  const Cursor root = reader.root();
  if (const auto description = root.member("description")) {
    scenario.description = reader.text(*description, longest_description).value_or("");
  }
  if (const auto version = root.member("version")) {
    if (version->node->kind != Node::Kind::scalar || version->node->text != "1") {
      reader.refuse(
          *version,
          {.message = "`version` is not one that this rkmock reads",
           .found = version->node->describe(),
           .expected = "`version: 1`, the language's only one so far",
           .hint = ""}
      );
    }
  }
  if (const auto seed = root.member("seed"); seed && !options.seed) {
    scenario.seed = reader.seed(*seed).value_or(scenario.seed);
  }
  scenario.seed = options.seed.value_or(scenario.seed);
}

/// The file's values that the command line takes the place of.
void ignore_overridden(const DecodeOptions& options, Variables& variables) {
  if (options.seed) {
    variables.ignore("seed");
  }
  if (options.receiver_url) {
    variables.ignore("receiver.url");
  }
  if (options.state_url) {
    variables.ignore("receiver.state.get");
    variables.ignore("receiver.state");
  }
  if (options.secret) {
    variables.ignore("receiver.signing.secret");
  }
  if (options.signing_scheme) {
    variables.ignore("receiver.signing.scheme");
  }
}

std::vector<std::string> check_names(const Catalog& catalog) {
  std::vector<std::string> names;
  for (const CheckDescriptor& check : catalog.checks) {
    names.emplace_back(check.name);
  }
  return names;
}

/// `at` names the check; `parameters` is where they stand, or the name when there are none.
void decode_expectation(
    Reader& reader,
    const Catalog& catalog,
    const Cursor& at,
    const Cursor& parameters,
    const std::string& json,
    Scenario& scenario
) {
  const auto name = reader.word(at, "check", check_names(catalog));
  if (!name) {
    return;
  }
  for (const CheckDescriptor& check : catalog.checks) {
    if (check.name == *name) {
      reader.refuse_parameters(parameters, check.validate(json));
    }
  }
  scenario.expectations.push_back({*name, json});
}

}  // namespace

void decode_expectations(Reader& reader, const Catalog& catalog, Scenario& scenario) {
  constexpr std::size_t most_expectations = 100;
  const auto expect = reader.root().member("expect");
  if (!expect || !reader.list(*expect, "checks")) {
    return;
  }
  if (expect->node->items.size() > most_expectations) {
    reader.refuse(
        *expect,
        {.message = "there are too many checks",
         .found = std::to_string(expect->node->items.size()),
         .expected = "at most " + std::to_string(most_expectations),
         .hint = ""}
    );
    return;
  }
  for (std::size_t i = 0; i < expect->node->items.size(); ++i) {
    const Cursor item = expect->item(i);
    if (item.node->kind == Node::Kind::scalar) {
      decode_expectation(reader, catalog, item, item, "null", scenario);
      continue;
    }
    if (item.node->kind != Node::Kind::map || item.node->members.size() != 1) {
      reader.refuse(
          item,
          {.message = item.label() + " is not a check",
           .found = item.node->describe(),
           .expected = "the name of a check, or one name with its parameters: `name: ...`",
           .hint = item.node->kind == Node::Kind::map && item.node->members.size() > 1
                       ? "give each check its own `- `"
                       : ""}
      );
      continue;
    }
    const std::string& name = item.node->members.front().key.text;
    const Cursor parameters = *item.member(name);
    decode_expectation(
        reader, catalog, item.key(name), parameters, parameters.node->to_json().dump(), scenario
    );
  }
}

Result<Scenario> decode(
    std::string_view text,
    const std::string& file,
    const Catalog& catalog,
    const DecodeOptions& options
) {
  Result<Document> document = parse_document(text, file);
  if (!document) {
    return document.error();
  }
  Reader reader(std::move(document).value());
  if (!reader.map_of(reader.root(), keys::scenario)) {
    return reader.take_problems();
  }
  Scenario scenario;
  scenario.file = file;
  scenario.hash = "sha256:" + sha256_hex(text);

  Variables variables(reader, options.variables);
  ignore_overridden(options, variables);
  decode_needs(reader, variables, options, scenario);
  decode_receiver_url(reader, variables, options, scenario);

  decode_head(reader, options, scenario);
  decode_selection(reader, scenario);
  decode_sender(reader, catalog, scenario);
  decode_receiver(reader, variables, catalog, options, scenario);
  decode_given(reader, catalog, scenario);
  decode_steps(reader, catalog, scenario);
  decode_expectations(reader, catalog, scenario);
  if (reader.problem_count() > 0) {
    return reader.take_problems();
  }
  return scenario;
}

}  // namespace rkmock::scenarios
