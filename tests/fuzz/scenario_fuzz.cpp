// libFuzzer's target for the decoder of scenarios: any bytes are a scenario or a list of
// diagnostics, within the bounds, without a leak and without undefined behaviour. `./dev fuzz`
// runs it over the library and the golden files.
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "rkmock/error.hpp"

#include "unit/scenarios/real_catalog.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  using namespace rkmock;  // NOLINT(google-build-using-namespace): this is a main
  static const scenarios::Catalog catalog = scenarios::real_catalog();
  static const scenarios::DecodeOptions options = [] {
    scenarios::DecodeOptions all = scenarios::test_options();
    // An included file is the smallest there is: what it brings is fuzzed as part of the text.
    all.read_file = [](const std::string&) { return Result<std::string>(std::string("seed: 1")); };
    return all;
  }();
  // NOLINTNEXTLINE(cppcoreguidelines-pro-type-reinterpret-cast): bytes are what libFuzzer has
  const std::string_view text(reinterpret_cast<const char*>(bytes), size);
  const auto scenario = scenarios::decode(text, "fuzzed.yaml", catalog, options);
  RKMOCK_ASSERT(scenario.has_value() || !scenario.error().empty(), "neither value nor reason");
  if (!scenario) {
    (void)to_text(scenario.error());
  }
  return 0;
}
