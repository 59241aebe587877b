#include "mockserver/mock_server.hpp"

#include <algorithm>
#include <atomic>
#include <memory>
#include <optional>

#include "rkmock/error.hpp"

#include "mockserver/accounts.hpp"
#include "mockserver/api_gate.hpp"
#include "mockserver/net/transmission.hpp"

namespace rkmock::mockserver {

namespace {

constexpr std::size_t max_sink_body = 64 * 1024;

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
  State(const Clock& clock, MockServerOptions options)
      : http_options(options.http),
        loop([this](const std::string& what) { report_bug(what); }),
        accounts(
            loop,
            clock,
            {std::move(options.allowed_hosts),
             options.first_id,
             options.max_accounts,
             std::move(options.account_for_new_key)}
        ),
        gate(accounts, clock, options.dialect) {
    http_options.render_error = [this](
                                    int status, const std::string& code, const std::string& message
                                ) { return gate.refuse(status, code, message); };
  }

  net::HttpServerOptions http_options;
  std::atomic<bool> stopped{false};
  net::Loop loop;
  Accounts accounts;  // after the loop: their timers are its own
  ApiGate gate;
  std::unique_ptr<net::HttpServer> http;  // last: its handlers use everything above

  void report_bug(const std::string& what) {
    for (const auto& account : accounts.all()) {
      account->journal()->append(event::HarnessError{what});
    }
  }

  net::Response answer(const net::Request& request) {
    if (request.path == "/v1" || starts_with(request.path, "/v1/")) {
      return gate.answer(request);
    }
    if (starts_with(request.path, "/sink/")) {
      return answer_sink(request);
    }
    return gate.refuse(
        404,
        "resource_not_found",
        "there is nothing at " + request.path + "; the API is under /v1, sinks under /sink/NAME"
    );
  }

  /// An effect belongs to the account that has its booking. One that names a booking of an
  /// account closed meanwhile came too late for a verdict and is let go; one that names none, or
  /// a booking that never was, is shown to every account.
  net::Response answer_sink(const net::Request& request) {
    net::Response response = plain_answer(200, R"({"data":"ok"})");
    std::optional<Nanos> longest;
    for (const auto& account : accounts.all()) {
      event::SinkHit hit;
      hit.path = request.path;
      hit.method = request.method;
      hit.body = request.body.substr(0, max_sink_body);
      for (const EffectRule& rule : account->setup().effects) {
        if (rule.path == request.path) {
          hit.effect = rule.name;
          hit.key = read_effect(rule, {request.body, request.headers, request.query});
          hit.delay = rule.delay;
        }
      }
      const auto booking = hit.key.booking_id;
      const bool issued = booking && accounts.gave_out(*booking);
      if (!issued || account->knows_booking(*booking)) {
        longest = std::max(longest, hit.delay);
        account->journal()->append(std::move(hit));
      }
    }
    if (longest) {
      response.transmission = std::make_shared<const net::Transmission>(net::Transmission{
          *longest, net::ending::Whole{}});
    }
    return response;
  }

  void stop() noexcept {
    if (stopped.exchange(true)) {
      return;
    }
    http->stop();
    try {
      loop.call([this] {
        for (const auto& account : accounts.all()) {
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
      state_->http_options,
      [state = state_.get()](const net::Request& request) { return state->answer(request); }
  );
}

MockServer::~MockServer() {
  stop();
}

std::string MockServer::url() const {
  const std::string& address = state_->http_options.address;
  // A wildcard is no address to call; a name that resolves to this machine is.
  const std::string host = address == "0.0.0.0" || address == "::" ? "127.0.0.1" : address;
  const bool v6 = host.find(':') != std::string::npos;
  return "http://" + (v6 ? "[" + host + "]" : host) + ":" + std::to_string(state_->http->port());
}

std::shared_ptr<Journal> MockServer::open_account(const AccountSetup& setup) {
  std::shared_ptr<Journal> journal;
  state_->loop.call([&] { journal = state_->accounts.open(setup).journal(); });
  return journal;
}

void MockServer::close_account(const std::string& account) {
  state_->loop.call([&] { state_->accounts.close(account); });
}

BookingAnswer MockServer::change_booking(
    const std::string& account, const BookingCommand& command
) {
  BookingAnswer answer;
  state_->loop.call([&] { answer = state_->accounts.find(account).change_booking(command); });
  return answer;
}

void MockServer::hold(const std::string& account) {
  state_->loop.call([&] { state_->accounts.find(account).hold(); });
}

void MockServer::release(
    const std::string& account, const std::vector<std::string>& order, ReleasePace pace
) {
  state_->loop.call([&] { state_->accounts.find(account).release(order, pace); });
}

void MockServer::discard(const std::string& account) {
  state_->loop.call([&] { state_->accounts.find(account).discard(); });
}

void MockServer::release_held_back(const std::string& account) {
  state_->loop.call([&] { state_->accounts.find(account).release_held_back(); });
}

void MockServer::set_endpoint(
    const std::string& account, const std::string& subscription, bool active, bool backlog
) {
  state_->loop.call([&] {
    state_->accounts.find(account).set_endpoint(subscription, active, backlog);
  });
}

std::vector<std::string> MockServer::deliver_unacknowledged(
    const std::string& account, const std::string& event
) {
  std::vector<std::string> ids;
  state_->loop.call([&] { ids = state_->accounts.find(account).deliver_unacknowledged(event); });
  return ids;
}

DeliveryPage MockServer::deliveries(const std::string& account, const DeliveryFilter& filter) {
  DeliveryPage page;
  state_->loop.call([&] { page = state_->accounts.find(account).delivery_log().list(filter); });
  return page;
}

std::optional<LoggedDelivery> MockServer::delivery(
    const std::string& account, const std::string& id
) {
  std::optional<LoggedDelivery> found;
  state_->loop.call([&] {
    if (const auto* logged = state_->accounts.find(account).delivery_log().find(id)) {
      found = *logged;
    }
  });
  return found;
}

RedeliveryAnswer MockServer::redeliver(
    const std::string& account, const std::string& delivery, RedeliveryBytes bytes
) {
  RedeliveryAnswer answer;
  state_->loop.call([&] { answer = state_->accounts.find(account).redeliver(delivery, bytes); });
  return answer;
}

std::string MockServer::send_raw(const std::string& account, const RawWebhook& webhook) {
  std::string name;
  state_->loop.call([&] { name = state_->accounts.find(account).send_raw(webhook); });
  return name;
}

ArmAnswer MockServer::arm_api_fault(const std::string& account, const std::string& fault) {
  ArmAnswer answer;
  state_->loop.call([&] {
    Account& of = state_->accounts.find(account);
    answer = of.api_faults().arm(fault, of.journal()->now());
  });
  return answer;
}

std::vector<ArmedApiFault> MockServer::api_faults(const std::string& account) {
  std::vector<ArmedApiFault> armed;
  state_->loop.call([&] {
    Account& of = state_->accounts.find(account);
    armed = of.api_faults().list(of.journal()->now());
  });
  return armed;
}

bool MockServer::disarm_api_fault(const std::string& account, const std::string& id) {
  bool disarmed = false;
  state_->loop.call([&] {
    Account& of = state_->accounts.find(account);
    disarmed = of.api_faults().disarm(id, of.journal()->now());
  });
  return disarmed;
}

void MockServer::record(const std::string& account, EventBody body) {
  state_->loop.call([&] { state_->accounts.find(account).journal()->append(std::move(body)); });
}

std::vector<std::shared_ptr<Journal>> MockServer::journals() {
  std::vector<std::shared_ptr<Journal>> journals;
  state_->loop.call([&] {
    for (const auto& account : state_->accounts.all()) {
      journals.push_back(account->journal());
    }
  });
  return journals;
}

std::size_t MockServer::open_deliveries(const std::string& account) {
  std::size_t open = 0;
  state_->loop.call([&] { open = state_->accounts.find(account).open_deliveries(); });
  return open;
}

std::vector<std::string> MockServer::unsent(const std::string& account) {
  std::vector<std::string> unsent;
  state_->loop.call([&] { unsent = state_->accounts.find(account).unsent(); });
  return unsent;
}

void MockServer::stop() noexcept {
  state_->stop();
}

}  // namespace rkmock::mockserver
