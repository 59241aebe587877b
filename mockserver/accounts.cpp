#include "mockserver/accounts.hpp"

#include <algorithm>
#include <charconv>
#include <chrono>

#include "rkmock/error.hpp"

#include "mockserver/destination.hpp"

namespace rkmock::mockserver {

namespace {

/// One for each millisecond: two runs share ids only if the first made more of them than it took
/// milliseconds. Fits a signed 32-bit column, and repeats after 23 days.
std::int64_t first_id_from(const Clock& clock) {
  const auto now =
      std::chrono::duration_cast<std::chrono::milliseconds>(clock.wall_now().time_since_epoch());
  return 1000 + now.count() % 2'000'000'000;
}

/// 2^53 + 1, the first whole number that a double cannot hold; then every second one.
constexpr std::int64_t first_large_id = (std::int64_t{1} << 53) + 1;

/// The 42 of `/v1/bookings/42` and of what is below it.
std::optional<std::int64_t> booking_in(std::string_view path) {
  static constexpr std::string_view folder = "/v1/bookings/";
  if (!path.starts_with(folder)) {
    return std::nullopt;
  }
  path.remove_prefix(folder.size());
  path = path.substr(0, path.find('/'));
  std::int64_t id = 0;
  const auto [stopped, problem] = std::from_chars(path.data(), path.data() + path.size(), id);
  const bool whole = problem == std::errc() && stopped == path.data() + path.size();
  return whole ? std::optional<std::int64_t>(id) : std::nullopt;
}

}  // namespace

Accounts::Accounts(net::Loop& loop, const Clock& clock, AccountsOptions options)
    : loop_(loop),
      clock_(clock),
      options_(std::move(options)),
      first_id_(options_.first_id != 0 ? options_.first_id : first_id_from(clock)),
      next_id_(first_id_) {}

bool Accounts::gave_out(std::int64_t id) const {
  const std::int64_t number = id > first_large_id ? (id - first_large_id) / 2 : id;
  return number >= first_id_ && number < next_id_;
}

Account& Accounts::open(const AccountSetup& setup) {
  for (const auto& account : accounts_) {
    RKMOCK_ASSERT(account->setup().name != setup.name, "account name taken: " + setup.name);
    RKMOCK_ASSERT(account->setup().api_key != setup.api_key, "API key taken: " + setup.name);
  }
  for (const Subscription& subscription : setup.subscriptions) {
    const std::string refused = refuse_destination(subscription.url, options_.allowed_hosts);
    if (!refused.empty()) {
      throw EnvironmentError(refused);
    }
  }
  const auto next_id = [this, large = setup.large_ids] {
    const std::int64_t number = next_id_++;
    return large ? first_large_id + 2 * number : number;
  };
  accounts_.push_back(std::make_unique<Account>(loop_, clock_, setup, next_id));
  return *accounts_.back();
}

void Accounts::close(const std::string& name) {
  const auto found = std::find_if(accounts_.begin(), accounts_.end(), [&](const auto& account) {
    return account->setup().name == name;
  });
  if (found != accounts_.end()) {
    (*found)->stop();
    accounts_.erase(found);
  }
}

Account& Accounts::find(const std::string& name) {
  for (const auto& account : accounts_) {
    if (account->setup().name == name) {
      return *account;
    }
  }
  throw InvariantError("there is no account `" + name + "`");
}

Account* Accounts::find_by_key(const std::string& key, std::string_view path) {
  for (const auto& account : accounts_) {
    if (account->setup().api_key == key) {
      return account.get();
    }
  }
  return options_.account_for_new_key ? open_for_key(key) : fallback(path);
}

Account* Accounts::fallback(std::string_view path) {
  if (options_.account_for_new_key || accounts_.empty()) {
    return nullptr;
  }
  if (const auto booking = booking_in(path)) {
    for (const auto& account : accounts_) {
      if (account->knows_booking(*booking)) {
        return account.get();
      }
    }
  }
  return accounts_.back().get();
}

/// Nobody plays a scenario to such an account, so its journal is begun here.
Account* Accounts::open_for_key(const std::string& key) {
  if (accounts_.size() >= options_.max_accounts) {
    return nullptr;
  }
  const auto setup = options_.account_for_new_key(key, made_for_keys_ + 1);
  if (!setup) {
    return nullptr;
  }
  ++made_for_keys_;
  Account& account = open(*setup);
  event::RunStarted started;
  for (const Subscription& subscription : account.setup().subscriptions) {
    started.receiver += (started.receiver.empty() ? "" : " ") + subscription.url;
  }
  started.effects = account.setup().effects;
  account.journal()->append(std::move(started));
  return &account;
}

}  // namespace rkmock::mockserver
