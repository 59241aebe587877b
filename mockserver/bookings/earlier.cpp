// The store as it was before the last change of each object.
#include "mockserver/bookings/store.hpp"

namespace rkmock::bookings {

std::unique_ptr<Store> Store::before_last_changes() const {
  auto earlier = std::make_unique<Store>(clock_, next_id_, limits_, rules_);
  earlier->services_ = earlier_services_.seen_from(services_);
  earlier->slots_ = earlier_slots_.seen_from(slots_);
  earlier->bookings_ = earlier_bookings_.seen_from(bookings_);
  for (const auto& [id, slot] : earlier->slots_) {
    earlier->slots_by_service_[slot.service_id].insert(id);
  }
  for (const auto& [id, booking] : earlier->bookings_) {
    earlier->bookings_by_service_[booking.service_id].insert(id);
  }
  return earlier;
}

void Store::forget_earlier() {
  earlier_services_.forget();
  earlier_slots_.forget();
  earlier_bookings_.forget();
}

}  // namespace rkmock::bookings
