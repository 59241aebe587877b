// `rkmock init`: what a project needs to begin with.
#include <filesystem>
#include <iostream>

#include "cli/command.hpp"
#include "cli/exit_code.hpp"
#include "cli/init_files.hpp"
#include "cli/options.hpp"
#include "cli/output_file.hpp"

namespace rkmock::cli {

namespace po = boost::program_options;
namespace fs = std::filesystem;

namespace {

Url receiver_from(const std::string& text) {
  const auto url = parse_url(text);
  // What has a meaning in YAML or in a shell could not stand in the files as it is.
  const bool plain = text.find_first_of("\"'\\{}$`#&;<>|()* \t\n") == std::string::npos;
  if (!url || !plain) {
    throw UsageError(
        "--receiver is `" + text +
        "`, expected a plain URL like http://127.0.0.1:3000/webhooks/reservekit"
    );
  }
  return *url;
}

Ci ci_from(const std::string& text) {
  if (text == "github") {
    return Ci::github;
  }
  if (text == "gitlab") {
    return Ci::gitlab;
  }
  if (text == "none") {
    return Ci::none;
  }
  throw UsageError("--ci is `" + text + "`, expected github, gitlab or none");
}

/// Before the first is written: half a start is of no use.
void require_absent(const fs::path& folder, const std::vector<InitFile>& files) {
  for (const InitFile& file : files) {
    const fs::path path = folder / file.path;
    std::error_code error;
    if (fs::exists(fs::symlink_status(path, error))) {
      throw UsageError(
          "`" + path.string() + "` is there already, so nothing was written; --force writes over it"
      );
    }
  }
}

void tell_next_steps(const fs::path& folder, const std::string& receiver) {
  const std::string scenarios = (folder / "scenarios").lexically_normal().string();
  std::cout << "\nNext:\n"
            << "  1. Let your receiver show its state and report its effects, as the comments in\n"
            << "     the scenario say.\n"
            << "  2. rkmock validate " << scenarios << "\n"
            << "  3. Start your receiver, then: rkmock run " << scenarios << " --receiver "
            << receiver << "\n"
            << "  4. See what else can go wrong: rkmock run --library --receiver " << receiver
            << "\n";
}

int init(const std::vector<std::string>& arguments) {
  Options options(
      {"rkmock init [DIR] [options]",
       "Writes a first scenario with comments, a compose file and a CI job for your receiver.\n"
       "DIR is this folder unless given. What is there already is never written over, unless\n"
       "you say so.\n\n"
       "Exit codes: 0 written, 2 one of the files is there already, 4 not writable.",
       "  rkmock init --receiver http://127.0.0.1:3000/webhooks/reservekit\n"
       "  rkmock init my-app --ci gitlab\n"}
  );
  options.positional("folder", 1);
  options.add(
      "receiver",
      po::value<std::string>()
          ->default_value("http://127.0.0.1:3000/webhooks/reservekit")
          ->value_name("URL"),
      "Where your receiver takes webhooks."
  );
  options.add(
      "ci",
      po::value<std::string>()->default_value("github")->value_name("NAME"),
      "github, gitlab or none."
  );
  options.add("force", po::bool_switch(), "Write over files that are there already.");
  const auto values = options.parse(arguments);
  if (!values) {
    return passed;
  }
  const fs::path folder = values->count("folder") != 0
                              ? (*values)["folder"].as<std::vector<std::string>>().at(0)
                              : std::string(".");
  const std::string receiver = (*values)["receiver"].as<std::string>();
  const std::vector<InitFile> files =
      init_files(receiver, receiver_from(receiver), ci_from((*values)["ci"].as<std::string>()));
  if (!(*values)["force"].as<bool>()) {
    require_absent(folder, files);
  }
  for (const InitFile& file : files) {
    const std::string path = (folder / file.path).lexically_normal().string();
    write_output_file("init", path, file.text);
    std::cout << "wrote " << path << "\n";
  }
  tell_next_steps(folder, receiver);
  return passed;
}

}  // namespace

const Command init_command{"init", "write a first scenario, a compose file, a CI job", init};

}  // namespace rkmock::cli
