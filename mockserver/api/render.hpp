#pragma once
// Answers in a dialect: envelopes, objects, pagination, statuses. Pure; any thread.
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "rkmock/api_setup.hpp"

#include "core/json_text.hpp"
#include "mockserver/api/api.hpp"

namespace rkmock::api {

/// Renders what the store holds as JSON text, in the dialect of one call. References must outlive
/// it.
class Renderer {
 public:
  Renderer(Dialect dialect, const bookings::Store& store) : dialect_(dialect), store_(store) {}

  void write(std::string& out, const bookings::Service& service) const;
  void write(std::string& out, const bookings::TimeSlot& slot) const;
  void write(std::string& out, const bookings::Customer& customer) const;
  void write(std::string& out, const bookings::Booking& booking) const;

  template <class T>
  void write(std::string& out, const std::vector<T>& items) const {
    out += '[';
    for (const T& item : items) {
      out += out.back() == '[' ? "" : ",";
      write(out, item);
    }
    out += ']';
  }

  template <class T>
  [[nodiscard]] std::string json(const T& object) const {
    std::string text;
    write(text, object);
    return text;
  }

  /// `{NAME: [item…], "pagination": {…}}`
  template <class T>
  [[nodiscard]] std::string json(const char* name, const bookings::Page<T>& page) const {
    std::string text;
    JsonObject object(text);
    write(object.member(name), page.items);
    object.json("pagination", pagination(page));
    object.close();
    return text;
  }

  /// `data` is JSON.
  [[nodiscard]] ApiAnswer answer(const std::string& data, int status = 200) const;
  [[nodiscard]] ApiAnswer answer(const bookings::ApiError& error) const;

  /// `{"data": "ok"}`
  [[nodiscard]] ApiAnswer ok() const { return answer("\"ok\""); }

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
  [[nodiscard]] std::string pagination(const bookings::Page<T>& page) const {
    std::string text;
    JsonObject object(text);
    if (dialect_ == Dialect::openapi) {
      object.number("page", page.current_page);
      object.number("page_size", page.page_size);
      object.number("total_items", page.total_count);
      object.number("total_pages", page.total_pages);
    } else {
      object.number("current_page", page.current_page);
      object.number("total_pages", page.total_pages);
      object.number("total_count", page.total_count);
      object.number("page_size", page.page_size);
    }
    object.close();
    return text;
  }

  Dialect dialect_;
  const bookings::Store& store_;
};

/// `{"data": …}` of JSON, in `openapi` with `"error": null` behind it.
[[nodiscard]] net::Response data_response(std::string_view data, Dialect dialect, int status = 200);

}  // namespace rkmock::api
