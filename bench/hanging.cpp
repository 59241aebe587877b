// Sends so many webhooks at once and lets them hang: bench_deliveries looks at it from outside.
//
//   bench_hanging URL COUNT JOURNAL
//
// Before it sends, it prints `ready` and how many threads it has. Ends with SIGTERM.
#include <chrono>
#include <filesystem>
#include <iostream>
#include <iterator>
#include <string>

#include <unistd.h>

#include "bench/engine_rig.hpp"

int main(int count, char** words) {
  using namespace rkmock::bench;  // NOLINT(google-build-using-namespace): this is main
  try {
    if (count < 4) {
      throw std::runtime_error("usage: bench_hanging URL COUNT JOURNAL");
    }
    const int webhooks = std::stoi(words[2]);
    allow_many_connections();
    EngineRig rig({
        .url = words[1],
        .journal = words[3],
        .max_connections = webhooks,
        .timeout = std::chrono::minutes(10),
    });
    const std::filesystem::directory_iterator threads("/proc/self/task");
    std::cout << "ready " << std::distance(begin(threads), end(threads)) << std::endl;
    rig.loop().call([&] {
      for (int i = 0; i < webhooks; ++i) {
        rig.send();
      }
    });
    ::pause();
  } catch (const std::exception& error) {
    std::cerr << "bench_hanging: " << error.what() << "\n";
    return 2;
  }
}
