#pragma once
// Whether a text is JSON, without making anything of it. Pure; any thread.
//
// The journal embeds JSON that others wrote and must not lose a line to a text that is none. A
// parser's answer to the same question took half the time of writing a line.
#include <string_view>

namespace rkmock {

/// RFC 8259: one value, UTF-8, white space around it; brackets at most `deepest` deep. Says no to
/// what it cannot judge.
[[nodiscard]] bool is_json(std::string_view text, int deepest);

}  // namespace rkmock
