#include "faults/distribution.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace rkmock::faults {

namespace {

class Draw {
 public:
  Draw(const Dice& dice, std::string_view rule, std::string_view exchange)
      : dice_(dice), rule_(rule), exchange_(exchange) {}

  Nanos operator()(const distribution::Fixed& fixed) const { return fixed.span; }

  Nanos operator()(const distribution::Uniform& uniform) const {
    const double width = count(uniform.upper) - count(uniform.lower);
    return rounded(count(uniform.lower) + fraction("delay") * width, longest_delay);
  }

  Nanos operator()(const distribution::Normal& normal) const {
    return rounded(count(normal.mean) + standard_normal() * count(normal.deviation), normal.most);
  }

  Nanos operator()(const distribution::Lognormal& of) const {
    return rounded(count(of.median) * std::exp(of.sigma * standard_normal()), of.most);
  }

  Nanos operator()(const distribution::Exponential& of) const {
    return rounded(-std::log(1 - fraction("delay")) * count(of.mean), of.most);
  }

 private:
  [[nodiscard]] double fraction(std::string_view purpose) const {
    return dice_.fraction(rule_, exchange_, purpose);
  }

  /// Box and Muller's transform.
  [[nodiscard]] double standard_normal() const {
    const double radius = std::sqrt(-2 * std::log(1 - fraction("delay radius")));
    return radius * std::cos(2 * std::numbers::pi * fraction("delay angle"));
  }

  static double count(Nanos span) { return static_cast<double>(span.count()); }

  static Nanos rounded(double nanos, Nanos most) {
    constexpr double nanos_per_micro = 1000;
    const double bounded = std::clamp(nanos, 0.0, count(std::min(most, longest_delay)));
    return std::chrono::microseconds(std::llround(bounded / nanos_per_micro));
  }

  const Dice& dice_;
  std::string_view rule_;
  std::string_view exchange_;
};

}  // namespace

Nanos draw(
    const Distribution& distribution,
    const Dice& dice,
    std::string_view rule,
    std::string_view exchange
) {
  return std::visit(Draw(dice, rule, exchange), distribution);
}

}  // namespace rkmock::faults
