#include "live/journals.hpp"

#include <stdexcept>

namespace rkmock::testing_support {

JournalFile journal_from(const std::string& file) {
  Result<JournalFile> journal = read_journal(file);
  if (!journal) {
    throw std::runtime_error(to_text(journal.error()));
  }
  return std::move(journal).value();
}

std::vector<std::string> delivery_plans(const std::string& file) {
  std::vector<std::string> plans;
  for (const EventPointer& event : journal_from(file).events) {
    if (std::holds_alternative<event::DeliveryPlanned>(event->body)) {
      plans.push_back(to_json_line({0, Nanos{}, event->body}));
    }
  }
  return plans;
}

}  // namespace rkmock::testing_support
