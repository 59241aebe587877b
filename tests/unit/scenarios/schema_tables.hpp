#pragma once
// The tables of docs/scenario-format.md, made from the schema of scenario files, so that what
// editors show and what the manual says are the same words.
//
// Pure; any thread.
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

namespace rkmock::scenarios {

/// Members in the order of the file: it is that of the tables.
using SchemaJson = nlohmann::ordered_json;

/// The keys of a definition; of `step.verbs` those that say what a step does, of `step.beside`
/// those that stand beside them. Empty when there is no such definition.
[[nodiscard]] std::vector<std::string> schema_keys(
    const SchemaJson& schema, const std::string& name
);

/// A Markdown table of these keys: what each is, whether it must be there, and an example.
[[nodiscard]] std::string schema_table(const SchemaJson& schema, const std::string& name);

/// The document with what stands between `<!-- schema: NAME -->` and `<!-- end schema -->`
/// replaced by the tables of these names. A marker that names nothing gets no rows.
[[nodiscard]] std::string with_schema_tables(const std::string& document, const SchemaJson& schema);

/// The names in the document's markers, in order.
[[nodiscard]] std::vector<std::string> tables_in(const std::string& document);

}  // namespace rkmock::scenarios
