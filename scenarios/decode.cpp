#include "scenarios/decode.hpp"

#include <chrono>

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

/// `defaults`, on its own: in the steps it is decoded once more.
Defaults decode_defaults(Reader& reader, const Catalog& catalog) {
  Defaults defaults;
  const auto at = reader.root().member("defaults");
  if (!at || !reader.map_of(*at, keys::defaults)) {
    return defaults;
  }
  if (const auto with = at->member("with")) {
    reader.map_of(*with, keys::with_create);
  }
  if (const auto deliver = at->member("deliver"); deliver && catalog.validate_deliver) {
    reader.refuse_parameters(*deliver, catalog.validate_deliver(deliver->node->to_json().dump()));
  }
  if (const auto timeout = at->member("timeout")) {
    defaults.timeout =
        reader.duration(*timeout, std::chrono::milliseconds(1), std::chrono::hours(1))
            .value_or(Nanos{});
  }
  return defaults;
}

}  // namespace

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
  std::string texts(text);
  include_files(reader, options.read_file, texts);
  scenario.hash = "sha256:" + sha256_hex(texts);

  Variables variables(reader, options.variables);
  ignore_overridden(options, variables);
  decode_needs(reader, variables, options, scenario);
  decode_receiver_url(reader, variables, options, scenario);

  apply_defaults(reader);
  const Defaults defaults = decode_defaults(reader, catalog);
  decode_head(reader, options, scenario);
  decode_selection(reader, scenario);
  decode_sender(reader, catalog, scenario);
  decode_receiver(reader, variables, catalog, options, scenario);
  decode_given(reader, catalog, scenario);
  ReferenceScope known;
  decode_steps(reader, catalog, defaults, scenario, known);
  if (const auto expect = reader.root().member("expect")) {
    scenario.expectations = decode_expectation_list(reader, catalog, scenario, known, *expect);
  }
  if (reader.problem_count() > 0) {
    return reader.take_problems();
  }
  return scenario;
}

}  // namespace rkmock::scenarios
