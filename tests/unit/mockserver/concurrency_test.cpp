// Many clients at once: nobody starves, and a seat is given once.
#include <algorithm>
#include <array>
#include <atomic>
#include <map>
#include <memory>
#include <set>
#include <thread>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>
#include <sys/resource.h>

#include "rkmock/history.hpp"

#include "mockserver/mock_server.hpp"
#include "unit/mockserver/sample_account.hpp"
#include "unit/net/client_socket.hpp"

namespace rkmock::mockserver {
namespace {

using nlohmann::json;
using testing_support::ClientSocket;

std::string get_slot() {
  return "GET /v1/time-slots?service_id=123 HTTP/1.1\r\nHost: mock\r\n"
         "Authorization: Bearer sk_rsv_crowd\r\n\r\n";
}

std::string book(const std::string& email) {
  const std::string body =
      json{{"date", "2030-01-07"}, {"time_slot_id", 456}, {"customer_email", email}}.dump();
  return "POST /v1/bookings HTTP/1.1\r\nHost: mock\r\nAuthorization: Bearer sk_rsv_crowd\r\n"
         "Content-Type: application/json\r\nContent-Length: " +
         std::to_string(body.size()) + "\r\n\r\n" + body;
}

/// Both ends of each connection are in this process.
void allow_descriptors(rlim_t count) {
  rlimit limit{};
  ASSERT_EQ(getrlimit(RLIMIT_NOFILE, &limit), 0);
  if (limit.rlim_cur < count) {
    ASSERT_GE(limit.rlim_max, count) << "this machine lets a process open too few files";
    limit.rlim_cur = count;
    ASSERT_EQ(setrlimit(RLIMIT_NOFILE, &limit), 0);
  }
}

class ConcurrencyTest : public testing::Test {
 protected:
  void connect(std::size_t count) {
    allow_descriptors(2 * count + 100);
    for (std::size_t i = 0; i < count; ++i) {
      clients.push_back(std::make_unique<ClientSocket>(port_of(server)));
    }
  }

  MockServer server{system_clock(), {}};
  std::vector<std::unique_ptr<ClientSocket>> clients;
};

/// Whatever the machine's speed: in every round each client asks once, and the round only ends
/// when each has its answer. A client that starves fails its read.
TEST_F(ConcurrencyTest, HundredsOfKeepAliveClientsAreAllAnsweredInEveryRound) {
  server.open_account(sample_account("crowd", 1));
  connect(300);
  for (int round = 0; round < 4; ++round) {
    for (const auto& client : clients) {
      ASSERT_TRUE(client->send(get_slot()));
    }
    for (auto client = clients.rbegin(); client != clients.rend(); ++client) {
      const auto answer = (*client)->read_answer();
      ASSERT_EQ(answer.status, 200) << "in round " << round;
      ASSERT_EQ(json::parse(answer.body)["data"]["time_slots"][0]["id"], 456);
    }
  }
}

/// The greedy always have requests waiting in the server's buffers, and do not end before the
/// modest one has its answers: a server that serves them first would never come to it.
TEST_F(ConcurrencyTest, WhoAsksNowAndThenIsAnsweredWhileOthersNeverStopAsking) {
  constexpr std::size_t greedy = 16;
  constexpr int batch = 50;
  const auto journal = server.open_account(sample_account("crowd", 1));
  connect(greedy + 1);
  std::string many;
  for (int i = 0; i < batch; ++i) {
    many += get_slot();
  }
  std::atomic<bool> done = false;
  std::vector<std::thread> threads;
  for (std::size_t i = 0; i < greedy; ++i) {
    threads.emplace_back([&, i] {
      while (!done) {
        EXPECT_TRUE(clients[i]->send(many));
        for (int answers = 0; answers < batch; ++answers) {
          EXPECT_EQ(clients[i]->read_answer().status, 200);
        }
      }
    });
  }
  EXPECT_TRUE(journal->wait(
      [&] { return journal->since().size() >= greedy; },
      std::chrono::steady_clock::now() + std::chrono::minutes(1)
  ));
  for (int i = 0; i < 3; ++i) {
    EXPECT_TRUE(clients.back()->send(get_slot()));
    EXPECT_EQ(clients.back()->read_answer().status, 200);
  }
  done = true;
  for (std::thread& thread : threads) {
    thread.join();
  }
}

TEST_F(ConcurrencyTest, TheLastSeatGoesToOneOfSixtyFour) {
  constexpr std::size_t count = 64;
  const auto journal = server.open_account(sample_account("crowd", 1));
  connect(count);
  std::vector<std::string> codes(count);
  std::vector<std::thread> threads;
  for (std::size_t i = 0; i < count; ++i) {
    threads.emplace_back([&, i] {
      clients[i]->send(book("customer" + std::to_string(i) + "@example.com"));
      const auto answer = clients[i]->read_answer();
      const json body = json::parse(answer.body, nullptr, false);
      codes[i] = answer.status == 201 ? "booked" : body["error"].value("code", "");
    });
  }
  for (std::thread& thread : threads) {
    thread.join();
  }
  std::map<std::string, int> counts;
  for (const std::string& code : codes) {
    ++counts[code];
  }
  EXPECT_EQ(counts, (std::map<std::string, int>{{"booked", 1}, {"time_slot_full", 63}}));
  EXPECT_EQ(History(*journal).of<event::BookingChanged>().size(), 1U);
}

/// More seats than one: as many as there are are given, and no customer gets two.
TEST_F(ConcurrencyTest, SeatsAreGivenOnceEachToCustomersWhoAskFromTwoConnections) {
  constexpr std::size_t count = 64;
  const auto journal = server.open_account(sample_account("crowd", 20));
  connect(count);
  std::array<int, count> statuses{};
  std::vector<std::thread> threads;
  for (std::size_t i = 0; i < count; ++i) {
    threads.emplace_back([&, i] {
      clients[i]->send(book("customer" + std::to_string(i / 2) + "@example.com"));
      statuses[i] = clients[i]->read_answer().status;
    });
  }
  for (std::thread& thread : threads) {
    thread.join();
  }
  EXPECT_EQ(std::count(statuses.begin(), statuses.end(), 201), 20);
  EXPECT_EQ(std::count(statuses.begin(), statuses.end(), 400), 44);
  std::set<std::string> customers;
  const History history(*journal);
  for (const auto& changed : history.of<event::BookingChanged>()) {
    const json booking = json::parse(changed->state);
    EXPECT_TRUE(customers.insert(booking["customer"]["email"]).second);
  }
  EXPECT_EQ(customers.size(), 20U);
}

}  // namespace
}  // namespace rkmock::mockserver
