#include "mockserver/mock_server.hpp"

#include <atomic>
#include <chrono>
#include <variant>

#include "rkmock/error.hpp"

#include "mockserver/account.hpp"
#include "mockserver/api/api.hpp"
#include "mockserver/destination.hpp"

namespace rkmock::mockserver {

namespace {

constexpr std::size_t max_journalled_body = 4 * 1024;
constexpr std::size_t max_sink_body = 64 * 1024;

/// One for each millisecond: two runs share ids only if the first made more of them than it took
/// milliseconds. Fits a signed 32-bit column, and repeats after 23 days.
std::int64_t first_id_from(const Clock& clock) {
  const auto now =
      std::chrono::duration_cast<std::chrono::milliseconds>(clock.wall_now().time_since_epoch());
  return 1000 + now.count() % 2'000'000'000;
}

bool starts_with(const std::string& text, std::string_view prefix) {
  return text.compare(0, prefix.size(), prefix) == 0;
}

net::Response plain_answer(int status, std::string body) {
  net::Response response;
  response.status = status;
  response.body = std::move(body);
  return response;
}

}  // namespace

struct MockServer::State {
  State(const Clock& its_clock, MockServerOptions its_options)
      : clock(its_clock),
        options(std::move(its_options)),
        first_id(options.first_id != 0 ? options.first_id : first_id_from(clock)),
        next_id(first_id),
        loop([this](const std::string& what) { report_bug(what); }) {}

  const Clock& clock;
  MockServerOptions options;
  std::int64_t first_id;
  std::int64_t next_id;
  int accounts_made = 0;
  std::atomic<bool> stopped{false};
  net::Loop loop;
  std::vector<std::unique_ptr<Account>> accounts;  // after the loop: their timers are its own
  std::unique_ptr<net::HttpServer> http;           // last: its handlers use everything above

  void report_bug(const std::string& what) {
    for (const auto& account : accounts) {
      account->journal()->append(event::HarnessError{what});
    }
  }

  Account& find(const std::string& name) {
    for (const auto& account : accounts) {
      if (account->setup().name == name) {
        return *account;
      }
    }
    throw InvariantError("there is no account `" + name + "`");
  }

  Account* find_by_key(const std::string& key) {
    for (const auto& account : accounts) {
      if (account->setup().api_key == key) {
        return account.get();
      }
    }
    if (!options.account_for_new_key) {
      return accounts.empty() ? nullptr : accounts.back().get();
    }
    if (accounts.size() >= options.max_accounts) {
      return nullptr;
    }
    return &open_for_key(key);
  }

  /// Nobody plays a scenario to such an account, so its journal is begun here.
  Account& open_for_key(const std::string& key) {
    Account& account = open(options.account_for_new_key(key, ++accounts_made));
    event::RunStarted started;
    for (const Subscription& subscription : account.setup().subscriptions) {
      started.receiver += (started.receiver.empty() ? "" : " ") + subscription.url;
    }
    started.effects = account.setup().effects;
    account.journal()->append(std::move(started));
    return account;
  }

  Account& open(const AccountSetup& setup) {
    for (const auto& account : accounts) {
      RKMOCK_ASSERT(account->setup().name != setup.name, "account name taken: " + setup.name);
      RKMOCK_ASSERT(account->setup().api_key != setup.api_key, "API key taken: " + setup.name);
    }
    for (const Subscription& subscription : setup.subscriptions) {
      const std::string refused = refuse_destination(subscription.url, options.allowed_hosts);
      if (!refused.empty()) {
        throw EnvironmentError(refused);
      }
    }
    accounts.push_back(std::make_unique<Account>(loop, clock, setup, [this] { return next_id++; }));
    return *accounts.back();
  }

  net::Response answer(const net::Request& request) {
    if (request.path == "/v1" || starts_with(request.path, "/v1/")) {
      return answer_api(request);
    }
    if (starts_with(request.path, "/sink/")) {
      return answer_sink(request);
    }
    return api::to_response(
        {404,
         "resource_not_found",
         "there is nothing at " + request.path + "; the API is under /v1, sinks under /sink/NAME",
         {}}
    );
  }

  net::Response answer_api(const net::Request& request) {
    if (auto answer = api::answer_without_account(request)) {
      return *answer;
    }
    const auto token = api::authenticate(request);
    if (const auto* error = std::get_if<bookings::ApiError>(&token)) {
      return api::to_response(*error);
    }
    Account* account = find_by_key(std::get<std::string>(token));
    if (account == nullptr) {
      return api::to_response(bookings::make_error(bookings::ErrorCode::invalid_api_key));
    }
    const Nanos started = account->journal()->now();
    const api::ApiAnswer answered = api::handle(request, account->store());
    if (!answered.bug.empty()) {
      account->journal()->append(event::HarnessError{answered.bug});
    }
    for (const bookings::BookingChange& change : answered.changes) {
      account->apply(change);
    }
    account->journal()->append(event::ApiRequest{
        request.method,
        request.target,
        answered.response.status,
        request.body.substr(0, max_journalled_body),
        answered.response.body.substr(0, max_journalled_body),
        account->journal()->now() - started});
    return answered.response;
  }

  /// An effect belongs to the account that has its booking. One that names a booking of an
  /// account closed meanwhile came too late for a verdict and is let go; one that names none, or
  /// a booking that never was, is shown to every account.
  net::Response answer_sink(const net::Request& request) {
    for (const auto& account : accounts) {
      event::SinkHit hit;
      hit.path = request.path;
      hit.method = request.method;
      hit.body = request.body.substr(0, max_sink_body);
      for (const EffectRule& rule : account->setup().effects) {
        if (rule.path == request.path) {
          hit.effect = rule.name;
          hit.key = read_effect(rule, request.body);
        }
      }
      const auto booking = hit.key.booking_id;
      const bool issued = booking && *booking >= first_id && *booking < next_id;
      if (!issued || account->knows_booking(*booking)) {
        account->journal()->append(std::move(hit));
      }
    }
    return plain_answer(200, R"({"data":"ok"})");
  }

  void stop() noexcept {
    if (stopped.exchange(true)) {
      return;
    }
    http->stop();
    try {
      loop.call([this] {
        for (const auto& account : accounts) {
          account->stop();
          account->journal()->append(event::RunFinished{});
        }
      });
    } catch (...) {
      // Nothing left to tell it to: the journals themselves failed.
    }
    loop.stop();
  }
};

MockServer::MockServer(const Clock& clock, MockServerOptions options)
    : state_(std::make_unique<State>(clock, std::move(options))) {
  state_->http = std::make_unique<net::HttpServer>(
      state_->loop,
      state_->options.http,
      [state = state_.get()](const net::Request& request) { return state->answer(request); }
  );
}

MockServer::~MockServer() {
  stop();
}

std::string MockServer::url() const {
  const std::string& address = state_->options.http.address;
  // A wildcard is no address to call; a name that resolves to this machine is.
  const std::string host = address == "0.0.0.0" || address == "::" ? "127.0.0.1" : address;
  const bool v6 = host.find(':') != std::string::npos;
  return "http://" + (v6 ? "[" + host + "]" : host) + ":" + std::to_string(state_->http->port());
}

std::shared_ptr<Journal> MockServer::open_account(const AccountSetup& setup) {
  std::shared_ptr<Journal> journal;
  state_->loop.call([&] { journal = state_->open(setup).journal(); });
  return journal;
}

void MockServer::close_account(const std::string& account) {
  state_->loop.call([&] {
    auto& accounts = state_->accounts;
    for (auto it = accounts.begin(); it != accounts.end(); ++it) {
      if ((*it)->setup().name == account) {
        (*it)->stop();
        accounts.erase(it);
        return;
      }
    }
  });
}

BookingAnswer MockServer::change_booking(
    const std::string& account, const BookingCommand& command
) {
  BookingAnswer answer;
  state_->loop.call([&] { answer = state_->find(account).change_booking(command); });
  return answer;
}

void MockServer::hold(const std::string& account) {
  state_->loop.call([&] { state_->find(account).hold(); });
}

void MockServer::release(const std::string& account, const std::vector<std::string>& order) {
  state_->loop.call([&] { state_->find(account).release(order); });
}

std::vector<std::string> MockServer::redeliver(
    const std::string& account, const std::string& event
) {
  std::vector<std::string> deliveries;
  state_->loop.call([&] { deliveries = state_->find(account).redeliver(event); });
  return deliveries;
}

void MockServer::record(const std::string& account, EventBody body) {
  state_->loop.call([&] { state_->find(account).journal()->append(std::move(body)); });
}

std::vector<std::shared_ptr<Journal>> MockServer::journals() {
  std::vector<std::shared_ptr<Journal>> journals;
  state_->loop.call([&] {
    for (const auto& account : state_->accounts) {
      journals.push_back(account->journal());
    }
  });
  return journals;
}

std::size_t MockServer::open_deliveries(const std::string& account) {
  std::size_t open = 0;
  state_->loop.call([&] { open = state_->find(account).open_deliveries(); });
  return open;
}

void MockServer::stop() noexcept {
  state_->stop();
}

}  // namespace rkmock::mockserver
