#include "mockserver/bookings/fields.hpp"

#include <gtest/gtest.h>

#include "mockserver/bookings/timezones.hpp"

namespace rkmock::bookings {
namespace {

TEST(DateTest, IsTakenAsADateOrAsATimeOfThatDate) {
  EXPECT_EQ(parse_date("2023-07-10"), "2023-07-10");
  EXPECT_EQ(parse_date("2023-07-10T00:00:00Z"), "2023-07-10");
  EXPECT_EQ(parse_date("2023-07-10T23:30:00.000-05:00"), "2023-07-10");
  EXPECT_EQ(parse_date("2024-02-29"), "2024-02-29");
}

TEST(DateTest, IsRefusedWhenNoCalendarHasIt) {
  for (const char* text :
       {"",
        "2023-7-10",
        "10.07.2023",
        "2023/07/10",
        "2023-02-29",
        "2023-13-01",
        "2023-00-10",
        "2023-07-32",
        "2023-07-10 ",
        "2023-07-10T",
        "2023-07-10T25:00:00Z",
        "2023-07-10Tjunk",
        "tomorrow"}) {
    EXPECT_EQ(parse_date(text), std::nullopt) << text;
  }
}

TEST(TimeOfDayTest, IsTakenInBothFormsOfTheApi) {
  EXPECT_EQ(parse_time_of_day("2023-01-01 09:00:00", TimeForm::api), "09:00:00");
  EXPECT_EQ(parse_time_of_day("2023-01-01T09:30:15Z", TimeForm::api), "09:30:15");
  EXPECT_EQ(parse_time_of_day("2023-01-01T09:30:15.250+02:00", TimeForm::api), "09:30:15");
}

TEST(TimeOfDayTest, IsTakenShortOnlyWherePeopleWriteIt) {
  EXPECT_EQ(parse_time_of_day("09:00", TimeForm::scenario), "09:00:00");
  EXPECT_EQ(parse_time_of_day("09:00:30", TimeForm::scenario), "09:00:30");
  EXPECT_EQ(parse_time_of_day("2023-01-01 09:00:00", TimeForm::scenario), "09:00:00");
  EXPECT_EQ(parse_time_of_day("09:00", TimeForm::api), std::nullopt);
  EXPECT_EQ(parse_time_of_day("09:00:00", TimeForm::api), std::nullopt);
}

TEST(TimeOfDayTest, IsRefusedWhenNoClockShowsIt) {
  for (const char* text :
       {"", "9:00", "24:00", "23:60", "23:59:60", "2023-02-30 09:00:00", "2023-01-01", "noon"}) {
    EXPECT_EQ(parse_time_of_day(text, TimeForm::scenario), std::nullopt) << text;
  }
}

TEST(EmailTest, KnowsAddressesFromOtherText) {
  for (const char* good : {"jane.doe@example.com", "a@b.c", "jörg+x@example.co.uk", "a'b@c.de"}) {
    EXPECT_TRUE(is_email(good)) << good;
  }
  for (const char* bad :
       {"",
        "jane",
        "jane@",
        "@example.com",
        "jane@example",
        "jane@example.",
        "jane@.com",
        "a@b@c.de",
        "a b@c.de",
        "a@b.c\n"}) {
    EXPECT_FALSE(is_email(bad)) << bad;
  }
  EXPECT_FALSE(is_email(std::string(250, 'a') + "@b.de"));
}

TEST(PhoneTest, IsE164) {
  for (const char* good : {"+12025550185", "+49", "+123456789012345"}) {
    EXPECT_TRUE(is_phone(good)) << good;
  }
  for (const char* bad :
       {"",
        "+",
        "+1",
        "12025550185",
        "+02025550185",
        "+1 202 555 0185",
        "+1234567890123456",
        "+1202555o185"}) {
    EXPECT_FALSE(is_phone(bad)) << bad;
  }
}

TEST(LengthTest, CountsCharactersNotBytes) {
  EXPECT_EQ(length("Zoë 🙂"), 5U);
  FieldProblems problems;
  std::string seventy_two;
  for (int i = 0; i < 72; ++i) {
    seventy_two += "ë";
  }
  check_service(seventy_two, {}, {}, problems);
  EXPECT_TRUE(problems.empty());
  check_service(seventy_two + "x", {}, {}, problems);
  EXPECT_TRUE(problems.has("name"));
}

TEST(TimezoneTest, KnowsZonesLinksAndNothingElse) {
  for (const char* good : {"America/New_York", "UTC", "Europe/Berlin", "US/Eastern", "Zulu"}) {
    EXPECT_TRUE(is_timezone(good)) << good;
  }
  for (const char* bad : {"", "America/New_Yrok", "america/new_york", "EST5EDT4", "+02:00"}) {
    EXPECT_FALSE(is_timezone(bad)) << bad;
  }
}

}  // namespace
}  // namespace rkmock::bookings
