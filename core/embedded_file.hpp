#pragma once
// A file of the project that is part of the binary, put there by rkmock_embed() in cmake/.
// Value; any thread. The texts live as long as the program.
#include <span>
#include <string_view>

namespace rkmock {

struct EmbeddedFile {
  std::string_view name;  ///< relative to the folder it was taken from: `duplicates/lost_ack.yaml`
  std::string_view text;
};

}  // namespace rkmock
