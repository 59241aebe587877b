#include "cli/terminal.hpp"

#include <algorithm>
#include <cstdlib>
#include <iostream>

#include <sys/ioctl.h>
#include <unistd.h>

#include "assertions/reports/text.hpp"

namespace rkmock::cli {

namespace {

constexpr int default_width = 100;
constexpr int narrowest = 40;
constexpr int widest = 120;  // longer lines are hard to read

int width_of(int descriptor) {
  winsize size{};
  if (ioctl(descriptor, TIOCGWINSZ, &size) != 0 || size.ws_col == 0) {
    return default_width;
  }
  return std::clamp<int>(size.ws_col, narrowest, widest);
}

}  // namespace

reports::ConsoleStyle console_style(bool verbose) {
  const char* no_color = std::getenv("NO_COLOR");
  const bool refused = no_color != nullptr && *no_color != '\0';
  reports::ConsoleStyle style;
  style.color = !refused && isatty(STDOUT_FILENO) == 1;
  style.verbose = verbose;
  style.width = width_of(STDOUT_FILENO);
  return style;
}

ProgressLine::ProgressLine() : enabled_(isatty(STDERR_FILENO) == 1) {}

ProgressLine::~ProgressLine() {
  clear();
}

void ProgressLine::show(const std::string& text) {
  if (!enabled_) {
    return;
  }
  const int width = width_of(STDERR_FILENO) - 1;
  std::cerr << "\r\x1b[K" << reports::fit(reports::clean(text), width) << std::flush;
  shown_ = true;
}

void ProgressLine::clear() {
  if (shown_) {
    std::cerr << "\r\x1b[K" << std::flush;
    shown_ = false;
  }
}

}  // namespace rkmock::cli
