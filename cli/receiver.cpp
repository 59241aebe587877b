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

int receiver(const std::vector<std::string>& arguments) {
  const receivers::ReceiverOptions defaults;
  Options options(
      {"rkmock receiver --like NAME [options]",
       "Runs a built-in example receiver until it is interrupted. It takes webhooks at\n"
       "/webhooks/reservekit, shows what it holds at /bookings/ID and reports each effect\n"
       "to its downstream.\n" +
           described_receivers(),
       "  rkmock receiver --like reference\n"
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
  options.add(
      "state-file",
      po::value<std::string>()->value_name("FILE"),
      "Where `reference` keeps what it has seen; without it that ends with the process."
  );
  const auto values = options.parse(arguments);
  if (!values) {
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
  if (values->count("state-file") != 0) {
    receiver_options.state_file = (*values)["state-file"].as<std::string>();
  }
  catch_termination();
  const auto running = find_receiver((*values)["like"].as<std::string>()).start(receiver_options);
  const Url url{"http", receiver_options.address, running->port(), receiver_options.path};
  std::cout << "ready " << url.origin() << url.target << std::endl;
  wait_for_termination();
  running->stop();
  return passed;
}

}  // namespace

const Command receiver_command{"receiver", "run a built-in example receiver", receiver};

}  // namespace rkmock::cli
