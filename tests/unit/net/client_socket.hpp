#pragma once
// A client over a blocking socket that sends exactly the bytes a test gives it.
//
// Resource. Reads give up after a while, so that a failing test ends.
#include <chrono>
#include <cstdint>
#include <string>

namespace rkmock::testing_support {

class ClientSocket final {
 public:
  enum class Ending { eof, reset, timeout };

  struct Answer {
    int status = 0;  ///< 0: the connection ended before the answer was whole
    std::string head;
    std::string body;
  };

  explicit ClientSocket(std::uint16_t port);
  ~ClientSocket();
  ClientSocket(ClientSocket&& other) noexcept;
  ClientSocket(const ClientSocket&) = delete;
  ClientSocket& operator=(const ClientSocket&) = delete;

  /// False when the server has ended the connection.
  bool send(const std::string& bytes);
  /// As much as is taken at once; 0 when nothing is taken for `patience`.
  std::size_t send_some(const std::string& bytes, std::chrono::milliseconds patience);

  Answer read_answer(bool of_head = false);
  /// Exactly so many bytes, fewer when the connection ended.
  std::string read_bytes(std::size_t count);
  /// Whether something came, or the end, within that time.
  bool readable(std::chrono::milliseconds patience);
  /// Everything up to the end, which it says how came.
  std::string read_to_end(Ending* ending = nullptr);

  /// Closes the writing side only.
  void half_close();
  void close();
  /// Closes with a reset.
  void reset();

 private:
  bool read_more(Ending& ending);

  int socket_ = -1;
  std::string pending_;
};

}  // namespace rkmock::testing_support
