# cmake -DOUTPUT=… -DHEADER=… -DNAMESPACE=… -DFUNCTION=… -DBASE=… -DFILES=a|b -P embed_files.cmake
# Writes the files' bytes into a source file as raw strings; see rkmock_embed().
string(REPLACE "|" ";" FILES "${FILES}")
set(entries "")
foreach(file IN LISTS FILES)
  file(READ "${BASE}/${file}" text)
  string(APPEND entries "    {\"${file}\", R\"file(${text})file\"},\n")
endforeach()
list(LENGTH FILES count)
file(WRITE "${OUTPUT}" "// Written by cmake/embed_files.cmake; edit the embedded files instead.
#include \"${HEADER}\"

#include <array>

namespace ${NAMESPACE} {

std::span<const EmbeddedFile> ${FUNCTION}() {
  static constexpr std::array<EmbeddedFile, ${count}> files = {{
${entries}  }};
  return files;
}

}  // namespace ${NAMESPACE}
")
