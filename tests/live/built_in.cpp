#include "live/built_in.hpp"

#include <csignal>

namespace rkmock::testing_support {

std::string free_port() {
  Process mock({"serve", "--port", "0"});
  const std::string url = mock.wait_for_line("ready ").value_or("");
  mock.send_signal(SIGTERM);
  mock.wait();
  return url.substr(url.rfind(':') + 1);
}

Played play_built_in(
    const std::vector<std::string>& receiver_flags,
    const std::string& scenarios,
    const ScratchFolder& scratch,
    const std::vector<std::string>& more
) {
  const std::string port = free_port();
  std::vector<std::string> starting = {
      "receiver", "--port", "0", "--downstream", "http://127.0.0.1:" + port + "/sink/effects"};
  starting.insert(starting.end(), receiver_flags.begin(), receiver_flags.end());
  Process receiver(starting);
  std::vector<std::string> arguments = {
      "run",
      scenarios,
      "--receiver",
      receiver.wait_for_line("ready ").value_or(""),
      "--port",
      port,
      "--json",
      scratch.path("report.json"),
      "--junit",
      scratch.path("junit.xml"),
      "--journal",
      scratch.path("journals")};
  arguments.insert(arguments.end(), more.begin(), more.end());
  Played played;
  played.ended = run_rkmock(arguments);
  played.report = nlohmann::json::parse(scratch.read("report.json"), nullptr, false);
  return played;
}

}  // namespace rkmock::testing_support
