#pragma once
// The commands of rkmock: one file each, listed in main.cpp.
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace rkmock::cli {

/// A command line that cannot be understood. main prints it with the command's name and exits 2.
class UsageError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

struct Command {
  std::string_view name;
  std::string_view summary;                               ///< one line for `rkmock --help`
  int (*run)(const std::vector<std::string>& arguments);  ///< returns the exit code
};

extern const Command serve_command;
extern const Command run_command;
extern const Command check_command;
extern const Command report_command;
extern const Command library_command;
extern const Command init_command;
extern const Command validate_command;
extern const Command schema_command;
extern const Command receiver_command;
extern const Command profiles_command;
extern const Command health_command;

}  // namespace rkmock::cli
