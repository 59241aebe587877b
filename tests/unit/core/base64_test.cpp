#include "core/base64.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace rkmock {
namespace {

struct Vector {
  const char* bytes;
  const char* text;
};

// RFC 4648, section 10.
constexpr Vector vectors[] = {
    {"", ""},
    {"f", "Zg=="},
    {"fo", "Zm8="},
    {"foo", "Zm9v"},
    {"foob", "Zm9vYg=="},
    {"fooba", "Zm9vYmE="},
    {"foobar", "Zm9vYmFy"}};

TEST(Base64Test, IsWhatRfc4648Shows) {
  for (const auto& [bytes, text] : vectors) {
    EXPECT_EQ(to_base64(bytes), text);
    EXPECT_EQ(from_base64(text), bytes);
  }
}

TEST(Base64Test, ReadsWithoutPaddingToo) {
  EXPECT_EQ(from_base64("Zm9vYg"), "foob");
  EXPECT_EQ(from_base64("Zm9vYmE"), "fooba");
}

TEST(Base64Test, RefusesWhatNoEncoderWrites) {
  for (const char* text :
       {"Z",
        "Zm9vY",
        "Zg=",
        "Zg===",
        "====",
        "Zm9v=",
        "Z=g=",
        "Zm 9v",
        "Zm9-",
        "Zm9_",
        "\xC3\xA4"}) {
    EXPECT_EQ(from_base64(text), std::nullopt) << text;
  }
}

RC_GTEST_PROP(Base64Test, AllBytesComeBack, (const std::string& bytes)) {
  RC_ASSERT(from_base64(to_base64(bytes)) == bytes);
}

}  // namespace
}  // namespace rkmock
