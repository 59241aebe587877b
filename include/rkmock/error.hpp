#pragma once
// The exceptions of rkmock. Everything else that can go wrong is a value: simulated
// misbehaviour is an Action or an Outcome, bad input is a list of Diagnostics.
#include <stdexcept>
#include <string>

namespace rkmock {

/// The machine does not let us work: port taken, folder not writable, receiver not reachable.
/// The text says what was tried, what happened and the next step. The command exits with 4.
class EnvironmentError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// What a scenario says was there from the beginning cannot be: a booking in a slot that is full, a
/// key that another account has. It concerns that scenario alone.
class SetupRefused : public EnvironmentError {
 public:
  using EnvironmentError::EnvironmentError;
};

/// A bug of ours. Caught at thread roots, journalled, and the run becomes inconclusive; it
/// never aborts a customer's process.
class InvariantError : public std::logic_error {
 public:
  using std::logic_error::logic_error;
};

/// Throws InvariantError naming the place. Call it through RKMOCK_ASSERT.
[[noreturn]] void fail_invariant(
    const char* condition, const char* file, int line, const std::string& message
);

}  // namespace rkmock

/// Always on, in every build type.
#define RKMOCK_ASSERT(condition, message) \
  ((condition) ? void() : ::rkmock::fail_invariant(#condition, __FILE__, __LINE__, (message)))
