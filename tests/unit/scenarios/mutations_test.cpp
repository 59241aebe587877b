// The decoder answers on anything: real files with bytes changed, cut and moved give a scenario or
// diagnostics, each of which can be shown.
#include <filesystem>
#include <fstream>
#include <sstream>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "unit/scenarios/real_catalog.hpp"

namespace rkmock::scenarios {
namespace {

namespace fs = std::filesystem;

const std::vector<std::string>& texts() {
  static const std::vector<std::string> all = [] {
    std::vector<std::string> found;
    for (const auto& entry :
         fs::directory_iterator(RKMOCK_SOURCE_DIR "/tests/golden/scenarios/v1")) {
      if (entry.path().extension() == ".yaml") {
        std::ostringstream bytes;
        bytes << std::ifstream(entry.path(), std::ios::binary).rdbuf();
        found.push_back(bytes.str());
      }
    }
    return found;
  }();
  return all;
}

/// A few edits anywhere: a byte that means something in YAML, a cut, or a piece moved here.
std::string mutated() {
  std::string text = *rc::gen::elementOf(texts());
  const int edits = *rc::gen::inRange(1, 5);
  for (int i = 0; i < edits && !text.empty(); ++i) {
    const auto at = *rc::gen::inRange<std::size_t>(0, text.size());
    const auto length = *rc::gen::inRange<std::size_t>(0, 30);
    const auto from = *rc::gen::inRange<std::size_t>(0, text.size());
    switch (*rc::gen::inRange(0, 3)) {
      case 0:
        text[at] = *rc::gen::elementOf(std::string("\n :-{}[]&*\"'#$,!x0"));
        break;
      case 1:
        text.erase(at, length);
        break;
      default:
        text.insert(at, text.substr(from, length));
    }
  }
  return text;
}

RC_GTEST_PROP(MutationsTest, ChangedFilesAreDecodedOrRefusedWithAReason, ()) {
  const std::string text = mutated();
  const Result<Scenario> scenario = decode(text, "mutated.yaml", real_catalog(), test_options());
  if (scenario) {
    RC_ASSERT(!scenario->title.empty());
    return;
  }
  RC_ASSERT(!scenario.error().empty());
  for (const Diagnostic& problem : scenario.error()) {
    RC_ASSERT(!problem.message.empty());
    RC_ASSERT(problem.at.file == "mutated.yaml");
  }
  RC_ASSERT(!to_text(scenario.error()).empty());
}

}  // namespace
}  // namespace rkmock::scenarios
