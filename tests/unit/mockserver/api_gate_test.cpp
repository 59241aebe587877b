// Who may call /v1 and how often, over real sockets, on a clock that stands still until a test
// moves it.
#include <atomic>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "rkmock/history.hpp"

#include "mockserver/mock_server.hpp"
#include "mockserver/net/blocking_client.hpp"
#include "unit/mockserver/sample_account.hpp"
#include "unit/net/client_socket.hpp"

namespace rkmock::mockserver {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::SizeIs;

constexpr std::chrono::minutes patience{1};

class OwnClock final : public Clock {
 public:
  void pass(std::chrono::nanoseconds time) { passed_ += time.count(); }

  [[nodiscard]] std::chrono::steady_clock::time_point monotonic_now() const override {
    return std::chrono::steady_clock::time_point(std::chrono::nanoseconds(passed_));
  }

  [[nodiscard]] std::chrono::system_clock::time_point wall_now() const override {
    return parse_rfc3339("2030-01-31T23:59:00Z").value() + std::chrono::nanoseconds(passed_);
  }

 private:
  std::atomic<std::int64_t> passed_ = 0;
};

AccountSetup limited(const std::string& name, const RateLimit& limit) {
  AccountSetup setup = sample_account(name);
  setup.api.rate_limit = limit;
  return setup;
}

/// Nobody has a key but those whose accounts are opened.
MockServerOptions known_keys_only(Dialect dialect = Dialect::docs) {
  MockServerOptions options;
  options.account_for_new_key = [](const std::string& /*key*/, int /*number*/) {
    return std::nullopt;
  };
  options.dialect = dialect;
  return options;
}

std::string header(const HttpAnswer& answer, const std::string& name) {
  for (const auto& [key, value] : answer.headers) {
    if (key == name) {
      return value;
    }
  }
  return "none";
}

struct Call {
  std::string method = "GET";
  std::string target = "/v1/services";
  Headers headers{};
  std::string body{};
};

Headers bearer(const std::string& key) {
  return {{"Authorization", "Bearer " + key}};
}

class ApiGateTest : public testing::Test {
 protected:
  HttpAnswer send(const Call& call) {
    net::BlockingClient http;
    Headers headers = call.headers;
    if (!call.body.empty()) {
      headers.emplace_back("Content-Type", "application/json");
    }
    return http.send({call.method, server->url() + call.target, headers, call.body}, patience);
  }

  HttpAnswer get(const std::string& target, const std::string& key) {
    return send({"GET", target, bearer(key)});
  }

  std::int64_t book(const std::string& key) {
    const HttpAnswer made =
        send({"POST", "/v1/bookings", bearer(key), R"({"date":"2030-01-07","time_slot_id":456})"});
    EXPECT_EQ(made.status, 201) << made.body;
    return nlohmann::json::parse(made.body).at("data").at("id").get<std::int64_t>();
  }

  void serve(const MockServerOptions& options) {
    server = std::make_unique<MockServer>(clock, options);
  }

  OwnClock clock;
  std::unique_ptr<MockServer> server = std::make_unique<MockServer>(clock, known_keys_only());
};

/// One refusal, as each dialect words it.
struct Refusal {
  std::string name;
  Call call;
  int status = 0;
  std::string docs;
  std::string openapi;
};

std::vector<Refusal> documented_refusals() {
  Call from_elsewhere{"GET", "/v1/services", bearer("sk_rsv_bound")};
  from_elsewhere.headers.emplace_back("Origin", "https://elsewhere.example");
  const auto docs = [](const std::string& code, const std::string& message) {
    const std::string member = code.empty() ? "" : R"("code":")" + code + R"(",)";
    return R"({"error":{)" + member + R"("message":")" + message + R"("}})";
  };
  const auto openapi = [](int status, const std::string& code, const std::string& message) {
    return R"({"data":null,"error":")" + message + R"(","status":)" + std::to_string(status) +
           R"(,"message":")" + message + R"(","code":")" + code + R"("})";
  };
  const auto refusal = [&](const std::string& name,
                           const Call& call,
                           int status,
                           const std::string& code,
                           const std::string& message) {
    return Refusal{name, call, status, docs(code, message), openapi(status, code, message)};
  };
  const Call malformed{"GET", "/v1/services", {{"Authorization", "Basic dXNlcjpwYXNz"}}};
  return {
      refusal("no key", {}, 401, "authentication_required", "Authorization header is missing"),
      refusal(
          "malformed",
          malformed,
          401,
          "authorization_header_malformed",
          "Authorization header is malformed"
      ),
      refusal(
          "unknown",
          {"GET", "/v1/services", bearer("sk_rsv_nobody")},
          401,
          "invalid_api_key",
          "API key is invalid or revoked"
      ),
      refusal(
          "revoked",
          {"GET", "/v1/services", bearer("sk_rsv_revoked")},
          401,
          "invalid_api_key",
          "API key revoked"
      ),
      refusal("elsewhere", from_elsewhere, 403, "", "Origin does not match API key domain"),
  };
}

TEST_F(ApiGateTest, EachDocumentedRefusalIsSaidInTheServersDialect) {
  for (const Dialect dialect : {Dialect::docs, Dialect::openapi}) {
    serve(known_keys_only(dialect));
    AccountSetup revoked = sample_account("revoked");
    revoked.api.revoked = true;
    revoked.api.dialect = dialect;
    (void)server->open_account(revoked);
    AccountSetup bound = sample_account("bound");
    bound.api.domain = "example.com";
    bound.api.dialect = dialect;
    (void)server->open_account(bound);
    for (const Refusal& refusal : documented_refusals()) {
      const HttpAnswer answer = send(refusal.call);
      const std::string name = refusal.name + " in " + std::string(to_string(dialect));
      EXPECT_EQ(answer.status, refusal.status) << name;
      EXPECT_EQ(answer.body, dialect == Dialect::docs ? refusal.docs : refusal.openapi) << name;
      const bool asks_for_a_key = refusal.status == 401;
      EXPECT_EQ(header(answer, "WWW-Authenticate"), asks_for_a_key ? "Bearer" : "none") << name;
      EXPECT_EQ(header(answer, "X-RateLimit-Limit"), "none") << name;
    }
  }
}

TEST_F(ApiGateTest, AnAccountIsAnsweredInItsOwnDialect) {
  (void)server->open_account(sample_account("docs"));
  AccountSetup setup = sample_account("openapi");
  setup.api.dialect = Dialect::openapi;
  (void)server->open_account(setup);
  EXPECT_THAT(get("/v1/services/7", "sk_rsv_docs").body, HasSubstr(R"({"error":{"code")"));
  EXPECT_THAT(get("/v1/services/7", "sk_rsv_openapi").body, HasSubstr(R"({"data":null,"error":")"));
  EXPECT_THAT(get("/v1/nothing", "sk_rsv_openapi").body, HasSubstr(R"({"data":null,"error":")"));
}

TEST_F(ApiGateTest, ABoundKeyCountsFromItsDomain) {
  AccountSetup bound = sample_account("bound");
  bound.api.domain = "example.com";
  (void)server->open_account(bound);
  Call call{"GET", "/v1/services", bearer("sk_rsv_bound")};
  EXPECT_EQ(send(call).status, 403) << "without an Origin";
  call.headers.emplace_back("Origin", "https://example.com:8443");
  EXPECT_EQ(send(call).status, 200);
}

TEST_F(ApiGateTest, ARefusedCallIsInTheJournalOfItsAccount) {
  AccountSetup revoked = sample_account("revoked");
  revoked.api.revoked = true;
  const auto journal = server->open_account(revoked);
  (void)get("/v1/services", "sk_rsv_revoked");
  const auto calls = History(*journal).of<event::ApiRequest>();
  ASSERT_THAT(calls, SizeIs(1));
  EXPECT_EQ(calls[0]->status, 401);
}

TEST_F(ApiGateTest, TheJournalTellsTheScenariosOwnCallsFromTheReceivers) {
  const auto journal = server->open_account(sample_account("me"));
  for (const std::string step : {"7", "-1", "7x", ""}) {
    Call call{"GET", "/v1/services", bearer("sk_rsv_me")};
    call.headers.emplace_back("X-Rkmock-Step", step);
    (void)send(call);
  }
  (void)get("/v1/services", "sk_rsv_me");
  std::vector<int> steps;
  const History history(*journal);
  for (const auto& call : history.of<event::ApiRequest>()) {
    steps.push_back(call->step);
  }
  EXPECT_THAT(steps, ElementsAre(7, 0, 0, 0, 0)) << "what is no number from 1 on says nothing";
}

TEST_F(ApiGateTest, TwoKeysNeverSeeWhatIsTheOthers) {
  const auto mine = server->open_account(limited("me", {1, 4, 0}));
  const auto yours = server->open_account(limited("you", {1, 4, 0}));
  const std::string booking = "/v1/bookings/" + std::to_string(book("sk_rsv_me"));
  const HttpAnswer service =
      send({"POST", "/v1/services", bearer("sk_rsv_me"), R"({"name":"Massage","timezone":"UTC"})"});
  ASSERT_EQ(service.status, 201) << service.body;

  EXPECT_EQ(get(booking, "sk_rsv_you").status, 404);
  EXPECT_THAT(get("/v1/services", "sk_rsv_you").body, Not(HasSubstr("Massage")));
  const HttpAnswer bookings = get("/v1/bookings?service_id=123", "sk_rsv_you");
  EXPECT_THAT(bookings.body, HasSubstr(R"("bookings":[])"));
  EXPECT_EQ(header(bookings, "X-RateLimit-Remaining"), "1");

  EXPECT_EQ(header(get(booking, "sk_rsv_me"), "X-RateLimit-Remaining"), "1");
  EXPECT_THAT(History(*mine).of<event::ApiRequest>(), SizeIs(3));
  EXPECT_THAT(History(*yours).of<event::ApiRequest>(), SizeIs(3));
  EXPECT_THAT(History(*yours).of<event::BookingChanged>(), IsEmpty());
}

TEST_F(ApiGateTest, WithoutALimitNoAnswerSpeaksOfOne) {
  (void)server->open_account(sample_account("me"));
  for (int i = 0; i < 100; ++i) {
    const HttpAnswer answer = get("/v1/services", "sk_rsv_me");
    ASSERT_EQ(answer.status, 200);
    ASSERT_EQ(header(answer, "X-RateLimit-Limit"), "none");
  }
}

TEST_F(ApiGateTest, AboveTheLimitItIs429UntilRetryAfterHasPassed) {
  for (const Dialect dialect : {Dialect::docs, Dialect::openapi}) {
    const std::string name(to_string(dialect));
    AccountSetup setup = limited(name, {1, 2, 0});
    setup.api.dialect = dialect;
    const auto journal = server->open_account(setup);
    const std::string key = "sk_rsv_" + name;
    EXPECT_EQ(get("/v1/services", key).status, 200);
    EXPECT_EQ(get("/v1/services", key).status, 200);

    const HttpAnswer refused = get("/v1/services", key);
    EXPECT_EQ(refused.status, 429);
    EXPECT_EQ(header(refused, "Retry-After"), "1");
    EXPECT_EQ(header(refused, "X-RateLimit-Limit"), "2");
    EXPECT_EQ(header(refused, "X-RateLimit-Remaining"), "0");
    const auto reset =
        std::chrono::ceil<std::chrono::seconds>(clock.wall_now()) + std::chrono::seconds(2);
    EXPECT_EQ(
        header(refused, "X-RateLimit-Reset"), std::to_string(reset.time_since_epoch().count())
    );
    EXPECT_EQ(
        refused.body,
        dialect == Dialect::docs
            ? R"({"error":{"code":"rate_limit_exceeded","message":"Rate limit exceeded",)"
              R"("retry_after":1}})"
            : R"({"data":null,"error":"Rate limit exceeded","status":429,)"
              R"("message":"Rate limit exceeded","code":"rate_limit_exceeded","retry_after":1})"
    );
    const auto calls = History(*journal).of<event::ApiRequest>();
    ASSERT_THAT(calls, SizeIs(3));
    EXPECT_EQ(calls[2]->status, 429);

    clock.pass(std::chrono::seconds(1));
    EXPECT_EQ(get("/v1/services", key).status, 200);
    EXPECT_EQ(get("/v1/services", key).status, 429);
  }
}

TEST_F(ApiGateTest, TheMonthlyCapSaysWhenTheNextMonthBegins) {
  (void)server->open_account(limited("me", {1000, 1000, 1}));
  EXPECT_EQ(get("/v1/services", "sk_rsv_me").status, 200);
  const HttpAnswer refused = get("/v1/services", "sk_rsv_me");
  EXPECT_EQ(refused.status, 429);
  EXPECT_EQ(header(refused, "Retry-After"), "60");
  EXPECT_EQ(
      refused.body,
      R"({"error":{"code":"api_limit_exceeded","message":"Monthly API limit exceeded",)"
      R"("retry_after":60}})"
  );
  clock.pass(std::chrono::seconds(60));
  EXPECT_EQ(get("/v1/services", "sk_rsv_me").status, 200);
}

TEST_F(ApiGateTest, EveryAnswerCountsAndHasTheHeaders) {
  (void)server->open_account(limited("me", {1, 100, 0}));
  int left = 100;
  const std::vector<std::pair<Call, int>> calls = {
      {{"GET", "/v1/services", bearer("sk_rsv_me")}, 200},
      {{"GET", "/v1/health", bearer("sk_rsv_me")}, 200},
      {{"HEAD", "/v1/services", bearer("sk_rsv_me")}, 200},
      {{"GET", "/v1/nothing", bearer("sk_rsv_me")}, 404},
      {{"PUT", "/v1/services", bearer("sk_rsv_me")}, 405},
      {{"GET", "/v1/services/x", bearer("sk_rsv_me")}, 400},
      {{"POST", "/v1/services", bearer("sk_rsv_me"), "{"}, 400}};
  for (const auto& [call, status] : calls) {
    const HttpAnswer answer = send(call);
    EXPECT_EQ(answer.status, status) << call.target;
    EXPECT_EQ(header(answer, "X-RateLimit-Limit"), "100") << call.target;
    EXPECT_EQ(header(answer, "X-RateLimit-Remaining"), std::to_string(--left)) << call.target;
    EXPECT_THAT(header(answer, "X-RateLimit-Reset"), Not("none")) << call.target;
    EXPECT_EQ(header(answer, "Retry-After"), "none") << call.target;
  }
}

TEST_F(ApiGateTest, AnExhaustedLimitComesBeforeAnythingElse) {
  const auto journal = server->open_account(limited("me", {1, 1, 0}));
  (void)get("/v1/services", "sk_rsv_me");
  EXPECT_EQ(get("/v1/health", "sk_rsv_me").status, 429);
  EXPECT_EQ(get("/v1/nothing", "sk_rsv_me").status, 429);
  EXPECT_EQ(send({"PUT", "/v1/services", bearer("sk_rsv_me")}).status, 429);
  const std::string body = R"({"date":"2030-01-07","time_slot_id":456})";
  EXPECT_EQ(send({"POST", "/v1/bookings", bearer("sk_rsv_me"), body}).status, 429);
  EXPECT_THAT(History(*journal).of<event::BookingChanged>(), IsEmpty());
}

TEST_F(ApiGateTest, OptionsCostsNothing) {
  (void)server->open_account(limited("me", {1, 1, 0}));
  for (int i = 0; i < 3; ++i) {
    const HttpAnswer answer = send({"OPTIONS", "/v1/services", bearer("sk_rsv_me")});
    EXPECT_EQ(answer.status, 204);
    EXPECT_EQ(header(answer, "Allow"), "POST, GET, HEAD, OPTIONS");
    EXPECT_EQ(header(answer, "X-RateLimit-Limit"), "none");
  }
  EXPECT_EQ(get("/v1/services", "sk_rsv_me").status, 200);
}

TEST_F(ApiGateTest, AFaultyAnswerCountsButOneAboveTheLimitIsLeftAlone) {
  AccountSetup setup = limited("me", {1, 1, 0});
  setup.api_faults = {R"({"id":"down","response":{"status":503}})"};
  (void)server->open_account(setup);
  const HttpAnswer struck = get("/v1/services", "sk_rsv_me");
  EXPECT_EQ(struck.status, 503);
  EXPECT_EQ(header(struck, "X-RateLimit-Remaining"), "0");
  EXPECT_EQ(get("/v1/services", "sk_rsv_me").status, 429);
  EXPECT_EQ(server->api_faults("me").at(0).calls, 1);
}

TEST_F(ApiGateTest, ARevokedKeyCannotUseUpALimit) {
  AccountSetup revoked = limited("revoked", {1, 1, 0});
  revoked.api.revoked = true;
  (void)server->open_account(revoked);
  EXPECT_EQ(get("/v1/services", "sk_rsv_revoked").status, 401);
  EXPECT_EQ(get("/v1/services", "sk_rsv_revoked").status, 401);
}

TEST_F(ApiGateTest, ABrowserPageReadsEveryAnswerAndItsPreflight) {
  (void)server->open_account(limited("me", {1, 1, 0}));
  const std::string page = "https://shop.example";
  Call preflight{"OPTIONS", "/v1/bookings"};
  preflight.headers = {{"Origin", page}, {"Access-Control-Request-Method", "POST"}};
  const HttpAnswer allowed = send(preflight);
  EXPECT_EQ(allowed.status, 204);
  EXPECT_EQ(header(allowed, "Access-Control-Allow-Origin"), page);
  EXPECT_EQ(header(allowed, "Access-Control-Allow-Methods"), "POST, GET, HEAD, OPTIONS");
  EXPECT_EQ(header(allowed, "Access-Control-Allow-Headers"), "Authorization, Content-Type");

  Call call{"GET", "/v1/services", bearer("sk_rsv_me")};
  call.headers.emplace_back("Origin", page);
  std::vector<int> statuses;
  for (int i = 0; i < 2; ++i) {
    const HttpAnswer answer = send(call);
    statuses.push_back(answer.status);
    EXPECT_EQ(header(answer, "Access-Control-Allow-Origin"), page);
    EXPECT_THAT(header(answer, "Access-Control-Expose-Headers"), HasSubstr("Retry-After"));
  }
  EXPECT_THAT(statuses, ElementsAre(200, 429));
  call.headers = {{"Origin", page}};
  const HttpAnswer without_key = send(call);
  EXPECT_EQ(without_key.status, 401);
  EXPECT_EQ(header(without_key, "Access-Control-Allow-Origin"), page);
}

TEST_F(ApiGateTest, HeadIsGetWithoutTheBody) {
  (void)server->open_account(sample_account("me"));
  const HttpAnswer got = get("/v1/services", "sk_rsv_me");
  const std::string url = server->url();
  testing_support::ClientSocket client(
      static_cast<std::uint16_t>(std::stoi(url.substr(url.rfind(':') + 1)))
  );
  ASSERT_TRUE(
      client.send("HEAD /v1/services HTTP/1.1\r\nHost: mock\r\nConnection: close\r\n"
                  "Authorization: Bearer sk_rsv_me\r\n\r\n")
  );
  const std::string bytes = client.read_to_end();
  EXPECT_THAT(bytes, HasSubstr("HTTP/1.1 200"));
  EXPECT_THAT(bytes, HasSubstr("Content-Length: " + std::to_string(got.body.size())));
  EXPECT_EQ(bytes.substr(bytes.find("\r\n\r\n") + 4), "");
}

}  // namespace
}  // namespace rkmock::mockserver
