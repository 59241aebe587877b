#include "mockserver/webhooks/wire.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <optional>

#include "rkmock/clock.hpp"

#include "core/hash.hpp"
#include "faults/edit.hpp"
#include "mockserver/webhooks/draft.hpp"
#include "mockserver/webhooks/forgery.hpp"
#include "mockserver/webhooks/signing.hpp"

namespace rkmock::webhooks {

namespace {

bool has_control(std::string_view text) {
  return std::any_of(text.begin(), text.end(), [](char c) {
    const auto byte = static_cast<unsigned char>(c);
    return byte < 0x20 || byte == 0x7f;
  });
}

bool is_header_name(std::string_view text) {
  constexpr std::string_view separators = "()<>@,;:\\\"/[]?={} ";
  return !text.empty() && !has_control(text) &&
         text.find_first_of(separators) == std::string_view::npos;
}

/// The message's id in the form of a UUID, for senders whose ids look so.
std::string uuid_of(std::string_view id) {
  const std::string hex = sha256_hex(id);
  return hex.substr(0, 8) + "-" + hex.substr(8, 4) + "-" + hex.substr(12, 4) + "-" +
         hex.substr(16, 4) + "-" + hex.substr(20, 12);
}

std::string time_of(std::int64_t unix_seconds) {
  return format_rfc3339(PayloadTime(std::chrono::seconds(unix_seconds)));
}

struct Placeholder {
  std::string_view word;
  std::string (*text)(const Message& message);
};

constexpr std::array<Placeholder, 6> placeholders = {{
    {"id", [](const Message& message) { return std::string(message.id); }},
    {"uuid", [](const Message& message) { return uuid_of(message.id); }},
    {"type", [](const Message& message) { return std::string(message.type); }},
    // Empty in the first attempt, so that its header is not sent.
    {"retry",
     [](const Message& message) {
       return message.attempt > 1 ? std::to_string(message.attempt - 1) : std::string();
     }},
    {"timestamp", [](const Message& message) { return std::to_string(message.timestamp); }},
    {"first_sent", [](const Message& message) { return time_of(message.first_sent); }},
}};

const Placeholder* find_placeholder(std::string_view word) {
  const auto* const found =
      std::find_if(placeholders.begin(), placeholders.end(), [&](const Placeholder& one) {
        return one.word == word;
      });
  return found == placeholders.end() ? nullptr : found;
}

/// Calls `literal` and `placeholder` for the parts of a template, in order.
template <class Literal, class Word>
void for_each_part(std::string_view text, Literal literal, Word word) {
  while (!text.empty()) {
    const std::size_t open = text.find("{{");
    const std::size_t close = text.find("}}", std::min(open, text.size()));
    literal(text.substr(0, close == std::string_view::npos ? text.size() : open));
    if (close == std::string_view::npos) {
      return;
    }
    word(text.substr(open + 2, close - open - 2));
    text.remove_prefix(close + 2);
  }
}

std::string fill(std::string_view value, const Message& message) {
  std::string filled;
  for_each_part(
      value,
      [&](std::string_view literal) { filled += literal; },
      [&](std::string_view word) { filled += find_placeholder(word)->text(message); }
  );
  return filled;
}

/// One request, built step by step: what is said, how it is signed, how it is put on the wire.
class Builder {
 public:
  Builder(
      const Url& url,
      const SenderProfile& profile,
      const Message& message,
      const std::vector<Action>& actions,
      WireRequest& request
  )
      : url_(url), profile_(profile), message_(message), actions_(actions), request_(request) {}

  void build() {
    if (!actions_.empty()) {
      change_message();
    }
    write_headers();
    add_signature();
    if (!actions_.empty()) {
      change_draft();
    }
    write();
  }

 private:
  template <class Kind, class Apply>
  void for_each(Apply apply) {
    for (const Action& action : actions_) {
      if (const auto* kind = std::get_if<Kind>(&action); kind != nullptr && apply(*kind)) {
        note(action);
      }
    }
  }

  void note(const Action& action) {
    request_.changes.push_back(to_text(action));
    request_.spoiled |= spoils(action);
  }

  void change_message() {
    edit_body();
    for_each<action::NewMessage>([this](const action::NewMessage& /*renew*/) {
      id_ = message_id(message_.id, "told again", message_.body);
      message_.id = id_;
      return true;
    });
    for_each<action::Stamp>([this](const action::Stamp& stamp) { return change_time(stamp); });
  }

  void edit_body() {
    std::vector<action::Edit> edits;
    for (const Action& action : actions_) {
      if (const auto* edit = std::get_if<action::Edit>(&action)) {
        edits.push_back(*edit);
      }
    }
    if (edits.empty()) {
      return;
    }
    faults::Edited edited = faults::edited(std::string(message_.body), edits);
    std::size_t index = 0;
    for_each<action::Edit>([&](const action::Edit& /*edit*/) { return edited.changed[index++]; });
    if (request_.spoiled) {
      // Another content is another message: a receiver that remembers ids must not take the event
      // that comes after it for this one.
      id_ = message_id(message_.id, "another content", edited.body);
      message_.id = id_;
    }
    request_.body = std::move(edited.body);
    message_.body = *request_.body;
  }

  bool change_time(const action::Stamp& stamp) {
    const std::int64_t before = message_.timestamp;
    const auto age = std::chrono::duration_cast<std::chrono::seconds>(stamp.age);
    message_.timestamp = (stamp.first ? message_.first_of_all : before) - age.count();
    // Without a time in the signature it is the same request.
    return signature_has_time(profile_.signing);
  }

  void write_headers() {
    constexpr std::size_t usual_headers = 12;
    Headers& headers = draft_.headers;
    headers.reserve(usual_headers);
    headers.emplace_back("Host", url_.authority());
    if (!profile_.user_agent.empty()) {
      headers.emplace_back("User-Agent", profile_.user_agent);
    }
    headers.emplace_back("Content-Type", "application/json");
    headers.emplace_back("Content-Length", std::to_string(message_.body.size()));
    headers.emplace_back("Connection", "keep-alive");
    for (const auto& [name, value] : profile_.headers) {
      if (std::string filled = fill(value, message_); !filled.empty()) {
        headers.emplace_back(name, std::move(filled));
      }
    }
    if (message_.headers != nullptr) {
      for (const auto& [name, value] : *message_.headers) {
        set_header(headers, name, value);
      }
    }
  }

  void add_signature() {
    if (!message_.is_signed) {
      return;
    }
    const Signed content{message_.id, message_.timestamp, message_.url, message_.body};
    std::optional<Headers> forged;
    for_each<action::Sign>([&](const action::Sign& other) {
      forged = forge(other.as, profile_.signing, content);
      return forged.has_value();
    });
    for (auto& header : forged ? *std::move(forged) : sign(profile_.signing, content)) {
      draft_.headers.push_back(std::move(header));
    }
  }

  /// The body is packed before it is cut into chunks; case comes last, for all headers.
  void change_draft() {
    draft_.body = message_.body;
    const auto change_head_as = [this](std::string_view how) {
      for_each<action::Header>([&](const action::Header& change) {
        return change.change == how && change_head(draft_, change);
      });
    };
    const auto change_frame_as = [this](std::string_view how) {
      for_each<action::Frame>([&](const action::Frame& change) {
        return change.as == how && change_frame(draft_, change);
      });
    };
    change_head_as("set");
    for (const char* how : {"gzip", "chunked", "short_body", "http_1_0", "expect_continue"}) {
      change_frame_as(how);
    }
    for (const char* how : {"repeat", "pad", "case"}) {
      change_head_as(how);
    }
    message_.body = draft_.body;
  }

  void write() {
    std::string& bytes = request_.bytes;
    constexpr std::size_t usual_head = 512;
    bytes.reserve(usual_head + url_.target.size() + message_.body.size());
    bytes.append("POST ").append(url_.target).append(" ").append(draft_.version).append("\r\n");
    for (const auto& [name, value] : draft_.headers) {
      bytes.append(name).append(": ").append(value).append("\r\n");
    }
    bytes += "\r\n";
    request_.head_bytes = bytes.size();
    bytes += message_.body;
    request_.headers = std::move(draft_.headers);
  }

  const Url& url_;
  const SenderProfile& profile_;
  Message message_;  // changes on the way
  const std::vector<Action>& actions_;
  WireRequest& request_;
  Draft draft_;
  std::string id_;  // message_ may point here
};

/// Whether it may come to nothing: an id or a time that is not on the wire, a secret that signs
/// anyway. That a first attempt has the time of the first one is as it should be.
bool may_be_idle(const Action& action) {
  const auto* stamp = std::get_if<action::Stamp>(&action);
  return std::holds_alternative<action::NewMessage>(action) ||
         std::holds_alternative<action::Sign>(action) || (stamp != nullptr && !stamp->first);
}

/// Takes back the mention of actions without which the request would be the same.
void leave_out_idle(
    const Url& url,
    const SenderProfile& profile,
    const Message& message,
    const std::vector<Action>& actions,
    WireRequest& request
) {
  for (std::size_t i = 0; i < actions.size(); ++i) {
    if (!may_be_idle(actions[i])) {
      continue;
    }
    std::vector<Action> others = actions;
    others.erase(others.begin() + static_cast<std::ptrdiff_t>(i));
    WireRequest without;
    Builder(url, profile, message, others, without).build();
    if (without.bytes == request.bytes) {
      std::erase(request.changes, to_text(actions[i]));
      request.spoiled = without.spoiled;
    }
  }
}

}  // namespace

std::string message_id(
    std::string_view event, std::string_view subscription, std::string_view body
) {
  std::string content(event);
  content.append(1, '\n').append(subscription).append(1, '\n').append(body);
  return "msg_" + sha256_hex(content).substr(0, 24);
}

bool tells_message_id(const SenderProfile& profile) {
  const auto is_id = [](std::string_view word) { return word == "id" || word == "uuid"; };
  bool told = signs_message_id(profile.signing);
  for (const auto& [name, value] : profile.headers) {
    for_each_part(
        value,
        [](std::string_view /*literal*/) {},
        [&](std::string_view word) { told = told || is_id(word); }
    );
  }
  return told;
}

WireRequest build_request(
    const Url& url,
    const SenderProfile& profile,
    const Message& message,
    const std::vector<Action>& actions
) {
  WireRequest request;
  Builder(url, profile, message, actions, request).build();
  if (!request.changes.empty()) {
    leave_out_idle(url, profile, message, actions, request);
  }
  return request;
}

std::string unsendable(const Url& url, const SenderProfile& profile) {
  if (url.scheme != "http" && url.scheme != "https") {
    return "webhooks are sent by http and https, not " + url.scheme;
  }
  if (has_control(url.target) || has_control(url.host) ||
      url.target.find(' ') != std::string::npos) {
    return "the URL holds a space or a control character";
  }
  if (has_control(profile.user_agent)) {
    return "the user agent holds a control character";
  }
  for (const auto& [name, value] : profile.headers) {
    if (!is_header_name(name) || has_control(value)) {
      return "the header `" + name + "` cannot be written";
    }
  }
  if (std::string problem = signing_problem(profile.signing); !problem.empty()) {
    return problem;
  }
  if (profile.signing.scheme != "none" && !is_header_name(signature_header(profile.signing))) {
    return "the signature's header is not a header name";
  }
  return {};
}

std::string template_problem(std::string_view value) {
  std::string problem;
  for_each_part(
      value,
      [](std::string_view /*literal*/) {},
      [&](std::string_view word) {
        if (find_placeholder(word) == nullptr && problem.empty()) {
          problem = "{{" + std::string(word) + "}} stands for nothing";
        }
      }
  );
  return problem;
}

}  // namespace rkmock::webhooks
