#pragma once
// The accounts of a server, found by name and by API key.
//
// Resource of the loop thread. Booking and customer ids come from one source for all accounts, so
// that an effect can be traced to its account by booking id.
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "rkmock/control.hpp"

#include "mockserver/account.hpp"

namespace rkmock::mockserver {

/// The account for an API key not seen before, as `serve` needs it; `number` counts from 1.
/// Nothing: there is no such key. No function at all: a new key uses the account opened last, as
/// `run` needs it, because a receiver that calls back cannot know the scenario's key.
using AccountForNewKey =
    std::function<std::optional<AccountSetup>(const std::string& api_key, int number)>;

struct AccountsOptions {
  std::vector<std::string> allowed_hosts;  ///< of subscriptions, beside loopback
  /// Of the first booking; 0: from the wall clock, so that two runs never share ids and a
  /// receiver with a durable memory takes nothing of this run for a copy of an earlier one's.
  std::int64_t first_id = 0;
  std::size_t max_accounts = 1000;
  AccountForNewKey account_for_new_key;
};

class Accounts final {
 public:
  using List = std::vector<std::unique_ptr<Account>>;

  Accounts(net::Loop& loop, const Clock& clock, AccountsOptions options);
  Accounts(const Accounts&) = delete;
  Accounts& operator=(const Accounts&) = delete;

  /// In the order in which they were opened.
  [[nodiscard]] const List& all() const { return accounts_; }

  /// Throws as Control::open_account.
  Account& open(const AccountSetup& setup);
  void close(const std::string& name);

  /// Throws InvariantError when there is none.
  Account& find(const std::string& name);
  /// Null when nobody has the key and none can be opened for it. `path` is what is asked for.
  Account* find_by_key(const std::string& key, std::string_view path);

  /// The account that answers for requests with a key of nobody's: that of the booking in the
  /// path, else the one opened last. Null when each key is its own.
  Account* fallback(std::string_view path);

  /// Whether some account, open or closed, ever gave out this booking id.
  [[nodiscard]] bool gave_out(std::int64_t id) const;

 private:
  Account* open_for_key(const std::string& key);

  net::Loop& loop_;
  const Clock& clock_;
  AccountsOptions options_;
  std::int64_t first_id_;
  std::int64_t next_id_;
  int made_for_keys_ = 0;
  List accounts_;
};

}  // namespace rkmock::mockserver
