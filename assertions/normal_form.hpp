#pragma once
// Texts of a run with ids and times replaced by what they stand for. Value; any thread.
#include <map>
#include <set>
#include <string>
#include <string_view>

#include <nlohmann/json.hpp>

#include "rkmock/history.hpp"

namespace rkmock::assertions {

class NormalForm {
 public:
  explicit NormalForm(const History& history);

  /// A booking's id becomes `{{jane.id}}`, the time of its second version `{{jane.updated_at#2}}`,
  /// any other time `{{time}}`, other ids and UUIDs `{{id}}`. JSON comes back as JSON, its members
  /// sorted; any other text with the ids in it replaced.
  [[nodiscard]] std::string of(const std::string& text) const;

 private:
  [[nodiscard]] nlohmann::json of(const nlohmann::json& value, std::string_view member) const;
  [[nodiscard]] nlohmann::json of_text(const std::string& text, std::string_view member) const;
  [[nodiscard]] std::string with_ids_replaced(const std::string& text) const;

  std::map<std::string, std::string> ids_;     ///< digits → what they stand for
  std::map<std::int64_t, std::string> times_;  ///< instant → the version that has it
  std::set<std::string> fixed_;                ///< ids that are the same in every run
};

}  // namespace rkmock::assertions
