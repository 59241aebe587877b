#pragma once
// What the command line decodes scenarios against: the real checks, profiles and schemes beside
// the real faults. Values; any thread.
#include "assertions/run_checks.hpp"
#include "mockserver/webhooks/profiles.hpp"
#include "mockserver/webhooks/signing.hpp"
#include "unit/scenarios/catalog.hpp"

namespace rkmock::scenarios {

inline Catalog real_catalog() {
  Catalog catalog = test_catalog();
  catalog.checks = assertions::table();
  catalog.sender_profiles = webhooks::profile_names();
  catalog.signing_schemes = webhooks::signing_schemes();
  catalog.signing_problem = [](const Scenario& scenario) {
    const auto profile = webhooks::find_profile(scenario.sender.profile);
    return profile ? webhooks::signing_problem(sender_of(scenario, *profile).signing)
                   : std::string();
  };
  return catalog;
}

}  // namespace rkmock::scenarios
