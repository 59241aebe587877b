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

/// `2s`, or `2000` as it was written before there were units.
std::chrono::milliseconds timeout_from(const std::string& text) {
  const bool bare = !text.empty() && text.find_first_not_of("0123456789") == std::string::npos;
  const Nanos span = duration_from(bare ? text + "ms" : text, "--timeout");
  if (span < std::chrono::milliseconds(1)) {
    throw UsageError("--timeout is `" + text + "`, expected at least 1ms");
  }
  return std::chrono::duration_cast<std::chrono::milliseconds>(span);
}

int health(const std::vector<std::string>& arguments) {
  Options options(
      {"rkmock health [URL] [options]",
       "Asks a mock server whether it is well. URL is http://127.0.0.1:8080 unless given.\n\n"
       "Exit codes: 0 it is, 4 it does not answer.",
       "  rkmock health\n"
       "  rkmock health http://mock:8080 --timeout 500ms\n"}
  );
  options.positional("url", 1);
  options.add(
      "timeout",
      po::value<std::string>()->default_value("2s")->value_name("TIME"),
      "How long to wait; a number alone is milliseconds."
  );
  const auto values = options.parse(arguments);
  if (!values) {
    return passed;
  }
  const std::string word = values->count("url") != 0
                               ? (*values)["url"].as<std::vector<std::string>>().at(0)
                               : "http://127.0.0.1:8080";
  const auto url = parse_url(word);
  const std::chrono::milliseconds timeout = timeout_from((*values)["timeout"].as<std::string>());
  if (!url) {
    throw UsageError("`" + word + "` is not a URL like http://127.0.0.1:8080");
  }
  net::BlockingClient http;
  const HttpAnswer answer = http.send({"GET", url->origin() + "/v1/health", {}, {}}, timeout);
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
