// The steps: which verb each has, what stands beside it, and steps within steps.
#include <algorithm>
#include <array>
#include <chrono>

#include "scenarios/decode_parts.hpp"
#include "scenarios/nickname.hpp"
#include "scenarios/rounds.hpp"
#include "scenarios/step_decoders.hpp"

namespace rkmock::scenarios {

namespace {

constexpr std::size_t most_steps = 1000;
constexpr std::size_t most_played = 10'000;
constexpr std::size_t most_branches = 32;
constexpr std::int64_t most_rounds = 1000;

/// A verb, its decoder (none: steps within steps) and whether it may be in a `parallel`.
struct Verb {
  std::string_view name;
  DecodeStep decode;
  bool in_parallel;
};

constexpr std::array<Verb, 22> verbs = {{
    {"create", decode_change, true},
    {"update", decode_change, true},
    {"cancel", decode_change, true},
    {"delete", decode_change, true},
    {"call", decode_call, true},
    {"send", decode_send, true},
    {"trigger", decode_trigger, true},
    {"wait", decode_wait, true},
    {"wait_until", decode_wait_until, true},
    {"hold", decode_hold, false},
    {"release", decode_release, false},
    {"discard", decode_discard, false},
    {"disable", decode_endpoint, false},
    {"enable", decode_endpoint, false},
    {"redeliver", decode_redeliver, true},
    {"restart", decode_restart, false},
    {"run", decode_run, true},
    {"arm", decode_arm, false},
    {"disarm", decode_disarm, false},
    {"expect", decode_expect, false},
    {"parallel", nullptr, false},
    {"repeat", nullptr, true},
}};

const Verb* find_verb(std::string_view name) {
  const auto* const found =
      std::find_if(verbs.begin(), verbs.end(), [&](const Verb& verb) { return verb.name == name; });
  return found == verbs.end() ? nullptr : found;
}

/// What may stand beside a verb.
struct Companion {
  std::string_view key;
  std::vector<std::string_view> beside;
};

const std::vector<Companion>& companions() {
  static const std::vector<Companion> all = {
      {"with", {"create", "update", "cancel", "delete"}},
      {"deliver", {"create", "update", "cancel", "delete"}},
      {"backlog", {"enable"}},
      {"bytes", {"redeliver"}},
      {"headers", {"call", "send"}},
      {"body", {"call"}},
      {"answer", {"call", "send", "trigger"}},
      {"save", {"call"}},
      {"as", {"call"}},
      {"account", {"call"}},
      {"signed", {"send"}},
      {"timeout", {"call", "wait_until", "run"}},
      {"exit", {"run"}},
      {"index", {"repeat"}},
      {"steps", {"repeat"}}};
  return all;
}

std::string listed(const std::vector<std::string_view>& words) {
  std::string text;
  for (std::size_t i = 0; i < words.size(); ++i) {
    text += i == 0 ? "" : (i + 1 == words.size() ? " or " : ", ");
    text += words[i];
  }
  return text;
}

class StepsDecoder {
 public:
  using Steps = std::vector<Step>;

  explicit StepsDecoder(StepContext& context) : context_(context), rounds_(context.reader) {
    for (const FaultDescriptor& fault : context.catalog.faults) {
      context.fault_keys.emplace_back(fault.name);
      context.fault_keys.insert(context.fault_keys.end(), fault.keys.begin(), fault.keys.end());
    }
  }

  void decode(const Cursor& at, Steps& steps) {
    Reader& reader = context_.reader;
    if (!reader.map_of(at, keys::step)) {
      return;
    }
    const Verb* verb = verb_of(at);
    if (verb == nullptr || !count(at)) {
      return;
    }
    const StepAt step_at{at, std::string(verb->name), *at.member(verb->name)};
    refuse_company(step_at);
    if (in_parallel_ && !verb->in_parallel) {
      reader.refuse(
          at.key(verb->name),
          {.message = "a `" + step_at.verb + "` cannot be in a `parallel`",
           .found = "",
           .expected = "it before or after the `parallel`",
           .hint = ""}
      );
      return;
    }
    if (verb->name == "repeat") {
      decode_repeat(step_at, steps);
      return;
    }
    Step step;
    step.number = ++number_;
    step.at = at.key(verb->name).node->at;
    if (verb->name == "parallel") {
      decode_parallel(step_at, step);
    } else {
      verb->decode(context_, step_at, step);
    }
    steps.push_back(std::move(step));
  }

 private:
  bool count(const Cursor& at) {
    if (++counted_ == most_played + 1) {
      context_.reader.refuse(
          at,
          {.message = "there are too many steps, each round of a `repeat` counted",
           .found = "",
           .expected = "at most " + std::to_string(most_played),
           .hint = "tell it in several scenarios"}
      );
    }
    return counted_ <= most_played;
  }

  const Verb* verb_of(const Cursor& at) {
    const Verb* verb = nullptr;
    bool unknown_keys = false;
    for (const auto& [key, value] : at.node->members) {
      const auto known = keys::step.keys;
      unknown_keys |= std::find(known.begin(), known.end(), key.text) == known.end();
      // Beside a `repeat`, `parallel` says how.
      const bool how = key.text == "parallel" && at.member("repeat");
      const Verb* found = how ? nullptr : find_verb(key.text);
      if (found == nullptr) {
        continue;
      }
      if (verb != nullptr) {
        context_.reader.refuse(
            at.key(key.text),
            {.message = "a step does one thing, and this one is a `" + std::string(verb->name) +
                        "` already",
             .found = "",
             .expected = "a step of its own: `- " + key.text + ": ...`",
             .hint = ""}
        );
      } else {
        verb = found;
      }
    }
    // An unknown key is most likely the misspelt verb, and has been noted.
    if (verb == nullptr && !unknown_keys) {
      context_.reader.refuse(
          at,
          {.message = "the step does not say what to do",
           .found = "",
           .expected = one_of({keys::verbs.keys.begin(), keys::verbs.keys.end()}),
           .hint = ""}
      );
    }
    return verb;
  }

  void refuse_company(const StepAt& at) {
    for (const Companion& companion : companions()) {
      const auto& beside = companion.beside;
      if (std::find(beside.begin(), beside.end(), at.verb) == beside.end() &&
          at.map.member(companion.key)) {
        context_.reader.refuse(
            at.map.key(companion.key),
            {.message = "a `" + at.verb + "` takes no `" + std::string(companion.key) + "`",
             .found = "",
             .expected = "it beside " + listed(beside),
             .hint = ""}
        );
      }
    }
  }

  void decode_list(const Cursor& list, Steps& steps) {
    for (std::size_t i = 0; i < list.node->items.size(); ++i) {
      decode(list.item(i), steps);
    }
  }

  void decode_branch(const Cursor& at, step::Parallel& parallel) {
    context_.story.begin_branch();
    Steps steps;
    if (at.node->kind == Node::Kind::list) {
      if (context_.reader.list(at, "steps such as `- create: jane`")) {
        decode_list(at, steps);
      }
    } else {
      decode(at, steps);
    }
    parallel.branches.push_back(std::move(steps));
  }

  bool few_branches(const Cursor& at, std::size_t branches) {
    if (branches > most_branches) {
      context_.reader.refuse(
          at,
          {.message = "there are too many branches",
           .found = std::to_string(branches),
           .expected = "at most " + std::to_string(most_branches),
           .hint = ""}
      );
    }
    return branches <= most_branches;
  }

  void decode_parallel(const StepAt& at, Step& step) {
    step::Parallel parallel;
    const std::size_t branches = at.value.node->items.size();
    if (context_.reader.list(at.value, "steps, or lists of steps") &&
        few_branches(at.value, branches)) {
      in_parallel_ = true;
      for (std::size_t i = 0; i < branches; ++i) {
        decode_branch(at.value.item(i), parallel);
      }
      context_.story.end_branches();
      in_parallel_ = false;
    }
    finish_parallel(std::move(parallel), step);
  }

  static void finish_parallel(step::Parallel parallel, Step& step) {
    step.text = std::to_string(parallel.branches.size()) + " branches at the same time";
    step.body = std::move(parallel);
  }

  std::string index_of(const StepAt& at) {
    const auto index = at.map.member("index");
    if (!index) {
      return "index";
    }
    if (index->node->kind != Node::Kind::scalar || !is_nickname(index->node->text)) {
      context_.reader.refuse(
          *index,
          {.message = "`index` is not a name",
           .found = index->node->describe(),
           .expected = "a name such as i: a small letter, then small letters, digits, - and _",
           .hint = ""}
      );
    }
    return index->node->text;
  }

  void decode_repeat(const StepAt& at, Steps& steps) {
    Reader& reader = context_.reader;
    const auto rounds = reader.integer(at.value, 1, most_rounds);
    const auto list = at.map.member("steps");
    const auto parallel = at.map.member("parallel");
    const bool at_once = parallel && reader.boolean(*parallel).value_or(false);
    const std::string index = index_of(at);
    if (!list) {
      reader.refuse(
          at.map,
          {.message = "the `repeat` does not say what to repeat",
           .found = "",
           .expected = "`steps:` beside it, and a list such as `- create: guest-{{index}}`",
           .hint = ""}
      );
    }
    if (!rounds || !list || !reader.list(*list, "steps such as `- create: guest-{{index}}`")) {
      return;
    }
    if (at_once && in_parallel_) {
      reader.refuse(
          *parallel,
          {.message = "this is in a `parallel` already",
           .found = "",
           .expected = "one `parallel`, without another in it",
           .hint = ""}
      );
      return;
    }
    if (at_once) {
      decode_rounds_at_once(at, *list, index, *rounds, steps);
      return;
    }
    for (int number = 1; number <= *rounds && may_go_on(*list); ++number) {
      decode_list(rounds_.add(*list, index, number), steps);
    }
  }

  bool may_go_on(const Cursor& steps) { return counted_ <= most_played && rounds_.room_for(steps); }

  void decode_rounds_at_once(
      const StepAt& at,
      const Cursor& list,
      const std::string& index,
      std::int64_t rounds,
      Steps& steps
  ) {
    if (!few_branches(at.value, static_cast<std::size_t>(rounds))) {
      return;
    }
    Step step;
    step.number = ++number_;
    step.at = at.map.key("repeat").node->at;
    step::Parallel parallel;
    in_parallel_ = true;
    for (int number = 1; number <= rounds && may_go_on(list); ++number) {
      decode_branch(rounds_.add(list, index, number), parallel);
    }
    context_.story.end_branches();
    in_parallel_ = false;
    finish_parallel(std::move(parallel), step);
    steps.push_back(std::move(step));
  }

  StepContext& context_;
  bool in_parallel_ = false;
  int number_ = 0;
  std::size_t counted_ = 0;
  Rounds rounds_;
};

/// Every nickname that some step creates, with its line.
void find_creates(const Node& node, std::map<std::string, int>& creates) {
  for (const Node& step : node.items) {
    const Node* nickname = step.find("create");
    if (nickname != nullptr && nickname->kind == Node::Kind::scalar) {
      creates.emplace(nickname->text, nickname->at.line);
    }
    find_creates(step, creates);
    for (const char* const inner : {"steps", "parallel"}) {
      if (const Node* steps = step.find(inner)) {
        find_creates(*steps, creates);
      }
    }
  }
}

}  // namespace

ReferenceScope StepContext::scope() const {
  return {story.names(), story.saved(), /*bookings_only=*/false};
}

Nanos decode_timeout(StepContext& context, const Cursor& map, Nanos usual) {
  const auto at = map.member("timeout");
  const Nanos otherwise = context.timeout > Nanos{} ? context.timeout : usual;
  return at ? context.reader.duration(*at, std::chrono::milliseconds(1), std::chrono::hours(1))
                  .value_or(otherwise)
            : otherwise;
}

std::string decode_template(StepContext& context, const Cursor& at) {
  const auto text = context.reader.text(at);
  if (text) {
    for (Problem& problem : check_references(*text, context.scope())) {
      context.reader.refuse(at, std::move(problem));
    }
  }
  return text.value_or("");
}

std::string decode_json_template(StepContext& context, const Cursor& at) {
  check_references_below(context.reader, at, context.scope());
  return at.node->to_json().dump();
}

void require_word(
    StepContext& context,
    const StepAt& at,
    const std::string& word,
    const std::string& message,
    const std::string& hint
) {
  if (at.value.node->kind != Node::Kind::scalar || at.value.node->text != word) {
    context.reader.refuse(
        at.value,
        {.message = message,
         .found = at.value.node->describe(),
         .expected = "`" + at.verb + ": " + word + "`",
         .hint = hint}
    );
  }
}

void decode_steps(
    Reader& reader,
    const Catalog& catalog,
    const Defaults& defaults,
    Scenario& scenario,
    ReferenceScope& known
) {
  const auto steps = reader.root().member("steps");
  if (!steps) {
    reader.refuse(
        reader.root(),
        {.message = "the scenario has no steps",
         .found = "",
         .expected = "`steps:` and a list such as `- create: jane`",
         .hint = ""}
    );
    return;
  }
  if (!reader.list(*steps, "steps such as `- create: jane`")) {
    return;
  }
  if (steps->node->items.size() > most_steps) {
    reader.refuse(
        *steps,
        {.message = "there are too many steps",
         .found = std::to_string(steps->node->items.size()),
         .expected = "at most " + std::to_string(most_steps),
         .hint = "tell it in several scenarios"}
    );
    return;
  }
  std::map<std::string, int> creates;
  find_creates(*steps->node, creates);
  Story story(reader, std::move(creates), scenario.receiver.events);
  for (const GivenBooking& booking : scenario.bookings) {
    story.given(booking);
  }
  StepContext context{reader, catalog, scenario, story, {}, defaults.timeout};
  StepsDecoder decoder(context);
  for (std::size_t i = 0; i < steps->node->items.size(); ++i) {
    decoder.decode(steps->item(i), scenario.steps);
  }
  story.end();
  known = context.scope();
}

}  // namespace rkmock::scenarios
