// Holds docs/journal-format.md to the codec, both ways.
#include <fstream>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "core/event_codec.hpp"
#include "unit/core/any_event.hpp"

namespace rkmock {
namespace {

using testing::ContainerEq;

/// An archive that notes the name of every member, as the manual writes them: `phases.reused`,
/// `effects[].name`.
class Names {
 public:
  static constexpr bool reading = false;

  template <class Value>
  void operator()(std::string_view name, const Value& value) {
    const std::string path = prefix_ + std::string(name);
    names.insert(path);
    descend(path, value);
  }

  void json(std::string_view name, const std::string&) {
    names.insert(prefix_ + std::string(name));
  }

  std::set<std::string> names;

 private:
  template <class Value>
  void descend(const std::string& path, const std::vector<Value>&) {
    descend(path + "[]", Value{});
  }

  template <class Value>
  void descend(const std::string& path, const std::optional<Value>&) {
    descend(path, Value{});
  }

  void descend(const std::string&, const Headers::value_type&) {}

  /// The members of every kind of action, and the one that says which kind it is.
  void descend(const std::string& path, const Action&) {
    descend_into_kinds(path, std::make_index_sequence<std::variant_size_v<Action>>());
  }

  template <std::size_t... Index>
  void descend_into_kinds(const std::string& path, std::index_sequence<Index...>) {
    names.insert(path + ".action");
    (descend(path, std::variant_alternative_t<Index, Action>{}), ...);
  }

  template <class Value>
  void descend(const std::string& path, const Value& value) {
    if constexpr (requires(Names & archive) { codec::fields(archive, value); }) {
      const std::string outer = std::exchange(prefix_, path + ".");
      codec::fields(*this, value);
      prefix_ = outer;
    }
  }

  std::string prefix_;
};

std::vector<std::string> manual() {
  std::ifstream file(RKMOCK_SOURCE_DIR "/docs/journal-format.md");
  std::vector<std::string> lines;
  for (std::string line; std::getline(file, line);) {
    lines.push_back(line);
  }
  return lines;
}

/// The members in the tables below a heading, up to the next heading. Empty when it is missing.
std::set<std::string> described_below(const std::string& heading) {
  std::set<std::string> names;
  bool within = false;
  for (const std::string& line : manual()) {
    if (line.rfind('#', 0) == 0) {
      within = line == heading;
    } else if (within && line.rfind("| `", 0) == 0) {
      names.insert(line.substr(3, line.find('`', 3) - 3));
    }
  }
  return names;
}

TEST(JournalDocTest, DescribesEveryMemberOfEveryEventAndNoOther) {
  for (std::size_t kind = 0; kind < kinds_of_events; ++kind) {
    Names archive;
    const EventBody body = body_of_kind(kind);
    std::visit([&archive](const auto& event) { codec::fields(archive, event); }, body);
    const std::string heading = "### `" + std::string(type_name(body)) + "`";
    EXPECT_THAT(manual(), testing::Contains(heading));
    EXPECT_THAT(described_below(heading), ContainerEq(archive.names)) << heading;
  }
}

TEST(JournalDocTest, HasNoTypesThatThereAreNot) {
  std::size_t headings = 0;
  for (const std::string& line : manual()) {
    headings += line.rfind("### `", 0) == 0 ? 1 : 0;
  }
  EXPECT_EQ(headings, kinds_of_events);
}

TEST(JournalDocTest, DescribesTheHeaderAndWhatAllEventsShare) {
  const auto keys = [](const std::string& line) {
    std::set<std::string> names;
    const auto members = nlohmann::json::parse(line);
    for (const auto& [name, value] : members.items()) {
      names.insert(name);
    }
    return names;
  };
  EXPECT_THAT(
      described_below("## The first line"), ContainerEq(keys(to_json_line(JournalHeader{})))
  );
  EXPECT_THAT(
      described_below("## Members of every event"),
      ContainerEq(keys(to_json_line(Event{1, {}, event::RunFinished{}})))
  );
}

TEST(JournalDocTest, DescribesEveryOutcome) {
  EXPECT_THAT(
      described_below("## Outcomes"),
      testing::UnorderedElementsAre("acknowledged", "refused", "unknown", "impossible")
  );
}

}  // namespace
}  // namespace rkmock
