#include "cli/sender_flags.hpp"

#include <algorithm>

#include "cli/command.hpp"
#include "core/document.hpp"
#include "mockserver/webhooks/profiles.hpp"
#include "mockserver/webhooks/signing.hpp"
#include "mockserver/webhooks/tls.hpp"

namespace rkmock::cli {

namespace po = boost::program_options;

namespace {

/// As many as a scenario may ask for.
constexpr int most_connections = 1000;

void sign_as_asked(const po::variables_map& values, Signing& signing) {
  if (values.count("signing") != 0 && values["signing"].as<std::string>() != signing.scheme) {
    signing.scheme = values["signing"].as<std::string>();
    signing.header.clear();  // the scheme has its own
  }
  if (values.count("secret") != 0) {
    signing.secret = values["secret"].as<std::string>();
  }
  const std::vector<std::string> schemes = webhooks::signing_schemes();
  if (std::find(schemes.begin(), schemes.end(), signing.scheme) == schemes.end()) {
    throw UsageError(
        "--signing is `" + signing.scheme +
        "`, expected hmac-sha256-hex, none, or another scheme of docs/sender-profiles.md"
    );
  }
  const std::string problem = webhooks::signing_problem(signing);
  if (!problem.empty()) {
    throw UsageError("--secret: " + problem);
  }
}

}  // namespace

void add_sender_options(Options& options) {
  options.add(
      "sender",
      po::value<std::string>()->default_value("reservekit")->value_name("PROFILE"),
      "Who sends the webhooks: timeouts, retries, headers, signatures; see `rkmock profiles`."
  );
  options.add(
      "max-connections",
      po::value<int>()->value_name("N"),
      "Connections to each receiver at a time; further webhooks queue. Default: the sender's."
  );
  options.add(
      "secret",
      po::value<std::string>()->value_name("S"),
      "Shared secret of the signature. Default: the sender's, for reservekit test."
  );
  options.add(
      "signing",
      po::value<std::string>()->value_name("SCHEME"),
      "How webhooks are signed, or none. Default: as the sender does it, for reservekit\n"
      "hmac-sha256-hex in X-Webhook-Signature."
  );
  options.add(
      "cacert",
      po::value<std::string>()->value_name("FILE"),
      "Trust the authorities in this PEM file too, for receivers behind https."
  );
  options.add(
      "insecure", po::bool_switch(), "Send over https whatever certificate the receiver has."
  );
  options.add(
      "time-scale",
      po::value<std::string>()->default_value("1")->value_name("X"),
      "Divide the retry schedule's waits by X, or `instant`: no wait is real."
  );
}

SenderProfile sender_from(const po::variables_map& values) {
  const std::string& name = values["sender"].as<std::string>();
  require_profile(name, "--sender: ");
  SenderProfile sender = webhooks::find_profile(name).value();
  sender.time_scale = time_scale_from(values["time-scale"].as<std::string>());
  if (values.count("max-connections") != 0) {
    sender.max_connections = values["max-connections"].as<int>();
    if (sender.max_connections < 1 || sender.max_connections > most_connections) {
      throw UsageError(
          "--max-connections is " + std::to_string(sender.max_connections) + ", expected 1 to " +
          std::to_string(most_connections)
      );
    }
  }
  sign_as_asked(values, sender.signing);
  sender.tls_verify = !values["insecure"].as<bool>();
  if (values.count("cacert") != 0) {
    sender.tls_ca_file = values["cacert"].as<std::string>();
    const webhooks::TlsContext readable(sender.tls_ca_file, sender.tls_verify);
  }
  return sender;
}

void require_profile(const std::string& name, const std::string& where) {
  const std::vector<std::string> names = webhooks::profile_names();
  if (std::find(names.begin(), names.end(), name) == names.end()) {
    const std::string meant = nearest(name, names);
    throw UsageError(
        where + "there is no sender profile `" + name + "`" +
        (meant.empty() ? "; `rkmock profiles` lists them" : "; did you mean `" + meant + "`?")
    );
  }
}

}  // namespace rkmock::cli
