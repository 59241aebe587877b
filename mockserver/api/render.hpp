#pragma once
// Answers as the `docs` dialect has them: envelopes, pagination, statuses. Pure; any thread.
#include <string>
#include <variant>
#include <vector>

#include <nlohmann/json.hpp>

#include "mockserver/api/api.hpp"
#include "mockserver/bookings/json.hpp"

namespace rkmock::api {

/// `{"data": …}`
[[nodiscard]] net::Response data_response(const nlohmann::ordered_json& data, int status = 200);

/// `{"data": "ok"}`
[[nodiscard]] ApiAnswer ok_answer();

[[nodiscard]] ApiAnswer error_answer(const bookings::ApiError& error);

template <class T>
[[nodiscard]] nlohmann::ordered_json list_json(const std::vector<T>& items) {
  auto list = nlohmann::ordered_json::array();
  for (const T& item : items) {
    list.push_back(bookings::to_json(item));
  }
  return list;
}

/// `{NAME: [item…], "pagination": {…}}`
template <class T>
[[nodiscard]] nlohmann::ordered_json page_json(const char* name, const bookings::Page<T>& page) {
  return {
      {name, list_json(page.items)},
      {"pagination",
       {
           {"current_page", page.current_page},
           {"total_pages", page.total_pages},
           {"total_count", page.total_count},
           {"page_size", page.page_size},
       }},
  };
}

/// The value rendered by `to_data`, or the error.
template <class T, class ToData>
[[nodiscard]] ApiAnswer answer_of(
    const bookings::Answer<T>& answer, ToData to_data, int status = 200
) {
  if (const auto* error = std::get_if<bookings::ApiError>(&answer)) {
    return error_answer(*error);
  }
  return {data_response(to_data(std::get<T>(answer)), status), {}, {}};
}

}  // namespace rkmock::api
