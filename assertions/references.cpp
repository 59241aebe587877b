#include "assertions/references.hpp"

#include <algorithm>
#include <optional>

#include <nlohmann/json.hpp>

#include "assertions/parameters.hpp"

namespace rkmock::assertions {

namespace {

using nlohmann::json;

constexpr std::string_view opening = "{{";
constexpr std::string_view closing = "}}";

class Filler {
 public:
  explicit Filler(const History& history) : history_(history) {}

  void fill(json& value) {
    if (value.is_string()) {
      value = filled(value.get<std::string>());
    } else if (value.is_structured()) {
      for (json& item : value) {
        fill(item);
      }
    }
  }

  std::vector<std::string> unresolved;

 private:
  json filled(const std::string& text) {
    std::string result;
    std::size_t from = 0;
    for (std::size_t at = text.find(opening); at != std::string::npos;
         at = text.find(opening, from)) {
      const std::size_t end = text.find(closing, at);
      if (end == std::string::npos) {
        break;
      }
      const std::size_t next = end + closing.size();
      const std::string name = text.substr(at + opening.size(), end - at - opening.size());
      const std::optional<json> value = value_of(name);
      if (value && at == 0 && next == text.size()) {
        return *value;
      }
      result += text.substr(from, at - from);
      if (value) {
        result += value->is_string() ? value->get<std::string>() : value->dump();
      } else {
        result += text.substr(at, next - at);
        note_unresolved(name);
      }
      from = next;
    }
    return result + text.substr(from);
  }

  void note_unresolved(const std::string& name) {
    if (name.rfind("booking.", 0) != 0) {
      unresolved.push_back("{{" + name + "}}");
    }
  }

  [[nodiscard]] std::optional<json> value_of(const std::string& name) const {
    const std::size_t dot = name.find('.');
    if (dot == std::string::npos) {
      return std::nullopt;
    }
    const std::string booking = name.substr(0, dot);
    const std::string field = name.substr(dot + 1);
    const auto found =
        std::find_if(history_.bookings().begin(), history_.bookings().end(), [&](const auto& one) {
          return one.second->booking == booking;
        });
    if (found == history_.bookings().end()) {
      return std::nullopt;
    }
    if (field == "name" || field == "id") {
      return field == "name" ? json(booking) : json(found->first);
    }
    return field_of(json::parse(found->second->state, nullptr, false), field);
  }

  static std::optional<json> field_of(json state, const std::string& path) {
    std::size_t from = 0;
    while (from <= path.size()) {
      const std::size_t dot = std::min(path.find('.', from), path.size());
      const std::string member = path.substr(from, dot - from);
      if (!state.is_object() || !state.contains(member)) {
        return std::nullopt;
      }
      state = json(state.at(member));
      from = dot + 1;
    }
    return state;
  }

  const History& history_;
};

}  // namespace

Filled fill_references(const std::string& parameters, const History& history) {
  json value = parse_parameters(parameters);
  if (value.is_discarded() || parameters.find(opening) == std::string::npos) {
    return {parameters, {}};
  }
  Filler filler(history);
  filler.fill(value);
  return {value.dump(-1, ' ', false, json::error_handler_t::replace), std::move(filler.unresolved)};
}

}  // namespace rkmock::assertions
