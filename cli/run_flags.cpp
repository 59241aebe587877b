#include "cli/run_flags.hpp"

#include <random>

#include "cli/command.hpp"
#include "cli/receiver_flags.hpp"

namespace rkmock::cli {

namespace po = boost::program_options;

namespace {

constexpr int default_port = 8080;
constexpr int most_jobs = 64;
constexpr int most_rounds = 10'000;

po::typed_value<std::string>* text(const char* name) {
  return po::value<std::string>()->value_name(name);
}

po::typed_value<std::vector<std::string>>* texts(const char* name) {
  return po::value<std::vector<std::string>>()->composing()->value_name(name);
}

void add_selection(Options& options) {
  options.group("Which scenarios, and how");
  options.add("library", po::bool_switch(), "Play the library that comes with rkmock.");
  options.add("tag", texts("T"), "Only scenarios with this tag; `a,b` or repeated: any of them.");
  options.add("exclude-tag", texts("T"), "None that has this tag. Repeatable.");
  options.add("shard", text("I/N"), "Only the I-th of N parts, for several machines.");
  options.add("list", po::bool_switch(), "Say what would be played, and play nothing.");
  options.add(
      "jobs,j",
      po::value<int>()->default_value(1)->value_name("N"),
      "So many scenarios at once, 1 to 64; those with `exclusive` alone."
  );
  options.add(
      "repeat", po::value<int>()->default_value(1)->value_name("N"), "Play each N times over."
  );
  options.add(
      "order",
      po::value<std::string>()->default_value("as-given")->value_name("ORDER"),
      "as-given or random; the seed of the latter is printed."
  );
  options.add("shuffle-seed", text("S"), "Seed of --order random.");
  options.add("fail-fast", po::bool_switch(), "Begin no scenario after one that failed.");
  options.add(
      "timeout", text("TIME"), "End a scenario that takes longer; it is inconclusive then."
  );
}

std::string text_of(const po::variables_map& values, const char* name) {
  return values.count(name) != 0 ? values[name].as<std::string>() : std::string();
}

std::vector<std::string> texts_of(const po::variables_map& values, const char* name) {
  return values.count(name) != 0 ? values[name].as<std::vector<std::string>>()
                                 : std::vector<std::string>();
}

int number_of(const po::variables_map& values, const std::string& name, int most) {
  const int number = values[name].as<int>();
  if (number < 1 || number > most) {
    throw UsageError(
        "--" + name + " is " + std::to_string(number) + ", expected 1 to " + std::to_string(most)
    );
  }
  return number;
}

std::vector<std::string> replay_flags(const po::variables_map& values) {
  std::vector<std::string> flags;
  const auto add = [&flags](const std::string& name, const std::string& value) {
    flags.push_back("--" + name);
    flags.push_back(value);
  };
  for (const char* name : {"receiver", "state", "signing"}) {
    if (values.count(name) != 0) {
      add(name, values[name].as<std::string>());
    }
  }
  for (const std::string& name : texts_of(values, "allow-host")) {
    add("allow-host", name);
  }
  if (!values["host"].defaulted()) {
    add("host", values["host"].as<std::string>());
  }
  if (values["port"].as<int>() != default_port) {
    add("port", std::to_string(values["port"].as<int>()));
  }
  if (time_scale_from(values["time-scale"].as<std::string>()) != 0) {
    add("time-scale", values["time-scale"].as<std::string>());
  }
  if (values["strict"].as<bool>()) {
    flags.emplace_back("--strict");
  }
  if (values.count("secret") != 0) {
    add("secret", "...");  // a secret has no place in a CI log
  }
  return flags;
}

std::optional<std::uint64_t> shuffle_seed_of(const po::variables_map& values) {
  const std::string order = values["order"].as<std::string>();
  const std::string seed = text_of(values, "shuffle-seed");
  if (order != "as-given" && order != "random") {
    throw UsageError("--order is `" + order + "`, expected as-given or random");
  }
  if (order == "as-given") {
    if (!seed.empty()) {
      throw UsageError("--shuffle-seed goes with --order random");
    }
    return std::nullopt;
  }
  return seed.empty() ? std::random_device()() : parse_seed(seed, "--shuffle-seed");
}

Selection selection_of(const po::variables_map& values) {
  Selection selection;
  selection.tags = tags_from(texts_of(values, "tag"), "--tag");
  selection.excluded_tags = tags_from(texts_of(values, "exclude-tag"), "--exclude-tag");
  if (values.count("shard") != 0) {
    selection.shard = shard_from(values["shard"].as<std::string>());
  }
  selection.repeat = number_of(values, "repeat", most_rounds);
  selection.shuffle_seed = shuffle_seed_of(values);
  return selection;
}

}  // namespace

Options run_options() {
  Options options(
      {"rkmock run FILE|DIR|GLOB... [options]",
       "Plays each scenario against your receiver: books, fires the webhooks with the\n"
       "scenario's faults, waits for the receiver to come to rest, and judges it.\n"
       "The mock answers /v1 and takes the receiver's side effects at /sink/NAME.\n"
       "With --library the words are names or groups of the library; none: all of it.\n\n"
       "Exit codes: 0 every check passed, 1 a check failed, 2 a mistake on the command\n"
       "line or in a scenario, 3 inconclusive, 4 the receiver was never reachable, the\n"
       "port is taken or a file could not be written.",
       "  rkmock run --library --receiver http://127.0.0.1:3000/webhooks/reservekit\n"
       "  rkmock run --library duplicates --receiver URL --jobs 4 --junit report.xml\n"
       "  rkmock run 'scenarios/**/*.yaml' --tag smoke --shard 1/3 --receiver URL\n"}
  );
  options.positional("scenario", -1);
  add_receiver_flags(options);
  options.add(
      "port",
      po::value<int>()->default_value(default_port)->value_name("N"),
      "Where the mock listens for /v1 and /sink/NAME; 0 picks a free port."
  );
  options.add(
      "host",
      po::value<std::string>()->default_value("127.0.0.1")->value_name("ADDRESS"),
      "The address it listens on."
  );
  options.add(
      "allow-host",
      texts("NAME"),
      "Let webhooks go to this host too; loopback is always allowed. Repeatable."
  );
  options.add(
      "wait-receiver",
      po::value<std::string>()->default_value("5s")->value_name("TIME"),
      "How long to wait for the receiver to listen."
  );
  options.add(
      "time-scale",
      po::value<std::string>()->default_value("instant")->value_name("X"),
      "Divide the retry schedule's waits by X, or `instant`: no wait is real."
  );
  options.add("junit", text("FILE"), "Write a JUnit XML report.");
  options.add("json", text("FILE"), "Write a JSON report.");
  options.add("html", text("FILE"), "Write an HTML report, one file that needs no other.");
  options.add("journal", text("DIR"), "Keep each scenario's journal, for `rkmock check`.");
  add_report_flags(options);
  options.add("verbose,v", po::bool_switch(), "Show every check, not only those that failed.");
  add_selection(options);
  return options;
}

RunFlags run_flags(const po::variables_map& values) {
  RunFlags flags;
  flags.words = texts_of(values, "scenario");
  flags.library = values["library"].as<bool>();
  if (flags.words.empty() && !flags.library) {
    throw UsageError("no scenario was named; try `rkmock run --library --receiver URL`");
  }
  flags.selection = selection_of(values);
  flags.list = values["list"].as<bool>();
  flags.jobs = number_of(values, "jobs", most_jobs);
  flags.fail_fast = values["fail-fast"].as<bool>();
  if (values.count("timeout") != 0) {
    flags.timeout = duration_from(values["timeout"].as<std::string>(), "--timeout");
  }
  flags.wait_receiver = duration_from(values["wait-receiver"].as<std::string>(), "--wait-receiver");
  flags.time_scale = time_scale_from(values["time-scale"].as<std::string>());
  flags.host = values["host"].as<std::string>();
  flags.port = port_from(values["port"].as<int>(), "--port");
  flags.allowed_hosts = texts_of(values, "allow-host");
  flags.junit = text_of(values, "junit");
  flags.json = text_of(values, "json");
  flags.html = text_of(values, "html");
  flags.journal = text_of(values, "journal");
  flags.reports = report_flags(values);
  flags.verbose = values["verbose"].as<bool>();
  flags.replay = replay_flags(values);
  return flags;
}

}  // namespace rkmock::cli
