#include "mockserver/bookings/errors.hpp"

#include <set>

#include <gtest/gtest.h>

#include "rkmock/error.hpp"

namespace rkmock::bookings {
namespace {

TEST(ErrorTableTest, HasTheDocumentedCodesWithTheirStatuses) {
  const std::map<std::string, int> documented = {
      {"authentication_required", 401},
      {"authorization_header_malformed", 401},
      {"invalid_api_key", 401},
      {"invalid_request", 400},
      {"missing_required_field", 400},
      {"invalid_field_format", 400},
      {"validation_failed", 400},
      {"time_slot_full", 400},
      {"duplicate_booking", 400},
      {"resource_not_found", 404},
      {"service_not_found", 404},
      {"booking_not_found", 404},
      {"time_slot_not_found", 404},
      {"invalid_status_transition", 422},
      {"rate_limit_exceeded", 429},
      {"api_limit_exceeded", 429},
  };
  std::map<std::string, int> table;
  for (const ErrorRow& row : error_table()) {
    table.emplace(row.name, row.status);
  }
  for (const auto& [code, status] : documented) {
    EXPECT_EQ(table[code], status) << code;
  }
}

TEST(ErrorTableTest, NamesEachCodeOnceAndGivesEachAMessage) {
  std::set<std::string_view> names;
  std::set<ErrorCode> codes;
  for (const ErrorRow& row : error_table()) {
    EXPECT_TRUE(names.insert(row.name).second) << row.name;
    EXPECT_TRUE(codes.insert(row.code).second) << row.name;
    EXPECT_FALSE(row.message.empty()) << row.name;
    EXPECT_EQ(make_error(row.code).code, row.name);
  }
  EXPECT_EQ(codes.size(), static_cast<std::size_t>(ErrorCode::internal_error) + 1);
}

TEST(ErrorTableTest, NotFoundNamesTheId) {
  EXPECT_EQ(booking_not_found(789).message, "Booking with ID 789 not found");
  EXPECT_EQ(service_not_found(1).code, "service_not_found");
  EXPECT_EQ(time_slot_not_found(2).code, "time_slot_not_found");
}

TEST(FieldProblemsTest, OneBadFieldIsNamedInTheMessage) {
  FieldProblems problems;
  problems.bad("customer_email", "must be a valid email address");
  const ApiError error = problems.to_error();
  EXPECT_EQ(error.status, 400);
  EXPECT_EQ(error.code, "invalid_field_format");
  EXPECT_EQ(error.message, "The customer_email field must be a valid email address");
  EXPECT_EQ(error.details.at("customer_email"), "must be a valid email address");
}

TEST(FieldProblemsTest, OneMissingFieldHasItsOwnCode) {
  FieldProblems problems;
  problems.missing("date");
  EXPECT_EQ(problems.to_error().code, "missing_required_field");
  EXPECT_EQ(problems.to_error().message, "The date field is required");
}

TEST(FieldProblemsTest, SeveralFieldsAreListedAtOnce) {
  FieldProblems problems;
  problems.missing("date");
  problems.bad("customer_email", "must be a valid email address");
  const ApiError error = problems.to_error();
  EXPECT_EQ(error.code, "validation_failed");
  EXPECT_EQ(error.message, "The request contains invalid parameters");
  EXPECT_EQ(error.details.size(), 2U);
}

TEST(FieldProblemsTest, TheFirstProblemOfAFieldIsKept) {
  FieldProblems problems;
  problems.bad("date", "must be a string");
  problems.missing("date");
  EXPECT_EQ(problems.to_error().code, "invalid_field_format");
  EXPECT_EQ(problems.to_error().details.at("date"), "must be a string");
}

TEST(FieldProblemsTest, MergingPutsThePrefixBeforeTheNames) {
  FieldProblems inner;
  inner.missing("name");
  FieldProblems problems;
  problems.merge(inner, "services[0].");
  EXPECT_EQ(problems.to_error().code, "missing_required_field");
  EXPECT_TRUE(problems.has("services[0].name"));
}

TEST(FieldProblemsTest, AnErrorOutOfNoProblemIsABugOfOurs) {
  EXPECT_THROW(static_cast<void>(FieldProblems().to_error()), InvariantError);
}

}  // namespace
}  // namespace rkmock::bookings
