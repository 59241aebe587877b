// The reference receiver: what a right receiver does, over real sockets.
#include <atomic>
#include <future>

#include "rkmock/error.hpp"

#include "core/hash.hpp"
#include "unit/receivers/reference_fixture.hpp"

namespace rkmock::receivers {
namespace {

using nlohmann::json;
using ::testing::AllOf;
using ::testing::Each;
using ::testing::HasSubstr;

TEST_F(ReferenceTest, follows_a_booking_through_its_life) {
  Sink sink;
  start(sink.url());
  EXPECT_EQ(get("/bookings/789").status, 404);
  EXPECT_EQ(create(789).status, 200);
  EXPECT_EQ(state("789").at("status"), "pending");
  EXPECT_EQ(update(789).status, 200);
  EXPECT_EQ(state("789").at("status"), "confirmed");
  EXPECT_EQ(state("789").at("message"), "by phone");
  EXPECT_EQ(state("789").at("updated_at"), t2);
  EXPECT_EQ(remove(789).status, 200);
  EXPECT_EQ(state("789").at("status"), "cancelled");
  EXPECT_EQ(state("789").at("deleted"), true);
  expect_effects(
      sink, {"bookings.create 789 " + t1, "bookings.update 789 " + t2, "bookings.delete 789 " + t3}
  );
}

TEST_F(ReferenceTest, refuses_a_forged_signature_and_does_nothing) {
  Sink sink;
  start(sink.url());
  const std::string body = payload_of_one("bookings.create", booking(1, t1));
  const std::string of_another_body = hmac_sha256_hex("test", body + " ");
  EXPECT_EQ(post_signed_as(of_another_body, body).status, 401);
  EXPECT_EQ(post_signed_as(hmac_sha256_hex("another secret", body), body).status, 401);
  EXPECT_EQ(post_signed_as("", body).status, 401);
  EXPECT_EQ(get("/bookings/1").status, 404);
  expect_effects(sink, {});
}

TEST_F(ReferenceTest, verifies_the_bytes_as_they_came) {
  Sink sink;
  start(sink.url());
  EXPECT_EQ(
      post(
          "{ \"bookings\" : [{\"updated_at\":\"" + t1 +
          "\",\"id\":1,\"message\":\"\\u00e9\\/\"}],\n\"event_type\":\"bookings.create\"}"
      )
          .status,
      200
  );
  EXPECT_EQ(state("1").at("message"), "é/");
}

TEST_F(ReferenceTest, acknowledges_copies_in_sequence_and_works_once) {
  Sink sink;
  start(sink.url());
  for (int copy = 0; copy < 3; ++copy) {
    EXPECT_EQ(create(1).status, 200);
  }
  expect_effects(sink, {"bookings.create 1 " + t1});
}

TEST_F(ReferenceTest, works_once_for_copies_that_race) {
  Sink sink;
  options_.state_file = folder_ / "receiver.state";
  start(sink.url());
  std::vector<std::string> effects;
  for (int id = 1; id <= 5; ++id) {
    const std::string body = payload_of_one("bookings.create", booking(id, t1));
    EXPECT_THAT(post_at_once(16, body), Each(200));
    effects.push_back("bookings.create " + std::to_string(id) + " " + t1);
  }
  expect_effects(sink, effects);
  stop();
}

TEST_F(ReferenceTest, does_not_take_different_news_for_copies) {
  Sink sink;
  start(sink.url());
  EXPECT_EQ(create(1).status, 200);
  EXPECT_EQ(create(2).status, 200);
  EXPECT_EQ(update(1, t1).status, 200);  // in the same second as its create
  EXPECT_EQ(update(1, t2).status, 200);
  EXPECT_EQ(update(1, t3).status, 200);
  expect_effects(
      sink,
      {"bookings.create 1 " + t1,
       "bookings.create 2 " + t1,
       "bookings.update 1 " + t1,
       "bookings.update 1 " + t2,
       "bookings.update 1 " + t3}
  );
}

TEST_F(ReferenceTest, makes_a_booking_of_an_update_and_ignores_the_create_that_comes_later) {
  Sink sink;
  start(sink.url());
  EXPECT_EQ(update(1).status, 200);
  EXPECT_EQ(create(1).status, 200);
  EXPECT_EQ(state("1").at("status"), "confirmed");
  EXPECT_EQ(state("1").at("updated_at"), t2);
  expect_effects(sink, {"bookings.update 1 " + t2});
}

TEST_F(ReferenceTest, keeps_the_newer_of_two_updates) {
  Sink sink;
  start(sink.url());
  EXPECT_EQ(create(1).status, 200);
  EXPECT_EQ(
      post(payload_of_one("bookings.update", booking(1, t3, "confirmed", "newest"))).status, 200
  );
  EXPECT_EQ(update(1, t2).status, 200);
  EXPECT_EQ(state("1").at("message"), "newest");
  expect_effects(sink, {"bookings.create 1 " + t1, "bookings.update 1 " + t3});
}

TEST_F(ReferenceTest, compares_times_and_not_their_text) {
  Sink sink;
  start(sink.url());
  EXPECT_EQ(update(1, "2023-06-22T14:30:00+02:00").status, 200);  // 12:30 UTC
  EXPECT_EQ(update(1, "2023-06-22T13:00:00Z").status, 200);
  EXPECT_EQ(state("1").at("updated_at"), "2023-06-22T13:00:00Z");
}

TEST_F(ReferenceTest, does_not_raise_a_deleted_booking) {
  Sink sink;
  start(sink.url());
  EXPECT_EQ(remove(1, t2).status, 200);
  EXPECT_EQ(create(1, t1).status, 200);
  EXPECT_EQ(update(1, t3).status, 200);
  EXPECT_EQ(state("1").at("status"), "cancelled");
  EXPECT_EQ(state("1").at("updated_at"), t2);
  expect_effects(sink, {"bookings.delete 1 " + t2});
}

TEST_F(ReferenceTest, acknowledges_and_ignores_unknown_event_types) {
  Sink sink;
  start(sink.url());
  EXPECT_EQ(post(payload_of_one("bookings.archived", booking(1, t1))).status, 200);
  EXPECT_EQ(post(R"({"event_type":"services.update","services":[]})").status, 200);
  EXPECT_EQ(get("/bookings/1").status, 404);
  expect_effects(sink, {});
}

TEST_F(ReferenceTest, refuses_what_is_malformed_and_lives_on) {
  Sink sink;
  start(sink.url());
  for (const std::string& body : std::vector<std::string>{
           "",
           "{",
           "[]",
           "null",
           "{}",
           R"({"event_type":7,"bookings":[]})",
           R"({"event_type":"bookings.create"})",
           R"({"event_type":"bookings.create","bookings":{}})",
           R"({"event_type":"bookings.create","bookings":[1]})",
           R"({"event_type":"bookings.create","bookings":[{"id":1}]})",
           R"({"event_type":"bookings.create","bookings":[{"id":1,"updated_at":"soon"}]})",
           payload_of_one("bookings.create", booking(nullptr, t1)),
           std::string(100000, '[')}) {
    EXPECT_EQ(post(body).status, 400) << body.substr(0, 100);
  }
  expect_effects(sink, {});
}

TEST_F(ReferenceTest, works_on_each_booking_of_a_payload) {
  Sink sink;
  start(sink.url());
  EXPECT_EQ(create(2).status, 200);
  EXPECT_EQ(
      post(payload(
               "bookings.update",
               {booking(1, t2),
                booking(2, t2, "confirmed"),
                booking(1, t3, "confirmed"),
                booking(1, t2)}
           ))
          .status,
      200
  );
  EXPECT_EQ(state("1").at("status"), "confirmed");
  EXPECT_EQ(state("2").at("status"), "confirmed");
  EXPECT_EQ(post(payload("bookings.update", json::array())).status, 200);
  expect_effects(
      sink,
      {"bookings.create 2 " + t1,
       "bookings.update 1 " + t2,
       "bookings.update 2 " + t2,
       "bookings.update 1 " + t3}
  );
}

TEST_F(ReferenceTest, does_nothing_of_a_payload_with_a_booking_it_cannot_read) {
  Sink sink;
  start(sink.url());
  EXPECT_EQ(post(payload("bookings.create", {booking(1, t1), booking(nullptr, t1)})).status, 400);
  EXPECT_EQ(get("/bookings/1").status, 404);
  EXPECT_EQ(post(payload("bookings.create", {booking(1, t1), booking(3, t1)})).status, 200);
  expect_effects(sink, {"bookings.create 1 " + t1, "bookings.create 3 " + t1});
}

TEST_F(ReferenceTest, keeps_large_and_textual_ids_exact) {
  Sink sink;
  start(sink.url());
  EXPECT_EQ(create(9007199254740993).status, 200);
  EXPECT_EQ(create("b-7\"").status, 200);
  EXPECT_EQ(state("9007199254740993").at("id"), 9007199254740993);
  EXPECT_EQ(state("b-7%22").at("id"), "b-7\"");
  expect_effects(
      sink, {"bookings.create 9007199254740993 " + t1, "bookings.create \"b-7\\\"\" " + t1}
  );
}

TEST_F(ReferenceTest, acknowledges_before_it_works) {
  std::promise<void> acknowledged;
  const std::shared_future<void> permission = acknowledged.get_future().share();
  Sink sink([&](const std::string& /*effect*/) {
    permission.wait_for(std::chrono::seconds(4));
    return 200;
  });
  start(sink.url());
  // The downstream does not answer before all of these are acknowledged.
  EXPECT_EQ(create(1).status, 200);
  EXPECT_EQ(create(2).status, 200);
  EXPECT_EQ(create(1).status, 200);
  acknowledged.set_value();
  expect_effects(sink, {"bookings.create 1 " + t1, "bookings.create 2 " + t1});
}

TEST_F(ReferenceTest, tries_again_while_the_downstream_is_in_trouble) {
  std::atomic<int> requests = 0;
  Sink sink([&](const std::string& /*effect*/) { return ++requests < 3 ? 503 : 200; });
  start(sink.url());
  EXPECT_EQ(create(1).status, 200);
  ASSERT_TRUE(sink.wait_for_requests(3));
  const std::string effect = "bookings.create 1 " + t1;
  expect_effects(sink, {effect, effect, effect});
  const std::vector<std::string> keys = sink.keys();
  EXPECT_EQ(keys[0], keys[1]);
  EXPECT_EQ(keys[0], keys[2]);
  EXPECT_NE(keys[0], keys[3]);
}

TEST_F(ReferenceTest, gives_up_on_an_effect_and_goes_on_with_the_next) {
  Sink sink([&](const std::string& effect) {
    return effect.find(" 1 ") != std::string::npos   ? 503
           : effect.find(" 2 ") != std::string::npos ? 400
                                                     : 200;
  });
  start(sink.url());
  EXPECT_EQ(create(1).status, 200);
  EXPECT_EQ(create(2).status, 200);
  const std::string third = "bookings.create 3 " + t1;
  EXPECT_EQ(create(3).status, 200);
  ASSERT_TRUE(sink.wait_for(third));
  EXPECT_EQ(sink.count("bookings.create 1 " + t1), 6);
  EXPECT_EQ(sink.count("bookings.create 2 " + t1), 1);  // refused: no use in asking again
  EXPECT_EQ(sink.count(third), 1);
}

TEST_F(ReferenceTest, works_without_a_downstream) {
  start("");
  EXPECT_EQ(create(1).status, 200);
  EXPECT_EQ(state("1").at("status"), "pending");
}

TEST_F(ReferenceTest, stops_at_once_and_twice_while_its_downstream_hangs) {
  std::promise<void> finished;
  const std::shared_future<void> permission = finished.get_future().share();
  Sink sink([&](const std::string& /*effect*/) {
    permission.wait_for(std::chrono::seconds(10));
    return 200;
  });
  start(sink.url());
  EXPECT_EQ(create(1).status, 200);
  ASSERT_TRUE(sink.wait_for_requests(1));
  receiver().stop();
  receiver().stop();
  EXPECT_EQ(get("/healthz").status, 0);
  finished.set_value();
}

TEST_F(ReferenceTest, answers_health_and_nothing_else) {
  start("");
  EXPECT_EQ(get("/healthz").status, 200);
  EXPECT_EQ(get("/").status, 404);
  EXPECT_EQ(get("/bookings/").status, 404);
  options_.path = "/webhooks/reservekits";
  EXPECT_EQ(create(1).status, 404);
}

TEST_F(ReferenceTest, says_that_its_port_is_taken_and_what_to_do) {
  start("");
  ReceiverOptions same;
  same.port = receiver().port();
  for (const ReceiverDescriptor& one : table()) {
    try {
      one.start(same);
      FAIL() << one.name << " shares the port";
    } catch (const EnvironmentError& error) {
      EXPECT_THAT(
          error.what(),
          AllOf(
              HasSubstr("127.0.0.1:" + std::to_string(same.port)),
              HasSubstr("already in use"),
              HasSubstr("choose another port")
          )
      );
    }
  }
}

TEST_F(ReferenceTest, says_that_its_downstream_is_no_url) {
  EXPECT_THROW(start("localhost"), EnvironmentError);
}

}  // namespace
}  // namespace rkmock::receivers
