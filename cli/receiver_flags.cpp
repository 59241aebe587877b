#include "cli/receiver_flags.hpp"

#include <charconv>

#include "cli/command.hpp"
#include "cli/scenario_files.hpp"
#include "core/document.hpp"
#include "core/url.hpp"

namespace rkmock::cli {

namespace po = boost::program_options;

namespace {

std::optional<std::string> text(const po::variables_map& values, const char* name) {
  if (values.count(name) == 0) {
    return std::nullopt;
  }
  return values[name].as<std::string>();
}

}  // namespace

// Boost would read `-1` into an unsigned number without a word.
std::uint64_t parse_seed(const std::string& word, const std::string& flag) {
  std::uint64_t seed = 0;
  const char* end = word.data() + word.size();
  const auto [stopped, error] = std::from_chars(word.data(), end, seed);
  if (error != std::errc() || stopped != end) {
    throw UsageError(flag + " is `" + word + "`, expected a whole number from 0 to 2^64-1");
  }
  return seed;
}

void add_receiver_flags(Options& options) {
  options.add(
      "receiver",
      po::value<std::string>()->value_name("URL"),
      "Where the receiver takes webhooks (or RECEIVER_URL)."
  );
  options.add(
      "state",
      po::value<std::string>()->value_name("URL"),
      "Its state of a booking, as JSON. Default: "
      "RECEIVER_BASE/bookings/{{booking.id}}, where RECEIVER_BASE is the scheme, host and port "
      "of --receiver."
  );
  options.add(
      "secret",
      po::value<std::string>()->value_name("S"),
      "Shared secret of the signature. Default: test."
  );
  options.add(
      "signing",
      po::value<std::string>()->value_name("SCHEME"),
      "hmac-sha256-hex (in X-Webhook-Signature, the default) or none."
  );
  options.add(
      "seed",
      po::value<std::string>()->value_name("N"),
      "Seed of every dice, over the scenario's own."
  );
}

scenarios::DecodeOptions decode_options(const po::variables_map& values) {
  scenarios::DecodeOptions options;
  options.variables = environment_variables();
  options.receiver_url = text(values, "receiver");
  options.state_url = text(values, "state");
  options.secret = text(values, "secret");
  options.signing_scheme = text(values, "signing");
  if (const auto seed = text(values, "seed")) {
    options.seed = parse_seed(*seed);
  }
  if (options.receiver_url) {
    const auto url = parse_url(*options.receiver_url);
    if (!url) {
      throw UsageError(
          "--receiver is `" + *options.receiver_url +
          "`, expected a URL like http://127.0.0.1:3000/webhooks/reservekit"
      );
    }
    options.variables["RECEIVER_URL"] = *options.receiver_url;
    options.variables["RECEIVER_BASE"] = url->origin();
  }
  options.read_file = read_text_file;
  return options;
}

}  // namespace rkmock::cli
