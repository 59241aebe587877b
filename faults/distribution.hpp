#pragma once
// Distributions of delays, drawn by keyed dice. Values; any thread.
//
// Own algorithms, since those of <random> differ between libraries (decision 0003). What is drawn
// is rounded to whole microseconds, so that the last bit of a logarithm makes no difference, and
// lies between 0 and longest_delay.
#include <string_view>
#include <variant>

#include "rkmock/clock.hpp"
#include "rkmock/random.hpp"

namespace rkmock::faults {

inline constexpr Nanos longest_delay = std::chrono::hours(1);

namespace distribution {

struct Fixed {
  Nanos span{};
  bool operator==(const Fixed&) const = default;
};

struct Uniform {
  Nanos lower{};
  Nanos upper{};
  bool operator==(const Uniform&) const = default;
};

struct Normal {
  Nanos mean{};
  Nanos deviation{};
  Nanos most = longest_delay;
  bool operator==(const Normal&) const = default;
};

/// Half of the draws are below the median; sigma is that of the logarithm.
struct Lognormal {
  Nanos median{};
  double sigma = 0;
  Nanos most = longest_delay;
  bool operator==(const Lognormal&) const = default;
};

struct Exponential {
  Nanos mean{};
  Nanos most = longest_delay;
  bool operator==(const Exponential&) const = default;
};

}  // namespace distribution

using Distribution = std::variant<
    distribution::Fixed,
    distribution::Uniform,
    distribution::Normal,
    distribution::Lognormal,
    distribution::Exponential>;

/// Equal arguments give equal delays. `rule` and `exchange` as of Dice::draw.
[[nodiscard]] Nanos draw(
    const Distribution& distribution,
    const Dice& dice,
    std::string_view rule,
    std::string_view exchange
);

}  // namespace rkmock::faults
