#pragma once
// Applies payload edits to a body. Pure; any thread.
//
// Edit::change is one of
//   set          the member at `place` becomes `value` (JSON text); what it belongs to must be
//   there remove       the member at `place` goes append       `value` comes to the end of the list
//   at `place` repeat_last  the last item of the list at `place` comes once more lift         the
//   member at `place` becomes the whole body extra        undocumented members on every level pad
//   a member `padding` that takes `size` bytes reserialise  the same JSON, `value` escaped | spaced
//   | sorted wrap         the body becomes the only item of a list not_json     a text that is no
//   JSON truncate     `size` bytes of the end go, or the second half bom          a byte order mark
//   comes before it
// The order above is the order in which they are applied, so that what needs JSON finds it.
#include <string>
#include <vector>

#include "rkmock/action.hpp"

namespace rkmock::faults {

struct Edited {
  std::string body;
  std::vector<bool> changed;  ///< by edit: whether it made a difference
};

/// An edit whose place is not there changes nothing. Requires: `body` is JSON.
[[nodiscard]] Edited edited(const std::string& body, const std::vector<action::Edit>& edits);

}  // namespace rkmock::faults
