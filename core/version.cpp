#include "rkmock/version.hpp"

namespace rkmock {

std::string_view version() {
  return RKMOCK_VERSION;
}

}  // namespace rkmock
