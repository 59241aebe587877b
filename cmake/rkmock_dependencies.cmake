# Debian packages only; `./dev deps` installs them. Nothing is fetched at build time.
find_package(Threads REQUIRED)
find_package(PkgConfig REQUIRED)
find_package(nlohmann_json 3.11 REQUIRED)
find_package(Boost 1.74 REQUIRED COMPONENTS program_options)
find_package(OpenSSL REQUIRED COMPONENTS Crypto SSL)
find_package(ZLIB REQUIRED)
find_package(yaml-cpp REQUIRED)

# Debian's cpp-httplib is a shared library without a CMake package. Its struct layouts depend on
# the CPPHTTPLIB_* flags that pkg-config gives: without them a program links and then crashes.
pkg_check_modules(cpp-httplib REQUIRED IMPORTED_TARGET GLOBAL cpp-httplib)
add_library(rkmock::httplib ALIAS PkgConfig::cpp-httplib)

if(RKMOCK_DEVELOPER_MODE)
  find_package(GTest 1.12 REQUIRED)
  find_package(rapidcheck REQUIRED)
  include(GoogleTest)
endif()
