// restart, run, arm, disarm, expect: what is done to the receiver's process and to the API, and
// judging in between.
#include <algorithm>

#include "scenarios/decode_parts.hpp"
#include "scenarios/step_decoders.hpp"

namespace rkmock::scenarios {

void decode_restart(StepContext& context, const StepAt& at, Step& step) {
  require_word(context, at, "receiver", "`restart` is about the receiver");
  if (!context.scenario.receiver.restart) {
    context.reader.refuse(
        at.value,
        {.message = "nothing says how the receiver is restarted",
         .found = "",
         .expected = "`receiver: { restart: { run: COMMAND } }` or `{ post: URL }`",
         .hint = ""}
    );
  }
  step.text = "restart the receiver";
  step.body = step::Restart{};
}

void decode_run(StepContext& context, const StepAt& at, Step& step) {
  constexpr std::int64_t highest_exit_code = 255;
  step::Run run;
  run.command = decode_template(context, at.value);
  if (at.value.node->kind == Node::Kind::scalar && run.command.empty()) {
    context.reader.refuse(
        at.value,
        {.message = "`run` has no command",
         .found = "",
         .expected = "a command for the shell, such as `node book.js`",
         .hint = ""}
    );
  }
  if (const auto code = at.map.member("exit")) {
    run.exit_code =
        static_cast<int>(context.reader.integer(*code, 0, highest_exit_code).value_or(0));
  }
  run.timeout = decode_timeout(context, at.map, default_command_timeout);
  step.text = "run " + run.command.substr(0, run.command.find('\n'));
  step.body = std::move(run);
}

void decode_arm(StepContext& context, const StepAt& at, Step& step) {
  step::Arm arm;
  arm.fault = at.value.node->to_json().dump();
  if (at.value.node->kind != Node::Kind::map) {
    context.reader.refuse(
        at.value,
        {.message = "`arm` is not a fault",
         .found = at.value.node->describe(),
         .expected = "a map with `response`, as docs/api-faults.md has it",
         .hint = ""}
    );
  } else if (context.catalog.validate_api_fault) {
    context.reader.refuse_parameters(at.value, context.catalog.validate_api_fault(arm.fault));
  }
  const auto id = at.value.member("id");
  context.story.arm(id.value_or(at.value), id ? id->node->text : "");
  step.text = "arm " + (id ? id->node->text : "a fault");
  step.body = std::move(arm);
}

void decode_disarm(StepContext& context, const StepAt& at, Step& step) {
  step::Disarm disarm;
  disarm.id = context.reader.text(at.value).value_or("all");
  context.story.disarm(at.value);
  step.text = "disarm " + disarm.id;
  step.body = std::move(disarm);
}

void decode_expect(StepContext& context, const StepAt& at, Step& step) {
  step::Expect expect;
  expect.expectations = decode_expectation_list(
      context.reader, context.catalog, context.scenario, context.scope(), at.value
  );
  for (const CheckDescriptor& check : context.catalog.checks) {
    const bool asked = std::any_of(
        expect.expectations.begin(),
        expect.expectations.end(),
        [&](const Expectation& one) { return one.check == check.name; }
    );
    if (asked && check.needs_clean_run) {
      context.reader.refuse(
          at.value,
          {.message =
               "`" + std::string(check.name) + "` compares how runs end, not what is between",
           .found = "",
           .expected = "it among the scenario's own `expect`",
           .hint = ""}
      );
    }
  }
  for (const Expectation& expectation : expect.expectations) {
    step.text += (step.text.empty() ? "expect " : ", ") + expectation.check;
  }
  step.body = std::move(expect);
}

}  // namespace rkmock::scenarios
