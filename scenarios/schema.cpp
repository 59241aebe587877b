#include "scenarios/schema.hpp"

#include "scenarios/embedded_schema.hpp"

namespace rkmock::scenarios {

std::string_view schema_text() {
  return embedded_schema().front().text;
}

}  // namespace rkmock::scenarios
