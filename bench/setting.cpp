#include "bench/setting.hpp"

#include <iostream>
#include <stdexcept>
#include <vector>

namespace rkmock::bench {

int run_benchmark(int count, char** words, int (*measure)(const Setting& setting)) {
  const std::vector<std::string> arguments(words, words + count);
  const std::string name = std::filesystem::path(arguments.at(0)).filename().string();
  try {
    if (count < 3) {
      throw std::runtime_error("usage: " + name + " RKMOCK FOLDER [ROUNDS [SECONDS [PART]]]");
    }
    Setting setting{arguments[1], arguments[2]};
    setting.rounds = count > 3 ? std::stoi(arguments[3]) : setting.rounds;
    setting.seconds = count > 4 ? std::stoi(arguments[4]) : setting.seconds;
    setting.part = count > 5 ? arguments[5] : "";
    return measure(setting);
  } catch (const std::exception& error) {
    std::cerr << name << ": " << error.what() << "\n";
    return 2;
  }
}

}  // namespace rkmock::bench
