// `rkmock receiver`: a built-in example receiver, to see a pass and a fail at once.
#include "receivers/receiver.hpp"

#include <iostream>

#include "cli/command.hpp"
#include "cli/exit_code.hpp"
#include "cli/options.hpp"
#include "cli/signals.hpp"
#include "core/document.hpp"
#include "core/url.hpp"

namespace rkmock::cli {

namespace po = boost::program_options;

namespace {

std::string described_receivers() {
  std::string text;
  for (const receivers::ReceiverDescriptor& one : receivers::table()) {
    text += "\n  " + std::string(one.name) + std::string(15 - one.name.size(), ' ') +
            std::string(one.summary);
  }
  return text;
}

const receivers::ReceiverDescriptor& find_receiver(const std::string& name) {
  std::vector<std::string> names;
  for (const receivers::ReceiverDescriptor& one : receivers::table()) {
    if (one.name == name) {
      return one;
    }
    names.emplace_back(one.name);
  }
  std::string list;
  for (const std::string& known : names) {
    list += (list.empty() ? "" : ", ") + known;
  }
  const std::string near = nearest(name, names);
  throw UsageError(
      "there is no receiver like `" + name + "`" +
      (near.empty() ? "" : "; did you mean `" + near + "`?") + " There are: " + list
  );
}

std::string downstream_from(const std::string& text) {
  if (!text.empty() && !parse_url(text)) {
    throw UsageError(
        "--downstream is `" + text +
        "`, expected a URL like http://127.0.0.1:8080/sink/effects, or an empty one for nowhere"
    );
  }
  return text;
}

receivers::Flaws flaws_from(const std::vector<std::string>& names) {
  receivers::Flaws flaws;
  for (const std::string& name : names) {
    const auto flaw = receivers::flaw_named(name);
    if (!flaw) {
      std::vector<std::string> known;
      for (const receivers::FlawDescriptor& one : receivers::flaws()) {
        known.emplace_back(one.name);
      }
      const std::string near = nearest(name, known);
      throw UsageError(
          "--flaw is `" + name + "`, which there is not" +
          (near.empty() ? "" : "; did you mean `" + near + "`?") +
          "; `rkmock receiver --list-flaws` names all"
      );
    }
    flaws.add(*flaw);
  }
  return flaws;
}

void list_flaws() {
  for (const receivers::FlawDescriptor& one : receivers::flaws()) {
    std::cout << one.name << std::string(26 - one.name.size(), ' ') << one.summary
              << " (shows with: " << one.shows << ")\n";
  }
}

void add_reference_options(Options& options) {
  options.add(
      "state-file",
      po::value<std::string>()->value_name("FILE"),
      "Where `reference` keeps what it has seen; without it that ends with the process."
  );
  options.add(
      "api",
      po::value<std::string>()->value_name("URL"),
      "Where `reference` finds /v1 for POST /book and /reconcile, unless the request says it by "
      "X-ReserveKit-Url."
  );
  options.add(
      "api-key",
      po::value<std::string>()->value_name("KEY"),
      "Its key there, unless the request says it by X-ReserveKit-Key."
  );
  options.add(
      "flaw",
      po::value<std::vector<std::string>>()->value_name("NAME"),
      "What `reference` has wrong. May be given several times."
  );
  options.add("list-flaws", po::bool_switch(), "Lists the flaws.");
}

void read_reference_options(const po::variables_map& values, receivers::ReceiverOptions& options) {
  if (values.count("api") != 0) {
    options.api_url = values["api"].as<std::string>();
    if (!parse_url(options.api_url)) {
      throw UsageError(
          "--api is `" + options.api_url + "`, expected a URL like http://127.0.0.1:8080"
      );
    }
  }
  if (values.count("api-key") != 0) {
    options.api_key = values["api-key"].as<std::string>();
  }
  if (values.count("state-file") != 0) {
    options.state_file = values["state-file"].as<std::string>();
  }
  if (values.count("flaw") != 0) {
    options.flaws = flaws_from(values["flaw"].as<std::vector<std::string>>());
  }
}

int receiver(const std::vector<std::string>& arguments) {
  const receivers::ReceiverOptions defaults;
  Options options(
      {"rkmock receiver --like NAME [options]",
       "Runs a built-in example receiver until it is interrupted. It takes webhooks at\n"
       "/webhooks/reservekit, shows what it holds at /bookings/ID and reports each effect\n"
       "to its downstream.\n" +
           described_receivers(),
       "  rkmock receiver --like reference\n"
       "  rkmock receiver --like reference --flaw check_then_act\n"
       "  rkmock receiver --like vendor-sample --port 3001\n"}
  );
  options.add("like", po::value<std::string>()->value_name("NAME"), "Which one.");
  options.add(
      "port",
      po::value<int>()->default_value(3000)->value_name("N"),
      "Where it listens; 0 picks a free port."
  );
  options.add(
      "host",
      po::value<std::string>()->default_value(defaults.address)->value_name("ADDRESS"),
      "The address it listens on."
  );
  options.add(
      "downstream",
      po::value<std::string>()->default_value(defaults.downstream)->value_name("URL"),
      "Where it reports its effects; empty for nowhere."
  );
  options.add(
      "secret",
      po::value<std::string>()->default_value(defaults.secret)->value_name("S"),
      "Shared secret of the signature."
  );
  add_reference_options(options);
  const auto values = options.parse(arguments);
  if (!values) {
    return passed;
  }
  if ((*values)["list-flaws"].as<bool>()) {
    list_flaws();
    return passed;
  }
  if (values->count("like") == 0) {
    throw UsageError("--like is missing; there are:" + described_receivers());
  }
  receivers::ReceiverOptions receiver_options;
  receiver_options.address = (*values)["host"].as<std::string>();
  receiver_options.port = port_from((*values)["port"].as<int>(), "--port");
  receiver_options.downstream = downstream_from((*values)["downstream"].as<std::string>());
  receiver_options.secret = (*values)["secret"].as<std::string>();
  read_reference_options(*values, receiver_options);
  const std::string like = (*values)["like"].as<std::string>();
  if (receiver_options.flaws != receivers::Flaws{} && like != "reference") {
    throw UsageError("--flaw is for `--like reference`, and this is `--like " + like + "`");
  }
  catch_termination();
  const auto running = find_receiver(like).start(receiver_options);
  const Url url{"http", receiver_options.address, running->port(), receiver_options.path};
  std::cout << "ready " << url.origin() << url.target << std::endl;
  wait_for_termination();
  running->stop();
  return passed;
}

}  // namespace

const Command receiver_command{"receiver", "run a built-in example receiver", receiver};

}  // namespace rkmock::cli
