#include "assertions/reports/text.hpp"

#include <algorithm>
#include <array>

#include "core/utf8.hpp"

namespace rkmock::reports {
namespace {

constexpr std::size_t most_characters = 1'000;
constexpr int narrowest = 8;

struct Range {
  char32_t from;
  char32_t to;
};

// Combining marks, joiners and variation selectors of the scripts that reports may meet.
constexpr std::array<Range, 18> takes_none{{
    {0x0300, 0x036F},
    {0x0483, 0x0489},
    {0x0591, 0x05BD},
    {0x0610, 0x061A},
    {0x064B, 0x065F},
    {0x06D6, 0x06DC},
    {0x093C, 0x093C},
    {0x0941, 0x0948},
    {0x094D, 0x094D},
    {0x0E31, 0x0E31},
    {0x0E34, 0x0E3A},
    {0x0E47, 0x0E4E},
    {0x1AB0, 0x1AFF},
    {0x1DC0, 0x1DFF},
    {0x200B, 0x200D},
    {0x20D0, 0x20FF},
    {0xFE00, 0xFE0F},
    {0xFE20, 0xFE2F},
}};

// East Asian wide and fullwidth characters, and emoji that are drawn in colour.
constexpr std::array<Range, 24> takes_two{{
    {0x1100, 0x115F}, {0x231A, 0x231B},   {0x23E9, 0x23EC},   {0x25FD, 0x25FE},   {0x2614, 0x2615},
    {0x26A1, 0x26A1}, {0x2705, 0x2705},   {0x270A, 0x270B},   {0x2728, 0x2728},   {0x274C, 0x274E},
    {0x2753, 0x2757}, {0x2795, 0x2797},   {0x2E80, 0x303E},   {0x3041, 0x4DBF},   {0x4E00, 0xA4CF},
    {0xA960, 0xA97F}, {0xAC00, 0xD7A3},   {0xF900, 0xFAFF},   {0xFE30, 0xFE6F},   {0xFF01, 0xFF60},
    {0xFFE0, 0xFFE6}, {0x1F300, 0x1F64F}, {0x1F680, 0x1F9FF}, {0x20000, 0x3FFFD},
}};

template <std::size_t size>
bool contains(const std::array<Range, size>& ranges, char32_t character) {
  return std::any_of(ranges.begin(), ranges.end(), [character](const Range& range) {
    return range.from <= character && character <= range.to;
  });
}

/// A piece of text that is not taken apart, and its code point (U+FFFD for a byte that is none).
struct Character {
  std::string_view bytes;
  char32_t code = 0xFFFD;

  [[nodiscard]] int columns() const {
    return contains(takes_none, code) ? 0 : contains(takes_two, code) ? 2 : 1;
  }
};

Character character_at(std::string_view text, std::size_t at) {
  static constexpr std::array<unsigned, 5> lead_bits{0, 0x7F, 0x1F, 0x0F, 0x07};
  const std::size_t length = utf8_length(text, at);
  if (length == 0) {
    return {text.substr(at, 1)};
  }
  const std::string_view bytes = text.substr(at, length);
  char32_t code = static_cast<unsigned char>(bytes[0]) & lead_bits[length];
  for (std::size_t i = 1; i < length; ++i) {
    code = (code << 6) | (static_cast<unsigned char>(bytes[i]) & 0x3FU);
  }
  return {bytes, code};
}

/// Line separators, and what makes the text after it read in another order than it is written.
bool misleads(char32_t code) {
  return code == 0x061C || code == 0x200E || code == 0x200F || (code >= 0x2028 && code <= 0x202E) ||
         (code >= 0x2066 && code <= 0x2069);
}

/// The end of the piece of `word` from `at` that fits; at least one character.
std::size_t end_of_piece(std::string_view word, std::size_t at, int room) {
  int taken = 0;
  const std::size_t from = at;
  while (at < word.size()) {
    const Character next = character_at(word, at);
    taken += next.columns();
    if (taken > room && at > from) {
      break;
    }
    at += next.bytes.size();
  }
  return at;
}

/// The lines of a wrapped text, as they grow.
class Lines {
 public:
  Lines(int first, int rest)
      : room_(std::max(first, narrowest)), rest_(std::max(rest, narrowest)) {}

  void add(std::string_view spaces, std::string_view word) {
    const int wide = columns(word);
    const auto gap = static_cast<int>(spaces.size());
    if (used_ + gap + wide <= room_) {
      lines_.back().append(spaces).append(word);
      used_ += gap + wide;
      return;
    }
    if (used_ > 0) {
      next_line();
    }
    std::size_t at = 0;
    while (at < word.size()) {
      const std::size_t end = end_of_piece(word, at, room_);
      lines_.back() += word.substr(at, end - at);
      used_ = columns(lines_.back());
      at = end;
      if (at < word.size()) {
        next_line();
      }
    }
  }

  std::vector<std::string> take() && { return std::move(lines_); }

 private:
  void next_line() {
    lines_.emplace_back();
    room_ = rest_;
    used_ = 0;
  }

  std::vector<std::string> lines_{std::string()};
  int room_;
  int rest_;
  int used_ = 0;
};

}  // namespace

std::string clean_whole(std::string_view text) {
  const std::string printed = printable(text);
  std::string out;
  out.reserve(printed.size());
  for (std::size_t at = 0; at < printed.size();) {
    const Character next = character_at(printed, at);
    out += misleads(next.code) ? std::string_view("\uFFFD") : next.bytes;
    at += next.bytes.size();
  }
  return out;
}

std::string clean(std::string_view text) {
  return shorten(clean_whole(text), most_characters);
}

int columns(std::string_view text) {
  int count = 0;
  for (std::size_t at = 0; at < text.size();) {
    const Character next = character_at(text, at);
    count += next.columns();
    at += next.bytes.size();
  }
  return count;
}

std::string pad(std::string_view text, int width) {
  std::string out(text);
  out.append(static_cast<std::size_t>(std::max(0, width - columns(text))), ' ');
  return out;
}

std::string fit(std::string_view text, int width) {
  if (columns(text) <= width) {
    return std::string(text);
  }
  if (width <= 1) {
    return "…";
  }
  const std::size_t end = end_of_piece(text, 0, width - 1);
  const std::string_view kept = text.substr(0, end);
  return columns(kept) < width ? std::string(kept) + "…" : "…";
}

std::vector<std::string> wrap(std::string_view text, int first, int rest) {
  Lines lines(first, rest);
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t word = std::min(text.find_first_not_of(' ', at), text.size());
    const std::size_t end = std::min(text.find(' ', word), text.size());
    if (word < end) {
      lines.add(text.substr(at, word - at), text.substr(word, end - word));
    }
    at = end;
  }
  return std::move(lines).take();
}

std::string counted(std::size_t count, std::string_view noun) {
  return std::to_string(count) + " " + std::string(noun) + (count == 1 ? "" : "s");
}

}  // namespace rkmock::reports
