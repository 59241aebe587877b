// `rkmock serve`: a long-lived mock that official clients can book against.
#include <algorithm>
#include <filesystem>
#include <iostream>

#include "rkmock/error.hpp"
#include "rkmock/version.hpp"

#include "cli/api_flags.hpp"
#include "cli/catalog.hpp"
#include "cli/command.hpp"
#include "cli/exit_code.hpp"
#include "cli/open_files.hpp"
#include "cli/options.hpp"
#include "cli/output_file.hpp"
#include "cli/receiver_flags.hpp"
#include "cli/sender_flags.hpp"
#include "cli/signals.hpp"
#include "core/document.hpp"
#include "core/size.hpp"
#include "mockserver/destination.hpp"
#include "mockserver/mock_server.hpp"
#include "scenarios/scenario.hpp"

namespace rkmock::cli {

namespace po = boost::program_options;

namespace {

void add_journal_options(Options& options) {
  options.add(
      "journal",
      po::value<std::string>()->value_name("DIR"),
      "Keep a journal of each account, for `rkmock check`."
  );
  options.add(
      "journal-memory",
      po::value<std::string>()->default_value("8MB")->value_name("SIZE"),
      "How much of each account's newest events stays in memory; files keep all of them."
  );
}

void add_faults(Options& options) {
  options.add(
      "webhook-faults",
      po::value<std::string>()->value_name("FILE"),
      "Rules that make webhooks late, doubled, broken or forged in every account: a list in\n"
      "JSON or YAML as docs/faults.md has it."
  );
  options.add(
      "api-faults",
      po::value<std::string>()->value_name("FILE"),
      "Arm these faults on answers of /v1 in every account: latency, 429, resets and more, in\n"
      "JSON or YAML as docs/api-faults.md has it."
  );
}

Options serve_options() {
  Options options(
      {"rkmock serve [options]",
       "Serves the ReserveKit API at /v1 and sinks at /sink/NAME until it is interrupted.\n"
       "Any well-formed bearer token is an account of its own, with service 123 and time\n"
       "slot 456 (Mondays) to begin with. Bookings fire webhooks at every --webhook URL.\n"
       "Prints `ready http://HOST:PORT` when it answers.\n\n"
       "On SIGTERM or SIGINT open deliveries get --drain time to end; what is still open or\n"
       "waiting then is listed and stays in the journal.",
       "  rkmock serve --webhook http://127.0.0.1:3000/webhooks/reservekit\n"
       "  curl -H 'Authorization: Bearer sk_rsv_me' http://127.0.0.1:8080/v1/bookings \\\n"
       "    --json '{\"date\": \"2030-01-07\", \"time_slot_id\": 456}'\n"}
  );
  options.add(
      "port",
      po::value<int>()->default_value(8080)->value_name("N"),
      "Where it listens; 0 picks a free port."
  );
  options.add(
      "host",
      po::value<std::string>()->default_value("127.0.0.1")->value_name("ADDRESS"),
      "The address it listens on."
  );
  options.add(
      "webhook",
      po::value<std::vector<std::string>>()->composing()->value_name("URL"),
      "Send the webhooks of every account here. Repeatable."
  );
  options.add(
      "event",
      po::value<std::vector<std::string>>()->composing()->value_name("TYPE"),
      "Only these event types, e.g. bookings.create. Repeatable."
  );
  options.add(
      "allow-host",
      po::value<std::vector<std::string>>()->composing()->value_name("NAME"),
      "Let webhooks go to this host too; loopback is always allowed. Repeatable."
  );
  add_sender_options(options);
  options.add(
      "seed", po::value<std::string>()->default_value("1")->value_name("N"), "Seed of every dice."
  );
  add_journal_options(options);
  add_faults(options);
  options.add(
      "drain",
      po::value<std::string>()->default_value("2s")->value_name("TIME"),
      "How long open deliveries may take to end when interrupted."
  );
  add_api_flags(options);
  return options;
}

std::vector<std::string> words(const po::variables_map& values, const char* name) {
  return values.count(name) != 0 ? values[name].as<std::vector<std::string>>()
                                 : std::vector<std::string>();
}

/// A misspelt type would match nothing, silently.
std::vector<std::string> event_types(const po::variables_map& values) {
  const std::vector<std::string> known = {"bookings.create", "bookings.update", "bookings.delete"};
  std::vector<std::string> types = words(values, "event");
  if (!types.empty() && values.count("webhook") == 0) {
    throw UsageError("--event says which webhooks to send; --webhook URL says where to: give both");
  }
  for (const std::string& type : types) {
    if (std::find(known.begin(), known.end(), type) == known.end()) {
      const std::string near = nearest(type, known);
      throw UsageError(
          "--event is `" + type + "`, expected bookings.create, bookings.update or " +
          "bookings.delete" + (near.empty() ? "" : "; did you mean `" + near + "`?")
      );
    }
  }
  return types;
}

std::size_t journal_memory(const po::variables_map& values) {
  const std::string& text = values["journal-memory"].as<std::string>();
  const auto size = parse_size(text);
  if (!size || *size == 0) {
    throw UsageError("--journal-memory is `" + text + "`, expected a size like 8MB or 512KB");
  }
  return *size;
}

/// What every account is made of; its name, key, journal file and what is of its key alone come
/// with the key.
AccountSetup account_template(const po::variables_map& values, const ApiSetup& api) {
  AccountSetup setup;
  setup.seed = parse_seed(values["seed"].as<std::string>());
  setup.sender = sender_from(values);
  setup.services = scenarios::default_services(api.rules.week_start);
  setup.effects = {EffectRule{}};
  setup.journal.window_bytes = journal_memory(values);
  setup.journal_header.tool = "rkmock " + std::string(version());
  setup.journal_header.scenario = "serve";
  const std::vector<std::string> events = event_types(values);
  for (const std::string& url : words(values, "webhook")) {
    const std::string refused = mockserver::refuse_destination(url, words(values, "allow-host"));
    if (!refused.empty()) {
      throw UsageError("--webhook: " + refused);
    }
    Subscription subscription;
    subscription.url = url;
    subscription.events = events;
    setup.subscriptions.push_back(std::move(subscription));
  }
  return setup;
}

using DecodeFaults = Result<std::vector<std::string>> (*)(
    std::string_view text, const std::string& file, const scenarios::Catalog& catalog
);

/// The faults of the file that a flag names, none without the flag. False when the file is wrong,
/// which has been told.
bool read_faults(
    const po::variables_map& values,
    const std::string& flag,
    DecodeFaults decode,
    std::vector<std::string>& faults
) {
  if (values.count(flag) == 0) {
    return true;
  }
  const auto& file = values[flag].as<std::string>();
  const Result<std::string> text = read_text_file(file);
  auto read =
      text ? decode(*text, file, catalog()) : Result<std::vector<std::string>>(text.error());
  if (!read) {
    std::cerr << to_text(read.error());
    return false;
  }
  faults = std::move(read).value();
  return true;
}

/// What an earlier serve wrote into the folder stays: `account-1.jsonl`, then `account-1.2.jsonl`.
std::filesystem::path fresh_journal(const std::filesystem::path& folder, const std::string& name) {
  std::filesystem::path file = folder / (name + ".jsonl");
  for (int next = 2; std::filesystem::exists(file); ++next) {
    file = folder / (name + "." + std::to_string(next) + ".jsonl");
  }
  return file;
}

/// Deliveries that the shutdown cut off: nobody should have to guess what was not sent.
void list_unsent(mockserver::MockServer& server, const std::string& account) {
  for (const std::string& delivery : server.unsent(account)) {
    std::cerr << "not delivered: " << delivery << " (" << account << ")\n";
  }
}

/// Events that nobody can read any more.
void tell_of_lost_events(const Journal& journal) {
  if (journal.let_go() > 0) {
    std::cerr << "not kept: the first " << journal.let_go() << " of " << journal.last_seq()
              << " events of " << journal.header().account
              << "; --journal DIR keeps all, --journal-memory SIZE more of them\n";
  }
}

void shut_down(mockserver::MockServer& server, Nanos drain, bool journals_have_files) {
  const auto deadline = std::chrono::steady_clock::now() + drain;
  const auto journals = server.journals();
  for (const auto& journal : journals) {
    const std::string account = journal->header().account;
    journal->wait([&] { return server.open_deliveries(account) == 0; }, deadline);
  }
  server.stop();
  std::string problem;
  for (const auto& journal : journals) {
    list_unsent(server, journal->header().account);
    if (!journals_have_files) {
      tell_of_lost_events(*journal);
    }
    const std::string not_written = journal->flush();
    problem = not_written.empty() ? problem : not_written;
  }
  if (!problem.empty()) {
    throw EnvironmentError("a journal could not be written whole: " + problem);
  }
}

int serve(const std::vector<std::string>& arguments) {
  Options options = serve_options();
  const auto values = options.parse(arguments);
  if (!values) {
    return passed;
  }
  const auto drain = parse_duration((*values)["drain"].as<std::string>());
  if (!drain) {
    throw UsageError(
        "--drain is `" + (*values)["drain"].as<std::string>() + "`, expected a time like 2s"
    );
  }
  const std::string folder =
      values->count("journal") != 0 ? (*values)["journal"].as<std::string>() : "";
  if (!folder.empty()) {
    require_writable_folder("--journal", folder);
  }
  const ApiFlags api = read_api_flags(*values);
  AccountSetup every_account = account_template(*values, api.everyone);
  if (!read_faults(
          *values, "api-faults", scenarios::decode_api_faults_file, every_account.api_faults
      ) ||
      !read_faults(
          *values,
          "webhook-faults",
          scenarios::decode_webhook_faults_file,
          every_account.webhook_faults
      )) {
    return usage;
  }
  mockserver::MockServerOptions server_options;
  server_options.http.address = (*values)["host"].as<std::string>();
  server_options.http.port = port_from((*values)["port"].as<int>(), "--port");
  server_options.allowed_hosts = words(*values, "allow-host");
  server_options.dialect = api.everyone.dialect;
  server_options.account_for_new_key = [=](const std::string& key,
                                           int number) -> std::optional<AccountSetup> {
    const auto api_setup = api_setup_for(api, key);
    if (!api_setup) {
      return std::nullopt;
    }
    AccountSetup setup = every_account;
    setup.api = *api_setup;
    setup.name = "account-" + std::to_string(number);
    setup.api_key = key;
    if (!folder.empty()) {
      setup.journal.file = fresh_journal(folder, setup.name);
    }
    return setup;
  };
  allow_many_open_files();
  catch_termination();
  mockserver::MockServer server(system_clock(), server_options);
  std::cout << "ready " << server.url() << std::endl;
  wait_for_termination();
  shut_down(server, *drain, !folder.empty());
  return passed;
}

}  // namespace

const Command serve_command{"serve", "serve the mock API until interrupted", serve};

}  // namespace rkmock::cli
