#pragma once
// The gate before /v1: who calls, whether they may, what the API says, what the armed faults make
// of it, and all of it journalled. A rate limit counts every request with a valid key, whatever it
// asks for, but no OPTIONS: browsers send those by themselves and without the key.
//
// Resource of the loop thread.
#include <optional>
#include <string>

#include "rkmock/clock.hpp"

#include "mockserver/accounts.hpp"
#include "mockserver/api/rate_limit.hpp"
#include "mockserver/api_faults/answer.hpp"
#include "mockserver/bookings/errors.hpp"
#include "mockserver/net/message.hpp"

namespace rkmock::mockserver {

class ApiGate final {
 public:
  /// `dialect` is that of answers to nobody in particular. The others must outlive it.
  ApiGate(Accounts& accounts, const Clock& clock, Dialect dialect)
      : accounts_(accounts), clock_(clock), dialect_(dialect) {}

  net::Response answer(const net::Request& request);

  /// What nobody in particular is told of an error that is not of /v1 itself.
  net::Response refuse(int status, const std::string& code, const std::string& message);

 private:
  /// Who sent a request, or why they are not let in. Neither: nobody needs to ask.
  struct Caller {
    Account* account = nullptr;
    std::optional<bookings::ApiError> refused;
    std::optional<api::RateAnswer> rate{};  ///< empty: not limited
  };

  Caller identify(const net::Request& request);
  /// Who sent it, as identify() says, and whether they still may.
  Caller admit(const net::Request& request);
  [[nodiscard]] Dialect dialect_for(const Caller& caller);
  net::Response answer(const net::Request& request, const Caller& caller);
  /// As the account's armed faults let it out.
  api_faults::StruckAnswer answer_through_faults(
      const net::Request& request, const Caller& caller, const api_faults::Strike& strike
  );

  Accounts& accounts_;
  const Clock& clock_;
  Dialect dialect_;
};

}  // namespace rkmock::mockserver
