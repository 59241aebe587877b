// The vendor's sample: what it does right, and that its faults are really there.
#include "unit/receivers/receiver_fixture.hpp"

namespace rkmock::receivers {
namespace {

using nlohmann::json;
using ::testing::Each;
using ::testing::ElementsAre;

const std::string t1 = "2023-06-20T09:15:00Z";
const std::string t2 = "2023-06-22T14:30:00Z";
const std::string t3 = "2023-06-23T11:45:00Z";

class VendorSampleTest : public ReceiverTest {
 protected:
  VendorSampleTest() : ReceiverTest("vendor-sample") {}
};

TEST_F(VendorSampleTest, follows_a_booking_through_its_life) {
  Sink sink;
  start(sink.url());
  EXPECT_EQ(get("/bookings/1").status, 404);
  EXPECT_EQ(post(payload_of_one("bookings.create", booking(1, t1))).status, 200);
  EXPECT_EQ(state("1").at("status"), "pending");
  EXPECT_EQ(post(payload_of_one("bookings.update", booking(1, t2, "confirmed", "ok"))).status, 200);
  EXPECT_EQ(state("1").at("status"), "confirmed");
  EXPECT_EQ(state("1").at("message"), "ok");
  EXPECT_EQ(state("1").at("updated_at"), t2);
  EXPECT_EQ(post(payload_of_one("bookings.delete", booking(1, t3, "cancelled"))).status, 200);
  EXPECT_EQ(get("/bookings/1").status, 404);
  EXPECT_THAT(
      sink.effects(),
      ElementsAre("bookings.create 1 " + t1, "bookings.update 1 " + t2, "bookings.delete 1 " + t3)
  );
}

TEST_F(VendorSampleTest, works_once_for_copies_in_sequence) {
  Sink sink;
  start(sink.url());
  for (int copy = 0; copy < 3; ++copy) {
    EXPECT_EQ(post(payload_of_one("bookings.create", booking(1, t1))).status, 200);
  }
  EXPECT_THAT(sink.effects(), ElementsAre("bookings.create 1 " + t1));
}

TEST_F(VendorSampleTest, ignores_what_it_does_not_know) {
  Sink sink;
  start(sink.url());
  EXPECT_EQ(post(payload_of_one("bookings.archived", booking(1, t1))).status, 200);
  EXPECT_EQ(post(R"({"event_type":"bookings.create","bookings":[]})").status, 200);
  EXPECT_EQ(post(R"({"event_type":"bookings.create","bookings":[7]})").status, 200);
  EXPECT_EQ(post("{").status, 400);
  EXPECT_EQ(get("/healthz").status, 200);
  EXPECT_EQ(get("/bookings/1").status, 404);
  EXPECT_TRUE(sink.effects().empty());
}

TEST_F(VendorSampleTest, works_for_every_copy_when_copies_race) {
  constexpr int copies = 4;
  // The first copy's work does not end before that of the last one has begun, which would never
  // happen if the copies were told apart.
  Sink* all = nullptr;
  Sink sink([&](const std::string& /*effect*/) {
    return all->wait_for_requests(copies) ? 200 : 500;
  });
  all = &sink;
  start(sink.url());
  const std::string body = payload_of_one("bookings.create", booking(1, t1));
  EXPECT_THAT(post_at_once(copies, body), Each(200));
  EXPECT_EQ(sink.count("bookings.create 1 " + t1), copies);
  EXPECT_EQ(post(body).status, 200);
  EXPECT_EQ(sink.count("bookings.create 1 " + t1), copies);
}

TEST_F(VendorSampleTest, lets_a_late_create_undo_the_update) {
  Sink sink;
  start(sink.url());
  EXPECT_EQ(post(payload_of_one("bookings.update", booking(1, t2, "confirmed"))).status, 200);
  EXPECT_EQ(post(payload_of_one("bookings.create", booking(1, t1, "pending"))).status, 200);
  EXPECT_EQ(state("1").at("status"), "pending");
}

TEST_F(VendorSampleTest, raises_a_deleted_booking) {
  start("");
  EXPECT_EQ(post(payload_of_one("bookings.delete", booking(1, t3, "cancelled"))).status, 200);
  EXPECT_EQ(post(payload_of_one("bookings.create", booking(1, t1))).status, 200);
  EXPECT_EQ(state("1").at("status"), "pending");
}

TEST_F(VendorSampleTest, sees_only_the_first_booking_of_a_payload) {
  start("");
  EXPECT_EQ(post(payload("bookings.create", {booking(1, t1), booking(2, t1)})).status, 200);
  EXPECT_EQ(state("1").at("status"), "pending");
  EXPECT_EQ(get("/bookings/2").status, 404);
}

TEST_F(VendorSampleTest, believes_a_forged_webhook) {
  start("");
  EXPECT_EQ(
      post_signed_as("forged", payload_of_one("bookings.create", booking(1, t1))).status, 200
  );
  EXPECT_EQ(state("1").at("status"), "pending");
}

TEST_F(VendorSampleTest, forgets_everything_when_it_restarts) {
  Sink sink;
  start(sink.url());
  const std::string body = payload_of_one("bookings.create", booking(1, t1));
  EXPECT_EQ(post(body).status, 200);
  stop();
  start(sink.url());
  EXPECT_EQ(get("/bookings/1").status, 404);
  EXPECT_EQ(post(body).status, 200);
  EXPECT_EQ(sink.count("bookings.create 1 " + t1), 2);
}

TEST_F(VendorSampleTest, stops_while_it_works) {
  Sink sink([](const std::string& /*effect*/) { return 200; });
  start(sink.url());
  receiver().stop();
  receiver().stop();
  EXPECT_EQ(get("/healthz").status, 0);
}

}  // namespace
}  // namespace rkmock::receivers
