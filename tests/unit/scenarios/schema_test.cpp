// Holds scenarios/scenario.schema.json to the decoder: the same keys, the same names of faults,
// checks, profiles and schemes, and the same judgement of files, as far as a schema can see.
#include "scenarios/schema.hpp"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <map>
#include <memory>
#include <set>
#include <sstream>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <valijson/adapters/nlohmann_json_adapter.hpp>
#include <valijson/schema.hpp>
#include <valijson/schema_parser.hpp>
#include <valijson/validation_results.hpp>
#include <valijson/validator.hpp>

#include "core/document.hpp"
#include "core/references.hpp"
#include "faults/aim.hpp"
#include "mockserver/api_faults/kinds.hpp"
#include "scenarios/keys.hpp"
#include "unit/scenarios/real_catalog.hpp"
#include "unit/scenarios/schema_tables.hpp"

namespace rkmock::scenarios {
namespace {

namespace fs = std::filesystem;
using ::testing::ContainerEq;
using Names = std::set<std::string>;

const std::string source = RKMOCK_SOURCE_DIR "/";

/// Right in form; what is wrong with them only the decoder can find. tests/e2e/schema.test.js has
/// the same list, with reasons.
const Names only_for_the_decoder = {
    "no_accounts.yaml",
    "no_restart.yaml",
    "references.yaml",
    "reserved_names.yaml",
    "too_many_rounds.yaml",
    "unknown_effect.yaml",
    "unset_variable.yaml"};

/// Each map of the language in keys.hpp, and what the schema calls it.
const std::map<std::string, const KeyGroup*>& groups() {
  static const std::map<std::string, const KeyGroup*> all = {
      {"scenario", &keys::scenario},
      {"defaults", &keys::defaults},
      {"sender", &keys::sender},
      {"receiver", &keys::receiver},
      {"signing", &keys::signing},
      {"tls", &keys::tls},
      {"state", &keys::state},
      {"effect", &keys::effect},
      {"restart", &keys::restart},
      {"given", &keys::given},
      {"api", &keys::api},
      {"rate_limit", &keys::rate_limit},
      {"service", &keys::service},
      {"time_slot", &keys::time_slot},
      {"given_booking", &keys::given_booking},
      {"account", &keys::account},
      {"step", &keys::step},
      {"step.verbs", &keys::verbs},
      {"with_create", &keys::with_create},
      {"with_update", &keys::with_update},
      {"with_cancel", &keys::with_cancel},
      {"release", &keys::release},
      {"answer", &keys::answer},
      {"wait_until", &keys::wait_until},
      {"until_state", &keys::until_state},
      {"until_attempts", &keys::until_attempts},
      {"until_effect", &keys::until_effect},
      {"until_api_call", &keys::until_api_call}};
  return all;
}

std::string read(const fs::path& file) {
  std::ostringstream bytes;
  bytes << std::ifstream(file, std::ios::binary).rdbuf();
  return bytes.str();
}

const SchemaJson& schema() {
  static const SchemaJson json = SchemaJson::parse(read(source + "scenarios/scenario.schema.json"));
  return json;
}

/// The words of an `enum` somewhere in the definition.
Names words_of(const SchemaJson& at) {
  Names words;
  if (const auto found = at.find("enum"); at.is_object() && found != at.end()) {
    for (const SchemaJson& word : *found) {
      words.insert(word.get<std::string>());
    }
  }
  if (at.is_structured()) {
    for (const SchemaJson& member : at) {
      words.merge(words_of(member));
    }
  }
  return words;
}

Names keys_of(const std::string& definition) {
  const std::vector<std::string> keys = schema_keys(schema(), definition);
  return {keys.begin(), keys.end()};
}

const SchemaJson& property(const std::string& definition, const std::string& key) {
  return schema().at("definitions").at(definition).at("properties").at(key);
}

std::vector<fs::path> files_below(const std::string& folder) {
  std::vector<fs::path> files;
  for (const auto& entry : fs::recursive_directory_iterator(source + folder)) {
    const std::string ending = entry.path().extension().string();
    if (ending == ".yaml" || (ending == ".json" && folder.ends_with("broken"))) {
      files.push_back(entry.path());
    }
  }
  std::sort(files.begin(), files.end());
  return files;
}

std::unique_ptr<const valijson::Schema> parse_schema() {
  auto parsed = std::make_unique<valijson::Schema>();
  const auto json = nlohmann::json::parse(read(source + "scenarios/scenario.schema.json"));
  valijson::SchemaParser(valijson::SchemaParser::kDraft7)
      .populateSchema(valijson::adapters::NlohmannJsonAdapter(json), *parsed);
  return parsed;
}

/// Empty when the schema accepts the file; else what is wrong with it.
std::string refusal(const fs::path& file) {
  static const std::unique_ptr<const valijson::Schema> parsed = parse_schema();
  const Result<Document> document = parse_document(read(file), file.string());
  if (!document) {
    return to_text(document.error());
  }
  const nlohmann::json value = document->root.to_json();
  const valijson::adapters::NlohmannJsonAdapter target(value);
  valijson::Validator validator(valijson::Validator::kStrongTypes);
  valijson::ValidationResults results;
  if (validator.validate(*parsed, target, &results)) {
    return "";
  }
  std::string text = "refused:\n";
  for (valijson::ValidationResults::Error error; results.popError(error);) {
    for (const std::string& part : error.context) {
      text += part;
    }
    text += ": " + error.description + "\n";
  }
  return text;
}

/// Everything that a scenario of the library may need is there.
DecodeOptions generous_options() {
  DecodeOptions options = test_options();
  options.variables["RECEIVER_RESTART"] = "true";
  options.variables["RECEIVER_READY"] = "http://127.0.0.1:3000/healthz";
  options.variables["CLIENT_RECONCILE"] = "http://127.0.0.1:3000/reconcile";
  options.variables["CLIENT_BOOK"] = "http://127.0.0.1:3000/book";
  return options;
}

Result<Scenario> decode_file(const fs::path& file) {
  return decode(read(file), file.string(), real_catalog(), generous_options());
}

TEST(SchemaTest, ItsKeysAreThoseOfTheDecoder) {
  for (const auto& [name, group] : groups()) {
    EXPECT_THAT(keys_of(name), ContainerEq(Names(group->keys.begin(), group->keys.end()))) << name;
  }
}

TEST(SchemaTest, EveryMapOfTheLanguageIsCompared) {
  for (const KeyGroup* group : key_groups()) {
    EXPECT_TRUE(std::any_of(groups().begin(), groups().end(), [&](const auto& named) {
      return named.second == group;
    })) << group->where;
  }
}

TEST(SchemaTest, ItsFaultsAreThoseThereAre) {
  Names faults(faults::aim_keys.begin(), faults::aim_keys.end());
  for (const FaultDescriptor& fault : faults::table()) {
    faults.insert(std::string(fault.name));
    faults.insert(fault.keys.begin(), fault.keys.end());
  }
  EXPECT_THAT(keys_of("faults"), ContainerEq(faults));
}

TEST(SchemaTest, ItsFaultsOnAnswersAreThoseThereAre) {
  Names kinds;
  for (const api_faults::KindRow& row : api_faults::kind_table()) {
    kinds.insert(std::string(row.name));
  }
  EXPECT_THAT(words_of(property("api_fault_response", "fault")), ContainerEq(kinds));
}

TEST(SchemaTest, ItsChecksAreThoseThereAre) {
  Names checks;
  for (const CheckDescriptor& check : assertions::table()) {
    checks.insert(std::string(check.name));
  }
  EXPECT_THAT(keys_of("check"), ContainerEq(checks));
  EXPECT_THAT(words_of(schema().at("definitions").at("expectation")), ContainerEq(checks));
}

TEST(SchemaTest, ItsProfilesSchemesAndFieldsAreThoseThereAre) {
  const std::vector<std::string> profiles = webhooks::profile_names();
  const std::vector<std::string> schemes = webhooks::signing_schemes();
  const SchemaJson& profile = schema().at("definitions").at("sender_profile");
  EXPECT_THAT(words_of(profile), ContainerEq(Names(profiles.begin(), profiles.end())));
  EXPECT_THAT(
      words_of(property("signing", "scheme")), ContainerEq(Names(schemes.begin(), schemes.end()))
  );
  Names fields;
  for (const std::string& field : booking_fields()) {
    fields.insert("booking." + field);
  }
  EXPECT_THAT(words_of(property("comparison", "to")), ContainerEq(fields));
}

TEST(SchemaTest, BothAcceptEveryScenarioOfTheLibrary) {
  const auto files = files_below("scenarios/library");
  EXPECT_GE(files.size(), 12U);
  for (const fs::path& file : files) {
    const Result<Scenario> scenario = decode_file(file);
    EXPECT_TRUE(scenario) << file << to_text(scenario.error());
    EXPECT_EQ(refusal(file), "") << file;
  }
}

TEST(SchemaTest, BothRefuseWhatIsBroken) {
  for (const fs::path& file : files_below("tests/golden/scenarios/broken")) {
    EXPECT_FALSE(decode_file(file)) << file;
    EXPECT_EQ(refusal(file).empty(), only_for_the_decoder.contains(file.filename().string()))
        << file << ": " << refusal(file);
  }
}

TEST(SchemaTest, IsInTheProgramAsItIsInTheFile) {
  EXPECT_EQ(schema_text(), read(source + "scenarios/scenario.schema.json"));
}

}  // namespace
}  // namespace rkmock::scenarios
