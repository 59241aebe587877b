# cmake -DOUTPUT=… -DPROFILES=a.json|b.json -P embed_profiles.cmake
# Writes the profile files' bytes into a source file as raw strings.
string(REPLACE "|" ";" PROFILES "${PROFILES}")
set(entries "")
foreach(profile IN LISTS PROFILES)
  file(READ "${profile}" text)
  string(APPEND entries "    R\"profile(${text})profile\",\n")
endforeach()
list(LENGTH PROFILES count)
file(WRITE "${OUTPUT}" "// Written by embed_profiles.cmake; edit the JSON files instead.
#include \"mockserver/webhooks/embedded_profiles.hpp\"

#include <array>

namespace rkmock::webhooks {

std::span<const std::string_view> embedded_profiles() {
  static constexpr std::array<std::string_view, ${count}> profiles = {
${entries}  };
  return profiles;
}

}  // namespace rkmock::webhooks
")
