#include "core/event_codec.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <concepts>
#include <limits>
#include <utility>

#include <nlohmann/json.hpp>

#include "rkmock/error.hpp"

#include "core/event_fields.hpp"
#include "core/json_line.hpp"
#include "core/json_line_reader.hpp"

namespace rkmock {
namespace {

/// In the order of EventBody.
constexpr std::array<std::string_view, std::variant_size_v<EventBody>> type_names{
    "run_started",    "calibrated",       "clean_run",       "step_started",
    "step_checked",   "booking_changed",  "event_raised",    "delivery_planned",
    "event_held",     "events_released",  "attempt_started", "attempt_finished",
    "delivery_ended", "endpoint_changed", "api_request",     "sink_hit",
    "state_probed",   "settled",          "drain_started",   "drain_finished",
    "checkpoint",     "harness_error",    "events_dropped",  "run_finished",
};
static_assert(std::is_same_v<std::variant_alternative_t<14, EventBody>, event::ApiRequest>);
static_assert(std::is_same_v<std::variant_alternative_t<23, EventBody>, event::RunFinished>);

/// Makes the alternative with this index.
template <std::size_t... Index>
EventBody make_body(std::size_t index, std::index_sequence<Index...>) {
  EventBody body;
  ((Index == index ? static_cast<void>(body.emplace<Index>()) : static_cast<void>(0)), ...);
  return body;
}

/// An archive that adds up what lies outside of the event itself: texts and lists.
class Scale {
 public:
  static constexpr bool reading = false;

  [[nodiscard]] std::size_t total() const { return total_; }

  template <class Value>
  void operator()(std::string_view, const Value& value) {
    add(value);
  }

  void json(std::string_view, const std::string& text) { add(text); }

 private:
  void add(const std::string& text) { total_ += text.size(); }

  void add(const Headers::value_type& header) {
    total_ += sizeof header + header.first.size() + header.second.size();
  }

  template <class Value>
  void add(const std::vector<Value>& values) {
    for (const Value& value : values) {
      total_ += sizeof value;
      add(value);
    }
  }

  template <class Value>
  void add(const Value& value) {
    if constexpr (requires(Scale & scale) { codec::fields(scale, value); }) {
      codec::fields(*this, value);
    }
  }

  std::size_t total_ = 0;
};

template <class A>
void header_fields(A& a, codec::Of<A, JournalHeader>& h) {
  a("version", h.version);
  a("tool", h.tool);
  a("scenario", h.scenario);
  a("scenario_file", h.scenario_file);
  a("scenario_hash", h.scenario_hash);
  a("account", h.account);
  a("seed", h.seed);
  a("started", h.started);
  a("replay", h.replay);
  a("round", h.round);
  a("rounds", h.rounds);
}

/// `[json.exception.parse_error.101] parse error at line 1, column 5: why` → `why`
LineProblem problem_of(const nlohmann::ordered_json::parse_error& error) {
  const std::string_view text = error.what();
  const std::size_t colon = text.find(": ");
  return {
      "this is not valid JSON: " +
          std::string(colon == std::string_view::npos ? text : text.substr(colon + 2)),
      static_cast<int>(std::min<std::size_t>(error.byte, std::numeric_limits<int>::max())),
  };
}

/// The line as a JSON object, or why it is none.
std::optional<LineProblem> parse_object(std::string_view line, nlohmann::ordered_json& object) {
  if (codec::nesting(line) > codec::deepest_json) {
    return LineProblem{"JSON nested too deeply", 0};
  }
  try {
    object = nlohmann::ordered_json::parse(line);
  } catch (const nlohmann::ordered_json::parse_error& error) {
    return problem_of(error);
  } catch (const nlohmann::ordered_json::exception&) {
    return LineProblem{"a number in it is too large", 0};
  }
  if (!object.is_object()) {
    return LineProblem{"this is not a JSON object", 0};
  }
  return std::nullopt;
}

}  // namespace

std::string_view type_name(const EventBody& body) {
  return type_names[body.index()];
}

std::string_view to_string(Outcome outcome) {
  switch (outcome) {
    case Outcome::acknowledged:
      return "acknowledged";
    case Outcome::refused:
      return "refused";
    case Outcome::impossible:
      return "impossible";
    case Outcome::unknown:
      return "unknown";
  }
  fail_invariant("outcome is an enumerator", __FILE__, __LINE__, "unknown outcome");
}

std::string merged_name(const std::vector<std::string>& events) {
  std::string name;
  for (const std::string& event : events) {
    name += (name.empty() ? "" : "+") + event;
  }
  return name;
}

std::size_t weigh(const EventBody& body) {
  Scale scale;
  std::visit([&scale](const auto& event) { codec::fields(scale, event); }, body);
  return sizeof(Event) + scale.total();
}

std::string to_json_line(const Event& event) {
  std::string line;
  append_json_line(line, event);
  return line;
}

void append_json_line(std::string& out, const Event& event) {
  codec::Writer writer(out);
  writer.open();
  writer("seq", event.seq);
  writer("at_ns", event.at);
  writer("type", type_name(event.body));
  std::visit([&writer](const auto& body) { codec::fields(writer, body); }, event.body);
  writer.close();
}

DecodedLine event_from_json(std::string_view line) {
  DecodedLine decoded;
  nlohmann::ordered_json object;
  decoded.problem = parse_object(line, object);
  if (decoded.problem) {
    return decoded;
  }
  Event event;
  std::string type;
  codec::Reader reader(object);
  reader.require("seq", event.seq);
  reader.require("at_ns", event.at);
  reader.require("type", type);
  const auto* known = std::find(type_names.begin(), type_names.end(), type);
  if (known != type_names.end()) {
    event.body = make_body(
        static_cast<std::size_t>(known - type_names.begin()),
        std::make_index_sequence<std::variant_size_v<EventBody>>()
    );
    std::visit([&reader](auto& body) { codec::fields(reader, body); }, event.body);
  }
  decoded.seq = event.seq;
  if (!reader.problem().empty()) {
    decoded.problem = LineProblem{reader.problem(), 0};
  } else if (known != type_names.end()) {
    decoded.event = std::move(event);
  }
  return decoded;
}

std::string to_json_line(const JournalHeader& header) {
  std::string line;
  codec::Writer writer(line);
  writer.open();
  writer("journal", std::string_view("rkmock"));
  header_fields(writer, header);
  writer.close();
  return line;
}

DecodedHeader header_from_json(std::string_view line) {
  DecodedHeader decoded;
  nlohmann::ordered_json object;
  if (parse_object(line, object) || object.value("journal", nlohmann::ordered_json()) != "rkmock") {
    decoded.problem = LineProblem{"this is not a rkmock journal", 0};
    return decoded;
  }
  int version = 0;
  codec::Reader reader(object);
  reader.require("version", version);
  // The rest of a newer header may mean anything.
  if (reader.problem().empty() && version > journal_version) {
    decoded.problem = LineProblem{
        "the journal is of format version " + std::to_string(version) +
            ", and this rkmock reads versions up to " + std::to_string(journal_version),
        0,
        "use the rkmock that wrote it, or a newer one"};
    return decoded;
  }
  header_fields(reader, decoded.header);
  if (!reader.problem().empty()) {
    decoded.problem = LineProblem{reader.problem(), 0};
  } else if (version < 1) {
    decoded.problem = LineProblem{"there is no format version " + std::to_string(version), 0};
  }
  return decoded;
}

}  // namespace rkmock
