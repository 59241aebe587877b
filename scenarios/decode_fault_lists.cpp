// Lists of faults: on answers of /v1 under `given` or in a file of their own, on webhooks under
// `given`.
#include <map>

#include "scenarios/decode_parts.hpp"

namespace rkmock::scenarios {

namespace {

constexpr std::size_t most_faults = 1000;

/// Each name belongs to one of them.
void check_id(Reader& reader, const Cursor& fault, std::map<std::string, int>& lines) {
  const auto id = fault.member("id");
  if (!id || id->node->kind != Node::Kind::scalar) {
    return;
  }
  const auto [first, fresh] = lines.emplace(id->node->text, id->node->at.line);
  if (!fresh) {
    reader.refuse(
        *id,
        {.message = "there are two faults with the id `" + id->node->text + "`",
         .found = "",
         .expected = "an id of its own for each, or none",
         .hint = "the other one is in line " + std::to_string(first->second)}
    );
  }
}

}  // namespace

std::vector<std::string> decode_fault_list(
    Reader& reader, const Cursor& list, const std::string& what, const ValidateFault& validate
) {
  std::vector<std::string> faults;
  if (!reader.list(list, what)) {
    return faults;
  }
  if (list.node->items.size() > most_faults) {
    reader.refuse(
        list,
        {.message = "there are too many " + what,
         .found = std::to_string(list.node->items.size()),
         .expected = "at most " + std::to_string(most_faults),
         .hint = ""}
    );
    return faults;
  }
  std::map<std::string, int> lines;
  for (std::size_t i = 0; i < list.node->items.size(); ++i) {
    const Cursor fault = list.item(i);
    faults.push_back(fault.node->to_json().dump());
    if (validate) {
      reader.refuse_parameters(fault, validate(faults.back()));
    }
    check_id(reader, fault, lines);
  }
  return faults;
}

std::vector<std::string> decode_api_faults(
    Reader& reader, const Catalog& catalog, const Cursor& list
) {
  return decode_fault_list(reader, list, "faults on answers", catalog.validate_api_fault);
}

namespace {

Result<std::vector<std::string>> decode_list_file(
    std::string_view text,
    const std::string& file,
    const std::string& what,
    const ValidateFault& validate
) {
  Result<Document> document = parse_document(text, file);
  if (!document) {
    return document.error();
  }
  Reader reader(std::move(document).value());
  Cursor list = reader.root();
  if (const auto mappings = list.member("mappings"); mappings && list.node->members.size() == 1) {
    list = *mappings;
  }
  if (list.node->kind == Node::Kind::map) {
    reader.refuse(
        list,
        {.message = "this is no list of " + what,
         .found = "",
         .expected = "a list, or `mappings:` and nothing else with one under it",
         .hint = "begin each fault with `- `"}
    );
    return reader.take_problems();
  }
  std::vector<std::string> faults = decode_fault_list(reader, list, what, validate);
  if (reader.problem_count() > 0) {
    return reader.take_problems();
  }
  return faults;
}

}  // namespace

Result<std::vector<std::string>> decode_api_faults_file(
    std::string_view text, const std::string& file, const Catalog& catalog
) {
  return decode_list_file(text, file, "faults on answers", catalog.validate_api_fault);
}

Result<std::vector<std::string>> decode_webhook_faults_file(
    std::string_view text, const std::string& file, const Catalog& catalog
) {
  return decode_list_file(text, file, "faults on webhooks", catalog.validate_webhook_fault);
}

}  // namespace rkmock::scenarios
