#include <filesystem>
#include <fstream>
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include "core/document.hpp"

namespace rkmock {
namespace {

using testing::HasSubstr;

class ReadTextFileTest : public testing::Test {
 protected:
  void SetUp() override {
    folder_ =
        std::filesystem::path(testing::TempDir()) / ("rkmock_text_" + std::to_string(::getpid()));
    std::filesystem::create_directories(folder_);
  }

  void TearDown() override { std::filesystem::remove_all(folder_); }

  std::string write(const std::string& text) {
    const std::filesystem::path file = folder_ / "f";
    std::ofstream(file, std::ios::binary) << text;
    return file.string();
  }

  std::filesystem::path folder_;
};

TEST_F(ReadTextFileTest, GivesTheBytes) {
  const std::string text("a\r\n\0\xff", 5);
  EXPECT_EQ(read_text_file(write(text)).value(), text);
  EXPECT_EQ(read_text_file(write("")).value(), "");
}

TEST_F(ReadTextFileTest, SaysWhyItCannot) {
  const auto message = [](const std::string& file) {
    const auto result = read_text_file(file);
    EXPECT_FALSE(result);
    EXPECT_EQ(result.error().front().at.file, file);
    return result.error().front().message;
  };
  EXPECT_THAT(message((folder_ / "none").string()), HasSubstr("No such file"));
  EXPECT_THAT(message(folder_.string()), HasSubstr("directory"));
  EXPECT_THAT(message(write(std::string((1U << 20) + 1, 'x'))), HasSubstr("larger than 1 MiB"));
  EXPECT_THAT(message("/dev/zero"), HasSubstr("larger than 1 MiB"));
}

}  // namespace
}  // namespace rkmock
