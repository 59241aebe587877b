// The exchange itself: an attempt's request goes out, its answer comes in.
#include <algorithm>
#include <array>
#include <utility>

#include "mockserver/webhooks/attempt.hpp"

namespace rkmock::webhooks {

namespace asio = boost::asio;
using asio::ip::tcp;
using boost::system::error_code;

void Attempt::write_request() {
  if (over_) {
    return;
  }
  const Conduct* const conduct = order_.conduct.get();
  const bool nothing_first =
      conduct != nullptr && !conduct->segments.empty() && conduct->segments.front().end == 0;
  if (nothing_first && !act_at(conduct->segments[segment_++])) {
    return;
  }
  result_.phases.write_started = clock_.now();
  arm_timeout();  // after the stamp: a silence that it ends is never shorter than the timeout
  if (continue_write()) {
    wait_for_answer();
  }
}

bool Attempt::continue_write() {
  if (order_.conduct) {
    const std::vector<Segment>& segments = order_.conduct->segments;
    while (segment_ < segments.size()) {
      const Segment& segment = segments[segment_];
      if (!write_up_to(segment.end)) {
        return false;
      }
      if (written_ < segment.end) {
        return true;
      }
      ++segment_;
      if (!act_at(segment)) {
        return false;
      }
      if (pausing_ || awaiting_continue_) {
        return true;
      }
    }
  }
  if (!write_up_to(order_.request.size())) {
    return false;
  }
  return written_ < order_.request.size() || on_whole();
}

bool Attempt::write_up_to(std::size_t end) {
  while (written_ < end) {
    error_code ec;
    written_ += connection_->write_some(
        std::string_view(order_.request).substr(written_, end - written_), ec
    );
    if (ec == asio::error::would_block) {
      write_later();
      return true;
    }
    if (ec) {
      if (written_ > 0 || !replace_stale()) {
        on_write_failed(ec);
      }
      return false;
    }
  }
  return true;
}

bool Attempt::act_at(const Segment& segment) {
  const auto& done = result_.faults;
  if (!segment.words.empty() && std::find(done.begin(), done.end(), segment.words) == done.end()) {
    note(segment.words);  // a drip is many segments and one deed
  }
  switch (segment.then) {
    case Segment::Then::go_on:
      break;
    case Segment::Then::pause:
      pause(segment.span, &Attempt::go_on_writing);
      break;
    case Segment::Then::await_continue:
      awaiting_continue_ = true;
      pause(segment.span, &Attempt::go_on_writing);
      break;
    case Segment::Then::reset:
      if (written_ == order_.request.size()) {
        result_.phases.written = clock_.now();
        tell_written();
      }
      reset_on_purpose("connection reset on purpose");
      return false;
  }
  return true;
}

bool Attempt::on_whole() {
  const Conduct* const conduct = order_.conduct.get();
  if (conduct == nullptr || !conduct->cut_short) {
    result_.phases.written = clock_.now();
  }
  tell_written();
  if (conduct == nullptr) {
    return true;
  }
  arm_timeout();  // pauses on purpose are not the receiver's time
  if (conduct->half_close || conduct->cut_short) {
    connection_->half_close();
    if (conduct->half_close) {
      note(*conduct->half_close);
    }
  }
  if (conduct->look_away) {
    note(*conduct->look_away);
    looking_away_ = true;
    pause(conduct->look_away_for, &Attempt::look_again);
  }
  return true;
}

void Attempt::tell_written() {
  if (order_.on_written) {
    std::exchange(order_.on_written, nullptr)();
  }
}

void Attempt::write_later() {
  connection_->socket.async_wait(
      tcp::socket::wait_write,
      [self = shared_from_this(), on = connection_](const error_code& failed) {
        if (!self->over_ && self->connection_ == on && !failed) {
          self->continue_write();
        }
      }
  );
}

void Attempt::on_write_failed(const error_code& ec) {
  write_problem_ = words_for(ec);
  read_answer();
}

void Attempt::pause(Nanos span, void (Attempt::*then)()) {
  pausing_ = true;
  timer_.cancel();
  if (!pause_timer_) {
    pause_timer_ = std::make_unique<asio::steady_timer>(context_);
  }
  pause_timer_->expires_after(span);
  pause_timer_->async_wait([self = shared_from_this(), then](const error_code& ec) {
    if (!ec && !self->over_ && std::exchange(self->pausing_, false)) {
      self->arm_timeout();
      ((*self).*then)();
    }
  });
}

void Attempt::go_on_writing() {
  awaiting_continue_ = false;
  continue_write();
}

void Attempt::look_again() {
  looking_away_ = false;
  wait_for_answer();
}

void Attempt::wait_for_answer() {
  connection_->when_readable([self = shared_from_this(),
                              on = connection_.get()](const error_code& ec) {
    if (self->over_ || self->connection_.get() != on || self->looking_away_) {
      return;
    }
    if (ec) {
      self->lose_connection(words_for(ec));
      return;
    }
    self->read_answer();
  });
}

void Attempt::read_answer() {
  // A few reads per wake-up, so that an endless answer does not starve the other connections.
  std::array<char, std::size_t{16} * 1024> bytes;
  for (int reads = 0; reads < 4; ++reads) {
    error_code ec;
    const std::size_t count = connection_->read_some(bytes.data(), bytes.size(), ec);
    if (ec == asio::error::would_block) {
      break;
    }
    if (ec == asio::error::eof && answer_.end_of_stream()) {
      complete();
      return;
    }
    if (ec) {
      lose_connection(write_problem_.empty() ? words_for(ec) : write_problem_);
      return;
    }
    if (!take_bytes({bytes.data(), count})) {
      return;
    }
  }
  wait_for_answer();
}

bool Attempt::take_bytes(std::string_view bytes) {
  const bool awaited = awaiting_continue_;
  if (!awaited && !result_.phases.first_byte) {
    result_.phases.first_byte = clock_.now();
  }
  if (lose_what_was_answered()) {
    return false;
  }
  const auto progress = answer_.feed(bytes);
  if (!result_.phases.headers && answer_.headers_complete()) {
    result_.phases.headers = clock_.now();
    result_.phases.first_byte = result_.phases.first_byte.value_or(*result_.phases.headers);
    if (lose_what_was_answered()) {
      return false;
    }
  }
  if (progress == AnswerReader::Progress::complete) {
    complete();
  } else if (progress == AnswerReader::Progress::broken) {
    break_off(answer_.problem());
  } else if (awaited && answer_.interim() > 0) {
    pausing_ = false;
    pause_timer_->cancel();
    arm_timeout();
    go_on_writing();
  }
  return progress == AnswerReader::Progress::more && !over_;
}

bool Attempt::lose_what_was_answered() {
  // An answer to half a request acknowledges nothing that could be lost.
  const Conduct* const conduct = order_.conduct.get();
  if (conduct == nullptr || !result_.phases.written) {
    return false;
  }
  if (conduct->lose_ack) {
    note(*conduct->lose_ack);
    reset_on_purpose("ack lost on purpose");
    return true;
  }
  if (conduct->reset_after_headers && answer_.headers_complete()) {
    note(*conduct->reset_after_headers);
    reset_on_purpose("connection reset on purpose after the answer's headers");
    return true;
  }
  return false;
}

}  // namespace rkmock::webhooks
