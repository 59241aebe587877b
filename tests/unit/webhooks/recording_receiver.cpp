#include "unit/webhooks/recording_receiver.hpp"

#include <algorithm>
#include <optional>

#include "core/ascii.hpp"

namespace rkmock::testing_support {

namespace {

/// How many bytes the request at the beginning has; nothing while it is not whole.
std::optional<std::size_t> whole_request(const std::string& bytes) {
  const auto end = bytes.find("\r\n\r\n");
  if (end == std::string::npos) {
    return std::nullopt;
  }
  const std::size_t body = end + 4;
  const std::string head = to_lower(bytes.substr(0, end));
  if (head.find("transfer-encoding: chunked") != std::string::npos) {
    const auto last = bytes.find("0\r\n\r\n", body);
    return last == std::string::npos ? std::nullopt : std::optional(last + 5);
  }
  constexpr std::string_view name = "content-length: ";
  const auto at = head.find(name);
  const std::size_t length =
      at == std::string::npos ? 0 : std::stoul(head.substr(at + name.size()));
  return bytes.size() < body + length ? std::nullopt : std::optional(body + length);
}

bool asks_to_continue(const std::string& bytes) {
  return bytes.find("\r\n\r\n") == bytes.size() - 4 &&
         to_lower(bytes).find("expect: 100-continue") != std::string::npos;
}

}  // namespace

RecordingReceiver::RecordingReceiver(std::string answer_bytes)
    : answer_(answer_bytes.empty() ? answer(200) : std::move(answer_bytes)),
      receiver_([this](Peer& peer) { converse(peer); }) {}

void RecordingReceiver::converse(Peer& peer) {
  Conversation conversation;
  std::size_t answered = 0;
  while (true) {
    std::string piece;
    const auto ending = peer.read_piece(piece);
    if (ending) {
      conversation.ending = *ending;
      break;
    }
    conversation.bytes += piece;
    conversation.arrivals.push_back({std::chrono::steady_clock::now(), conversation.bytes.size()});
    const std::string open = conversation.bytes.substr(answered);
    if (const auto whole = whole_request(open)) {
      answered += *whole;
      ++conversation.answers;
      if (!peer.write(answer_)) {
        conversation.ending = Peer::Ending::reset;  // only a reset lets a first write fail
        break;
      }
    } else if (asks_to_continue(open)) {
      peer.write("HTTP/1.1 100 Continue\r\n\r\n");
    }
  }
  const std::lock_guard lock(mutex_);
  const auto index = static_cast<std::size_t>(peer.number() - 1);
  conversations_.resize(std::max(conversations_.size(), index + 1));
  conversations_[index] = std::move(conversation);
  ++ended_;
  changed_.notify_all();
}

std::vector<Conversation> RecordingReceiver::conversations(std::size_t count) {
  std::unique_lock lock(mutex_);
  changed_.wait_for(lock, std::chrono::seconds(10), [&] { return ended_ >= count; });
  return conversations_;
}

}  // namespace rkmock::testing_support
