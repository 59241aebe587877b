#include "mockserver/webhooks/connection_pool.hpp"

#include <algorithm>
#include <utility>

namespace rkmock::webhooks {

namespace asio = boost::asio;
using boost::system::error_code;

ConnectionPointer ConnectionPool::take(const std::string& endpoint) {
  const auto found = idle_.find(endpoint);
  if (found == idle_.end()) {
    return nullptr;
  }
  const auto oldest = std::chrono::steady_clock::now() - longest_idle;
  ConnectionPointer taken;
  while (!found->second.empty() && !taken) {
    ConnectionPointer candidate = std::move(found->second.back());
    found->second.pop_back();
    if (candidate->idle_since < oldest || candidate->is_stale()) {
      candidate->close();
      continue;
    }
    candidate->forget_readable();  // ends watch()
    taken = std::move(candidate);
  }
  return taken;  // sweep() looks after an empty lane: a busy one would come and go all the time
}

void ConnectionPool::give_back(const std::string& endpoint, ConnectionPointer connection) {
  auto& kept = idle_[endpoint];
  if (closed_ || kept.size() >= most_idle_) {
    connection->close();
    if (kept.empty()) {
      idle_.erase(endpoint);
    }
    return;
  }
  connection->idle_since = std::chrono::steady_clock::now();
  watch(endpoint, connection);
  kept.push_back(std::move(connection));
  sweep_later();
}

std::size_t ConnectionPool::idle() const {
  std::size_t count = 0;
  for (const auto& [endpoint, kept] : idle_) {
    count += kept.size();
  }
  return count;
}

void ConnectionPool::close() noexcept {
  closed_ = true;
  for (const auto& [endpoint, kept] : idle_) {
    for (const ConnectionPointer& connection : kept) {
      connection->close();
    }
  }
  idle_.clear();
  try {
    sweep_.cancel();
  } catch (const boost::system::system_error&) {
    // A timer that cannot be cancelled fires and finds nothing to do.
  }
}

void ConnectionPool::watch(const std::string& endpoint, const ConnectionPointer& connection) {
  connection->when_readable([weak = weak_from_this(),
                             endpoint,
                             watched = std::weak_ptr(connection)](const error_code& ec) {
    const auto pool = weak.lock();
    const auto idle = watched.lock();
    if (ec || !pool || !idle) {
      return;
    }
    // The wake-up may be an old one, from before the connection was last taken.
    if (idle->is_stale()) {
      pool->drop(endpoint, idle);
    } else {
      pool->watch(endpoint, idle);
    }
  });
}

void ConnectionPool::drop(const std::string& endpoint, const ConnectionPointer& connection) {
  const auto found = idle_.find(endpoint);
  if (found == idle_.end()) {
    return;
  }
  connection->close();
  auto& kept = found->second;
  kept.erase(std::remove(kept.begin(), kept.end(), connection), kept.end());
  if (kept.empty()) {
    idle_.erase(found);
  }
}

void ConnectionPool::sweep_later() {
  if (sweeping_ || closed_) {
    return;
  }
  sweeping_ = true;
  sweep_.expires_after(longest_idle);
  sweep_.async_wait([weak = weak_from_this()](const error_code& ec) {
    if (const auto pool = weak.lock(); pool && !ec) {
      pool->sweeping_ = false;
      pool->sweep();
    }
  });
}

void ConnectionPool::sweep() {
  const auto oldest = std::chrono::steady_clock::now() - longest_idle;
  for (auto lane = idle_.begin(); lane != idle_.end();) {
    auto& kept = lane->second;
    const auto young = std::find_if(kept.begin(), kept.end(), [&](const auto& connection) {
      return connection->idle_since >= oldest;
    });
    for (auto old = kept.begin(); old != young; ++old) {
      (*old)->close();
    }
    kept.erase(kept.begin(), young);
    lane = kept.empty() ? idle_.erase(lane) : std::next(lane);
  }
  if (!idle_.empty()) {
    sweep_later();
  }
}

}  // namespace rkmock::webhooks
