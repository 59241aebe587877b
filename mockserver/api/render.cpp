#include "mockserver/api/render.hpp"

namespace rkmock::api {

net::Response data_response(const nlohmann::ordered_json& data, int status) {
  net::Response response;
  response.status = status;
  response.body = bookings::to_text({{"data", data}});
  return response;
}

ApiAnswer ok_answer() {
  return {data_response("ok"), {}, {}};
}

ApiAnswer error_answer(const bookings::ApiError& error) {
  return {to_response(error), {}, {}};
}

net::Response to_response(const bookings::ApiError& error) {
  nlohmann::ordered_json json = nlohmann::ordered_json::object();
  if (!error.code.empty()) {
    json["code"] = error.code;
  }
  json["message"] = error.message;
  if (!error.details.empty()) {
    json["details"] = error.details;
  }
  net::Response response;
  response.status = error.status;
  response.body = bookings::to_text({{"error", json}});
  if (error.status == 401) {
    response.headers.emplace_back("WWW-Authenticate", "Bearer");
  }
  return response;
}

}  // namespace rkmock::api
