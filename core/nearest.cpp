#include <algorithm>
#include <array>

#include "core/document.hpp"

namespace rkmock {
namespace {

constexpr std::size_t longest_word = 64;

std::string lower(std::string_view word) {
  std::string out(word);
  std::transform(out.begin(), out.end(), out.begin(), [](char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  });
  return out;
}

/// Insertions, deletions, replacements and swaps of neighbours (Damerau-Levenshtein, restricted).
/// Requires: both at most longest_word long.
std::size_t distance(std::string_view a, std::string_view b) {
  std::array<std::array<std::size_t, longest_word + 1>, longest_word + 1> cost{};
  for (std::size_t i = 0; i <= a.size(); ++i) {
    cost[i][0] = i;
  }
  for (std::size_t j = 0; j <= b.size(); ++j) {
    cost[0][j] = j;
  }
  for (std::size_t i = 1; i <= a.size(); ++i) {
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t replaced = cost[i - 1][j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
      cost[i][j] = std::min({cost[i - 1][j] + 1, cost[i][j - 1] + 1, replaced});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) {
        cost[i][j] = std::min(cost[i][j], cost[i - 2][j - 2] + 1);
      }
    }
  }
  return cost[a.size()][b.size()];
}

}  // namespace

std::string nearest(std::string_view word, const std::vector<std::string>& candidates) {
  if (word.empty() || word.size() > longest_word) {
    return {};
  }
  const std::string wanted = lower(word);
  std::string best;
  std::size_t best_distance = longest_word;
  for (const std::string& candidate : candidates) {
    if (candidate.empty() || candidate.size() > longest_word) {
      continue;
    }
    // A third of the letters may be wrong, but never all of them.
    const std::size_t longer = std::max(word.size(), candidate.size());
    const std::size_t allowed = std::min(std::max<std::size_t>((longer + 1) / 3, 1), longer - 1);
    const std::size_t away = distance(wanted, lower(candidate));
    if (away <= allowed && away < best_distance) {
      best = candidate;
      best_distance = away;
    }
  }
  return best;
}

}  // namespace rkmock
