#include "core/http_match.hpp"

#include <gtest/gtest.h>

namespace rkmock {
namespace {

TEST(HttpMatchTest, AStatusIsANumberOrAClass) {
  for (const char* const text : {"200", "4xx", "599"}) {
    EXPECT_TRUE(is_status(text)) << text;
  }
  for (const char* const text : {"", "xxx", "0xx", "20", "2000", "2x0", "600"}) {
    EXPECT_FALSE(is_status(text)) << text;
  }
}

TEST(HttpMatchTest, AClassFitsItsStatusesAndNoneFitsNoAnswer) {
  EXPECT_TRUE(fits_status("404", 404));
  EXPECT_TRUE(fits_status("4xx", 404));
  EXPECT_FALSE(fits_status("4xx", 500));
  EXPECT_FALSE(fits_status("200", 0));
  EXPECT_FALSE(fits_status("2xx", 0));
}

TEST(HttpMatchTest, APathSaysNothingOfTheQueryUnlessItHasOne) {
  EXPECT_TRUE(fits_path("", "/v1/bookings?page=2"));
  EXPECT_TRUE(fits_path("/v1/bookings", "/v1/bookings?page=2"));
  EXPECT_FALSE(fits_path("/v1/bookings", "/v1/bookings/7"));
  EXPECT_TRUE(fits_path("/v1/bookings/*", "/v1/bookings/7"));
  EXPECT_TRUE(fits_path("/v1/bookings?page=2", "/v1/bookings?page=2"));
  EXPECT_FALSE(fits_path("/v1/bookings?page=1", "/v1/bookings?page=2"));
  EXPECT_TRUE(fits_path("/v1/bookings?page=*", "/v1/bookings?page=2"));
}

}  // namespace
}  // namespace rkmock
