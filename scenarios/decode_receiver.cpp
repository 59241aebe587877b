// The `receiver` section and its defaults: where webhooks go, how they are signed, how to ask for
// the state, what arrives downstream.
#include <algorithm>
#include <filesystem>

#include "core/ascii.hpp"
#include "core/url.hpp"
#include "scenarios/decode_parts.hpp"
#include "scenarios/header_names.hpp"
#include "scenarios/references.hpp"
#include "scenarios/samples.hpp"

namespace rkmock::scenarios {

namespace {

using std::chrono::milliseconds;
using std::chrono::minutes;
using std::chrono::seconds;

constexpr std::size_t longest_url = 2000;

Problem not_a_url(const std::string& what, const std::string& text) {
  return {
      .message = what + " is not an http URL",
      .found = "the text \"" + text + "\"",
      .expected = "a URL such as http://127.0.0.1:3000/webhooks/reservekit",
      .hint = ""};
}

Node* mutable_member(Node* map, std::string_view key) {
  if (map == nullptr) {
    return nullptr;
  }
  for (auto& [name, value] : map->members) {
    if (name.text == key) {
      return &value;
    }
  }
  return nullptr;
}

/// The URL in the file, its variables replaced; empty when it is not there or wrong.
std::string url_in_file(Reader& reader, Variables& variables) {
  Node* node = mutable_member(mutable_member(&reader.mutable_root(), "receiver"), "url");
  if (node == nullptr) {
    return "";
  }
  const std::size_t noted_before = reader.problem_count();
  const Cursor at = {node, "receiver.url"};
  variables.replace_below(*node, at.path);
  const std::optional<std::string> text = reader.text(at, longest_url);
  if (!text || parse_url(*text)) {
    return text.value_or("");
  }
  // A URL with a hole where a variable should be has been refused already.
  if (reader.problem_count() == noted_before) {
    reader.refuse(at, not_a_url("`url`", *text));
  }
  return "";
}

std::string find_url(Reader& reader, Variables& variables, const DecodeOptions& options) {
  if (options.receiver_url) {
    if (!parse_url(*options.receiver_url)) {
      reader.refuse_elsewhere("--receiver", not_a_url("the receiver", *options.receiver_url));
      return "";
    }
    variables.set("RECEIVER_URL", *options.receiver_url);
    return *options.receiver_url;
  }
  const auto receiver = reader.root().member("receiver");
  if (receiver && receiver->member("url")) {
    return url_in_file(reader, variables);
  }
  const std::string* url = variables.find("RECEIVER_URL");
  if (url == nullptr) {
    reader.refuse_elsewhere(
        "",
        {.message = "nothing says where the receiver is",
         .found = "",
         .expected = "`--receiver URL`, the variable RECEIVER_URL, or `receiver: { url: ... }`",
         .hint = "for the built-in one: --receiver http://127.0.0.1:3000/webhooks/reservekit"}
    );
    return "";
  }
  if (!parse_url(*url)) {
    reader.refuse_elsewhere("", not_a_url("the variable RECEIVER_URL", *url));
    return "";
  }
  return *url;
}

/// A name that the sender does not write itself.
bool is_header_name(const std::string& text) {
  return is_free_header(text) && !same_word(text, "Content-Type") && !same_word(text, "User-Agent");
}

void decode_signing(
    Reader& reader,
    const Catalog& catalog,
    const DecodeOptions& options,
    const Cursor& at,
    SigningChoice& signing
) {
  if (!reader.map_of(at, keys::signing)) {
    return;
  }
  if (const auto scheme = at.member("scheme"); scheme && !options.signing_scheme) {
    signing.scheme = reader.word(*scheme, "signing scheme", catalog.signing_schemes);
  }
  if (const auto header = at.member("header")) {
    const auto text = reader.text(*header);
    if (text && !is_header_name(*text)) {
      reader.refuse(
          *header,
          {.message = "`header` is not the name of an HTTP header that is free",
           .found = header->node->describe(),
           .expected = "a name such as X-Webhook-Signature",
           .hint = ""}
      );
    }
    signing.header = text;
  }
  if (const auto secret = at.member("secret"); secret && !options.secret) {
    signing.secret = reader.text(*secret);
  }
  if (const auto old = at.member("old_secrets"); old && reader.list(*old, "secrets")) {
    signing.old_secrets.emplace();
    for (std::size_t i = 0; i < old->node->items.size(); ++i) {
      signing.old_secrets->push_back(reader.text(old->item(i)).value_or(""));
    }
  }
}

/// A relative path is meant from the scenario's own folder.
std::string beside(const std::string& scenario_file, const std::string& path) {
  const std::filesystem::path file(path);
  return file.is_absolute() ? path
                            : (std::filesystem::path(scenario_file).parent_path() / file).string();
}

void decode_tls(Reader& reader, const Cursor& at, Receiver& receiver) {
  if (!reader.map_of(at, keys::tls)) {
    return;
  }
  if (const auto ca = at.member("ca")) {
    if (const auto path = reader.text(*ca)) {
      receiver.tls_ca = beside(reader.file(), *path);
    }
  }
  if (const auto verify = at.member("verify")) {
    receiver.tls_verify = reader.boolean(*verify).value_or(true);
  }
}

void override_signing(
    Reader& reader, const Catalog& catalog, const DecodeOptions& options, SigningChoice& signing
) {
  if (options.secret) {
    signing.secret = options.secret;
  }
  if (!options.signing_scheme) {
    return;
  }
  signing.scheme = options.signing_scheme;
  const std::string& scheme = *options.signing_scheme;
  const auto& schemes = catalog.signing_schemes;
  if (std::find(schemes.begin(), schemes.end(), scheme) == schemes.end()) {
    const std::string meant = nearest(scheme, schemes);
    reader.refuse_elsewhere(
        "--signing",
        {.message = "there is no signing scheme `" + scheme + "`",
         .found = "",
         .expected = one_of(schemes),
         .hint = meant.empty() ? "" : "did you mean `" + meant + "`?"}
    );
  }
}

/// The scheme is known, but its secret or header may not do for it.
void check_signing(Reader& reader, const Catalog& catalog, const Scenario& scenario) {
  if (!scenario.unmet.empty()) {
    return;  // what stands in for a variable without a value is no secret
  }
  const std::string problem = catalog.signing_problem && reader.problem_count() == 0
                                  ? catalog.signing_problem(scenario)
                                  : "";
  if (problem.empty()) {
    return;
  }
  Problem words{
      .message = "webhooks cannot be signed so",
      .found = "",
      .expected = problem,
      .hint = "see docs/sender-profiles.md for what each scheme needs"};
  const auto receiver = reader.root().member("receiver");
  const auto signing = receiver ? receiver->member("signing") : std::nullopt;
  if (signing) {
    reader.refuse(*signing, std::move(words));
  } else {
    reader.refuse_elsewhere("--signing, --secret", std::move(words));
  }
}

/// References first: a `{{` is no part of a URL.
std::vector<Problem> check_probe(const std::string& what, const std::string& url) {
  std::vector<Problem> problems = check_probe_references(url);
  if (problems.empty() && !parse_url(fill_probe(url, 1, "name"))) {
    problems.push_back(not_a_url(what, url));
    problems.back().expected = "a URL such as http://127.0.0.1:3000/bookings/{{booking.id}}";
  }
  return problems;
}

void decode_state(Reader& reader, const Cursor& at, Receiver& receiver) {
  if (at.node->kind == Node::Kind::scalar && at.node->text == "none") {
    receiver.state.reset();
    return;
  }
  if (!reader.map_of(at, keys::state)) {
    return;
  }
  const auto get = at.member("get");
  if (!get) {
    reader.refuse(
        at,
        {.message = "`state` does not say what to ask",
         .found = "",
         .expected = "`get: URL` with {{booking.id}} in it, or `state: none`",
         .hint = ""}
    );
    return;
  }
  if (const auto url = reader.text(*get, longest_url)) {
    for (Problem& problem : check_probe("`get`", *url)) {
      reader.refuse(*get, std::move(problem));
    }
    receiver.state = StateProbe{*url};
  }
}

/// While a sink keeps the receiver waiting, it cannot come to rest.
void check_slow_sinks(Reader& reader, const Cursor& at, const Receiver& receiver) {
  for (const EffectRule& rule : receiver.effects) {
    if (rule.delay && *rule.delay + receiver.quiet >= receiver.settle) {
      reader.refuse(
          at.member("settle").value_or(at.member("effects").value_or(at)),
          {.message = "there is no time for the slow sink of `" + rule.name + "` within `settle`",
           .found = "delay " + format_duration(*rule.delay) + ", settle " +
                    format_duration(receiver.settle),
           .expected = "a `settle` that is several times as long as the `delay`",
           .hint = ""}
      );
      return;
    }
  }
}

void decode_bounds(Reader& reader, const Cursor& at, Receiver& receiver) {
  if (const auto quiet = at.member("quiet")) {
    receiver.quiet = reader.duration(*quiet, milliseconds(1), minutes(1)).value_or(receiver.quiet);
  }
  if (const auto settle = at.member("settle")) {
    receiver.settle =
        reader.duration(*settle, milliseconds(1), minutes(10)).value_or(receiver.settle);
  }
  if (const auto drain = at.member("drain")) {
    receiver.drain = reader.duration(*drain, milliseconds(1), minutes(10)).value_or(receiver.drain);
  }
  if (receiver.quiet >= receiver.settle) {
    reader.refuse(
        at.member("settle").value_or(at.member("quiet").value_or(at)),
        {.message = "there is no time for `quiet` within `settle`",
         .found = "quiet " + format_duration(receiver.quiet) + ", settle " +
                  format_duration(receiver.settle),
         .expected = "a `settle` that is longer than `quiet`",
         .hint = ""}
    );
  }
}

}  // namespace

void decode_receiver_url(
    Reader& reader, Variables& variables, const DecodeOptions& options, Scenario& scenario
) {
  scenario.receiver.url = find_url(reader, variables, options);
  const std::optional<Url> url = parse_url(scenario.receiver.url);
  // Without a URL the fault has been noted; what is built on it is no second one.
  variables.add("RECEIVER_URL", scenario.receiver.url);
  variables.add("RECEIVER_BASE", url ? url->origin() : "http://receiver.invalid");
  variables.replace_below(reader.mutable_root(), "");
}

void decode_receiver(
    Reader& reader,
    Variables& variables,
    const Catalog& catalog,
    const DecodeOptions& options,
    Scenario& scenario
) {
  Receiver& receiver = scenario.receiver;
  receiver.state = StateProbe{*variables.find("RECEIVER_BASE") + "/bookings/{{booking.id}}"};
  receiver.effects = {EffectRule{}};
  const auto at = reader.root().member("receiver");
  if (at && reader.map_of(*at, keys::receiver)) {
    if (const auto signing = at->member("signing")) {
      decode_signing(reader, catalog, options, *signing, receiver.signing);
    }
    if (const auto tls = at->member("tls")) {
      decode_tls(reader, *tls, receiver);
    }
    if (const auto state = at->member("state"); state && !options.state_url) {
      decode_state(reader, *state, receiver);
    }
    if (const auto effects = at->member("effects")) {
      decode_effects(reader, *effects, receiver);
    }
    if (const auto restart = at->member("restart")) {
      decode_restart_hook(reader, *restart, receiver);
    }
    decode_subscription(reader, *at, receiver);
    decode_bounds(reader, *at, receiver);
    check_slow_sinks(reader, *at, receiver);
  }
  override_signing(reader, catalog, options, receiver.signing);
  check_signing(reader, catalog, scenario);
  if (options.state_url) {
    const std::string url = variables.replace_in(*options.state_url, "--state");
    for (Problem& problem : check_probe("the state probe", url)) {
      reader.refuse_elsewhere("--state", std::move(problem));
    }
    receiver.state = StateProbe{url};
  }
}

}  // namespace rkmock::scenarios
