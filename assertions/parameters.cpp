#include "assertions/parameters.hpp"

#include <utility>

#include "core/document.hpp"

namespace rkmock::assertions {

using nlohmann::json;

namespace {

constexpr const char* effect_name = "the name of an effect";

std::string dumped(const json& value) {
  constexpr std::size_t longest = 60;
  const std::string text = value.dump(-1, ' ', false, json::error_handler_t::replace);
  return text.size() <= longest ? text : text.substr(0, longest) + "...";
}

}  // namespace

json parse_parameters(const std::string& parameters) {
  return json::parse(parameters, nullptr, /*allow_exceptions=*/false);
}

std::string describe(const json& value) {
  switch (value.type()) {
    case json::value_t::null:
      return "nothing";
    case json::value_t::boolean:
      return value.get<bool>() ? "true" : "false";
    case json::value_t::string:
      return "the text " + dumped(value);
    case json::value_t::array:
      return "the list " + dumped(value);
    case json::value_t::object:
      return "the map " + dumped(value);
    case json::value_t::number_integer:
    case json::value_t::number_unsigned:
    case json::value_t::number_float:
      return "the number " + dumped(value);
    default:
      return "something that is not JSON";
  }
}

ParameterError problem_at(
    std::string pointer,
    const json& found,
    std::string message,
    std::string expected,
    std::string hint
) {
  return {
      .pointer = std::move(pointer),
      .message = std::move(message),
      .found = describe(found),
      .expected = std::move(expected),
      .hint = std::move(hint)};
}

std::vector<std::string> read_names(
    const json& parameters, std::string_view what, std::vector<ParameterError>& problems
) {
  const std::string expected = std::string(what) + ", or a list of such names";
  if (parameters.is_null()) {
    return {};
  }
  const bool is_list = parameters.is_array();
  if (is_list && parameters.empty()) {
    problems.push_back(problem_at("", parameters, "the list names nothing", expected));
  }
  std::vector<std::string> names;
  const json items = is_list ? parameters : json::array({parameters});
  for (std::size_t i = 0; i < items.size(); ++i) {
    if (items[i].is_string() && !items[i].get_ref<const std::string&>().empty()) {
      names.push_back(items[i].get<std::string>());
      continue;
    }
    const std::string pointer = is_list ? "/" + std::to_string(i) : "";
    problems.push_back(problem_at(pointer, items[i], "this is no name", expected));
  }
  return names;
}

std::vector<std::string> read_effect_names(const std::string& parameters) {
  std::vector<ParameterError> problems;
  return read_names(parse_parameters(parameters), effect_name, problems);
}

std::vector<ParameterError> validate_effect_names(const std::string& parameters) {
  std::vector<ParameterError> problems;
  (void)read_names(parse_parameters(parameters), effect_name, problems);
  return problems;
}

std::string meant(std::string_view word, const std::vector<std::string>& known) {
  const std::string near = nearest(word, known);
  return near.empty() ? "" : "did you mean `" + near + "`?";
}

std::string listed(const std::vector<std::string>& words) {
  std::string text;
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (i > 0) {
      text += i + 1 == words.size() ? " and " : ", ";
    }
    text += words[i];
  }
  return text;
}

}  // namespace rkmock::assertions
