#pragma once
// Answers in a dialect: envelopes, objects, pagination, statuses. Pure; any thread.
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include <nlohmann/json.hpp>

#include "rkmock/api_setup.hpp"

#include "mockserver/api/api.hpp"

namespace rkmock::api {

/// Renders what the store holds, in the dialect of one call. References must outlive it.
class Renderer {
 public:
  using Json = nlohmann::ordered_json;

  Renderer(Dialect dialect, const bookings::Store& store) : dialect_(dialect), store_(store) {}

  [[nodiscard]] Json json(const bookings::Service& service) const;
  [[nodiscard]] Json json(const bookings::TimeSlot& slot) const;
  [[nodiscard]] Json json(const bookings::Customer& customer) const;
  [[nodiscard]] Json json(const bookings::Booking& booking) const;

  template <class T>
  [[nodiscard]] Json json(const std::vector<T>& items) const {
    Json list = Json::array();
    for (const T& item : items) {
      list.push_back(json(item));
    }
    return list;
  }

  /// `{NAME: [item…], "pagination": {…}}`
  template <class T>
  [[nodiscard]] Json json(const char* name, const bookings::Page<T>& page) const {
    return {{name, json(page.items)}, {"pagination", pagination(page)}};
  }

  [[nodiscard]] ApiAnswer answer(Json data, int status = 200) const;
  [[nodiscard]] ApiAnswer answer(const bookings::ApiError& error) const;

  /// `{"data": "ok"}`
  [[nodiscard]] ApiAnswer ok() const { return answer("ok"); }

  /// The store's answer: the object, or why not.
  template <class T>
  [[nodiscard]] ApiAnswer answer(const bookings::Answer<T>& stored, int status = 200) const {
    if (const auto* error = std::get_if<bookings::ApiError>(&stored)) {
      return answer(*error);
    }
    return answer(json(std::get<T>(stored)), status);
  }

  /// Likewise a page, under that name.
  template <class T>
  [[nodiscard]] ApiAnswer answer(const char* name, const bookings::Answer<bookings::Page<T>>& found)
      const {
    if (const auto* error = std::get_if<bookings::ApiError>(&found)) {
      return answer(*error);
    }
    return answer(json(name, std::get<bookings::Page<T>>(found)));
  }

 private:
  template <class T>
  [[nodiscard]] Json pagination(const bookings::Page<T>& page) const {
    if (dialect_ == Dialect::openapi) {
      return {
          {"page", page.current_page},
          {"page_size", page.page_size},
          {"total_items", page.total_count},
          {"total_pages", page.total_pages},
      };
    }
    return {
        {"current_page", page.current_page},
        {"total_pages", page.total_pages},
        {"total_count", page.total_count},
        {"page_size", page.page_size},
    };
  }

  Dialect dialect_;
  const bookings::Store& store_;
};

/// `{"data": …}`, in `openapi` with `"error": null` behind it.
[[nodiscard]] net::Response data_response(
    nlohmann::ordered_json data, Dialect dialect, int status = 200
);

}  // namespace rkmock::api
