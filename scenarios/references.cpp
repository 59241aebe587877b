#include "scenarios/references.hpp"

#include <algorithm>

#include "core/references.hpp"
#include "core/words.hpp"

namespace rkmock::scenarios {

namespace {

std::string percent_encode(std::string_view text) {
  static constexpr std::string_view hex = "0123456789ABCDEF";
  static constexpr std::string_view plain =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~";
  std::string out;
  for (const char c : text) {
    if (plain.find(c) != std::string_view::npos) {
      out += c;
    } else {
      const auto byte = static_cast<unsigned char>(c);
      out += '%';
      out += hex[byte >> 4U];
      out += hex[byte & 15U];
    }
  }
  return out;
}

std::string did_you_mean(const std::string& word, const std::vector<std::string>& candidates) {
  const std::string meant = nearest(word, candidates);
  return meant.empty() ? "" : "did you mean `{{" + meant + "}}`?";
}

Problem not_closed(const std::string& expected) {
  return {.message = "`{{` is not closed", .found = "", .expected = expected, .hint = ""};
}

/// Every name there is, for hints.
std::vector<std::string> all_names(const ReferenceScope& scope) {
  std::vector<std::string> names;
  if (!scope.bookings_only) {
    names = {"mock.url", "account.key"};
    for (const std::string& name : scope.saved) {
      names.push_back("saved." + name);
    }
  }
  for (const std::string& booking : scope.bookings) {
    names.push_back(booking + ".name");
    for (const std::string& field : booking_fields()) {
      names.push_back(booking + "." + field);
    }
  }
  return names;
}

/// What has a value only while the scenario is played.
bool is_of_the_play(std::string_view owner) {
  return owner == "saved" || owner == "mock" || owner == "account";
}

Problem unknown_reference(const std::string& name, const ReferenceScope& scope) {
  Problem problem{
      .message = "there is nothing called `{{" + name + "}}` at this point",
      .found = "",
      .expected =
          "a field of a booking such as {{jane.id}}, {{saved.NAME}}, {{mock.url}} or "
          "{{account.key}}",
      .hint = did_you_mean(name, all_names(scope))};
  const std::size_t dot = name.find('.');
  const std::string booking = name.substr(0, dot);
  if (name == "index") {
    problem.expected = "it within the steps of a `repeat`";
    problem.hint = "";
  } else if (dot != std::string::npos && contains(scope.bookings, booking)) {
    problem.message = "a booking has no `" + name.substr(dot + 1) + "`";
    problem.expected = one_of(booking_fields());
  } else if (scope.bookings_only && is_of_the_play(booking)) {
    problem.message = "a check knows no `{{" + name + "}}`";
    problem.expected = "a field of a booking such as {{jane.id}}";
    problem.hint = "checks are judged from the journal, also later and elsewhere";
  } else if (booking == "saved") {
    problem.message =
        "no call before this saves `" + name.substr(std::min(dot + 1, name.size())) + "`";
    problem.expected = "`save: { NAME: /pointer }` at a call before it";
  } else if (dot != std::string::npos && problem.hint.empty()) {
    problem.message = "there is no booking `" + booking + "` at this point";
  }
  return problem;
}

}  // namespace

std::vector<Problem> check_references(const std::string& text, const ReferenceScope& scope) {
  const auto names = references_in(text);
  if (!names) {
    return {not_closed("a reference such as {{jane.id}}")};
  }
  const std::vector<std::string> known = all_names(scope);
  std::vector<Problem> problems;
  for (const std::string& name : *names) {
    if (!contains(known, name)) {
      problems.push_back(unknown_reference(name, scope));
    }
  }
  return problems;
}

std::vector<Problem> check_probe_references(const std::string& url) {
  static const std::vector<std::string> known = {"booking.id", "booking.name"};
  const std::string expected = "{{booking.id}} or {{booking.name}}";
  const auto names = references_in(url);
  if (!names) {
    return {not_closed(expected)};
  }
  std::vector<Problem> problems;
  for (const std::string& name : *names) {
    if (!contains(known, name)) {
      problems.push_back(
          {.message = "the probe of a state knows no `{{" + name + "}}`",
           .found = "",
           .expected = expected,
           .hint = did_you_mean(name, known)}
      );
    }
  }
  if (names->empty()) {
    problems.push_back(
        {.message = "the probe does not say which booking it asks for",
         .found = "",
         .expected = expected + " in the URL",
         .hint = ""}
    );
  }
  return problems;
}

std::string fill_probe(
    const std::string& url, std::int64_t booking_id, const std::string& booking
) {
  return fill_references(url, [&](const std::string& name) {
    return name == "booking.id" ? nlohmann::json(booking_id)
                                : nlohmann::json(percent_encode(booking));
  });
}

}  // namespace rkmock::scenarios
