# A library of ours: folder = target = include prefix, so `core/journal.cpp` is in rkmock::core
# and includes "core/..." and "rkmock/..." from the project's root. Sources are listed, never
# globbed. Headers are listed too: they are installed or not elsewhere, but a list is what an
# IDE shows and what the tidy test compares with the tree.
#
#   rkmock_add_library(core SOURCES a.cpp HEADERS a.hpp PUBLIC_LINK … PRIVATE_LINK … [PCH])
#
# PCH precompiles the fat third-party headers that most of our sources include.
function(rkmock_add_library name)
  cmake_parse_arguments(arg "PCH" "" "SOURCES;HEADERS;PUBLIC_LINK;PRIVATE_LINK" ${ARGN})
  add_library(rkmock_${name} STATIC ${arg_SOURCES} ${arg_HEADERS})
  add_library(rkmock::${name} ALIAS rkmock_${name})
  target_include_directories(rkmock_${name}
    PUBLIC ${PROJECT_SOURCE_DIR} ${PROJECT_SOURCE_DIR}/include)
  target_link_libraries(rkmock_${name} PUBLIC ${arg_PUBLIC_LINK} PRIVATE ${arg_PRIVATE_LINK})
  if(arg_PCH)
    target_precompile_headers(rkmock_${name} PRIVATE
      <nlohmann/json.hpp> <functional> <map> <memory> <string> <variant> <vector>)
  endif()
endfunction()

# A source file that holds other files' bytes; written anew when one of them changes. HEADER
# declares `std::span<const EmbeddedFile> FUNCTION();` in NAMESPACE; names are relative to BASE.
#
#   rkmock_embed(embedded HEADER scenarios/embedded_schema.hpp NAMESPACE rkmock::scenarios
#                FUNCTION embedded_schema BASE ${CMAKE_CURRENT_SOURCE_DIR} FILES a.json)
function(rkmock_embed output)
  cmake_parse_arguments(arg "" "HEADER;NAMESPACE;FUNCTION;BASE" "FILES" ${ARGN})
  set(source ${CMAKE_CURRENT_BINARY_DIR}/${arg_FUNCTION}.cpp)
  list(JOIN arg_FILES "|" joined)
  set(script ${PROJECT_SOURCE_DIR}/cmake/embed_files.cmake)
  list(TRANSFORM arg_FILES PREPEND ${arg_BASE}/)
  add_custom_command(
    OUTPUT ${source}
    COMMAND ${CMAKE_COMMAND} -DOUTPUT=${source} -DHEADER=${arg_HEADER}
            -DNAMESPACE=${arg_NAMESPACE} -DFUNCTION=${arg_FUNCTION} -DBASE=${arg_BASE}
            "-DFILES=${joined}" -P ${script}
    DEPENDS ${arg_FILES} ${script}
    COMMENT "Embedding files as ${arg_FUNCTION}"
    VERBATIM)
  # ISO C++ promises literals of 65,536 characters only; every compiler we build with takes more.
  set_source_files_properties(${source} PROPERTIES COMPILE_OPTIONS -Wno-overlength-strings)
  set(${output} ${source} PARENT_SCOPE)
endfunction()

# A test binary: tests/unit/core → test_core. One per folder keeps linking short.
#
#   rkmock_add_tests(core LABEL unit SOURCES a_test.cpp LINK rkmock::core)
function(rkmock_add_tests name)
  cmake_parse_arguments(arg "" "LABEL" "SOURCES;LINK" ${ARGN})
  add_executable(test_${name} ${arg_SOURCES})
  target_include_directories(test_${name} PRIVATE ${PROJECT_SOURCE_DIR}/tests)
  target_link_libraries(test_${name} PRIVATE ${arg_LINK} GTest::gmock GTest::gtest_main)
  target_compile_definitions(test_${name} PRIVATE RKMOCK_SOURCE_DIR="${PROJECT_SOURCE_DIR}")
  target_precompile_headers(test_${name} PRIVATE
    <gmock/gmock.h> <gtest/gtest.h> <nlohmann/json.hpp> <string> <vector>)
  gtest_discover_tests(test_${name}
    DISCOVERY_MODE PRE_TEST
    TEST_PREFIX "${name}."
    PROPERTIES LABELS "${arg_LABEL}" TIMEOUT 120)
endfunction()
