#include "rkmock/api_setup.hpp"

namespace rkmock {

std::string_view to_string(Dialect dialect) {
  return dialect == Dialect::docs ? "docs" : "openapi";
}

std::optional<Dialect> parse_dialect(std::string_view text) {
  for (const Dialect dialect : {Dialect::docs, Dialect::openapi}) {
    if (text == to_string(dialect)) {
      return dialect;
    }
  }
  return std::nullopt;
}

std::string_view to_string(WeekStart start) {
  return start == WeekStart::monday ? "monday" : "sunday";
}

std::optional<WeekStart> parse_week_start(std::string_view text) {
  for (const WeekStart start : {WeekStart::monday, WeekStart::sunday}) {
    if (text == to_string(start)) {
      return start;
    }
  }
  return std::nullopt;
}

}  // namespace rkmock
