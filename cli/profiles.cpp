// `rkmock profiles`: how the senders behave whose webhooks can be played, and who says so.
#include "mockserver/webhooks/profiles.hpp"

#include <algorithm>
#include <iomanip>
#include <iostream>

#include <nlohmann/json.hpp>

#include "cli/command.hpp"
#include "cli/exit_code.hpp"
#include "cli/options.hpp"
#include "cli/sender_flags.hpp"

namespace rkmock::cli {

namespace po = boost::program_options;

namespace {

using Json = nlohmann::ordered_json;

/// `9 over 75.6 h`, without the jitter.
std::string retries_of(const SenderProfile& profile) {
  if (profile.retry_waits.empty()) {
    return "none";
  }
  Nanos sum{};
  for (const Nanos wait : profile.retry_waits) {
    sum += wait;
  }
  return std::to_string(profile.retry_waits.size()) + " over " + format_duration(sum);
}

void list_profiles(std::ostream& out) {
  constexpr int name_width = 20;
  constexpr int timeout_width = 10;
  constexpr int retries_width = 18;
  out << std::left << std::setw(name_width) << "PROFILE" << std::setw(timeout_width) << "TIMEOUT"
      << std::setw(retries_width) << "RETRIES"
      << "SIGNATURE\n";
  for (const std::string& name : webhooks::profile_names()) {
    const SenderProfile profile = webhooks::find_profile(name).value();
    out << std::setw(name_width) << name << std::setw(timeout_width)
        << format_duration(profile.timeout) << std::setw(retries_width) << retries_of(profile)
        << profile.signing.scheme << " in " << profile.signing.header << "\n";
  }
  out << "\n`rkmock profiles NAME` shows all of one, each value with its source.\n";
}

void explain_profile(const std::string& name, std::ostream& out) {
  constexpr int key_width = 24;
  out << name << "\n";
  for (const webhooks::ProfileEntry& entry : webhooks::profile_entries(name)) {
    out << "\n  " << std::left << std::setw(key_width) << entry.key << entry.value << "\n  "
        << std::string(key_width, ' ') << entry.source << "\n";
  }
  out << "\nIn a scenario: `sender: " << name
      << "`, or a map that sets single fields otherwise; docs/sender-profiles.md\n";
}

Json profile_json(const std::string& name) {
  Json json = {{"name", name}};
  for (const webhooks::ProfileEntry& entry : webhooks::profile_entries(name)) {
    json[entry.key] = {{"value", Json::parse(entry.value)}, {"source", entry.source}};
  }
  return json;
}

int profiles(const std::vector<std::string>& arguments) {
  Options options(
      {"rkmock profiles [NAME] [options]",
       "Lists the sender profiles: how ReserveKit (as far as it says) and other senders of\n"
       "webhooks behave in timeouts, retries, headers and signatures. With a NAME it shows each\n"
       "value of that profile and who says so; what nobody published is called assumed.",
       "  rkmock profiles\n"
       "  rkmock profiles stripe\n"}
  );
  options.positional("name", 1);
  options.add("json", po::bool_switch(), "Write JSON, for programs.");
  const auto values = options.parse(arguments);
  if (!values) {
    return passed;
  }
  std::vector<std::string> names = webhooks::profile_names();
  const bool one = values->count("name") != 0;
  if (one) {
    names = (*values)["name"].as<std::vector<std::string>>();
    require_profile(names[0], "");
  }
  if ((*values)["json"].as<bool>()) {
    Json list = Json::array();
    for (const std::string& name : names) {
      list.push_back(profile_json(name));
    }
    std::cout << (one ? list[0] : list).dump(2) << "\n";
  } else if (one) {
    explain_profile(names[0], std::cout);
  } else {
    list_profiles(std::cout);
  }
  return passed;
}

}  // namespace

const Command profiles_command{"profiles", "list and explain the sender profiles", profiles};

}  // namespace rkmock::cli
