#pragma once
// The parts of decode(), one source file each. Each fills its part of the scenario and notes in
// the reader what is wrong. One decode; one thread.
#include <string>
#include <vector>

#include "scenarios/decode.hpp"
#include "scenarios/reader.hpp"
#include "scenarios/references.hpp"
#include "scenarios/variables.hpp"

namespace rkmock::scenarios {

/// `needs`. What has no value gets one that does no harm, so that the rest of the file can be
/// decoded; mistakes that follow from it are not noted. Comes before any variable is replaced.
void decode_needs(
    Reader& reader, Variables& variables, const DecodeOptions& options, Scenario& scenario
);

/// `tags` and `exclusive`.
void decode_selection(Reader& reader, Scenario& scenario);

/// Replaces the variables of the whole file. The receiver's URL comes first: RECEIVER_BASE, which
/// everything else may use, is made of it. Fills scenario.receiver.url.
void decode_receiver_url(
    Reader& reader, Variables& variables, const DecodeOptions& options, Scenario& scenario
);

/// The rest of `receiver`, and the defaults of what is not there.
void decode_receiver(
    Reader& reader,
    Variables& variables,
    const Catalog& catalog,
    const DecodeOptions& options,
    Scenario& scenario
);

/// `receiver.effects`: a map of them, or `none`.
void decode_effects(Reader& reader, const Cursor& at, Receiver& receiver);

/// `sender`: a profile's name, or a map that changes single fields of one.
void decode_sender(Reader& reader, const Catalog& catalog, Scenario& scenario);

/// `given`, and the service and time slot that there are without it.
void decode_given(Reader& reader, const Catalog& catalog, Scenario& scenario);

/// A list of faults, each as JSON text. `what` names them: `faults on answers`.
std::vector<std::string> decode_fault_list(
    Reader& reader, const Cursor& list, const std::string& what, const ValidateFault& validate
);

/// A list of faults on answers, each as JSON text.
std::vector<std::string> decode_api_faults(
    Reader& reader, const Catalog& catalog, const Cursor& list
);

/// `given.api`.
void decode_api(Reader& reader, const Cursor& at, ApiSetup& setup);

/// A list of services.
std::vector<GivenService> decode_services(Reader& reader, const Cursor& at);

/// `receiver.events`, `receiver.service` and `receiver.restart`.
void decode_subscription(Reader& reader, const Cursor& receiver, Receiver& into);
void decode_restart_hook(Reader& reader, const Cursor& at, Receiver& receiver);

/// What `defaults` says of every step; its `with` and `deliver` are in the tree already.
struct Defaults {
  Nanos timeout{};  ///< 0: nothing is said
};

/// Requires: decode_given and decode_receiver were called. `known` becomes what may be referred to
/// after the last step.
void decode_steps(
    Reader& reader,
    const Catalog& catalog,
    const Defaults& defaults,
    Scenario& scenario,
    ReferenceScope& known
);

/// Checks: their names, their parameters, the references in these, and whether the receiver's
/// channels allow them. Requires: decode_receiver was called.
std::vector<Expectation> decode_expectation_list(
    Reader& reader,
    const Catalog& catalog,
    const Scenario& scenario,
    const ReferenceScope& known,
    const Cursor& list
);

/// In every text below the node.
void check_references_below(Reader& reader, const Cursor& at, const ReferenceScope& scope);

}  // namespace rkmock::scenarios
