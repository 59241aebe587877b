#include "cli/catalog.hpp"

#include "assertions/run_checks.hpp"
#include "faults/plan.hpp"
#include "faults/rules.hpp"
#include "mockserver/api_faults/decode.hpp"
#include "mockserver/webhooks/profiles.hpp"
#include "mockserver/webhooks/signing.hpp"

namespace rkmock::cli {

scenarios::Catalog catalog() {
  scenarios::Catalog catalog;
  catalog.checks = assertions::table();
  catalog.faults = faults::table();
  catalog.validate_deliver = [](const std::string& deliver) {
    std::vector<ParameterError> problems;
    (void)faults::decode(deliver, problems);
    return problems;
  };
  catalog.validate_api_fault = api_faults::problems_of;
  catalog.validate_webhook_fault = faults::problems_of_rule;
  catalog.sender_profiles = webhooks::profile_names();
  catalog.signing_schemes = webhooks::signing_schemes();
  catalog.signing_problem = [](const scenarios::Scenario& scenario) {
    const auto profile = webhooks::find_profile(scenario.sender.profile);
    return profile ? webhooks::signing_problem(scenarios::sender_of(scenario, *profile).signing)
                   : std::string();
  };
  return catalog;
}

}  // namespace rkmock::cli
