// The report for people in a browser: one file with everything in it. Nothing from outside is
// ever part of its markup: the data is JSON in blocks of their own, where `<` is escaped, and the
// page's policy lets no script and no style run but the two of which it names the hash.
#include <charconv>

#include "assertions/reports/embedded_html.hpp"
#include "assertions/reports/journal_model.hpp"
#include "assertions/reports/report.hpp"
#include "core/base64.hpp"
#include "core/hash.hpp"
#include "core/json_text.hpp"

namespace rkmock::reports {
namespace {

/// The embedded files of that ending, one after another as they are listed.
std::string parts(std::string_view ending) {
  std::string all;
  for (const EmbeddedFile& file : embedded_html()) {
    if (file.name.ends_with(ending)) {
      all += file.text;
    }
  }
  return all;
}

std::string bytes_of(const std::string& hex) {
  std::string bytes;
  for (std::size_t i = 0; i + 1 < hex.size(); i += 2) {
    unsigned byte = 0;
    std::from_chars(hex.data() + i, hex.data() + i + 2, byte, 16);
    bytes += static_cast<char>(byte);
  }
  return bytes;
}

std::string source_of(const std::string& text) {
  return "'sha256-" + to_base64(bytes_of(sha256_hex(text))) + "'";
}

/// So that no text ends the block or opens a comment in it: in JSON `<` stands in texts only.
std::string block(const std::string& id, const std::string& json) {
  std::string out = "<script type=\"application/json\" id=\"" + id + "\">";
  out.reserve(json.size() + out.size());
  for (const char c : json) {
    if (c == '<') {
      out += "\\u003c";
    } else {
      out += c;
    }
  }
  return out + "</script>\n";
}

/// What JSON's numbers or the other report do not have.
std::string extras(const RunReport& run) {
  std::string out;
  JsonObject object(out);
  AnswerTimes all;
  std::string& list = object.member("scenarios");
  list += '[';
  for (const ScenarioReport& scenario : run.scenarios) {
    list += list.back() == '[' ? "" : ",";
    JsonObject extra(list);
    extra.text("seed", std::to_string(scenario.seed));
    if (scenario.journal != nullptr) {
      merge(all, scenario.journal->times);
      extra.json("times", to_json(scenario.journal->times));
    }
    extra.close();
  }
  list += ']';
  object.json("times", to_json(std::move(all)));
  object.close();
  return out;
}

std::string data_of(const RunReport& run) {
  std::string out = block("run", json(run)) + block("extras", extras(run));
  for (std::size_t i = 0; i < run.scenarios.size(); ++i) {
    if (run.scenarios[i].journal != nullptr) {
      out += block("journal-" + std::to_string(i + 1), run.scenarios[i].journal->json);
    }
  }
  return out;
}

/// The template with each `{{NAME}}` replaced once, in its order.
std::string filled(
    const std::string& page, const std::vector<std::pair<std::string, std::string>>& values
) {
  std::string out;
  std::size_t at = 0;
  for (const auto& [name, value] : values) {
    const std::string mark = "{{" + name + "}}";
    const std::size_t found = page.find(mark, at);
    out += page.substr(at, found - at) + value;
    at = found + mark.size();
  }
  return out + page.substr(at);
}

}  // namespace

std::string html(const RunReport& run) {
  const std::string style = "\n" + parts(".css");
  const std::string script = "\n'use strict';\n" + parts(".js");
  return filled(
      parts(".html"),
      {{"script-hash", source_of(script)},
       {"style-hash", source_of(style)},
       {"style", style},
       {"data", data_of(run)},
       {"script", script}}
  );
}

}  // namespace rkmock::reports
