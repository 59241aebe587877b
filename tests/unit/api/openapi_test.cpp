// The published document and the server's tables say the same, and the files in docs/ are it.
#include "mockserver/api/openapi.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <cstdlib>
#include <set>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "mockserver/api/routes.hpp"
#include "unit/api/call.hpp"
#include "unit/reports/golden.hpp"

namespace rkmock::api {
namespace {

using nlohmann::json;
using testing::HasSubstr;

constexpr std::array dialects = {Dialect::docs, Dialect::openapi};

json document_in(Dialect dialect) {
  return json::parse(openapi_document(dialect));
}

/// `POST /v1/bookings` of every operation.
std::multiset<std::string> described(const json& document) {
  std::multiset<std::string> found;
  for (const auto& [path, operations] : document.at("paths").items()) {
    for (const auto& [method, operation] : operations.items()) {
      std::string name = method + " " + path;
      std::transform(
          name.begin(),
          name.begin() + static_cast<std::ptrdiff_t>(method.size()),
          name.begin(),
          [](unsigned char c) { return static_cast<char>(std::toupper(c)); }
      );
      found.insert(name);
    }
  }
  return found;
}

/// Every `$ref` below.
void collect_references(const json& value, std::set<std::string>& into) {
  if (value.is_object() && value.contains("$ref")) {
    into.insert(value["$ref"].get<std::string>());
  }
  for (const auto& member : value) {
    if (member.is_structured()) {
      collect_references(member, into);
    }
  }
}

/// The codes that an answer of this status may carry, by the document.
std::set<std::string> codes_of(const json& document, const json& responses, const char* status) {
  const json& entry = responses.at(status);
  const json& response =
      entry.contains("$ref")
          ? document.at(json::json_pointer(entry["$ref"].get<std::string>().substr(1)))
          : entry;
  std::set<std::string> codes;
  for (const auto& [name, example] :
       response.at("content").at("application/json").at("examples").items()) {
    codes.insert(name);
  }
  return codes;
}

TEST(OpenapiTest, EveryRouteIsDescribedAndNothingElse) {
  std::multiset<std::string> served;
  for (const Route& route : routes()) {
    served.insert(std::string(route.method) + " " + std::string(route.path));
  }
  for (const Dialect dialect : dialects) {
    EXPECT_EQ(described(document_in(dialect)), served);
  }
}

TEST(OpenapiTest, TheFilesInDocsAreTheDocument) {
  for (const Dialect dialect : dialects) {
    reports::expect_file(
        std::string(RKMOCK_SOURCE_DIR "/docs/openapi.") + std::string(to_string(dialect)) + ".json",
        openapi_document(dialect),
        std::getenv("RKMOCK_RENEW_GOLDEN") != nullptr
    );
  }
}

TEST(OpenapiTest, EveryReferenceLeadsSomewhereAndEveryComponentIsUsed) {
  for (const Dialect dialect : dialects) {
    const json document = document_in(dialect);
    std::set<std::string> references;
    collect_references(document, references);
    for (const std::string& reference : references) {
      EXPECT_TRUE(document.contains(json::json_pointer(reference.substr(1)))) << reference;
    }
    for (const char* kind : {"schemas", "responses", "headers"}) {
      for (const auto& [name, component] : document["components"][kind].items()) {
        EXPECT_TRUE(references.contains(std::string("#/components/") + kind + "/" + name)) << name;
      }
    }
  }
}

TEST(OpenapiTest, OperationsHaveNamesOfTheirOwn) {
  std::set<std::string_view> names;
  for (const Route& route : routes()) {
    EXPECT_TRUE(names.insert(route.description.operation).second) << route.description.operation;
  }
}

TEST(OpenapiTest, EveryErrorOfTheTableIsDescribedSomewhere) {
  const json document = document_in(Dialect::docs);
  std::set<std::string> found;
  for (const auto& [path, operations] : document["paths"].items()) {
    for (const auto& [method, operation] : operations.items()) {
      for (const auto& [status, response] : operation["responses"].items()) {
        if (status >= "400" && status != "default") {
          found.merge(codes_of(document, operation["responses"], status.c_str()));
        }
      }
    }
  }
  for (const bookings::ErrorRow& row : bookings::error_table()) {
    const std::string name(row.name.empty() ? "origin_not_allowed" : row.name);
    // These two are of no route: an unknown path, and another method.
    if (name != "resource_not_found" && name != "method_not_allowed") {
      EXPECT_TRUE(found.contains(name)) << name;
    }
  }
}

TEST(OpenapiTest, ARouteNamesTheErrorsThatFollowFromWhatItTakes) {
  const json document = document_in(Dialect::docs);
  const json& create = document["paths"]["/v1/bookings"]["post"]["responses"];
  EXPECT_THAT(
      (std::set<std::string>{
          "invalid_request",
          "missing_required_field",
          "invalid_field_format",
          "validation_failed",
          "time_slot_full",
          "duplicate_booking"}),
      testing::ContainerEq(codes_of(document, create, "400"))
  );
  EXPECT_EQ(
      codes_of(document, create, "404"),
      (std::set<std::string>{"service_not_found", "time_slot_not_found"})
  );
  const json& health = document["paths"]["/v1/health"]["get"];
  EXPECT_TRUE(health["security"].empty());
  EXPECT_FALSE(health["responses"].contains("401"));
  EXPECT_FALSE(health["responses"].contains("400"));
}

TEST(OpenapiTest, TheServerGivesItInTheCallersDialectOrTheOneAskedFor) {
  for (const Dialect dialect : dialects) {
    const auto get = [&](const char* target) {
      return answer_without_account(request("GET", target), dialect).value();
    };
    EXPECT_EQ(get("/v1/openapi.json").status, 200);
    EXPECT_EQ(get("/v1/openapi.json").body, openapi_document(dialect));
    EXPECT_EQ(get("/v1/openapi.json?dialect=docs").body, openapi_document(Dialect::docs));
    EXPECT_EQ(get("/v1/openapi.json?dialect=openapi").body, openapi_document(Dialect::openapi));
    EXPECT_EQ(get("/v1/openapi.json?dialect=swagger").status, 400);
    EXPECT_THAT(get("/v1/openapi.json?dialect=swagger").body, HasSubstr("docs or openapi"));
  }
}

TEST(OpenapiTest, ItSaysHowToGetTheOtherDialect) {
  EXPECT_NE(openapi_document(Dialect::docs), openapi_document(Dialect::openapi));
  for (const Dialect dialect : dialects) {
    const json document = document_in(dialect);
    EXPECT_EQ(document["openapi"], "3.1.0");
    EXPECT_THAT(document["info"]["description"].get<std::string>(), HasSubstr("?dialect=openapi"));
    EXPECT_THAT(
        document["info"]["title"].get<std::string>(), HasSubstr(std::string(to_string(dialect)))
    );
  }
}

}  // namespace
}  // namespace rkmock::api
