#include "bench/engine_rig.hpp"

#include <cstdlib>
#include <iostream>
#include <stdexcept>
#include <thread>
#include <utility>

#include <sys/resource.h>

#include "core/url.hpp"
#include "mockserver/webhooks/profiles.hpp"
#include "mockserver/webhooks/wire.hpp"

namespace rkmock::bench {

namespace {

constexpr const char* event_type = "bookings.create";

SenderProfile profile_of(const EngineRig::Setting& setting) {
  SenderProfile profile = webhooks::find_profile("reservekit").value();
  profile.max_connections = setting.max_connections;
  profile.timeout = setting.timeout;
  return profile;
}

JournalHeader header() {
  JournalHeader header;
  header.scenario = "bench";
  return header;
}

}  // namespace

std::string beside(const std::string& program) {
  return (std::filesystem::read_symlink("/proc/self/exe").parent_path() / program).string();
}

Sink::Sink(const std::string& mode, int refusals)
    : process_({beside("bench_sink"), mode, std::to_string(refusals)}) {
  const std::string ready = process_.read_line();
  if (ready.rfind("ready ", 0) != 0) {
    throw std::runtime_error("bench_sink did not start: " + ready);
  }
  port_ = ready.substr(ready.find(' ') + 1);
}

std::string Sink::url() const {
  return "http://127.0.0.1:" + port_ + "/webhooks/reservekit";
}

std::vector<Nanos> Sink::stamps(std::size_t count) {
  std::vector<Nanos> stamps;
  while (stamps.size() < count) {
    const std::string line = process_.read_line();
    if (line.empty()) {
      throw std::runtime_error("bench_sink has ended");
    }
    stamps.emplace_back(std::stoll(line));
  }
  return stamps;
}

const std::string& webhook_body() {
  static const std::string body =
      R"({"event_type":"bookings.create","bookings":[{"id":789,"date":"2030-01-07",)"
      R"("customer_id":321,"service_id":123,"time_slot_id":456,"status":"pending",)"
      R"("custom_field":null,"cancelled_at":null,"cancel_reason":null,)"
      R"("created_at":"2030-01-01T09:15:00Z","updated_at":"2030-01-01T09:15:00Z",)"
      R"("customer":{"id":321,"name":"Jane Doe","email":"jane.doe@example.com",)"
      R"("phone":"+1 555 0100","created_at":"2030-01-01T09:15:00Z"},)"
      R"("time_slot":{"id":456,"day_of_week":0,"start_time":"09:00","end_time":"17:00",)"
      R"("max_bookings":100},"service":{"id":123,"name":"Consultation"}}],)"
      R"("timestamp":"2030-01-01T09:15:00Z"})";
  return body;
}

std::string webhook_message(const std::string& url) {
  const SenderProfile profile = profile_of({});
  webhooks::Message message;
  message.type = event_type;
  message.url = url;
  message.body = webhook_body();
  std::string text;
  for (const auto& [name, value] :
       webhooks::build_request(parse_url(url).value(), profile, message).headers) {
    text += name + ": " + value + "\n";
  }
  return text + "\n" + webhook_body();
}

void allow_many_connections() {
  rlimit files{};
  ::getrlimit(RLIMIT_NOFILE, &files);
  files.rlim_cur = files.rlim_max;
  ::setrlimit(RLIMIT_NOFILE, &files);
}

EngineRig::EngineRig(const Setting& setting)
    : url_(setting.url),
      journal_(
          system_clock(),
          header(),
          JournalOptions{.file = setting.journal, .window_bytes = setting.window_bytes}
      ),
      loop_([](const std::string& what) {
        std::cerr << "a bug on the loop: " << what << "\n";
        std::abort();
      }) {
  loop_.call([&] {
    engine_ = std::make_unique<webhooks::Engine>(
        loop_, journal_, system_clock(), profile_of(setting), Dice(1)
    );
  });
}

EngineRig::~EngineRig() {
  loop_.call([this] { engine_.reset(); });
  loop_.stop();
}

void EngineRig::send(faults::Plan plan, std::function<void()> first_attempts_over) {
  const auto number = static_cast<std::int64_t>(++raised_);
  const std::string booking = "booking-" + std::to_string(number);
  webhooks::Dispatch dispatch;
  dispatch.event = booking + ".create";
  dispatch.type = event_type;
  dispatch.subscription = "webhook-1";
  dispatch.url = url_;
  dispatch.body = webhook_body();
  dispatch.plan = std::move(plan);
  dispatch.ended = [this](const std::string& result) {
    acknowledged_ += result == "acknowledged" ? 1 : 0;
  };
  journal_.append(event::EventRaised{
      dispatch.event, dispatch.type, {{booking, number, 1, "2030-01-01T09:15:00Z"}}, dispatch.body}
  );
  engine_->send(std::move(dispatch), std::move(first_attempts_over));
}

void EngineRig::wait_for_all() {
  std::size_t open = 1;
  while (open > 0) {
    std::this_thread::sleep_for(std::chrono::milliseconds(1));
    loop_.call([&] { open = engine_->open(); });
  }
  const std::vector<event::AttemptFinished> ended = attempts();
  for (const event::AttemptFinished& attempt : ended) {
    if (attempt.outcome != Outcome::acknowledged) {
      throw std::runtime_error(attempt.delivery + " was not acknowledged: " + attempt.reason);
    }
  }
}

std::vector<event::AttemptFinished> EngineRig::attempts() const {
  std::vector<event::AttemptFinished> ended;
  for (const EventPointer& event : journal_.since()) {
    if (const auto* attempt = std::get_if<event::AttemptFinished>(&event->body)) {
      ended.push_back(*attempt);
    }
  }
  return ended;
}

}  // namespace rkmock::bench
