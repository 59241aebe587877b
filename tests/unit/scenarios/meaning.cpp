#include "unit/scenarios/meaning.hpp"

#include "rkmock/clock.hpp"

namespace rkmock::scenarios {

namespace {

using Json = nlohmann::ordered_json;

template <class T>
Json or_null(const std::optional<T>& value) {
  return value ? Json(*value) : Json();
}

Json or_null(const std::optional<Nanos>& value) {
  return value ? Json(format_duration(*value)) : Json();
}

Json parsed(const std::string& json) {
  return Json::parse(json);
}

Json list_of(const std::vector<std::string>& texts) {
  Json list = Json::array();
  for (const std::string& text : texts) {
    list.push_back(parsed(text));
  }
  return list;
}

Json of(const BookingFields& fields) {
  return {
      {"date", or_null(fields.date)},
      {"time_slot_id", or_null(fields.time_slot_id)},
      {"status", or_null(fields.status)},
      {"message", or_null(fields.message)},
      {"cancel_reason", or_null(fields.cancel_reason)},
      {"customer_name", or_null(fields.customer_name)},
      {"customer_email", or_null(fields.customer_email)},
      {"customer_phone", or_null(fields.customer_phone)}};
}

Json of(const std::vector<GivenService>& services) {
  Json list = Json::array();
  for (const GivenService& service : services) {
    Json slots = Json::array();
    for (const GivenTimeSlot& slot : service.time_slots) {
      slots.push_back({slot.id, slot.day_of_week, slot.start_time, slot.end_time, slot.max_bookings}
      );
    }
    list.push_back(
        {{"id", service.id},
         {"name", service.name},
         {"description", service.description},
         {"timezone", service.timezone},
         {"time_slots", slots}}
    );
  }
  return list;
}

Json of(const std::vector<GivenBooking>& bookings) {
  Json map = Json::object();
  for (const GivenBooking& booking : bookings) {
    map[booking.name] = of(booking.fields);
  }
  return map;
}

Json of(const std::vector<Expectation>& expectations) {
  Json list = Json::array();
  for (const Expectation& expectation : expectations) {
    list.push_back({{expectation.check, parsed(expectation.parameters)}});
  }
  return list;
}

Json of(const ExpectedAnswer& answer) {
  Json body = Json::object();
  for (const auto& [pointer, value] : answer.body) {
    body[pointer] = parsed(value);
  }
  return {{"status", answer.statuses}, {"headers", answer.headers}, {"body", body}};
}

Json of(const BodyTemplate& body) {
  return body.json ? parsed(body.text) : Json(body.text);
}

Json of(const std::vector<Step>& steps);

/// The members that a step has beside its verb.
struct StepMeaning {
  Json operator()(const step::Change& change) const {
    const BookingCommand& command = change.command;
    return {
        {command.change, command.booking},
        {"with", of(command.fields)},
        {"deliver", parsed(command.deliver)}};
  }

  Json operator()(const step::Wait& wait) const {
    return {{"wait", format_duration(wait.duration)}};
  }

  Json operator()(const step::WaitSettled&) const { return {{"wait", "settled"}}; }

  Json operator()(const step::Hold&) const { return {{"hold", "all"}}; }

  Json operator()(const step::Release& release) const {
    return {
        {"release", release.events},
        {"order", static_cast<int>(release.order)},
        {"pace", static_cast<int>(release.pace)}};
  }

  Json operator()(const step::Discard&) const { return {{"discard", "all"}}; }

  Json operator()(const step::SetEndpoint& endpoint) const {
    return {{endpoint.active ? "enable" : "disable", "endpoint"}, {"backlog", endpoint.backlog}};
  }

  Json operator()(const step::Redeliver& redeliver) const {
    return {
        {"redeliver", redeliver.event},
        {"bytes", redeliver.bytes == RedeliveryBytes::same ? "same" : "fresh"}};
  }

  Json operator()(const step::Call& call) const {
    Json headers = Json::object();
    for (const auto& [name, value] : call.headers) {
      headers[name] = or_null(value);
    }
    return {
        {"call", call.method + " " + call.target},
        {"headers", headers},
        {"body", call.body ? of(*call.body) : Json()},
        {"answer", of(call.answer)},
        {"save", call.save},
        {"as", call.booking},
        {"account", call.account},
        {"timeout", format_duration(call.timeout)}};
  }

  Json operator()(const step::Send& send) const {
    return {
        {"send", of(send.body)},
        {"type", send.type},
        {"headers", send.headers},
        {"signed", send.is_signed},
        {"answer", of(send.answer)}};
  }

  Json operator()(const step::WaitUntil& until) const {
    return {
        {"wait_until", std::visit(*this, until.what)}, {"timeout", format_duration(until.timeout)}};
  }

  Json operator()(const step::UntilState& until) const {
    return {{"booking", until.booking}, {"at", until.at}, {"equals", parsed(until.equals)}};
  }

  Json operator()(const step::UntilAcknowledged& until) const {
    return {{"acknowledged", until.events}};
  }

  Json operator()(const step::UntilAttempts& until) const {
    return {{"attempts", until.event}, {"at_least", until.at_least}};
  }

  Json operator()(const step::UntilEffect& until) const {
    return {{"effect", until.name}, {"booking", until.booking}, {"at_least", until.at_least}};
  }

  Json operator()(const step::UntilApiCall& until) const {
    return {{"api_call", until.method + " " + until.path}, {"at_least", until.at_least}};
  }

  Json operator()(const step::Restart&) const { return {{"restart", "receiver"}}; }

  Json operator()(const step::Run& run) const {
    return {
        {"run", run.command}, {"exit", run.exit_code}, {"timeout", format_duration(run.timeout)}};
  }

  Json operator()(const step::Parallel& parallel) const {
    Json branches = Json::array();
    for (const std::vector<Step>& branch : parallel.branches) {
      branches.push_back(of(branch));
    }
    return {{"parallel", branches}};
  }

  Json operator()(const step::Arm& arm) const { return {{"arm", parsed(arm.fault)}}; }

  Json operator()(const step::Disarm& disarm) const { return {{"disarm", disarm.id}}; }

  Json operator()(const step::Expect& expect) const {
    return {{"expect", of(expect.expectations)}};
  }
};

Json of(const std::vector<Step>& steps) {
  Json list = Json::array();
  for (const Step& step : steps) {
    Json one = {{"number", step.number}, {"text", step.text}};
    one.update(std::visit(StepMeaning{}, step.body));
    list.push_back(std::move(one));
  }
  return list;
}

Json of(const Sender& sender) {
  Json waits;
  if (sender.retry_waits) {
    waits = Json::array();
    for (const Nanos wait : *sender.retry_waits) {
      waits.push_back(format_duration(wait));
    }
  }
  const auto number = [](const auto& value) {
    return value ? Json(static_cast<int>(*value)) : Json();
  };
  return {
      {"profile", sender.profile},
      {"timeout", or_null(sender.timeout)},
      {"retry_waits", waits},
      {"max_connections", or_null(sender.max_connections)},
      {"redirects", number(sender.redirects)},
      {"retry_after", number(sender.retry_after)},
      {"instant_resend", or_null(sender.instant_resend)},
      {"gone_disables", or_null(sender.gone_disables)},
      {"disable_after_failures", or_null(sender.disable_after_failures)},
      {"disable_after", or_null(sender.disable_after)},
      {"ordered", or_null(sender.ordered)}};
}

Json of(const Receiver& receiver) {
  Json effects = Json::array();
  for (const EffectRule& rule : receiver.effects) {
    effects.push_back(
        {rule.name, rule.path, rule.booking, rule.event_type, rule.updated_at, rule.on}
    );
    const EffectRule plain{
        rule.name, rule.path, rule.booking, rule.event_type, rule.updated_at, rule.on};
    if (!(rule == plain)) {  // these keys came later
      effects.back().push_back(
          {{"required", rule.required},
           {"once_per", to_string(rule.once_per)},
           {"forbidden", rule.forbidden},
           {"marker", rule.marker}}
      );
    }
  }
  Json restart;
  if (receiver.restart) {
    const RestartHook& hook = *receiver.restart;
    restart = {hook.run, hook.post, hook.ready, format_duration(hook.timeout)};
  }
  const SigningChoice& signing = receiver.signing;
  return {
      {"url", receiver.url},
      {"tls_ca", receiver.tls_ca},
      {"tls_verify", receiver.tls_verify},
      {"state", receiver.state ? Json(receiver.state->get) : Json()},
      {"effects", effects},
      {"signing",
       {or_null(signing.scheme),
        or_null(signing.header),
        or_null(signing.secret),
        or_null(signing.old_secrets)}},
      {"events", receiver.events},
      {"service", or_null(receiver.service)},
      {"restart", restart},
      {"quiet", format_duration(receiver.quiet)},
      {"settle", format_duration(receiver.settle)},
      {"drain", format_duration(receiver.drain)}};
}

Json of(const ApiSetup& api) {
  Json limit;
  if (api.rate_limit) {
    limit = {api.rate_limit->per_second, api.rate_limit->burst, api.rate_limit->monthly};
  }
  return {
      {"dialect", to_string(api.dialect)},
      {"rate_limit", limit},
      {"week_start", to_string(api.rules.week_start)},
      {"check_weekday", api.rules.check_weekday},
      {"changes_per_second", api.rules.changes_per_second},
      {"cascade_events", api.rules.cascade_events}};
}

}  // namespace

Json meaning(const Scenario& scenario) {
  Json accounts = Json::object();
  for (const OtherAccount& account : scenario.accounts) {
    accounts[account.name] = {
        {"api_key", account.api_key},
        {"services", of(account.services)},
        {"bookings", of(account.bookings)}};
  }
  return {
      {"title", scenario.title},
      {"description", scenario.description},
      {"seed", scenario.seed},
      {"tags", scenario.tags},
      {"exclusive", scenario.exclusive},
      {"needs", scenario.needs},
      {"sender", of(scenario.sender)},
      {"receiver", of(scenario.receiver)},
      {"api", of(scenario.api)},
      {"large_ids", scenario.large_ids},
      {"api_key", scenario.api_key},
      {"services", of(scenario.services)},
      {"bookings", of(scenario.bookings)},
      {"accounts", accounts},
      {"webhook_faults", list_of(scenario.webhook_faults)},
      {"api_faults", list_of(scenario.api_faults)},
      {"clock", scenario.clock ? Json(format_rfc3339(*scenario.clock)) : Json()},
      {"steps", of(scenario.steps)},
      {"expect", of(scenario.expectations)}};
}

}  // namespace rkmock::scenarios
