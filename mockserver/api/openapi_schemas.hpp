#pragma once
// The parts of the OpenAPI document: what goes in, what comes out, in one dialect.
//
// Pure; any thread. Schemas of answers are closed (`additionalProperties: false`) and name every
// member that is always there as required, so that an answer which drifts is found. Schemas of
// requests are open, as unknown members are ignored. What a description says in parentheses is
// the source of the fact, with the signs of docs/reservekit-contract.md.
#include <string>
#include <string_view>
#include <vector>

#include <nlohmann/json.hpp>

#include "rkmock/api_setup.hpp"

namespace rkmock::api {

/// `{"$ref": "#/components/schemas/NAME"}`
[[nodiscard]] nlohmann::ordered_json schema_ref(std::string_view name);

/// Every schema of objects by its name: those of answers and those of requests.
[[nodiscard]] nlohmann::ordered_json answer_schemas(Dialect dialect);
[[nodiscard]] nlohmann::ordered_json request_schemas();

/// The parameter object of a query parameter; of the `{id}` of a path.
[[nodiscard]] nlohmann::ordered_json query_parameter(std::string_view name, bool required);
[[nodiscard]] nlohmann::ordered_json id_parameter(std::string_view of_what);

/// The envelope of a success around a schema of `data`.
[[nodiscard]] nlohmann::ordered_json envelope_of(nlohmann::ordered_json data, Dialect dialect);

/// The schema of an error with one of these codes, where an empty code stands for none; of any
/// error when there are none of them.
[[nodiscard]] nlohmann::ordered_json error_schema(
    const std::vector<std::string>& codes, Dialect dialect
);

}  // namespace rkmock::api
