#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "core/document.hpp"

namespace rkmock {
namespace {

TEST(NearestTest, FindsWhatWasMeant) {
  const std::vector<std::string> names{"copies", "together", "delay", "lost_ack", "drop", "id"};
  EXPECT_EQ(nearest("copys", names), "copies");
  EXPECT_EQ(nearest("togehter", names), "together");
  EXPECT_EQ(nearest("Delay", names), "delay");
  EXPECT_EQ(nearest("lost-ack", names), "lost_ack");
  EXPECT_EQ(nearest("lostack", names), "lost_ack");
  EXPECT_EQ(nearest("dorp", names), "drop");
  EXPECT_EQ(nearest("di", names), "id");
}

TEST(NearestTest, DoesNotGuessWildly) {
  const std::vector<std::string> names{"copies", "drop", "id", "x"};
  EXPECT_EQ(nearest("webhook", names), "");
  EXPECT_EQ(nearest("y", names), "");
  EXPECT_EQ(nearest("", names), "");
  EXPECT_EQ(nearest("create", names), "");
  EXPECT_EQ(nearest(std::string(100'000, 'a'), names), "");
  EXPECT_EQ(nearest("a", {}), "");
}

TEST(NearestTest, TakesTheFirstOfEquallyNearOnes) {
  EXPECT_EQ(nearest("cat", {"car", "can"}), "car");
  EXPECT_EQ(nearest("can", {"car", "can"}), "can");
}

}  // namespace
}  // namespace rkmock
