// The switches of `serve` for keys, limits and rules of the API, seen from outside.
#include <csignal>
#include <set>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "live/api_client.hpp"
#include "live/journals.hpp"
#include "live/process.hpp"
#include "mockserver/net/blocking_client.hpp"

namespace rkmock {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing_support::ApiClient;
using testing_support::journal_from;
using testing_support::Process;
using testing_support::run_rkmock;
using testing_support::ScratchFolder;

std::vector<std::string> serve(const std::vector<std::string>& flags) {
  std::vector<std::string> arguments = {"serve", "--port", "0"};
  arguments.insert(arguments.end(), flags.begin(), flags.end());
  return arguments;
}

class Served {
 public:
  explicit Served(const std::vector<std::string>& flags)
      : mock(serve(flags)), url(mock.wait_for_line("ready ").value_or("")) {}

  [[nodiscard]] ApiClient client(const std::string& key = "sk_rsv_me") const { return {url, key}; }

  [[nodiscard]] int status_of(const std::string& key, const std::string& origin = "") const {
    net::BlockingClient http;
    Headers headers = {{"Authorization", "Bearer " + key}};
    if (!origin.empty()) {
      headers.emplace_back("Origin", origin);
    }
    return http.send({"GET", url + "/v1/services", headers, ""}, std::chrono::minutes(1)).status;
  }

  Process mock;
  std::string url;
};

std::string header(const HttpAnswer& answer, const std::string& name) {
  for (const auto& [key, value] : answer.headers) {
    if (key == name) {
      return value;
    }
  }
  return "none";
}

std::string booking_on(const std::string& date, const std::string& customer) {
  return R"({"date":")" + date + R"(","time_slot_id":456,"customer_email":")" + customer + R"("})";
}

nlohmann::json data_of(const HttpAnswer& answer) {
  return nlohmann::json::parse(answer.body).at("data");
}

TEST(ServeApiTest, WithKeysGivenNoOtherIsAccepted) {
  const Served served(
      {"--api-key", "sk_rsv_a", "--api-key", "sk_rsv_b@example.com", "--revoked-key", "sk_rsv_old"}
  );
  EXPECT_EQ(served.status_of("sk_rsv_a"), 200);
  EXPECT_EQ(served.status_of("sk_rsv_b"), 403);
  EXPECT_EQ(served.status_of("sk_rsv_b", "https://example.com"), 200);
  EXPECT_EQ(served.status_of("sk_rsv_b", "https://example.org"), 403);
  EXPECT_EQ(served.status_of("sk_rsv_c"), 401);
  EXPECT_EQ(served.status_of("sk_rsv_old"), 401);
  EXPECT_THAT(
      served.client("sk_rsv_old").send("GET", "/v1/services").body, HasSubstr("API key revoked")
  );
}

TEST(ServeApiTest, ARevokedKeyShutsNobodyElseOut) {
  const Served served({"--revoked-key", "sk_rsv_old"});
  EXPECT_EQ(served.status_of("sk_rsv_old"), 401);
  EXPECT_EQ(served.status_of("sk_rsv_anyone"), 200);
}

TEST(ServeApiTest, APlanLimitsEachAccountByItsName) {
  const Served served({"--rate-limit", "starter"});
  for (const std::string key : {"sk_rsv_me", "sk_rsv_you"}) {
    const HttpAnswer first = served.client(key).send("GET", "/v1/services");
    EXPECT_EQ(first.status, 200);
    EXPECT_EQ(header(first, "X-RateLimit-Limit"), "10");
    EXPECT_EQ(header(first, "X-RateLimit-Remaining"), "9");
  }
}

TEST(ServeApiTest, ALimitInNumbersIsKept) {
  const Served served({"--rate-limit", "1000/s,burst=500,monthly=2"});
  EXPECT_EQ(served.client().send("GET", "/v1/services").status, 200);
  EXPECT_EQ(served.client().send("GET", "/v1/services").status, 200);
  const HttpAnswer refused = served.client().send("GET", "/v1/services");
  EXPECT_EQ(refused.status, 429);
  EXPECT_THAT(refused.body, HasSubstr("api_limit_exceeded"));
  EXPECT_EQ(header(refused, "X-RateLimit-Limit"), "2");
  EXPECT_GT(std::stol(header(refused, "Retry-After")), 0);
}

TEST(ServeApiTest, WeekdaysAreCheckedOnRequestWhereverTheWeekStarts) {
  for (const std::string start : {"monday", "sunday"}) {
    const Served served({"--check-weekday", "--week-start", start});
    const auto book = [&](const std::string& date) {
      return served.client().send("POST", "/v1/bookings", booking_on(date, "a@example.com"));
    };
    EXPECT_EQ(book("2030-01-07").status, 201) << start;
    EXPECT_EQ(book("2030-01-08").status, 400) << start;
    const auto slots = served.client().send("GET", "/v1/services/123/time-slots");
    EXPECT_EQ(data_of(slots).at(0).at("day_of_week"), start == "monday" ? 0 : 1);
  }
  EXPECT_EQ(
      Served({})
          .client()
          .send("POST", "/v1/bookings", booking_on("2030-01-08", "a@example.com"))
          .status,
      201
  );
}

/// Books until two bookings have the same `updated_at`; the second may turn between any two.
bool some_changes_share_a_second(const Served& served, int most_bookings) {
  std::set<std::string> seconds;
  for (int i = 0; i < most_bookings; ++i) {
    const std::string customer = "c" + std::to_string(i) + "@example.com";
    const HttpAnswer made =
        served.client().send("POST", "/v1/bookings", booking_on("2030-01-07", customer));
    if (!seconds.insert(data_of(made).at("updated_at").get<std::string>()).second) {
      return true;
    }
  }
  return false;
}

TEST(ServeApiTest, ChangesShareASecondOnRequest) {
  EXPECT_FALSE(some_changes_share_a_second(Served({}), 20));
  EXPECT_TRUE(some_changes_share_a_second(Served({"--changes-per-second", "1000"}), 100));
}

/// The webhook events of one booking whose service is deleted.
std::size_t events_of_a_deleted_service(std::vector<std::string> flags) {
  const ScratchFolder scratch;
  flags.insert(flags.end(), {"--journal", scratch.path("journals")});
  Served served(flags);
  (void)served.client().book();
  EXPECT_EQ(served.client().send("DELETE", "/v1/services/123").status, 200);
  served.mock.send_signal(SIGTERM);
  served.mock.wait();
  const JournalFile journal = journal_from(scratch.path("journals/account-1.jsonl"));
  return History(journal.header, journal.events).webhook_events().size();
}

TEST(ServeApiTest, DeletingAServiceIsSilentOnRequest) {
  EXPECT_EQ(events_of_a_deleted_service({}), 2U);
  EXPECT_EQ(events_of_a_deleted_service({"--no-cascade-events"}), 1U);
}

TEST(ServeApiTest, HelpGroupsWhatChangesTheApi) {
  const std::string help = run_rkmock({"serve", "--help"}).out;
  const std::size_t group = help.find("How the API behaves:");
  ASSERT_NE(group, std::string::npos) << help;
  EXPECT_THAT(
      help.substr(group),
      AllOf(HasSubstr("--dialect"), HasSubstr("--rate-limit"), HasSubstr("--api-key"))
  );
  EXPECT_LT(help.find("--webhook URL"), group);
}

struct Mistake {
  std::vector<std::string> flags;
  std::string said;
};

TEST(ServeApiTest, AWrongValueIsNamedWithWhatWasExpected) {
  const std::string limit = "expected starter, developer, growth or a rate such as 10/s";
  const std::vector<Mistake> mistakes = {
      {{"--rate-limit", "free"}, "--rate-limit is `free`; " + limit},
      {{"--rate-limit", ""}, "--rate-limit is ``; " + limit},
      {{"--rate-limit", "10"}, "--rate-limit is `10`; " + limit},
      {{"--rate-limit", "0/s"}, limit},
      {{"--rate-limit", "1000001/s"}, limit},
      {{"--rate-limit", "10/s,burst=0"}, "of which `burst=0` is not understood; " + limit},
      {{"--rate-limit", "10/s,monthly"}, "of which `monthly` is not understood"},
      {{"--rate-limit", "starter,brust=3"}, "of which `brust=3` is not understood"},
      {{"--rate-limit", "starter,"}, "of which `` is not understood"},
      {{"--api-key", "two words"}, "--api-key is `two words`, expected a key of letters"},
      {{"--api-key", "@example.com"}, "--api-key is ``, expected a key"},
      {{"--api-key", "sk_a@"}, "expected behind the @ a host such as example.com"},
      {{"--api-key", "sk_a@example.com:80"}, "expected behind the @ a host such as example.com"},
      {{"--api-key", "sk_a", "--api-key", "sk_a@b.c"}, "--api-key names `sk_a` twice"},
      {{"--api-key", "sk_a", "--revoked-key", "sk_a"}, "both an --api-key and a --revoked-key"},
      {{"--revoked-key", ""}, "--revoked-key is ``, expected a key"},
      {{"--week-start", "Sunday"}, "--week-start is `Sunday`, expected monday or sunday"},
      {{"--changes-per-second", "0"}, "--changes-per-second is 0, expected 1 to 1000"},
      {{"--changes-per-second", "1001"}, "--changes-per-second is 1001, expected 1 to 1000"},
      {{"--check-weekdays"}, "did you mean `--check-weekday`?"},
  };
  for (const Mistake& mistake : mistakes) {
    const auto ended = run_rkmock(serve(mistake.flags));
    EXPECT_EQ(ended.exit_code, 2) << ended.err;
    EXPECT_THAT(ended.err, HasSubstr(mistake.said));
  }
}

}  // namespace
}  // namespace rkmock
