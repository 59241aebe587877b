#pragma once
// The published description of /v1: an OpenAPI 3.1 document in each dialect, made from the table
// of routes, the table of errors and the limits that the checks use.
//
// Pure; any thread. The same bytes are in docs/openapi.docs.json and docs/openapi.openapi.json,
// which a test holds to this code. tests/e2e holds every answer of the server to the document.
#include <string>

#include "rkmock/api_setup.hpp"

namespace rkmock::api {

/// JSON, indented, with a newline at its end. The same text in every call.
[[nodiscard]] const std::string& openapi_document(Dialect dialect);

}  // namespace rkmock::api
