#pragma once

// How many sockets and files the process may have.
//
// Process-wide; main's thread, before others are started.
namespace rkmock::cli {

/// Raises the soft limit to the hard one. The soft one is 1,024 on many machines for the sake of
/// programs that use select(), and fewer than the receivers' connections of one busy run.
void allow_many_open_files() noexcept;

}  // namespace rkmock::cli
