// The sender profiles: every file reads, every value says where it comes from.
#include "mockserver/webhooks/profiles.hpp"

#include <chrono>
#include <filesystem>
#include <fstream>
#include <sstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "rkmock/error.hpp"

namespace rkmock::webhooks {
namespace {

using namespace std::chrono_literals;
using nlohmann::json;
using testing::ElementsAre;
using testing::HasSubstr;

std::string text_of(const std::filesystem::path& file) {
  std::ifstream stream(file);
  std::stringstream text;
  text << stream.rdbuf();
  return text.str();
}

std::vector<std::filesystem::path> files() {
  std::vector<std::filesystem::path> found;
  for (const auto& entry :
       std::filesystem::directory_iterator(RKMOCK_SOURCE_DIR "/mockserver/webhooks/profiles")) {
    found.push_back(entry.path());
  }
  return found;
}

std::string reason_against(const json& profile) {
  try {
    std::ignore = read_profile(profile.dump());
  } catch (const InvariantError& error) {
    return error.what();
  }
  return {};
}

json good() {
  return json::parse(text_of(files().front()));
}

TEST(ProfilesTest, EveryFileReadsAndIsCompiledIn) {
  EXPECT_FALSE(files().empty());
  EXPECT_EQ(profile_names().size(), files().size());
  for (const auto& file : files()) {
    const SenderProfile profile = read_profile(text_of(file));
    EXPECT_EQ(profile.name + ".json", file.filename()) << "file and name agree";
    EXPECT_EQ(find_profile(profile.name), profile) << "the build holds the file as it is";
  }
}

TEST(ProfilesTest, EveryValueHasASource) {
  for (const auto& file : files()) {
    const json profile = json::parse(text_of(file));
    for (const auto& [key, entry] : profile.items()) {
      if (key != "name") {
        EXPECT_FALSE(entry.at("source").get<std::string>().empty()) << file << " " << key;
      }
    }
  }
}

TEST(ProfilesTest, ReserveKitWaitsFiveSecondsAndRetriesForThreeDays) {
  const SenderProfile profile = find_profile("reservekit").value();
  EXPECT_EQ(profile.timeout, 5s);
  EXPECT_THAT(profile.retry_waits, ElementsAre(5s, 5min, 30min, 2h, 5h, 10h, 14h, 20h, 24h));
  EXPECT_EQ(profile.jitter, 0.1);
  EXPECT_EQ(profile.time_scale, 1);
  EXPECT_EQ(profile.signing.scheme, "hmac-sha256-hex");
  EXPECT_EQ(profile.signing.header, "X-Webhook-Signature");
  EXPECT_EQ(profile.signing.secret, "test");
}

TEST(ProfilesTest, StandardWebhooksRetriesForItsSeventyFiveHours) {
  const SenderProfile profile = find_profile("standard-webhooks").value();
  Nanos sum{};
  for (const Nanos wait : profile.retry_waits) {
    sum += wait;
  }
  EXPECT_EQ(sum, 75h + 35min + 5s);
}

TEST(ProfilesTest, EachOfTheKnownSendersIsThere) {
  EXPECT_THAT(
      profile_names(),
      testing::UnorderedElementsAre(
          "reservekit",
          "standard-webhooks",
          "svix",
          "stripe",
          "github",
          "shopify",
          "square",
          "outpost"
      )
  );
}

/// A value as the manual writes it.
std::string in_words(const json& value) {
  if (!value.is_array()) {
    return "`" + (value.is_string() ? value.get<std::string>() : value.dump()) + "`";
  }
  std::string words;
  for (const json& item : value) {
    words += words.empty() ? "" : item.is_array() ? "; " : ", ";
    words += item.is_array()
                 ? "`" + item[0].get<std::string>() + ": " + item[1].get<std::string>() + "`"
                 : item.get<std::string>();
  }
  return words.empty() ? "none" : words;
}

TEST(ProfilesTest, TheManualHasTheValuesAndSourcesOfEveryProfile) {
  const std::string manual = text_of(RKMOCK_SOURCE_DIR "/docs/sender-profiles.md");
  for (const std::string& name : profile_names()) {
    std::string section = "### `" + name + "`\n\n| Field | Value | Source |\n|---|---|---|\n";
    for (const ProfileEntry& entry : profile_entries(name)) {
      section += "| `" + entry.key + "` | " + in_words(json::parse(entry.value)) + " | " +
                 entry.source + " |\n";
    }
    EXPECT_THAT(manual, HasSubstr(section + "\n"));
  }
}

TEST(ProfilesTest, TheManualExplainsEveryField) {
  const std::string manual = text_of(RKMOCK_SOURCE_DIR "/docs/sender-profiles.md");
  const std::string fields = manual.substr(0, manual.find("## The profiles"));
  for (const ProfileEntry& entry : profile_entries("reservekit")) {
    EXPECT_THAT(fields, HasSubstr("`" + entry.key + "`"));
  }
}

TEST(ProfilesTest, AnUnknownNameHasNoProfile) {
  EXPECT_EQ(find_profile("reservekit2"), std::nullopt);
  EXPECT_EQ(find_profile(""), std::nullopt);
}

TEST(ProfilesTest, AValueWithoutASourceIsRefused) {
  json profile = good();
  profile["timeout"].erase("source");
  EXPECT_THAT(reason_against(profile), HasSubstr("`source`"));
  profile["timeout"]["source"] = "";
  EXPECT_THAT(reason_against(profile), HasSubstr("`timeout` of the sender profile"));
}

TEST(ProfilesTest, WhatIsMissingUnknownOrOutOfBoundsIsNamed) {
  json profile = good();
  profile.erase("jitter");
  EXPECT_THAT(reason_against(profile), HasSubstr("`jitter`"));
  profile = good();
  profile["timeuot"] = profile["timeout"];
  EXPECT_THAT(reason_against(profile), HasSubstr("`timeuot`"));
  profile = good();
  profile["jitter"]["value"] = 0.7;
  EXPECT_THAT(reason_against(profile), HasSubstr("from 0 to 0.5"));
  profile = good();
  profile["retry_waits"]["value"][1] = "soon";
  EXPECT_THAT(reason_against(profile), HasSubstr("soon"));
  profile = good();
  profile["max_connections"]["value"] = "many";
  EXPECT_THAT(reason_against(profile), HasSubstr("`max_connections`"));
  profile = good();
  profile["signing_scheme"]["value"] = "rot13";
  EXPECT_THAT(reason_against(profile), HasSubstr("rot13"));
  profile = good();
  profile["redirects"]["value"] = "sometimes";
  EXPECT_THAT(reason_against(profile), HasSubstr("`redirects`"));
  profile = good();
  profile["retry_after"]["value"] = "honored";
  EXPECT_THAT(reason_against(profile), HasSubstr("cannot be honored"));
  profile = good();
  profile["disable_after_failures"]["value"] = -1;
  EXPECT_THAT(reason_against(profile), HasSubstr("`disable_after_failures`"));
  profile = good();
  profile["headers"]["value"] = json::array({json::array({"X-Id", "{{idd}}"})});
  EXPECT_THAT(reason_against(profile), HasSubstr("{{idd}}"));
  EXPECT_THAT(reason_against(json("text")), HasSubstr("JSON map"));
}

}  // namespace
}  // namespace rkmock::webhooks
