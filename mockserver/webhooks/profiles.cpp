#include "mockserver/webhooks/profiles.hpp"

#include <algorithm>
#include <set>
#include <span>

#include <nlohmann/json.hpp>

#include "rkmock/error.hpp"

#include "mockserver/webhooks/embedded_profiles.hpp"
#include "mockserver/webhooks/signing.hpp"
#include "mockserver/webhooks/wire.hpp"

namespace rkmock::webhooks {

namespace {

using nlohmann::json;

/// Hands out a profile's values one by one, and notices the ones that nobody asked for.
class ProfileReader {
 public:
  explicit ProfileReader(std::string_view text)
      : file_(json::parse(text.begin(), text.end(), nullptr, /*allow_exceptions=*/false)) {
    RKMOCK_ASSERT(file_.is_object(), "a sender profile is a JSON map");
    const json& name = member(file_, "name");
    RKMOCK_ASSERT(name.is_string(), "a sender profile's name is a text");
    name_ = name.get<std::string>();
    for (const auto& [key, value] : file_.items()) {
      if (key != "name") {
        left_.insert(key);
      }
    }
  }

  [[nodiscard]] const std::string& name() const { return name_; }

  template <class T>
  T value(const std::string& key) {
    const json& entry = member(file_, key);
    RKMOCK_ASSERT(entry.is_object(), describe(key) + " is not a map of value and source");
    const json& source = member(entry, "source");
    RKMOCK_ASSERT(
        source.is_string() && !source.get_ref<const std::string&>().empty(),
        describe(key) + " has no source"
    );
    left_.erase(key);
    try {
      return member(entry, "value").get<T>();
    } catch (const json::exception& wrong_type) {
      fail_invariant("value", __FILE__, __LINE__, describe(key) + ": " + wrong_type.what());
    }
  }

  Nanos duration(const std::string& key) { return duration_of(key, value<std::string>(key)); }

  [[nodiscard]] Nanos duration_of(const std::string& key, const std::string& text) const {
    const auto span = parse_duration(text);
    RKMOCK_ASSERT(span.has_value(), describe(key) + " is not a duration: " + text);
    return *span;
  }

  /// The place of its value among the words.
  std::size_t word(const std::string& key, std::span<const std::string_view> words) {
    const auto value = this->value<std::string>(key);
    const auto found = std::find(words.begin(), words.end(), value);
    RKMOCK_ASSERT(found != words.end(), describe(key) + " cannot be " + value);
    return static_cast<std::size_t>(found - words.begin());
  }

  void finish() const {
    RKMOCK_ASSERT(left_.empty(), describe(left_.empty() ? "" : *left_.begin()) + " is unknown");
  }

  [[nodiscard]] std::string describe(const std::string& key) const {
    return "`" + key + "` of the sender profile `" + name_ + "`";
  }

 private:
  [[nodiscard]] const json& member(const json& map, const std::string& key) const {
    const auto found = map.find(key);
    RKMOCK_ASSERT(found != map.end(), describe(key) + " is missing");
    return *found;
  }

  json file_;
  std::string name_;
  std::set<std::string> left_;
};

void read_headers(ProfileReader& reader, SenderProfile& profile) {
  for (auto& [name, value] : reader.value<Headers>("headers")) {
    const std::string problem = template_problem(value);
    RKMOCK_ASSERT(problem.empty(), reader.describe("headers") + ": " + problem);
    profile.headers.emplace_back(std::move(name), std::move(value));
  }
}

/// What the sender does when a delivery fails.
void read_reactions(ProfileReader& reader, SenderProfile& profile) {
  profile.redirects = static_cast<Redirects>(reader.word("redirects", redirects_words));
  profile.retry_after = static_cast<RetryAfter>(reader.word("retry_after", retry_after_words));
  profile.instant_resend = reader.value<bool>("instant_resend");
  profile.gone_disables = reader.value<bool>("gone_disables");
  profile.disable_after_failures = reader.value<int>("disable_after_failures");
  RKMOCK_ASSERT(
      profile.disable_after_failures >= 0,
      reader.describe("disable_after_failures") + " must not be below 0"
  );
  profile.disable_after = reader.duration("disable_after");
  profile.ordered = reader.value<bool>("ordered");
}

const std::vector<SenderProfile>& profiles() {
  static const std::vector<SenderProfile> read = [] {
    std::vector<SenderProfile> all;
    for (const EmbeddedFile& file : embedded_profiles()) {
      all.push_back(read_profile(file.text));
    }
    return all;
  }();
  return read;
}

}  // namespace

SenderProfile read_profile(std::string_view text) {
  ProfileReader reader(text);
  SenderProfile profile;
  profile.name = reader.name();
  profile.timeout = reader.duration("timeout");
  RKMOCK_ASSERT(profile.timeout > Nanos{}, reader.describe("timeout") + " must be above 0");
  profile.connect_timeout = reader.duration("connect_timeout");
  for (const auto& wait : reader.value<std::vector<std::string>>("retry_waits")) {
    profile.retry_waits.push_back(reader.duration_of("retry_waits", wait));
  }
  profile.jitter = reader.value<double>("jitter");
  RKMOCK_ASSERT(
      profile.jitter >= 0 && profile.jitter <= 0.5,
      reader.describe("jitter") + " must be from 0 to 0.5"
  );
  read_reactions(reader, profile);
  profile.user_agent = reader.value<std::string>("user_agent");
  profile.max_connections = reader.value<int>("max_connections");
  RKMOCK_ASSERT(
      profile.max_connections > 0, reader.describe("max_connections") + " must be above 0"
  );
  read_headers(reader, profile);
  profile.restamp = reader.value<bool>("restamp");
  profile.signing.scheme = reader.value<std::string>("signing_scheme");
  profile.signing.header = reader.value<std::string>("signing_header");
  profile.signing.secret = reader.value<std::string>("signing_secret");
  const std::string problem = signing_problem(profile.signing);
  RKMOCK_ASSERT(problem.empty(), reader.describe("signing_scheme") + ": " + problem);
  reader.finish();
  return profile;
}

std::optional<SenderProfile> find_profile(std::string_view name) {
  for (const SenderProfile& profile : profiles()) {
    if (profile.name == name) {
      return profile;
    }
  }
  return std::nullopt;
}

std::vector<ProfileEntry> profile_entries(std::string_view name) {
  for (const EmbeddedFile& profile : embedded_profiles()) {
    const auto file = nlohmann::ordered_json::parse(profile.text);
    if (file.at("name") != name) {
      continue;
    }
    std::vector<ProfileEntry> entries;
    for (const auto& [key, entry] : file.items()) {
      if (key != "name") {
        entries.push_back({key, entry.at("value").dump(), entry.at("source").get<std::string>()});
      }
    }
    return entries;
  }
  fail_invariant("name", __FILE__, __LINE__, "there is no profile " + std::string(name));
}

std::vector<std::string> profile_names() {
  std::vector<std::string> names;
  for (const SenderProfile& profile : profiles()) {
    names.push_back(profile.name);
  }
  return names;
}

}  // namespace rkmock::webhooks
