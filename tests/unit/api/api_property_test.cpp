// Random sequences of requests, through the handlers and in either dialect: /v1 gives the same
// answers as a model that is as simple as can be, and ends in the same state.
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "unit/api/call.hpp"
#include "unit/bookings/booking_model.hpp"

namespace rkmock::api {
namespace {

using bookings::Answered;
using bookings::BookingChange;
using bookings::Seen;
using nlohmann::ordered_json;

class ApiSubject final : public bookings::Subject {
 public:
  explicit ApiSubject(Dialect dialect) {
    fixture_.dialect = dialect;
    const auto services = bookings::services_at_first();
    std::get<std::vector<bookings::Service>>(fixture_.store.add_services(services));
  }

  [[nodiscard]] bool asks_fields_first() const override { return true; }

  Answered create(const BookingFields& fields, std::optional<std::int64_t> service) override {
    ordered_json body = json_of(fields);
    body["time_slot_id"] = fields.time_slot_id.value();
    return send(
        "POST",
        "/v1/bookings" + (service ? "?service_id=" + std::to_string(*service) : std::string()),
        body,
        BookingChange::Kind::create
    );
  }

  Answered update(std::int64_t id, const BookingFields& fields) override {
    return send("PATCH", booking(id), json_of(fields), BookingChange::Kind::update);
  }

  Answered cancel(std::int64_t id, const BookingFields& fields) override {
    return send("POST", booking(id) + "/cancel", json_of(fields), BookingChange::Kind::cancel);
  }

  Answered remove(std::int64_t id) override {
    return send("DELETE", booking(id), {}, BookingChange::Kind::remove);
  }

  Answered change_customer(std::int64_t id, const bookings::CustomerFields& fields) override {
    return send(
        "PATCH",
        booking(id) + "/customer",
        {{"email", fields.email.value()}, {"phone", fields.phone.value()}}
    );
  }

  Answered put_slots(std::int64_t service, const std::vector<GivenTimeSlot>& slots) override {
    ordered_json list = ordered_json::array();
    for (const GivenTimeSlot& slot : slots) {
      list.push_back(
          {{"day_of_week", slot.day_of_week},
           {"start_time", slot.start_time},
           {"end_time", slot.end_time},
           {"max_bookings", slot.max_bookings}}
      );
      if (slot.id != 0) {
        list.back()["id"] = slot.id;
      }
    }
    return send("PATCH", "/v1/time-slots", {{"service_id", service}, {"time_slots", list}});
  }

  Answered drop_slot(std::int64_t id) override {
    return send("DELETE", "/v1/time-slots/" + std::to_string(id));
  }

  Answered drop_day(std::int64_t service, int day) override {
    return send(
        "DELETE",
        "/v1/time-slots?service_id=" + std::to_string(service) +
            "&day_of_week=" + std::to_string(day)
    );
  }

  Answered drop_service(std::int64_t id) override {
    return send("DELETE", "/v1/services/" + std::to_string(id), {}, BookingChange::Kind::remove);
  }

  std::optional<Seen> find(std::int64_t id) override {
    const Reply reply = fixture_.send("GET", booking(id));
    RC_ASSERT(reply.status == 200 || reply.status == 404);
    if (reply.status == 404) {
      return std::nullopt;
    }
    const ordered_json& found = reply.json["data"];
    Seen seen{
        found["date"].get<std::string>().substr(0, 10),
        found["status"],
        found["customer"]["email"],
        found["customer"]["phone"],
        std::nullopt};
    if (found.contains("cancel_reason")) {
      seen.cancel_reason = found["cancel_reason"];
    }
    return seen;
  }

  std::optional<std::size_t> count_bookings(std::int64_t service) override {
    const Reply reply =
        fixture_.send("GET", "/v1/bookings?page_size=1&service_id=" + std::to_string(service));
    const bool docs = fixture_.dialect == Dialect::docs;
    return reply.status == 404
               ? std::nullopt
               : std::optional<std::size_t>(
                     reply.json["data"]["pagination"][docs ? "total_count" : "total_items"]
                 );
  }

  std::optional<std::size_t> count_slots(std::int64_t service) override {
    const Reply reply =
        fixture_.send("GET", "/v1/services/" + std::to_string(service) + "/time-slots");
    return reply.status == 404 ? std::nullopt : std::optional(reply.json["data"].size());
  }

 private:
  static std::string booking(std::int64_t id) { return "/v1/bookings/" + std::to_string(id); }

  static ordered_json json_of(const BookingFields& fields) {
    ordered_json json = ordered_json::object();
    const auto put = [&](const char* name, const std::optional<std::string>& text) {
      if (text) {
        json[name] = *text;
      }
    };
    put("date", fields.date);
    put("status", fields.status);
    put("cancel_reason", fields.cancel_reason);
    put("customer_email", fields.customer_email);
    put("customer_phone", fields.customer_phone);
    return json;
  }

  [[nodiscard]] std::string code_of(const Reply& reply) const {
    return fixture_.dialect == Dialect::docs ? reply.json["error"].value("code", "")
                                             : reply.json.value("code", "");
  }

  /// What is done to bookings must also be said to webhooks: each change is of this kind.
  Answered send(
      const std::string& method,
      const std::string& target,
      const ordered_json& body = {},
      std::optional<BookingChange::Kind> kind = {}
  ) {
    const Reply reply = fixture_.send(method, target, body.is_null() ? "" : body.dump());
    Answered answered;
    if (reply.status >= 300) {
      answered.code = code_of(reply);
      RC_ASSERT(!answered.code.empty());
      RC_ASSERT(reply.changes.empty());
      return answered;
    }
    RC_ASSERT(kind.has_value() || reply.changes.empty());
    for (const BookingChange& change : reply.changes) {
      RC_ASSERT(change.kind == *kind);
      answered.changed_at.push_back(change.after.updated_at);
      if (*kind == BookingChange::Kind::remove) {
        RC_ASSERT(change.after.status == bookings::Status::cancelled);
        answered.removed.push_back(change.after.id);
      }
    }
    read(reply.json["data"], answered);
    return answered;
  }

  /// The object, or the list of time slots, that was answered.
  static void read(const ordered_json& answer, Answered& answered) {
    const auto time_of = [](const ordered_json& object) {
      return parse_rfc3339(object["updated_at"].get<std::string>()).value();
    };
    if (answer.is_array()) {
      for (const ordered_json& slot : answer) {
        answered.slots.push_back(slot["id"]);
        RC_ASSERT(slot["updated_at"] == answer[0]["updated_at"]);  // all at once
        answered.changed_at = {time_of(slot)};
      }
    } else if (answer.is_object()) {
      answered.id = answer["id"];
      const std::vector<PayloadTime> times = {time_of(answer)};
      if (!answered.changed_at.empty()) {
        RC_ASSERT(answered.changed_at == times);  // webhooks say the same time
      }
      answered.changed_at = times;
    }
  }

  ApiFixture fixture_;
};

RC_GTEST_PROP(ApiPropertyTest, AgreesWithTheSimplestModelOnAnyRequests, ()) {
  const auto commands = *bookings::any_commands();
  ApiSubject subject(*rc::gen::element(Dialect::docs, Dialect::openapi));
  bookings::expect_agreement(subject, commands, 50);
}

}  // namespace
}  // namespace rkmock::api
