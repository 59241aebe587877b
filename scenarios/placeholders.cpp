#include "scenarios/placeholders.hpp"

#include <algorithm>
#include <functional>

#include "core/document.hpp"

namespace rkmock::scenarios {

namespace {

std::string trimmed(std::string_view text) {
  const std::size_t first = text.find_first_not_of(' ');
  if (first == std::string_view::npos) {
    return "";
  }
  return std::string(text.substr(first, text.find_last_not_of(' ') - first + 1));
}

/// Calls `replace` for each placeholder's name. False when one is not closed.
bool for_each_placeholder(
    std::string_view text,
    std::string& out,
    const std::function<std::string(const std::string& name)>& replace
) {
  while (!text.empty()) {
    const std::size_t open = text.find("{{");
    if (open == std::string_view::npos) {
      break;
    }
    const std::size_t close = text.find("}}", open);
    if (close == std::string_view::npos) {
      return false;
    }
    out += text.substr(0, open);
    out += replace(trimmed(text.substr(open + 2, close - open - 2)));
    text.remove_prefix(close + 2);
  }
  out += text;
  return true;
}

std::string percent_encode(std::string_view text) {
  static constexpr std::string_view hex = "0123456789ABCDEF";
  static constexpr std::string_view plain =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~";
  std::string out;
  for (const char c : text) {
    if (plain.find(c) != std::string_view::npos) {
      out += c;
    } else {
      const auto byte = static_cast<unsigned char>(c);
      out += '%';
      out += hex[byte >> 4U];
      out += hex[byte & 15U];
    }
  }
  return out;
}

}  // namespace

const std::vector<std::string>& placeholder_names() {
  static const std::vector<std::string> names = {"booking.id", "booking.name"};
  return names;
}

std::vector<Problem> check_placeholders(const std::string& text) {
  const std::string expected = "{{booking.id}} or {{booking.name}}";
  std::vector<Problem> problems;
  std::size_t seen = 0;
  std::string out;
  const bool closed = for_each_placeholder(text, out, [&](const std::string& name) {
    ++seen;
    const auto& names = placeholder_names();
    if (std::find(names.begin(), names.end(), name) == names.end()) {
      const std::string meant = nearest(name, names);
      problems.push_back(
          {.message = "there is no placeholder `{{" + name + "}}`",
           .found = "",
           .expected = expected,
           .hint = meant.empty() ? "" : "did you mean `{{" + meant + "}}`?"}
      );
    }
    return std::string();
  });
  if (!closed) {
    problems.push_back(
        {.message = "`{{` is not closed", .found = "", .expected = expected, .hint = ""}
    );
  } else if (seen == 0) {
    problems.push_back(
        {.message = "the probe does not say which booking it asks for",
         .found = "",
         .expected = expected + " in the URL",
         .hint = ""}
    );
  }
  return problems;
}

std::string fill_placeholders(
    const std::string& text, std::int64_t booking_id, const std::string& booking
) {
  std::string out;
  for_each_placeholder(text, out, [&](const std::string& name) {
    return name == "booking.id" ? std::to_string(booking_id) : percent_encode(booking);
  });
  return out;
}

}  // namespace rkmock::scenarios
