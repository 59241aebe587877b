#include "cli/open_files.hpp"

#include <sys/resource.h>

namespace rkmock::cli {

void allow_many_open_files() noexcept {
  rlimit files{};
  if (::getrlimit(RLIMIT_NOFILE, &files) == 0) {
    files.rlim_cur = files.rlim_max;
    ::setrlimit(RLIMIT_NOFILE, &files);  // where that is not allowed, the old limit does for most
  }
}

}  // namespace rkmock::cli
