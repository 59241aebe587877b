// The store before the last change of each object, and that its memory of it is bounded.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "unit/bookings/store_fixture.hpp"

namespace rkmock::bookings {
namespace {

using testing::SizeIs;

class EarlierTest : public testing::Test {
 protected:
  EarlierTest() {
    fixture.with_service();
    fixture.store.forget_earlier();
  }

  std::unique_ptr<Store> earlier() { return fixture.store.before_last_changes(); }

  void remove(std::int64_t booking) {
    EXPECT_EQ(code_of(fixture.store.delete_booking(booking, {})), "");
  }

  StoreFixture fixture;
};

TEST_F(EarlierTest, NothingChangedIsAllAsItIs) {
  EXPECT_EQ(earlier()->find_service(123), fixture.store.find_service(123));
  EXPECT_EQ(earlier()->find_time_slot(456), fixture.store.find_time_slot(456));
}

TEST_F(EarlierTest, ABookingGoesFromNotThereToEachVersionBeforeTheLast) {
  const Booking made = fixture.make(fields_for("2023-07-10", 456));
  EXPECT_FALSE(earlier()->find_booking(made.id));
  BookingFields confirm;
  confirm.status = "confirmed";
  const auto confirmed = fixture.store.update_booking(made.id, confirm);
  EXPECT_EQ(earlier()->find_booking(made.id), made);
  remove(made.id);
  EXPECT_EQ(earlier()->find_booking(made.id), std::get<BookingChange>(confirmed).after);
  EXPECT_FALSE(fixture.store.find_booking(made.id));
}

TEST_F(EarlierTest, ARefusedChangeIsNoChange) {
  const Booking made = fixture.make(fields_for("2023-07-10", 456));
  BookingFields bad;
  bad.date = "never";
  EXPECT_NE(code_of(fixture.store.update_booking(made.id, bad)), "");
  EXPECT_FALSE(earlier()->find_booking(made.id));
}

TEST_F(EarlierTest, SlotsAndServicesComeBackWithWhatBelongsToThem) {
  const Booking made = fixture.make(fields_for("2023-07-10", 456));
  BookingFields confirm;
  confirm.status = "confirmed";
  EXPECT_EQ(code_of(fixture.store.update_booking(made.id, confirm)), "");
  EXPECT_EQ(code_of(fixture.store.delete_service(123)), "");
  const auto before = earlier();
  EXPECT_TRUE(before->find_service(123));
  EXPECT_THAT(std::get<std::vector<TimeSlot>>(before->time_slots_of(123)), SizeIs(2));
  EXPECT_THAT(std::get<Page<Booking>>(before->list_bookings(123, {})).items, SizeIs(1));
  const GivenTimeSlot slot{456, 3, "10:00", "11:00", 1};
  EXPECT_EQ(
      code_of(fixture.store.put_time_slots(123, std::span(&slot, 1), TimeForm::scenario)),
      "service_not_found"
  );
}

TEST_F(EarlierTest, AChangedSlotIsAsItWas) {
  const auto was = fixture.store.find_time_slot(456);
  const GivenTimeSlot slot{456, 3, "10:00", "11:00", 1};
  EXPECT_EQ(
      code_of(fixture.store.put_time_slots(123, std::span(&slot, 1), TimeForm::scenario)), ""
  );
  EXPECT_NE(fixture.store.find_time_slot(456), was);
  EXPECT_EQ(earlier()->find_time_slot(456), was);
}

TEST_F(EarlierTest, OfWhatIsGoneTheLatestAreRemembered) {
  std::vector<std::int64_t> gone;
  for (std::size_t i = 0; i <= Earlier<Booking>::most_gone; ++i) {
    gone.push_back(fixture.make(fields_for("2023-07-10", 456)).id);
    remove(gone.back());
  }
  const auto before = earlier();
  EXPECT_FALSE(before->find_booking(gone[0]));
  EXPECT_TRUE(before->find_booking(gone[1]));
  EXPECT_TRUE(before->find_booking(gone.back()));
}

}  // namespace
}  // namespace rkmock::bookings
