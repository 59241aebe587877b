# cmake -DOUTPUT=… -DFOLDER=scenarios/library -DFILES=a/b.yaml|c/d.yaml -P embed_library.cmake
# Writes the library's files into a source file as raw strings, each with its name.
string(REPLACE "|" ";" FILES "${FILES}")
set(entries "")
foreach(name IN LISTS FILES)
  file(READ "${FOLDER}/${name}" text)
  string(APPEND entries "      {\"${name}\", R\"rkmock(${text})rkmock\"},\n")
endforeach()
list(LENGTH FILES count)
file(WRITE "${OUTPUT}" "// Written by cmake/embed_library.cmake; edit the scenario files instead.
#include \"scenarios/library/library_files.hpp\"

#include <array>

namespace rkmock::scenarios {

std::span<const LibraryFile> library_files() {
  static constexpr std::array<LibraryFile, ${count}> files = {{
${entries}  }};
  return files;
}

}  // namespace rkmock::scenarios
")
