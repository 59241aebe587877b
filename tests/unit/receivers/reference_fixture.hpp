#pragma once
// The reference receiver, and the webhooks of a booking's life.
#include <string>
#include <vector>

#include "unit/receivers/receiver_fixture.hpp"

namespace rkmock::receivers {

inline const std::string t1 = "2023-06-20T09:15:00Z";
inline const std::string t2 = "2023-06-22T14:30:00Z";
inline const std::string t3 = "2023-06-23T11:45:00Z";

class ReferenceTest : public ReceiverTest {
 protected:
  ReferenceTest() : ReceiverTest("reference") {}

  Reply create(const nlohmann::json& id, const std::string& at = t1) {
    return post(payload_of_one("bookings.create", booking(id, at, "pending", "first")));
  }

  Reply update(const nlohmann::json& id, const std::string& at = t2) {
    return post(payload_of_one("bookings.update", booking(id, at, "confirmed", "by phone")));
  }

  Reply remove(const nlohmann::json& id, const std::string& at = t3) {
    return post(payload_of_one("bookings.delete", booking(id, at, "cancelled")));
  }

  /// Effects are worked on in order, so when that of a last booking is there, so are all others.
  void expect_effects(Sink& sink, std::vector<std::string> effects) {
    EXPECT_EQ(create(999999).status, 200);
    effects.push_back("bookings.create 999999 " + t1);
    ASSERT_TRUE(sink.wait_for(effects.back()));
    EXPECT_EQ(sink.effects(), effects);
  }
};

}  // namespace rkmock::receivers
