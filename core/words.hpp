#pragma once
// Lists of words. Pure; any thread.
#include <algorithm>
#include <string>
#include <vector>

namespace rkmock {

[[nodiscard]] inline bool contains(const std::vector<std::string>& words, const std::string& word) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

}  // namespace rkmock
