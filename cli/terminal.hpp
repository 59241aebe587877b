#pragma once
// The terminal: colour or not, how wide, and one progress line that erases itself.
//
// Progress goes to standard error and only when that is a terminal; results go to standard
// output, so that they can be piped.
#include <string>

#include "assertions/reports/report.hpp"

namespace rkmock::cli {

/// Colour only on a terminal and without NO_COLOR (no-color.org).
[[nodiscard]] reports::ConsoleStyle console_style(bool verbose);

/// One thread at a time.
class ProgressLine final {
 public:
  ProgressLine();
  ~ProgressLine();  ///< clear()
  ProgressLine(const ProgressLine&) = delete;
  ProgressLine& operator=(const ProgressLine&) = delete;

  /// Whether there is a terminal to show anything on.
  [[nodiscard]] bool enabled() const { return enabled_; }

  void show(const std::string& text);
  void clear();

 private:
  bool enabled_;
  bool shown_ = false;
};

}  // namespace rkmock::cli
