// Writes a journal until it is killed, as its only argument says where. After each flush one line
// on stdout: how many events are in the file for sure.
#include <cstdio>

#include "rkmock/journal.hpp"

int main(int argc, char** argv) {
  if (argc != 2) {
    return 2;
  }
  rkmock::JournalOptions options;
  options.file = argv[1];
  rkmock::Journal journal(rkmock::system_clock(), {}, options);
  // Ends by itself when nobody reads any more.
  while (true) {
    for (int i = 0; i < 200; ++i) {
      journal.append(rkmock::event::HarnessError{std::string(200, 'x')});
    }
    const std::uint64_t appended = journal.last_seq();
    if (!journal.flush().empty()) {
      return 1;
    }
    if (std::printf("%llu\n", static_cast<unsigned long long>(appended)) < 0 ||
        std::fflush(stdout) != 0) {
      return 1;
    }
    for (int i = 0; i < 200; ++i) {
      journal.append(rkmock::event::HarnessError{std::string(200, 'y')});
    }
  }
}
