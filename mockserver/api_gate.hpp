#pragma once
// The gate before /v1: who calls, whether they may, what the API says, what the armed faults make
// of it, and all of it journalled.
//
// Resource of the loop thread.
#include <optional>
#include <string>

#include "mockserver/accounts.hpp"
#include "mockserver/api_faults/answer.hpp"
#include "mockserver/bookings/errors.hpp"
#include "mockserver/net/message.hpp"

namespace rkmock::mockserver {

class ApiGate final {
 public:
  /// `dialect` is that of answers to nobody in particular. `accounts` must outlive it.
  ApiGate(Accounts& accounts, Dialect dialect) : accounts_(accounts), dialect_(dialect) {}

  net::Response answer(const net::Request& request);

  /// What nobody in particular is told of an error that is not of /v1 itself.
  net::Response refuse(int status, const std::string& code, const std::string& message);

 private:
  /// Who sent a request, or why they are not let in. Neither: nobody needs to ask.
  struct Caller {
    Account* account = nullptr;
    std::optional<bookings::ApiError> refused;
  };

  Caller identify(const net::Request& request);
  [[nodiscard]] Dialect dialect_for(const Caller& caller);
  net::Response answer(const net::Request& request, const Caller& caller);
  /// As the account's armed faults let it out.
  api_faults::StruckAnswer answer_through_faults(
      const net::Request& request, const Caller& caller, const api_faults::Strike& strike
  );

  Accounts& accounts_;
  Dialect dialect_;
};

}  // namespace rkmock::mockserver
