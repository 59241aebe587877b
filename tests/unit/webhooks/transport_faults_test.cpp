// Faults of the transport, as a receiver on a raw socket sees them: bytes, order, endings.
#include <zlib.h>

#include "unit/webhooks/faults_fixture.hpp"

namespace rkmock::webhooks {
namespace {

using namespace std::chrono_literals;
using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::SizeIs;
using testing::StartsWith;

using TransportFaults = FaultsOnTheWire;

std::string gunzipped(std::string packed) {
  z_stream stream{};
  EXPECT_EQ(inflateInit2(&stream, 15 + 16), Z_OK);
  std::string text(64 * 1024, '\0');
  stream.next_in = reinterpret_cast<Bytef*>(packed.data());
  stream.avail_in = static_cast<uInt>(packed.size());
  stream.next_out = reinterpret_cast<Bytef*>(text.data());
  stream.avail_out = static_cast<uInt>(text.size());
  EXPECT_EQ(inflate(&stream, Z_FINISH), Z_STREAM_END);
  text.resize(stream.total_out);
  inflateEnd(&stream);
  return text;
}

/// What came after the head, put together from its chunks; empty when it is not chunked rightly.
std::string unchunked(std::string_view body, std::size_t& largest) {
  std::string whole;
  while (true) {
    const auto line = body.find("\r\n");
    if (line == std::string_view::npos) {
      return {};
    }
    const std::size_t size = std::stoul(std::string(body.substr(0, line)), nullptr, 16);
    body.remove_prefix(line + 2);
    if (size == 0) {
      return body == "\r\n" ? whole : "";
    }
    largest = std::max(largest, size);
    whole += body.substr(0, size);
    body.remove_prefix(size + 2);
  }
}

TEST_F(TransportFaults, UnreachableSendsNothingAndIsTriedAgain) {
  RecordingReceiver receiver;
  play(receiver, R"({"unreachable": "refused"})");
  const auto seen = receiver.conversations(1);
  ASSERT_THAT(seen, SizeIs(1)) << "only the retry reached it";
  EXPECT_EQ(seen[0].body(), payload);
  EXPECT_THAT(outcomes(), ElementsAre(Outcome::impossible, Outcome::acknowledged));
  const auto attempt = all<event::AttemptFinished>().at(0);
  EXPECT_EQ(attempt.reason, "connection refused, on purpose");
  EXPECT_THAT(attempt.faults, ElementsAre("unreachable refused"));
}

TEST_F(TransportFaults, ResetBeforeTheRequest) {
  RecordingReceiver receiver;
  play(receiver, R"({"reset": "before_request"})");
  const auto seen = receiver.conversations(2);
  ASSERT_THAT(seen, SizeIs(2));
  EXPECT_THAT(seen[0].bytes, IsEmpty());
  EXPECT_EQ(seen[0].ending, Ending::reset);
  EXPECT_EQ(seen[1].body(), payload);
  EXPECT_THAT(outcomes(), ElementsAre(Outcome::impossible, Outcome::acknowledged));
  EXPECT_THAT(faults_on(1), ElementsAre("reset before_request"));
  EXPECT_THAT(faults_on(2), IsEmpty());
}

TEST_F(TransportFaults, ResetAfterTheHeaders) {
  RecordingReceiver receiver;
  play(receiver, R"({"reset": "after_headers"})");
  const auto seen = receiver.conversations(2);
  ASSERT_THAT(seen, SizeIs(2));
  EXPECT_THAT(seen[0].bytes, AllOf(StartsWith("POST /"), testing::EndsWith("\r\n\r\n")));
  EXPECT_EQ(seen[0].ending, Ending::reset);
  EXPECT_THAT(outcomes(), ElementsAre(Outcome::impossible, Outcome::acknowledged));
}

TEST_F(TransportFaults, ResetAtAByteOfTheBody) {
  RecordingReceiver receiver;
  play(receiver, R"({"reset": 20})");
  const auto seen = receiver.conversations(2);
  ASSERT_THAT(seen, SizeIs(2));
  EXPECT_EQ(seen[0].body(), payload.substr(0, 20));
  EXPECT_EQ(seen[0].ending, Ending::reset);
  EXPECT_EQ(seen[0].answers, 0);
  EXPECT_THAT(faults_on(1), ElementsAre("reset at byte 20"));
}

TEST_F(TransportFaults, AResetBeyondTheBodyLeavesItsLastByteOut) {
  RecordingReceiver receiver;
  play(receiver, R"({"reset": 100000})");
  const auto seen = receiver.conversations(2);
  ASSERT_THAT(seen, SizeIs(2));
  EXPECT_EQ(seen[0].body(), payload.substr(0, payload.size() - 1));
  EXPECT_EQ(outcomes().at(0), Outcome::impossible);
}

TEST_F(TransportFaults, ResetAfterTheRequest) {
  RecordingReceiver receiver;
  play(receiver, R"({"reset": "after_request"})");
  const auto seen = receiver.conversations(2);
  ASSERT_THAT(seen, SizeIs(2));
  EXPECT_EQ(seen[0].body(), payload) << "the receiver has all of it";
  EXPECT_EQ(seen[0].ending, Ending::reset);
  EXPECT_THAT(outcomes(), ElementsAre(Outcome::unknown, Outcome::acknowledged));
  EXPECT_FALSE(all<event::AttemptFinished>().at(0).phases.first_byte);
}

TEST_F(TransportFaults, ResetAfterTheAnswersHeaders) {
  // A body that never comes: only the headers can be complete.
  RecordingReceiver receiver("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n");
  profile.retry_waits.clear();
  play(receiver, R"({"reset": "after_answer_headers"})");
  const auto seen = receiver.conversations(1);
  ASSERT_THAT(seen, SizeIs(1));
  EXPECT_EQ(seen[0].answers, 1);
  EXPECT_EQ(seen[0].ending, Ending::reset);
  const auto attempt = all<event::AttemptFinished>().at(0);
  EXPECT_EQ(attempt.outcome, Outcome::unknown);
  EXPECT_TRUE(attempt.phases.headers);
  EXPECT_THAT(attempt.faults, ElementsAre("reset after_answer_headers"));
}

TEST_F(TransportFaults, HalfClose) {
  RecordingReceiver receiver;
  play(receiver, R"({"half_close": true})");
  const auto seen = receiver.conversations(1);
  ASSERT_THAT(seen, SizeIs(1));
  EXPECT_EQ(seen[0].body(), payload);
  EXPECT_EQ(seen[0].ending, Ending::eof) << "a FIN, no reset";
  EXPECT_THAT(outcomes(), ElementsAre(Outcome::acknowledged));
  EXPECT_THAT(faults_on(1), ElementsAre("half_close"));
}

TEST_F(TransportFaults, ShortBody) {
  RecordingReceiver receiver;
  play(receiver, R"({"short_body": 10})");
  const auto seen = receiver.conversations(2);
  ASSERT_THAT(seen, SizeIs(2));
  EXPECT_THAT(
      seen[0].head(), HasSubstr("Content-Length: " + std::to_string(payload.size()) + "\r\n")
  );
  EXPECT_EQ(seen[0].body(), payload.substr(0, payload.size() - 10));
  EXPECT_EQ(seen[0].ending, Ending::eof);
  EXPECT_EQ(seen[0].answers, 0);
  EXPECT_THAT(outcomes(), ElementsAre(Outcome::impossible, Outcome::acknowledged));
}

TEST_F(TransportFaults, Drip) {
  RecordingReceiver receiver;
  play(receiver, R"({"drip": "2ms", "drip_bytes": 16})");
  const auto seen = receiver.conversations(1);
  ASSERT_THAT(seen, SizeIs(1));
  EXPECT_EQ(seen[0].body(), payload);
  const auto pieces = static_cast<std::int64_t>(payload.size() / 16 + 1);
  const Phases phases = all<event::AttemptFinished>().at(0).phases;
  EXPECT_GE(*phases.written - *phases.write_started, pieces * 2ms) << "a pause before each";
  EXPECT_THAT(outcomes(), ElementsAre(Outcome::acknowledged));
  EXPECT_THAT(faults_on(1), ElementsAre("drip 16 bytes every 2 ms"));
}

TEST_F(TransportFaults, Stall) {
  profile.timeout = 10s;
  RecordingReceiver receiver;
  play(receiver, R"({"stall": "50ms"})");
  const auto seen = receiver.conversations(1);
  ASSERT_THAT(seen, SizeIs(1));
  EXPECT_EQ(seen[0].body(), payload);
  const Phases phases = all<event::AttemptFinished>().at(0).phases;
  EXPECT_GE(*phases.written - *phases.write_started, 50ms);
  EXPECT_THAT(faults_on(1), ElementsAre("stall 50 ms"));
}

TEST_F(TransportFaults, AStallLongerThanTheTimeoutIsNotTheReceiversFault) {
  profile.timeout = 20ms;
  RecordingReceiver receiver;
  play(receiver, R"({"stall": "60ms"})");
  EXPECT_FALSE(all<event::AttemptFinished>().at(0).reason.starts_with("request not taken"));
  EXPECT_EQ(receiver.conversations(1).at(0).body(), payload);
}

TEST_F(TransportFaults, SlowRead) {
  RecordingReceiver receiver;
  play(receiver, R"({"slow_read": "40ms"})");
  const auto attempt = all<event::AttemptFinished>().at(0);
  EXPECT_EQ(attempt.outcome, Outcome::acknowledged);
  EXPECT_THAT(attempt.faults, ElementsAre("slow_read 40 ms"));
  EXPECT_GE(*attempt.phases.first_byte - *attempt.phases.written, 40ms);
  EXPECT_TRUE(attempt.faulted) << "its times are not the receiver's";
}

TEST_F(TransportFaults, Chunked) {
  RecordingReceiver receiver;
  play(receiver, R"({"chunked": 10})");
  const auto seen = receiver.conversations(1);
  ASSERT_THAT(seen, SizeIs(1));
  EXPECT_THAT(seen[0].head(), HasSubstr("Transfer-Encoding: chunked"));
  EXPECT_THAT(seen[0].head(), Not(HasSubstr("Content-Length")));
  std::size_t largest = 0;
  EXPECT_EQ(unchunked(seen[0].body(), largest), payload);
  EXPECT_EQ(largest, 10U);
  EXPECT_THAT(outcomes(), ElementsAre(Outcome::acknowledged));
}

TEST_F(TransportFaults, ExpectContinueWaitsForTheReceiver) {
  RecordingReceiver receiver;
  play(receiver, R"({"expect_continue": true})");
  const auto seen = receiver.conversations(1);
  ASSERT_THAT(seen, SizeIs(1));
  EXPECT_THAT(seen[0].head(), HasSubstr("Expect: 100-continue"));
  ASSERT_THAT(seen[0].arrivals, SizeIs(2)) << "the head, then the body";
  EXPECT_EQ(seen[0].arrivals[0].bytes, seen[0].head().size() + 4);
  EXPECT_EQ(seen[0].body(), payload);
  EXPECT_THAT(outcomes(), ElementsAre(Outcome::acknowledged));
}

TEST_F(TransportFaults, AFinalAnswerInPlaceOf100Ends) {
  testing_support::RawReceiver receiver([](testing_support::Peer& peer) {
    peer.read_some();
    peer.write(testing_support::answer(417));
    peer.wait_for_end();
  });
  profile.retry_waits.clear();
  send(dispatch_of(receiver.url(), R"({"expect_continue": true})"));
  ASSERT_TRUE(wait_for<event::DeliveryEnded>(1));
  const auto attempt = all<event::AttemptFinished>().at(0);
  EXPECT_EQ(attempt.outcome, Outcome::refused);
  EXPECT_EQ(attempt.status, 417);
  EXPECT_FALSE(attempt.phases.written);
}

TEST_F(TransportFaults, WithoutA100TheBodyComesAllTheSame) {
  std::string request;
  testing_support::RawReceiver receiver([&](testing_support::Peer& peer) {
    request = peer.read_request();
    peer.write(testing_support::answer(200));
    peer.wait_for_end();
  });
  send(dispatch_of(receiver.url(), R"({"expect_continue": true})"));
  ASSERT_TRUE(wait_for<event::DeliveryEnded>(1));
  EXPECT_THAT(request, testing::EndsWith(payload));
  EXPECT_THAT(outcomes(), ElementsAre(Outcome::acknowledged));
}

TEST_F(TransportFaults, Gzip) {
  RecordingReceiver receiver;
  play(receiver, R"({"gzip": true})");
  const auto seen = receiver.conversations(1);
  ASSERT_THAT(seen, SizeIs(1));
  EXPECT_THAT(seen[0].head(), HasSubstr("Content-Encoding: gzip"));
  EXPECT_THAT(
      seen[0].head(), HasSubstr("Content-Length: " + std::to_string(seen[0].body().size()))
  );
  EXPECT_EQ(gunzipped(seen[0].body()), payload);
}

TEST_F(TransportFaults, Http10) {
  RecordingReceiver receiver;
  play(receiver, R"({"http_1_0": true})");
  const auto seen = receiver.conversations(1);
  ASSERT_THAT(seen, SizeIs(1));
  EXPECT_THAT(seen[0].head(), HasSubstr(" HTTP/1.0\r\n"));
  EXPECT_THAT(seen[0].head(), HasSubstr("Connection: close"));
  EXPECT_THAT(faults_on(1), ElementsAre("http_1_0"));
}

TEST_F(TransportFaults, StaleConnectionIsUsedWhenTheReceiverHasClosedIt) {
  testing_support::Signal closed;
  std::vector<std::string> requests;
  testing_support::RawReceiver receiver([&](testing_support::Peer& peer) {
    requests.push_back(peer.read_request());
    peer.write(testing_support::answer(200));
    if (peer.number() == 1) {
      EXPECT_TRUE(closed.wait());  // idle until the fault waits for its end
      peer.close();
    } else {
      peer.wait_for_end();
    }
  });
  Dispatch first = dispatch_of(receiver.url(), "{}");
  first.event = "joe.create";
  send(std::move(first));
  ASSERT_TRUE(wait_for<event::DeliveryEnded>(1));
  send(dispatch_of(receiver.url(), R"({"stale_connection": true})"));
  ASSERT_TRUE(wait_for<event::AttemptStarted>(2));
  pass_the_loop();  // it has been started,
  pass_the_loop();  // and has taken the idle connection
  closed.set();
  ASSERT_TRUE(wait_for<event::DeliveryEnded>(2));
  EXPECT_THAT(faults_on(2), ElementsAre("stale_connection"));
  EXPECT_EQ(outcomes().at(1), Outcome::unknown);
  EXPECT_EQ(outcomes().at(2), Outcome::acknowledged) << "the retry, on a connection of its own";
  stop();
  EXPECT_THAT(requests, SizeIs(2));
}

TEST_F(TransportFaults, WithoutAnIdleConnectionNoneIsStale) {
  RecordingReceiver receiver;
  play(receiver, R"({"stale_connection": true})");
  EXPECT_THAT(faults_on(1), IsEmpty());
  EXPECT_THAT(outcomes(), ElementsAre(Outcome::acknowledged));
}

TEST_F(TransportFaults, OverlappingCopiesBeginBeforeTheOneBeforeHasEnded) {
  testing_support::HoldingReceiver receiver;
  send(dispatch_of(receiver.url(), R"({"copies": 3, "overlapping": true})"));
  ASSERT_TRUE(receiver.wait_for_requests(3)) << "though none has been answered";
  receiver.let_go();
  ASSERT_TRUE(wait_for<event::DeliveryEnded>(3));
  EXPECT_THAT(results(), testing::Each("acknowledged"));
}

TEST_F(TransportFaults, LateCopiesWaitOnTheSendingClock) {
  RecordingReceiver receiver;
  play(receiver, R"({"copies": 2, "late": "26h"})");
  const auto started = all<event::AttemptStarted>();
  ASSERT_THAT(started, SizeIs(2));
  EXPECT_EQ(started[1].sending_clock, 26h) << "played at once, since the time scale is 0";
}

TEST_F(TransportFaults, FaultsOnSeveralAttemptsCombine) {
  RecordingReceiver receiver;
  play(receiver, R"([{"unreachable": "refused"}, {"reset": "after_headers", "attempts": [2, 2]},
                     {"chunked": true, "header_case": "lower", "attempts": [3, 3]}])");
  EXPECT_THAT(
      outcomes(), ElementsAre(Outcome::impossible, Outcome::impossible, Outcome::acknowledged)
  );
  const auto seen = receiver.conversations(2);
  ASSERT_THAT(seen, SizeIs(2));
  EXPECT_EQ(seen[0].ending, Ending::reset);
  EXPECT_THAT(seen[1].head(), HasSubstr("transfer-encoding: chunked"));
  EXPECT_THAT(
      faults_on(3), ElementsAre("chunked 64 on attempt 3", "header_case lower on attempt 3")
  );
}

TEST_F(TransportFaults, AFaultIsForItsCopyAlone) {
  RecordingReceiver receiver;
  play(receiver, R"([{"copies": 2}, {"header_case": "upper", "copy": 2}])");
  const auto started = all<event::AttemptStarted>();
  ASSERT_THAT(started, SizeIs(2));
  EXPECT_THAT(started[0].faults, IsEmpty());
  EXPECT_THAT(started[1].faults, ElementsAre("header_case upper of copy 2"));
}

}  // namespace
}  // namespace rkmock::webhooks
