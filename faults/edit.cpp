#include "faults/edit.hpp"

#include <algorithm>
#include <array>
#include <numeric>
#include <string_view>

#include <nlohmann/json.hpp>

#include "rkmock/error.hpp"

namespace rkmock::faults {

namespace {

using Json = nlohmann::ordered_json;  // members keep the order in which they were written
using action::Edit;

Json::json_pointer place_of(const Edit& edit) {
  return Json::json_pointer(edit.place);
}

Json parsed(const std::string& text) {
  return Json::parse(text, nullptr, /*allow_exceptions=*/false);
}

void set(Json& payload, const Edit& edit) {
  const auto place = place_of(edit);
  const auto parent = place.parent_pointer();
  if (!payload.contains(parent)) {
    return;
  }
  // A list is not made longer: that is what `append` is for.
  const Json& owner = payload[parent];
  if (owner.is_object() || (owner.is_array() && payload.contains(place))) {
    payload[place] = parsed(edit.value);
  }
}

void remove(Json& payload, const Edit& edit) {
  const auto place = place_of(edit);
  if (!payload.contains(place)) {
    return;
  }
  Json& parent = payload[place.parent_pointer()];
  if (parent.is_array()) {
    parent.erase(std::stoul(place.back()));
  } else {
    parent.erase(place.back());
  }
}

Json* list_at(Json& payload, const Edit& edit) {
  const auto place = place_of(edit);
  return payload.contains(place) && payload[place].is_array() ? &payload[place] : nullptr;
}

void append(Json& payload, const Edit& edit) {
  if (Json* const list = list_at(payload, edit)) {
    list->push_back(parsed(edit.value));
  }
}

void repeat_last(Json& payload, const Edit& edit) {
  Json* const list = list_at(payload, edit);
  if (list != nullptr && !list->empty()) {
    const Json last = list->back();
    list->push_back(last);
  }
}

void lift(Json& payload, const Edit& edit) {
  if (payload.contains(place_of(edit))) {
    const Json member = payload[place_of(edit)];
    payload = member;
  }
}

/// To every map; payloads of ours are three levels deep.
void add_extra(Json& value) {
  for (Json& member : value) {
    if (member.is_structured()) {
      add_extra(member);
    }
  }
  if (value.is_object()) {
    value["x_added_later"] = {
        {"reason", "a later version of the API"}, {"list", {1, 2.5, nullptr}}};
  }
}

void extra(Json& payload, const Edit& /*edit*/) {
  add_extra(payload);
}

void pad(Json& payload, const Edit& edit) {
  // `,"padding":""` counts too.
  constexpr std::int64_t frame = 13;
  if (payload.is_object()) {
    payload["padding"] =
        std::string(static_cast<std::size_t>(std::max<std::int64_t>(0, edit.size - frame)), 'x');
  }
}

std::string dumped(const Json& payload, bool ascii = false) {
  return payload.dump(-1, ' ', ascii, Json::error_handler_t::replace);
}

/// `\/` for each slash and `\u00fc` for what is not ASCII, as PHP's json_encode writes.
std::string escaped(const Json& payload) {
  std::string text;
  for (const char c : dumped(payload, /*ascii=*/true)) {
    text += c == '/' ? "\\/" : std::string(1, c);
  }
  return text;
}

Json sorted(const Json& value) {
  if (value.is_array()) {
    Json list = Json::array();
    for (const Json& item : value) {
      list.push_back(sorted(item));
    }
    return list;
  }
  if (!value.is_object()) {
    return value;
  }
  std::vector<std::string> keys;
  for (const auto& [key, member] : value.items()) {
    keys.push_back(key);
  }
  std::sort(keys.begin(), keys.end());
  Json map = Json::object();
  for (const std::string& key : keys) {
    map[key] = sorted(value.at(key));
  }
  return map;
}

std::string reserialised(const std::string& body, const Edit& edit) {
  constexpr int indent = 2;
  const Json payload = parsed(body);
  if (edit.value == "escaped") {
    return escaped(payload);
  }
  return edit.value == "sorted" ? dumped(sorted(payload)) : payload.dump(indent);
}

/// One change of the payload, written anew afterwards.
template <void (*change)(Json& payload, const Edit& edit)>
std::string in_json(const std::string& body, const Edit& edit) {
  const Json before = parsed(body);
  Json payload = before;
  change(payload, edit);
  return payload == before ? body : dumped(payload);
}

std::string wrapped(const std::string& body, const Edit& /*edit*/) {
  return "[" + body + "]";
}

std::string not_json(const std::string& /*body*/, const Edit& /*edit*/) {
  return "event_type=bookings.create&this=is+not+JSON";
}

std::string truncated(const std::string& body, const Edit& edit) {
  const std::size_t cut = edit.size > 0 ? static_cast<std::size_t>(edit.size) : body.size() / 2;
  return body.substr(0, body.size() - std::min(cut, body.size()));
}

std::string with_bom(const std::string& body, const Edit& /*edit*/) {
  return "\xEF\xBB\xBF" + body;
}

struct Change {
  std::string_view name;
  std::string (*apply)(const std::string& body, const Edit& edit);
};

/// In the order in which they are applied.
constexpr std::array<Change, 12> changes = {{
    {"set", in_json<set>},
    {"remove", in_json<remove>},
    {"append", in_json<append>},
    {"repeat_last", in_json<repeat_last>},
    {"lift", in_json<lift>},
    {"extra", in_json<extra>},
    {"pad", in_json<pad>},
    {"reserialise", reserialised},
    {"wrap", wrapped},
    {"not_json", not_json},
    {"truncate", truncated},
    {"bom", with_bom},
}};

std::size_t rank(const Edit& edit) {
  const auto* const found = std::find_if(changes.begin(), changes.end(), [&](const Change& one) {
    return one.name == edit.change;
  });
  RKMOCK_ASSERT(found != changes.end(), "unknown change of a payload: " + edit.change);
  return static_cast<std::size_t>(found - changes.begin());
}

}  // namespace

Edited edited(const std::string& body, const std::vector<action::Edit>& edits) {
  std::vector<std::size_t> order(edits.size());
  std::iota(order.begin(), order.end(), 0);
  std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
    return rank(edits[a]) < rank(edits[b]);
  });
  Edited result{body, std::vector<bool>(edits.size())};
  for (const std::size_t i : order) {
    std::string next = changes.at(rank(edits[i])).apply(result.body, edits[i]);
    result.changed[i] = next != result.body;
    result.body = std::move(next);
  }
  return result;
}

}  // namespace rkmock::faults
