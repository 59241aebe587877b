#pragma once
// What objects of one kind were before their last change, for reads that are to be stale.
//
// Value, owned by the store. One earlier version of each object that changed, and of at most so
// many that are gone: those deleted first are forgotten first.
#include <cstdint>
#include <deque>
#include <map>
#include <memory>
#include <utility>

namespace rkmock::bookings {

template <class T>
class Earlier {
 public:
  using Objects = std::map<std::int64_t, T>;

  static constexpr std::size_t most_gone = 1000;

  /// It was not there before.
  void made(std::int64_t id) { before_[id] = nullptr; }

  void changed(T before) {
    const std::int64_t id = before.id;
    before_[id] = std::make_unique<T>(std::move(before));
  }

  void gone(T last) {
    gone_.push_back(last.id);
    changed(std::move(last));
    if (gone_.size() > most_gone) {
      before_.erase(gone_.front());
      gone_.pop_front();
    }
  }

  void forget() {
    before_.clear();
    gone_.clear();
  }

  /// The objects as they were, from those that there are now.
  [[nodiscard]] Objects seen_from(Objects now) const {
    for (const auto& [id, before] : before_) {
      if (before != nullptr) {
        now.insert_or_assign(id, *before);
      } else {
        now.erase(id);
      }
    }
    return now;
  }

 private:
  std::map<std::int64_t, std::unique_ptr<const T>> before_;  ///< null: was not there
  std::deque<std::int64_t> gone_;                            ///< in order of their deletion
};

}  // namespace rkmock::bookings
