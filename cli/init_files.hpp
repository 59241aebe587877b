#pragma once
// The files that `rkmock init` writes. Pure; any thread.
#include <string>
#include <vector>

#include "core/url.hpp"

namespace rkmock::cli {

struct InitFile {
  std::string path;  ///< below the folder
  std::string text;
};

enum class Ci { github, gitlab, none };

/// Requires: the URL's text may stand between double quotes in YAML and in a `${NAME:-…}`.
[[nodiscard]] std::vector<InitFile> init_files(const std::string& receiver, const Url& url, Ci ci);

}  // namespace rkmock::cli
