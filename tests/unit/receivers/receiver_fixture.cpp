#include "unit/receivers/receiver_fixture.hpp"

#include <algorithm>
#include <barrier>
#include <thread>

#include <httplib.h>
#include <unistd.h>

#include "core/hash.hpp"

namespace rkmock::receivers {

using nlohmann::json;

namespace {

constexpr std::chrono::seconds patience{10};

ReceiverOptions sink_options() {
  ReceiverOptions options;
  options.path = "/sink/effects";
  options.signature_header = "Idempotency-Key";
  return options;
}

Reply reply(const httplib::Result& result) {
  return result ? Reply{result->status, result->body} : Reply{};
}

}  // namespace

Sink::Sink(Behaviour behaviour)
    : behaviour_(std::move(behaviour)),
      listener_(sink_options(), {[this](const Posted& posted) { return take(posted); }, nullptr}) {}

Answer Sink::take(const Posted& posted) {
  const json body = json::parse(posted.body);
  const std::string effect = body.at("event_type").get<std::string>() + " " +
                             body.at("booking_id").dump() + " " +
                             body.at("updated_at").get<std::string>();
  {
    const std::lock_guard lock(mutex_);
    effects_.push_back(effect);
    keys_.push_back(posted.signature);
  }
  changed_.notify_all();
  return {behaviour_(effect), ""};
}

std::string Sink::url() const {
  return "http://127.0.0.1:" + std::to_string(listener_.port()) + "/sink/effects";
}

std::vector<std::string> Sink::effects() const {
  const std::lock_guard lock(mutex_);
  return effects_;
}

long Sink::count(const std::string& effect) const {
  const std::lock_guard lock(mutex_);
  return std::count(effects_.begin(), effects_.end(), effect);
}

std::vector<std::string> Sink::keys() const {
  const std::lock_guard lock(mutex_);
  return keys_;
}

bool Sink::wait_for(const std::string& effect) const {
  std::unique_lock lock(mutex_);
  return changed_.wait_for(lock, patience, [&] {
    return std::find(effects_.begin(), effects_.end(), effect) != effects_.end();
  });
}

bool Sink::wait_for_requests(std::size_t count) const {
  std::unique_lock lock(mutex_);
  return changed_.wait_for(lock, patience, [&] { return effects_.size() >= count; });
}

json booking(
    const json& id,
    const std::string& updated_at,
    const std::string& status,
    const std::string& message
) {
  return {
      {"id", id},
      {"service_id", 123},
      {"date", "2023-07-10"},
      {"time_slot_id", 456},
      {"status", status},
      {"message", message},
      {"created_at", "2023-06-20T09:15:00Z"},
      {"updated_at", updated_at},
      {"customer", {{"id", 321}, {"name", "Jane Doe"}, {"email", "jane.doe@example.com"}}}};
}

std::string payload(const std::string& event_type, const json& bookings) {
  return json{
      {"event_type", event_type}, {"bookings", bookings}, {"timestamp", "2023-06-23T11:45:00Z"}}
      .dump();
}

std::string payload_of_one(const std::string& event_type, const json& booking) {
  return payload(event_type, json::array({booking}));
}

ReceiverTest::ReceiverTest(std::string name) : name_(std::move(name)) {
  std::string folder = std::filesystem::temp_directory_path() / "rkmock-receivers-XXXXXX";
  EXPECT_NE(::mkdtemp(folder.data()), nullptr);
  folder_ = folder;
}

ReceiverTest::~ReceiverTest() {
  receiver_.reset();
  std::filesystem::remove_all(folder_);
}

void ReceiverTest::start(const std::string& downstream) {
  options_.downstream = downstream;
  const auto& receivers = table();
  const auto found =
      std::find_if(receivers.begin(), receivers.end(), [&](const ReceiverDescriptor& one) {
        return one.name == name_;
      });
  ASSERT_NE(found, receivers.end()) << name_;
  receiver_ = found->start(options_);
}

Reply ReceiverTest::post(const std::string& body) {
  return post_signed_as(hmac_sha256_hex(options_.secret, body), body);
}

Reply ReceiverTest::post_signed_as(const std::string& signature, const std::string& body) {
  httplib::Client client("127.0.0.1", receiver_->port());
  client.set_read_timeout(patience);
  return reply(
      client.Post(options_.path, {{options_.signature_header, signature}}, body, "application/json")
  );
}

std::vector<int> ReceiverTest::post_at_once(int copies, const std::string& body) {
  std::vector<int> statuses(static_cast<std::size_t>(copies));
  std::barrier start(copies);
  std::vector<std::thread> threads;
  for (int& status : statuses) {
    threads.emplace_back([&] {
      start.arrive_and_wait();
      status = post(body).status;
    });
  }
  for (std::thread& thread : threads) {
    thread.join();
  }
  return statuses;
}

Reply ReceiverTest::get(const std::string& path) {
  httplib::Client client("127.0.0.1", receiver_->port());
  client.set_read_timeout(patience);
  return reply(client.Get(path));
}

json ReceiverTest::state(const std::string& booking_id) {
  const Reply reply = get("/bookings/" + booking_id);
  EXPECT_EQ(reply.status, 200) << reply.body;
  return json::parse(reply.body, nullptr, false);
}

}  // namespace rkmock::receivers
