#pragma once
// What is done to a scenario's tree before it is decoded: files are included and defaults put in
// where they are missing. One decode; one thread. What was brought keeps the place where it was
// written, so that a mistake in it is shown there.
#include <functional>
#include <string>

#include "rkmock/clock.hpp"
#include "rkmock/result.hpp"

#include "scenarios/reader.hpp"

namespace rkmock::scenarios {

/// Reads a file's text.
using ReadFile = std::function<Result<std::string>(const std::string& file)>;

/// Joins the files named under `include`, and those that they include, into the tree. Their texts
/// are appended to `texts`, in that order.
void include_files(Reader& reader, const ReadFile& read, std::string& texts);

/// Puts `defaults.with` and `defaults.deliver` into the steps that lack them.
void apply_defaults(Reader& reader);

}  // namespace rkmock::scenarios
