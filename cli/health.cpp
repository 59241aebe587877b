// `rkmock health`: whether a mock answers; for a container's HEALTHCHECK, which has no curl.
#include <iostream>

#include "cli/command.hpp"
#include "cli/exit_code.hpp"
#include "cli/options.hpp"
#include "core/url.hpp"
#include "mockserver/net/blocking_client.hpp"

namespace rkmock::cli {

namespace po = boost::program_options;

namespace {

int health(const std::vector<std::string>& arguments) {
  Options options(
      {"rkmock health [URL] [options]",
       "Asks a mock server whether it is well. URL is http://127.0.0.1:8080 unless given.\n\n"
       "Exit codes: 0 it is, 4 it does not answer.",
       "  rkmock health\n"
       "  rkmock health http://mock:8080 --timeout 500\n"}
  );
  options.positional("url", 1);
  options.add(
      "timeout",
      po::value<int>()->default_value(2000)->value_name("MS"),
      "How long to wait, in milliseconds."
  );
  const auto values = options.parse(arguments);
  if (!values) {
    return passed;
  }
  const std::string word = values->count("url") != 0
                               ? (*values)["url"].as<std::vector<std::string>>().at(0)
                               : "http://127.0.0.1:8080";
  const auto url = parse_url(word);
  const int timeout = (*values)["timeout"].as<int>();
  if (!url || timeout <= 0) {
    throw UsageError(
        !url ? "`" + word + "` is not a URL like http://127.0.0.1:8080"
             : std::string("--timeout must be above 0")
    );
  }
  net::BlockingClient http;
  const HttpAnswer answer =
      http.send({"GET", url->origin() + "/v1/health", {}, {}}, std::chrono::milliseconds(timeout));
  if (answer.status == 200) {
    std::cout << "healthy " << url->origin() << "\n";
    return passed;
  }
  const std::string why =
      answer.status != 0 ? "it answers " + std::to_string(answer.status) : answer.error;
  std::cerr << "rkmock health: no healthy mock at " << url->origin() << ": " << why << "\n";
  return environment;
}

}  // namespace

const Command health_command{"health", "ask whether a mock server is well", health};

}  // namespace rkmock::cli
