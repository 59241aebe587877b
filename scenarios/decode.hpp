#pragma once
// From a scenario file's text to a Scenario, or to every mistake in it. Pure; any thread.
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "rkmock/check.hpp"
#include "rkmock/fault.hpp"
#include "rkmock/result.hpp"

#include "scenarios/compose.hpp"
#include "scenarios/scenario.hpp"

namespace rkmock::scenarios {

/// What a scenario may name and scenarios/ itself does not know. Filled by the composition root.
/// Says what is wrong with a fault, given as JSON text.
using ValidateFault = std::function<std::vector<ParameterError>(const std::string& fault)>;

struct Catalog {
  CheckTable checks;
  FaultTable faults;
  /// Decodes a `deliver` map and says what is wrong with it.
  std::function<std::vector<ParameterError>(const std::string& deliver)> validate_deliver;
  ValidateFault validate_api_fault;      ///< a fault on answers of /v1
  ValidateFault validate_webhook_fault;  ///< a rule for webhook events
  std::vector<std::string> sender_profiles;
  std::vector<std::string> signing_schemes;
  /// Why its webhooks cannot be signed as it says, in words; empty when they can.
  std::function<std::string(const Scenario& scenario)> signing_problem;
};

/// What the command line and the environment give. `${NAME}` and `${NAME:-default}` in a
/// scenario's strings are looked up in `variables`.
struct DecodeOptions {
  std::map<std::string, std::string> variables;
  std::optional<std::uint64_t> seed;          ///< --seed, over the file's
  std::optional<std::string> receiver_url;    ///< --receiver, over the file's
  std::optional<std::string> state_url;       ///< --state, over the file's
  std::optional<std::string> secret;          ///< --secret, over the file's
  std::optional<std::string> signing_scheme;  ///< --signing, over the file's
  ReadFile read_file;                         ///< for `include`; none: nothing can be included
};

[[nodiscard]] Result<Scenario> decode(
    std::string_view text,
    const std::string& file,
    const Catalog& catalog,
    const DecodeOptions& options
);

/// A file of faults on answers of /v1 alone: a list, or WireMock's `{ mappings: [...] }`. Each as
/// JSON text.
[[nodiscard]] Result<std::vector<std::string>> decode_api_faults_file(
    std::string_view text, const std::string& file, const Catalog& catalog
);

/// The same of rules for webhooks, as `given.webhook_faults` has them.
[[nodiscard]] Result<std::vector<std::string>> decode_webhook_faults_file(
    std::string_view text, const std::string& file, const Catalog& catalog
);

}  // namespace rkmock::scenarios
