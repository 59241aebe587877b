// The composition root: which commands there are, and what becomes of exceptions.
#include <csignal>
#include <exception>
#include <iostream>
#include <string>
#include <vector>

#include "rkmock/error.hpp"
#include "rkmock/version.hpp"

#include "cli/command.hpp"
#include "cli/exit_code.hpp"
#include "core/document.hpp"

namespace {

using namespace rkmock;  // NOLINT(google-build-using-namespace): this is main

const std::vector<const cli::Command*>& commands() {
  static const std::vector<const cli::Command*> table = {
      &cli::run_command,
      &cli::serve_command,
      &cli::check_command,
      &cli::report_command,
      &cli::validate_command,
      &cli::schema_command,
      &cli::library_command,
      &cli::init_command,
      &cli::receiver_command,
      &cli::profiles_command,
      &cli::health_command,
  };
  return table;
}

void print_help(std::ostream& out) {
  out << "rkmock " << version()
      << ": a mock of ReserveKit that judges webhook receivers.\n\n"
         "Usage: rkmock COMMAND [options]\n\n"
         "Commands:\n";
  for (const cli::Command* command : commands()) {
    out << "  " << command->name << std::string(10 - command->name.size(), ' ') << command->summary
        << "\n";
  }
  out << "\n`rkmock COMMAND --help` explains each. Exit codes: 0 pass, 1 a check failed,\n"
         "2 usage or scenario error, 3 inconclusive, 4 environment.\n\n"
         "Start here, in two terminals:\n"
         "  rkmock receiver --like vendor-sample\n"
         "  rkmock run --library --receiver "
         "http://127.0.0.1:3000/webhooks/reservekit\n";
}

int unknown_command(const std::string& word) {
  std::vector<std::string> names;
  for (const cli::Command* command : commands()) {
    names.emplace_back(command->name);
  }
  const std::string near = nearest(word, names);
  std::cerr << "rkmock: there is no command `" << word << "`"
            << (near.empty() ? "" : "; did you mean `" + near + "`?") << "\n"
            << "See `rkmock --help`.\n";
  return cli::usage;
}

int run_command(const cli::Command& command, const std::vector<std::string>& arguments) {
  try {
    return command.run(arguments);
  } catch (const cli::UsageError& error) {
    std::cerr << "rkmock " << command.name << ": " << error.what() << "\n"
              << "See `rkmock " << command.name << " --help`.\n";
    return cli::usage;
  } catch (const EnvironmentError& error) {
    std::cerr << "rkmock " << command.name << ": " << error.what() << "\n";
    return cli::environment;
  } catch (const std::exception& error) {
    std::cerr << "rkmock " << command.name << ": a bug in rkmock: " << error.what() << "\n"
              << "Nothing can be concluded from this run. Please report it with the journal.\n";
    return cli::inconclusive;
  }
}

}  // namespace

int main(int argc, char** argv) {
  // A receiver that hangs up is an outcome to journal, not a reason to die.
  std::signal(SIGPIPE, SIG_IGN);
  // Nor is a limit on the size of files: the write fails, and that is reported.
  std::signal(SIGXFSZ, SIG_IGN);
  const std::vector<std::string> words(argv + 1, argv + argc);
  if (words.empty()) {
    print_help(std::cerr);
    return cli::usage;
  }
  if (words[0] == "--help" || words[0] == "-h" || words[0] == "help") {
    print_help(std::cout);
    return cli::passed;
  }
  if (words[0] == "--version") {
    std::cout << "rkmock " << version() << "\n";
    return cli::passed;
  }
  for (const cli::Command* command : commands()) {
    if (words[0] == command->name) {
      return run_command(*command, {words.begin() + 1, words.end()});
    }
  }
  return unknown_command(words[0]);
}
