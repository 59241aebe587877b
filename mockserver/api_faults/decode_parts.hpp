#pragma once
// The parts of decode(), one source file each. Each fills its part of the fault and notes what is
// wrong. One decode; one thread.
#include "faults/fields.hpp"
#include "mockserver/api_faults/api_fault.hpp"

namespace rkmock::api_faults {

using faults::did_you_mean;
using faults::Fields;
using faults::one_of;
using faults::Problems;

/// `request`: refuses also what no request to /v1 can be, since such a fault would never strike.
void decode_request(const Fields& request, RequestMatch& match);

/// `response`
void decode_response(const Fields& response, Reply& reply);

}  // namespace rkmock::api_faults
