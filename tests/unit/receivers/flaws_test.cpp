// Each flaw does the one thing wrong that it is named for, over real sockets.
#include "receivers/flaws.hpp"

#include <algorithm>
#include <set>

#include <gmock/gmock.h>
#include <httplib.h>

#include "core/hash.hpp"
#include "receivers/intake.hpp"
#include "unit/receivers/reference_fixture.hpp"

namespace rkmock::receivers {
namespace {

using nlohmann::json;
using ::testing::Each;

class FlawsTest : public ReferenceTest {
 protected:
  void start_with(Flaw flaw) {
    options_.flaws.add(flaw);
    start(sink.url());
  }

  /// Sent with one more header, signed rightly.
  int post_with(const std::string& name, const std::string& value, const std::string& body) {
    httplib::Client client("127.0.0.1", receiver().port());
    const auto answer = client.Post(
        options_.path,
        {{options_.signature_header, hmac_sha256_hex(options_.secret, body)}, {name, value}},
        body,
        "application/json"
    );
    return answer ? answer->status : 0;
  }

  int post_typed(const std::string& type, const std::string& body) {
    httplib::Client client("127.0.0.1", receiver().port());
    const auto answer = client.Post(
        options_.path,
        {{options_.signature_header, hmac_sha256_hex(options_.secret, body)}},
        body,
        type
    );
    return answer ? answer->status : 0;
  }

  Sink sink;
  const std::string plain = payload_of_one("bookings.create", booking(1, t1));
  const std::string created = "bookings.create 1 " + t1;
  const std::string updated = "bookings.update 1 " + t2;
};

TEST(FlawTableTest, EachHasANameOfItsOwnAndSaysWhatIsWrong) {
  std::set<std::string_view> names;
  for (std::size_t i = 0; i < flaws().size(); ++i) {
    const FlawDescriptor& one = flaws()[i];
    EXPECT_EQ(static_cast<std::size_t>(one.flaw), i) << one.name;
    EXPECT_TRUE(names.insert(one.name).second) << one.name;
    EXPECT_FALSE(one.summary.empty() || one.shows.empty()) << one.name;
    EXPECT_EQ(flaw_named(one.name), one.flaw);
  }
  EXPECT_EQ(flaws().size(), static_cast<std::size_t>(Flaw::count));
  EXPECT_EQ(flaw_named("no_such_flaw"), std::nullopt);
}

TEST_F(FlawsTest, no_dedupe) {
  start_with(Flaw::no_dedupe);
  create(1);
  create(1);
  expect_effects(sink, {created, created});
}

TEST_F(FlawsTest, check_then_act) {
  start_with(Flaw::check_then_act);
  EXPECT_THAT(post_at_once(2, plain), Each(200));
  create(1);
  expect_effects(sink, {created, created});
}

TEST_F(FlawsTest, forgetful_dedupe) {
  start_with(Flaw::forgetful_dedupe);
  std::vector<std::string> effects = {created};
  create(1);
  for (int other = 2; other <= 10; ++other) {
    create(other);
    effects.push_back("bookings.create " + std::to_string(other) + " " + t1);
  }
  create(1);
  effects.push_back(created);
  expect_effects(sink, effects);
}

TEST_F(FlawsTest, dedupe_by_delivery) {
  start_with(Flaw::dedupe_by_delivery);
  create(1);
  create(1);
  EXPECT_EQ(post_with("X-Webhook-Id", "another", plain), 200);
  expect_effects(sink, {created, created});
}

TEST_F(FlawsTest, dedupe_without_version) {
  start_with(Flaw::dedupe_without_version);
  create(1);
  update(1, t2);
  update(1, t3);
  EXPECT_EQ(state("1").at("updated_at"), t2);
  expect_effects(sink, {created, updated});
}

TEST_F(FlawsTest, refuses_duplicates) {
  start_with(Flaw::refuses_duplicates);
  EXPECT_EQ(create(1).status, 200);
  EXPECT_EQ(create(1).status, 409);
}

TEST_F(FlawsTest, memory_only) {
  options_.state_file = folder_ / "state";
  start_with(Flaw::memory_only);
  create(1);
  ASSERT_TRUE(sink.wait_for(created));
  stop();
  start(sink.url());
  create(1);
  expect_effects(sink, {created, created});
}

TEST_F(FlawsTest, mark_before_work) {
  start_with(Flaw::mark_before_work);
  EXPECT_EQ(create(1).status, 500);
  EXPECT_EQ(create(1).status, 200) << "a duplicate, it thinks";
  EXPECT_EQ(update(1).status, 200);
  ASSERT_TRUE(sink.wait_for(updated));
  EXPECT_EQ(sink.effects().size(), 1U);
}

TEST_F(FlawsTest, ack_before_safe) {
  options_.state_file = folder_ / "state";
  start_with(Flaw::ack_before_safe);
  EXPECT_EQ(create(1).status, 200);
  stop();
  options_.flaws = {};
  start(sink.url());
  EXPECT_EQ(get("/bookings/1").status, 404);
  expect_effects(sink, {});
}

TEST_F(FlawsTest, last_write_wins) {
  start_with(Flaw::last_write_wins);
  update(1, t3);
  update(1, t2);
  update(1, t3);
  EXPECT_EQ(state("1").at("updated_at"), t2) << "and a copy is a copy still";
}

TEST_F(FlawsTest, resurrects) {
  start_with(Flaw::resurrects);
  remove(1);
  remove(1);
  create(1);
  EXPECT_EQ(state("1").at("status"), "pending");
  expect_effects(sink, {"bookings.delete 1 " + t3, created});
}

TEST_F(FlawsTest, drops_unknown_booking) {
  start_with(Flaw::drops_unknown_booking);
  EXPECT_EQ(update(1).status, 200);
  EXPECT_EQ(create(1).status, 200);
  expect_effects(sink, {created});
}

TEST_F(FlawsTest, trusts_event_type) {
  start_with(Flaw::trusts_event_type);
  create(1, t1);
  create(1, t2);
  EXPECT_EQ(state("1").at("updated_at"), t1);
}

TEST_F(FlawsTest, blocks_others) {
  start_with(Flaw::blocks_others);
  create(1);
  ASSERT_TRUE(sink.wait_for(created));
  EXPECT_EQ(post("{}").status, 400);
  EXPECT_EQ(create(2).status, 200);
  stop();
  EXPECT_EQ(sink.effects().size(), 1U);
}

TEST_F(FlawsTest, never_polls) {
  options_.api_url = "http://127.0.0.1:1";
  options_.api_key = "key";
  start_with(Flaw::never_polls);
  httplib::Client client("127.0.0.1", receiver().port());
  const auto answer = client.Post("/reconcile");
  ASSERT_TRUE(answer);
  EXPECT_EQ(answer->status, 200) << "though there is no API";
}

TEST_F(FlawsTest, slow_ack) {
  options_.slow_work = std::chrono::milliseconds(150);
  start_with(Flaw::slow_ack);
  const auto begin = std::chrono::steady_clock::now();
  EXPECT_EQ(create(1).status, 200);
  EXPECT_GE(std::chrono::steady_clock::now() - begin, options_.slow_work);
}

TEST_F(FlawsTest, acts_on_partial_body) {
  start_with(Flaw::acts_on_partial_body);
  EXPECT_EQ(post(plain.substr(0, plain.find(R"("timestamp")"))).status, 200);
  expect_effects(sink, {created});
}

TEST_F(FlawsTest, strict_content_type) {
  start_with(Flaw::strict_content_type);
  EXPECT_EQ(post_typed("application/json; charset=utf-8", plain), 415);
  EXPECT_EQ(post_typed("application/json", plain), 200);
}

TEST_F(FlawsTest, chokes_on_bom) {
  start_with(Flaw::chokes_on_bom);
  EXPECT_EQ(post("\xEF\xBB\xBF" + plain).status, 500);
  EXPECT_EQ(post(plain).status, 200);
}

TEST_F(FlawsTest, redirects) {
  start_with(Flaw::redirects);
  EXPECT_EQ(post(plain).status, 308);
}

TEST_F(FlawsTest, rejects_unknown_type) {
  start_with(Flaw::rejects_unknown_type);
  EXPECT_EQ(post(payload_of_one("bookings.archived", booking(1, t1))).status, 422);
}

TEST_F(FlawsTest, rejects_extra_fields) {
  start_with(Flaw::rejects_extra_fields);
  json more = booking(1, t1);
  EXPECT_EQ(post(payload_of_one("bookings.create", more)).status, 200);
  more["colour"] = "blue";
  EXPECT_EQ(post(payload_of_one("bookings.create", more)).status, 400);
}

TEST_F(FlawsTest, crashes_on_missing_field) {
  start_with(Flaw::crashes_on_missing_field);
  json less = booking(1, t1);
  less["customer"]["phone"] = "";
  EXPECT_EQ(post(payload_of_one("bookings.create", less)).status, 200);
  less.erase("customer");
  EXPECT_EQ(post(payload_of_one("bookings.create", less)).status, 500);
  EXPECT_EQ(post(R"({"event_type":"bookings.create","bookings":3,"timestamp":""})").status, 500);
}

TEST_F(FlawsTest, first_booking_only) {
  start_with(Flaw::first_booking_only);
  post(payload("bookings.create", {booking(1, t1), booking(2, t1)}));
  expect_effects(sink, {created});
}

TEST_F(FlawsTest, stops_at_bad_booking) {
  start_with(Flaw::stops_at_bad_booking);
  EXPECT_EQ(post(payload("bookings.create", {booking(1, t1), json::object()})).status, 500);
  expect_effects(sink, {created});
}

TEST_F(FlawsTest, duplicate_in_payload) {
  start_with(Flaw::duplicate_in_payload);
  post(payload("bookings.create", {booking(1, t1), booking(1, t1)}));
  expect_effects(sink, {created, created});
}

TEST_F(FlawsTest, float_ids) {
  start_with(Flaw::float_ids);
  create(9007199254740993);
  EXPECT_EQ(get("/bookings/9007199254740993").status, 404);
  EXPECT_EQ(get("/bookings/9007199254740992").status, 200);
}

TEST_F(FlawsTest, no_signature_check) {
  start_with(Flaw::no_signature_check);
  EXPECT_EQ(post_signed_as("forged", plain).status, 200);
}

TEST_F(FlawsTest, accepts_empty_signature) {
  start_with(Flaw::accepts_empty_signature);
  EXPECT_EQ(post_signed_as("forged", plain).status, 401);
  EXPECT_EQ(post_signed_as("", plain).status, 200);
}

TEST_F(FlawsTest, signs_reserialised_json) {
  start_with(Flaw::signs_reserialised_json);
  EXPECT_EQ(post(plain).status, 200);
  EXPECT_EQ(post(" " + plain).status, 401);
  EXPECT_EQ(post("no JSON").status, 401);
}

Posted posted(const std::string& name, const std::string& value) {
  return {"", "{}", {{name, value}}};
}

TEST(IntakeTest, NoChunkedSeesNoBodyWithoutALength) {
  Flaws flaws;
  EXPECT_EQ(body_seen(posted("Transfer-Encoding", "chunked"), flaws), "{}");
  flaws.add(Flaw::no_chunked);
  EXPECT_EQ(body_seen(posted("transfer-encoding", "chunked"), flaws), "");
  EXPECT_EQ(body_seen(posted("Content-Length", "2"), flaws), "{}");
}

TEST(IntakeTest, NoGzipFailsOnPackedBodies) {
  Flaws flaws;
  EXPECT_FALSE(answer_to_form(posted("Content-Encoding", "gzip"), "/", flaws));
  flaws.add(Flaw::no_gzip);
  EXPECT_EQ(answer_to_form(posted("Content-Encoding", "gzip"), "/", flaws)->status, 500);
  EXPECT_FALSE(answer_to_form(posted("Content-Length", "2"), "/", flaws));
}

TEST(IntakeTest, MendsJsonThatWasCutAtAnyByte) {
  const std::string whole = payload_of_one("bookings.create", booking(1, t1, "a \"b\\\" {[,"));
  for (std::size_t length = 1; length <= whole.size(); ++length) {
    EXPECT_TRUE(json::accept(mended(whole.substr(0, length)))) << whole.substr(0, length);
  }
  EXPECT_EQ(mended(whole), whole);
}

}  // namespace
}  // namespace rkmock::receivers
