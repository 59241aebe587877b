#include "cli/report_flags.hpp"

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iostream>

#include "cli/command.hpp"
#include "cli/output_file.hpp"

namespace rkmock::cli {

namespace po = boost::program_options;
namespace fs = std::filesystem;

namespace {

po::typed_value<std::string>* file_value() {
  return po::value<std::string>()->value_name("FILE");
}

std::string variable(const char* name) {
  const char* value = std::getenv(name);
  return value == nullptr ? "" : value;
}

std::string text_of(const po::variables_map& values, const char* name) {
  return values.count(name) != 0 ? values[name].as<std::string>() : std::string();
}

/// The file's path below the workspace, as annotations name it.
std::string below_workspace(const std::string& file) {
  const std::string named = variable("GITHUB_WORKSPACE");
  std::error_code error;
  const fs::path workspace = fs::weakly_canonical(named.empty() ? "." : named, error);
  if (error || file.empty() || !fs::is_regular_file(file, error)) {
    return "";  // the library's are in the binary
  }
  const fs::path path = fs::weakly_canonical(file, error).lexically_relative(workspace);
  return error || path.empty() || *path.begin() == ".." ? "" : path.generic_string();
}

/// A step may write to its summary more than once, and the bound is for all of it.
void add_to_summary(const std::string& file, const reports::RunReport& run) {
  std::error_code error;
  const std::uintmax_t size = fs::file_size(file, error);
  const std::size_t taken = error ? 0 : static_cast<std::size_t>(size);
  const std::size_t room = taken < reports::most_markdown ? reports::most_markdown - taken : 0;
  std::ofstream out(file, std::ios::binary | std::ios::app);
  out << reports::markdown(run, room);
  out.close();
  if (!out) {
    std::cerr << "rkmock: the job's summary cannot be written to `" << file
              << "` (GITHUB_STEP_SUMMARY); --markdown FILE writes it elsewhere\n";
  }
}

}  // namespace

void add_report_flags(Options& options) {
  options.add("tap", file_value(), "Write a TAP version 14 report.");
  options.add("markdown", file_value(), "Write a summary in Markdown.");
  options.add(
      "github",
      po::value<std::string>()->default_value("auto")->value_name("WHEN"),
      "Annotations on stdout, and the job's summary, for GitHub Actions: always, never, or auto, "
      "when GITHUB_ACTIONS is true."
  );
  options.add("strict", po::bool_switch(), "Inconclusive is a failure: exit code 1, not 3.");
}

ReportFlags report_flags(const po::variables_map& values) {
  ReportFlags flags;
  flags.strict = values["strict"].as<bool>();
  flags.tap = text_of(values, "tap");
  flags.markdown = text_of(values, "markdown");
  const std::string when = values["github"].as<std::string>();
  if (when != "auto" && when != "always" && when != "never") {
    throw UsageError("--github is `" + when + "`, expected auto, always or never");
  }
  flags.github = when == "always" || (when == "auto" && variable("GITHUB_ACTIONS") == "true");
  return flags;
}

void require_writable_reports(const ReportFlags& flags) {
  if (!flags.tap.empty()) {
    require_writable_file("--tap", flags.tap);
  }
  if (!flags.markdown.empty()) {
    require_writable_file("--markdown", flags.markdown);
  }
}

void write_reports(const ReportFlags& flags, const reports::RunReport& run) {
  if (!flags.tap.empty()) {
    write_output_file("--tap", flags.tap, reports::tap(run));
  }
  if (!flags.markdown.empty()) {
    write_output_file("--markdown", flags.markdown, reports::markdown(run));
  }
  if (!flags.github) {
    return;
  }
  std::cout << reports::github_annotations(run, below_workspace) << std::flush;
  const std::string summary = variable("GITHUB_STEP_SUMMARY");
  if (!summary.empty()) {
    add_to_summary(summary, run);
  }
}

}  // namespace rkmock::cli
