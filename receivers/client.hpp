#pragma once
// The application's own use of ReserveKit's API: it books, and it makes good what webhooks missed.
//
// Resource; any thread. Both answer when they are done, which bounded retries see to.
#include <map>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "receivers/api.hpp"
#include "receivers/ledger.hpp"
#include "receivers/listener.hpp"
#include "receivers/receiver.hpp"

namespace rkmock::receivers {

class Client final {
 public:
  /// The ledger must outlive it.
  Client(const ReceiverOptions& options, Ledger& ledger);

  /// Pages through all bookings and takes what is news, with its effects. 200, or 502 when the
  /// API could not be read.
  Answer reconcile(const Posted& posted);

  /// `{date, time_slot_id, customer_name, customer_email}` in the body. 201 `{"id"}`, 409 when
  /// ReserveKit refused it (full, or a duplicate), 400, or 502 when it gave up.
  Answer book(const Posted& posted);

  void stop() noexcept { api_.stop(); }

 private:
  /// X-ReserveKit-Url and X-ReserveKit-Key, else the options. Empty when neither says it.
  [[nodiscard]] std::optional<Access> access_of(const Posted& posted) const;
  /// Every booking there is; empty when that could not be read.
  std::optional<std::vector<nlohmann::ordered_json>> all_bookings(const Access& access);
  /// Every item of a list; false when a page could not be read.
  bool read_pages(
      const Access& access,
      const std::string& target,
      const char* name,
      std::vector<nlohmann::ordered_json>& items
  );
  void take(const nlohmann::ordered_json& booking);
  /// Bookings that were there and are not listed any more: deleted, if the API says so.
  bool take_deleted(const Access& access, const std::set<std::string>& listed);
  std::optional<Answer> try_to_book(
      const Access& access, const nlohmann::ordered_json& wish, bool& maybe_made
  );
  /// The id of a booking like this, as JSON text; empty when there is none or nobody knows.
  std::string find_booking(const Access& access, const nlohmann::ordered_json& wish);

  ReceiverOptions options_;
  Ledger& ledger_;
  Api api_;
  std::mutex mutex_;
  std::map<std::string, std::set<std::string>> listed_;  ///< by key: bookings seen in its lists
};

}  // namespace rkmock::receivers
