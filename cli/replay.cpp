#include "cli/replay.hpp"

namespace rkmock::cli {

namespace {

std::string quote(const std::string& word) {
  const char* safe = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_./:=,@+";
  if (!word.empty() && word.find_first_not_of(safe) == std::string::npos) {
    return word;
  }
  std::string quoted = "'";
  for (const char c : word) {
    quoted += c == '\'' ? std::string("'\\''") : std::string(1, c);
  }
  return quoted + "'";
}

}  // namespace

std::string replay_command(
    const std::vector<std::string>& scenario,
    std::uint64_t seed,
    const std::vector<std::string>& flags
) {
  std::string command = "rkmock run";
  for (const std::string& word : scenario) {
    command += " " + quote(word);
  }
  for (const std::string& flag : flags) {
    command += " " + quote(flag);
  }
  return command + " --seed " + std::to_string(seed);
}

}  // namespace rkmock::cli
