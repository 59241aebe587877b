// Decoding of a scenario's `deliver`: what is accepted, and how each mistake is worded.
#include <chrono>
#include <filesystem>
#include <fstream>
#include <set>
#include <sstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "faults/plan.hpp"

namespace rkmock::faults {
namespace {

using namespace std::chrono_literals;
using testing::AllOf;
using testing::Contains;
using testing::ElementsAre;
using testing::Field;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

std::vector<ParameterError> problems_of(const std::string& deliver) {
  std::vector<ParameterError> problems;
  std::ignore = decode(deliver, problems);
  return problems;
}

Plan plan_of(const std::string& deliver) {
  std::vector<ParameterError> problems;
  const auto faults = decode(deliver, problems);
  EXPECT_THAT(problems, IsEmpty()) << deliver;
  return make_plan({"jane.create", "bookings.create", "jane", "webhook-1"}, faults, Dice(1));
}

/// On how many first attempts the plan loses the answer.
int lost_acks(const Plan& plan) {
  return std::get<action::LoseAck>(plan.actions.at(0)).aim.attempts;
}

auto at(const std::string& pointer) {
  return Field("pointer", &ParameterError::pointer, pointer);
}

auto saying(const std::string& words) {
  return Field("message", &ParameterError::message, HasSubstr(words));
}

auto hinting(const std::string& words) {
  return Field("hint", &ParameterError::hint, HasSubstr(words));
}

auto finding(const std::string& words) {
  return Field("found", &ParameterError::found, words);
}

TEST(DeliverTest, AnEmptyMapIsAPlainDelivery) {
  EXPECT_EQ(plan_of("{}"), Plan{});
}

TEST(DeliverTest, ReadsEveryFault) {
  EXPECT_EQ(plan_of(R"({"copies": 3, "together": true})").copies, 3);
  EXPECT_TRUE(plan_of(R"({"copies": 3, "together": true})").together);
  EXPECT_EQ(plan_of(R"({"copies": 2, "gap": "1.5s"})").gap, 1500ms);
  EXPECT_EQ(plan_of(R"({"delay": "200ms"})").delay, 200ms);
  EXPECT_TRUE(plan_of(R"({"drop": true})").drop);
  EXPECT_EQ(lost_acks(plan_of(R"({"lost_ack": true})")), 1);
  EXPECT_EQ(lost_acks(plan_of(R"({"lost_ack": 3})")), 3);
}

TEST(DeliverTest, TheOrderOfKeysDoesNotMatter) {
  EXPECT_EQ(
      plan_of(R"({"lost_ack": true, "delay": "1s", "together": true, "copies": 2})"),
      plan_of(R"({"copies": 2, "together": true, "delay": "1s", "lost_ack": true})")
  );
}

TEST(DeliverTest, WhatIsSwitchedOffIsAPlainDelivery) {
  EXPECT_EQ(plan_of(R"({"drop": false})"), Plan{});
  EXPECT_EQ(plan_of(R"({"lost_ack": false})"), Plan{});
  EXPECT_EQ(plan_of(R"({"delay": "0s"})"), Plan{});
  EXPECT_EQ(plan_of(R"({"drop": false, "copies": 2})").copies, 2);
  EXPECT_FALSE(plan_of(R"({"copies": 2, "together": false, "gap": "1s"})").together);
}

TEST(DeliverTest, AcceptsTheBounds) {
  EXPECT_EQ(plan_of(R"({"copies": 100})").copies, 100);
  EXPECT_EQ(plan_of(R"({"delay": "1h"})").delay, 1h);
  EXPECT_EQ(plan_of(R"({"copies": 2, "gap": "1h"})").gap, 1h);
  EXPECT_EQ(lost_acks(plan_of(R"({"lost_ack": 20})")), 20);
}

TEST(DeliverTest, RefusesWhatIsOutOfBounds) {
  for (const std::string deliver :
       {R"({"copies": 1})",
        R"({"copies": 0})",
        R"({"copies": -2})",
        R"({"copies": 101})",
        R"({"copies": 18446744073709551615})",
        R"({"delay": "61m"})",
        R"({"copies": 2, "gap": "2h"})",
        R"({"lost_ack": 0})",
        R"({"lost_ack": 21})"}) {
    EXPECT_THAT(problems_of(deliver), SizeIs(1)) << deliver;
  }
  EXPECT_THAT(
      problems_of(R"({"copies": 101})"),
      ElementsAre(AllOf(at("/copies"), saying("out of bounds"), finding("the number 101")))
  );
  EXPECT_THAT(
      problems_of(R"({"delay": "61m"})"), ElementsAre(AllOf(at("/delay"), saying("too long")))
  );
}

TEST(DeliverTest, RefusesWrongTypesNamingWhatWasFound) {
  EXPECT_THAT(
      problems_of(R"({"copies": "three"})"),
      ElementsAre(AllOf(at("/copies"), finding("the text \"three\"")))
  );
  EXPECT_THAT(
      problems_of(R"({"copies": 2.5})"),
      ElementsAre(AllOf(at("/copies"), finding("the number 2.5")))
  );
  EXPECT_THAT(
      problems_of(R"({"copies": 2, "together": "yes"})"),
      ElementsAre(AllOf(at("/together"), finding("the text \"yes\"")))
  );
  EXPECT_THAT(
      problems_of(R"({"drop": null})"), ElementsAre(AllOf(at("/drop"), finding("nothing")))
  );
  EXPECT_THAT(
      problems_of(R"({"lost_ack": "once"})"),
      ElementsAre(AllOf(at("/lost_ack"), finding("the text \"once\"")))
  );
  EXPECT_THAT(
      problems_of(R"({"delay": ["1s"]})"),
      ElementsAre(AllOf(at("/delay"), finding("the list [\"1s\"]")))
  );
}

TEST(DeliverTest, ANumberWithoutAUnitIsAskedForOne) {
  EXPECT_THAT(
      problems_of(R"({"delay": 200})"), ElementsAre(AllOf(at("/delay"), hinting("200ms or 200s")))
  );
}

TEST(DeliverTest, AWordThatIsNoDurationIsRefused) {
  EXPECT_THAT(
      problems_of(R"({"delay": "soon"})"),
      ElementsAre(AllOf(at("/delay"), saying("not a duration"), finding("the text \"soon\"")))
  );
}

TEST(DeliverTest, AnUnknownKeyGetsTheNearestName) {
  EXPECT_THAT(
      problems_of(R"({"copys": 2})"),
      ElementsAre(AllOf(at("/copys"), saying("`copys`"), hinting("`copies`")))
  );
  EXPECT_THAT(
      problems_of(R"({"lost_akc": true})"), ElementsAre(AllOf(at("/lost_akc"), hinting("lost_ack")))
  );
  EXPECT_THAT(
      problems_of(R"({"xylophone": 1})"), ElementsAre(AllOf(at("/xylophone"), hinting("")))
  );
}

TEST(DeliverTest, APointerEscapesWhatJsonPointersEscape) {
  EXPECT_THAT(problems_of(R"({"a/b~c": 1})"), ElementsAre(at("/a~1b~0c")));
}

TEST(DeliverTest, HowCopiesAreSentNeedsCopies) {
  EXPECT_THAT(
      problems_of(R"({"together": true})"), ElementsAre(AllOf(at("/together"), hinting("copies")))
  );
  EXPECT_THAT(problems_of(R"({"gap": "1s"})"), ElementsAre(AllOf(at("/gap"), hinting("copies"))));
}

TEST(DeliverTest, CopiesSentTogetherHaveNoGap) {
  EXPECT_THAT(
      problems_of(R"({"copies": 2, "together": true, "gap": "1s"})"),
      ElementsAre(AllOf(at("/gap"), saying("no gap")))
  );
}

TEST(DeliverTest, DropTakesNoOtherFault) {
  for (const std::string other : {R"("copies": 2)", R"("delay": "1s")", R"("lost_ack": true)"}) {
    EXPECT_THAT(problems_of(R"({"drop": true, )" + other + "}"), ElementsAre(at("/drop"))) << other;
  }
}

TEST(DeliverTest, ReportsAllProblemsAtOnce) {
  EXPECT_THAT(
      problems_of(R"({"copies": 1, "delay": 5, "lost_ack": 99, "dropp": true})"),
      testing::UnorderedElementsAre(at("/copies"), at("/delay"), at("/lost_ack"), at("/dropp"))
  );
}

TEST(DeliverTest, OnlyAMapWillDo) {
  for (const std::string deliver : {"null", "[]", "[1]", "3", "\"drop\"", "", "{\"copies\": "}) {
    EXPECT_THAT(problems_of(deliver), ElementsAre(at(""))) << deliver;
  }
}

TEST(DeliverTest, AimsAtAttemptsAndCopies) {
  const auto aim_of_reset = [](const std::string& aim) {
    const Plan plan = plan_of(R"([{"copies": 3}, {"reset": "after_headers", )" + aim + "}]");
    return *aim_of(plan.actions.at(1));
  };
  EXPECT_EQ(aim_of_reset(R"("attempts": 2)"), (Aim{2, 1, 0}));
  EXPECT_EQ(aim_of_reset(R"("attempts": [2, 4])"), (Aim{3, 2, 0}));
  EXPECT_EQ(aim_of_reset(R"("attempts": "all")"), (Aim{0, 1, 0}));
  EXPECT_EQ(aim_of_reset(R"("copy": 3)"), (Aim{1, 1, 3}));
  EXPECT_EQ(lost_acks(plan_of(R"([{"lost_ack": 2, "copy": 1}])")), 2) << "its own count stays";
}

TEST(DeliverTest, RefusesAnAimThatHitsNothing) {
  EXPECT_THAT(
      problems_of(R"({"copies": 2, "attempts": 2})"),
      ElementsAre(AllOf(at("/attempts"), saying("about single attempts")))
  );
  for (const std::string attempts : {"0", "21", "[3, 2]", "[1]", "\"some\"", "true"}) {
    EXPECT_THAT(
        problems_of(R"({"lost_ack": true, "attempts": )" + attempts + "}"),
        ElementsAre(AllOf(at("/attempts"), saying("which attempts")))
    ) << attempts;
  }
  EXPECT_THAT(
      problems_of(R"({"copies": 2, "lost_ack": true, "copy": 3})"),
      ElementsAre(AllOf(at("/copy"), saying("no copy 3")))
  );
}

TEST(DeliverTest, RefusesWhatCannotBeDoneToOneRequest) {
  EXPECT_THAT(
      problems_of(R"({"reset": 3, "lost_ack": true})"), ElementsAre(AllOf(at("/lost_ack")))
  );
  EXPECT_THAT(
      problems_of(R"({"chunked": true, "http_1_0": true})"), ElementsAre(AllOf(at("/http_1_0")))
  );
  EXPECT_THAT(
      problems_of(R"({"unreachable": "refused", "gzip": true})"),
      ElementsAre(AllOf(at("/unreachable"), saying("reaches nobody")))
  );
  EXPECT_THAT(
      problems_of(R"({"signature_age": "1m", "signature_lead": "1m"})"),
      ElementsAre(at("/signature_lead"))
  );
  EXPECT_THAT(problems_of(R"([{"drop": true}, {"lost_ack": true}])"), SizeIs(1));
  EXPECT_THAT(
      problems_of(R"([{"reset": "after_headers"}, {"lost_ack": true, "attempts": [2, 2]}])"),
      IsEmpty()
  ) << "at different attempts they may";
}

TEST(DeliverTest, ProblemsOfAListSayInWhichMap) {
  EXPECT_THAT(
      problems_of(R"([{"copies": 2}, {"reset": "later"}])"),
      ElementsAre(AllOf(at("/1/reset"), saying("does not say which")))
  );
}

TEST(DeliverTest, ADelayMayBeDrawn) {
  const auto drawn = [](const std::string& distribution) {
    return plan_of(R"({"delay": )" + distribution + "}").delay;
  };
  const Nanos uniform = drawn(R"({"type": "uniform", "lower": "10ms", "upper": "20ms"})");
  EXPECT_GE(uniform, 10ms);
  EXPECT_LE(uniform, 20ms);
  EXPECT_EQ(uniform, drawn(R"({"type": "uniform", "lower": "10ms", "upper": "20ms"})"));
  EXPECT_LE(drawn(R"({"type": "exponential", "mean": "1h", "max": "5ms"})"), 5ms);
  EXPECT_EQ(drawn(R"({"type": "normal", "mean": "7ms", "deviation": "0s"})"), 7ms);
  EXPECT_EQ(drawn(R"({"type": "lognormal", "median": "7ms", "sigma": 0})"), 7ms);
}

TEST(DeliverTest, RefusesADistributionThatIsNone) {
  EXPECT_THAT(
      problems_of(R"({"delay": {"mean": "1s"}})"), ElementsAre(AllOf(at("/delay"), saying("type")))
  );
  EXPECT_THAT(
      problems_of(R"({"delay": {"type": "uniform", "lower": "2s", "upper": "1s"}})"),
      ElementsAre(AllOf(at("/delay/upper"), saying("below")))
  );
  EXPECT_THAT(
      problems_of(R"({"delay": {"type": "exponential"}})"),
      ElementsAre(AllOf(at("/delay"), saying("no `mean`")))
  );
  EXPECT_THAT(
      problems_of(R"({"delay": {"type": "exponential", "mean": "1s", "sigma": 2}})"),
      ElementsAre(at("/delay/sigma"))
  );
}

RC_GTEST_PROP(DeliverTest, AnyTextIsReadWithoutAThrow, (const std::string& text)) {
  std::vector<ParameterError> problems;
  const auto faults = decode(text, problems);
  RC_ASSERT(faults.empty() || problems.empty());
}

std::string text_of(const std::string& file) {
  std::ifstream stream(RKMOCK_SOURCE_DIR "/docs/" + file);
  std::stringstream text;
  text << stream.rdbuf();
  return text.str();
}

TEST(DeliverTest, EveryFaultHasItsPageInTheManual) {
  const std::string index = text_of("faults.md");
  for (const FaultDescriptor& fault : table()) {
    const std::string name(fault.name);
    const std::string page = text_of("faults/" + name + ".md");
    EXPECT_TRUE(page.starts_with("# `" + name + "`\n")) << name;
    for (const char* heading : {"On the wire", "In the wild", "What a right receiver does"}) {
      EXPECT_THAT(page, HasSubstr("\n## " + std::string(heading) + "\n")) << name;
    }
    EXPECT_THAT(page, HasSubstr("`" + name + "`"));
    for (const std::string_view key : fault.keys) {
      EXPECT_THAT(page, HasSubstr("`" + std::string(key) + "`"));
    }
    EXPECT_THAT(index, HasSubstr("(faults/" + name + ".md)"));
  }
}

TEST(DeliverTest, EveryPageIsThatOfAFault) {
  std::set<std::string> names;
  for (const FaultDescriptor& fault : table()) {
    names.insert(std::string(fault.name) + ".md");
  }
  for (const auto& file : std::filesystem::directory_iterator(RKMOCK_SOURCE_DIR "/docs/faults")) {
    EXPECT_TRUE(names.contains(file.path().filename().string())) << file.path();
  }
}

}  // namespace
}  // namespace rkmock::faults
