#pragma once
// One page out of an ordered container. Pure; any thread.
#include <cstdint>
#include <iterator>

#include "rkmock/error.hpp"

#include "mockserver/bookings/store.hpp"

namespace rkmock::bookings {

/// `item_of` makes a T of an element. A page past the end is empty and keeps its number.
template <class T, class Container, class ItemOf>
Page<T> page_of(const Container& all, PageRequest request, ItemOf item_of) {
  RKMOCK_ASSERT(request.page >= 1 && request.page_size >= 1, "a page that cannot be");
  Page<T> page;
  page.current_page = request.page;
  page.page_size = request.page_size;
  page.total_count = static_cast<int>(all.size());
  page.total_pages = (page.total_count + request.page_size - 1) / request.page_size;
  const std::int64_t first = (std::int64_t{request.page} - 1) * request.page_size;
  if (first >= page.total_count) {
    return page;
  }
  auto next = std::next(all.begin(), static_cast<std::ptrdiff_t>(first));
  for (int taken = 0; taken < request.page_size && next != all.end(); ++taken, ++next) {
    page.items.push_back(item_of(*next));
  }
  return page;
}

}  // namespace rkmock::bookings
