#pragma once
// A request that faults may still change before it becomes bytes. Pure; any thread.
#include <string>

#include "rkmock/action.hpp"
#include "rkmock/event.hpp"

namespace rkmock::webhooks {

struct Draft {
  std::string version = "HTTP/1.1";
  Headers headers;
  std::string body;
};

/// Both return whether it made a difference.
bool change_head(Draft& draft, const action::Header& change);

/// Requires: Content-Length is among the headers, unless chunked.
bool change_frame(Draft& draft, const action::Frame& change);

/// Replaces the value of the header of that name; adds it when there is none.
void set_header(Headers& headers, const std::string& name, const std::string& value);

}  // namespace rkmock::webhooks
