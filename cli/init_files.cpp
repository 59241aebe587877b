#include "cli/init_files.hpp"

#include <algorithm>
#include <string_view>

#include "mockserver/destination.hpp"

namespace rkmock::cli {

namespace {

constexpr std::string_view scenario = R"(
# A first scenario: a booking's life, with some of what goes wrong on the way to a receiver.
# Check it with `rkmock validate scenarios`, play it with `rkmock run scenarios`. The language is in
# docs/scenario-format.md of rkmock; `rkmock library` shows ready scenarios to learn from.
scenario: A booking survives duplicates and a lost acknowledgement
tags: [smoke]

receiver:
  # Where your receiver takes webhooks; --receiver and RECEIVER_URL go before it.
  url: "${RECEIVER_URL:-@RECEIVER@}"
  # How webhooks are signed. Take `signing: { scheme: none }` when your receiver does not check.
  signing: { secret: "${WEBHOOK_SECRET:-test}" }
  # Where your receiver shows its state of a booking, as JSON with `status`; 404 when it has none.
  # `state: none` when there is no such place: then the final state is not judged.
  state: { get: "${RECEIVER_BASE}/bookings/{{booking.id}}" }
  # What your receiver does downstream, say a mail. In tests it posts to
  # http://127.0.0.1:8080/sink/effects instead, with the booking_id, event_type and updated_at.
  effects:
    effects: { path: /sink/effects }

steps:
  - create: jane
    with: { customer_name: Jane Doe, customer_email: jane.doe@example.com }
    deliver: { copies: 2, together: true }   # the same webhook twice, at the same moment
  - wait: settled                            # until the receiver has come to rest

  - update: jane
    with: { status: confirmed }
    deliver: { lost_ack: true }              # its answer is lost, so the webhook comes again
  - wait: settled

  - cancel: jane
    with: { cancel_reason: Customer requested cancellation }

expect:
  - ack: ["max<5s"]          # every webhook is answered in time
  - no_lost_event            # every event was acted on
  - no_duplicate_effect      # and once only
  - converges                # in the end it has the state that ReserveKit has
)";

constexpr std::string_view compose = R"(
# Judges the webhook receiver at @RECEIVER@:
#   docker compose -f docker-compose.rkmock.yml run --rm rkmock
# The exit code says how it went: 0 passed, 1 a check failed, 3 inconclusive. `rkmock` is the image
# that rkmock's own Dockerfile makes: docker build -t rkmock PATH_OF_RKMOCK
services:
  rkmock:
    image: rkmock
    # The receiver calls the mock back at http://127.0.0.1:8080, for /v1 and /sink/effects, and the
    # mock calls the receiver on this machine.
    network_mode: host
    working_dir: /rkmock
    environment:
      WEBHOOK_SECRET: ${WEBHOOK_SECRET:-test}
    volumes:
      - ./scenarios:/rkmock/scenarios:ro
      - ./rkmock-reports:/rkmock/reports
    command:
      - run
      - scenarios
      - --receiver=@RECEIVER@
@ALLOW@      - --wait-receiver=60s
      - --junit=reports/rkmock.xml
      - --journal=reports/journals
)";

constexpr std::string_view github = R"(
# Judges the webhook receiver on every push. The exit code of rkmock decides, the report says why.
name: webhooks
on: [push, pull_request]
jobs:
  rkmock:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v4
      # The image: build it from rkmock's Dockerfile, or pull it from your registry and tag it so.
      # - run: docker build -t rkmock path/of/rkmock
      # Your receiver, in the background, with the downstream of tests:
      - run: npm ci && (npm start &)
        env:
          DOWNSTREAM: http://127.0.0.1:8080/sink/effects
      - run: docker compose -f docker-compose.rkmock.yml run --rm rkmock
      - uses: actions/upload-artifact@v4
        if: always()
        with: { name: rkmock, path: rkmock-reports }
)";

constexpr std::string_view gitlab = R"(
# Judges the webhook receiver. In .gitlab-ci.yml: include: { local: .gitlab-ci.rkmock.yml }
webhooks:
  # An image with your receiver's runtime and the rkmock binary in it.
  image: rkmock
  script:
    # Your receiver, in the background, with the downstream of tests:
    - npm ci
    - DOWNSTREAM=http://127.0.0.1:8080/sink/effects npm start &
    - rkmock run scenarios --receiver @RECEIVER@@ALLOW_FLAG@
      --wait-receiver 60s --junit rkmock-reports/rkmock.xml --journal rkmock-reports/journals
  artifacts:
    when: always
    paths: [rkmock-reports]
    reports:
      junit: rkmock-reports/rkmock.xml
)";

/// Without the line break that the literal begins with.
std::string text_of(std::string_view literal) {
  return std::string(literal.substr(1));
}

void replace_all(std::string& text, std::string_view what, std::string_view with) {
  for (std::size_t at = text.find(what); at != std::string::npos;
       at = text.find(what, at + with.size())) {
    text.replace(at, what.size(), with);
  }
}

}  // namespace

std::vector<InitFile> init_files(const std::string& receiver, const Url& url, Ci ci) {
  std::vector<InitFile> files = {
      {"scenarios/first_booking.yaml", text_of(scenario)},
      {"docker-compose.rkmock.yml", text_of(compose)}};
  if (ci == Ci::github) {
    files.push_back({".github/workflows/webhooks.yml", text_of(github)});
  } else if (ci == Ci::gitlab) {
    files.push_back({".gitlab-ci.rkmock.yml", text_of(gitlab)});
  }
  const bool local = mockserver::refuse_destination(receiver, {}).empty();
  for (InitFile& file : files) {
    replace_all(file.text, "@ALLOW@", local ? "" : "      - --allow-host=" + url.host + "\n");
    replace_all(file.text, "@ALLOW_FLAG@", local ? "" : " --allow-host " + url.host);
    replace_all(file.text, "@RECEIVER@", receiver);
  }
  return files;
}

}  // namespace rkmock::cli
