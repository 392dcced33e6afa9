// SPDX-License-Identifier: BSL-1.0
#include "transcript.hpp"

#include <cstdlib>
#include <sstream>

#include "support.hpp"

namespace wshake::test {
namespace {

// The first word of a text, which is taken off it together with the spaces behind.
std::string take_word(std::string_view& text) {
  const std::size_t end = text.find(' ') == std::string_view::npos ? text.size() : text.find(' ');
  const std::string word(text.substr(0, end));
  text.remove_prefix(end);
  while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
  return word;
}

class reader {
 public:
  reader(std::string file, std::string_view text) : file_(std::move(file)), text_(text) {}

  std::vector<transcript> read() {
    while (!text_.empty()) {
      const std::size_t end = text_.find('\n') == std::string_view::npos ? text_.size() : text_.find('\n');
      std::string_view line = text_.substr(0, end);
      text_.remove_prefix(end < text_.size() ? end + 1 : end);
      ++line_;
      if (!line.empty()) read_line(line);
    }
    return std::move(all_);
  }

 private:
  [[noreturn]] void fail(std::string_view why) const {
    FAIL(file_ << ':' << line_ << ": " << std::string(why));
    std::abort();  // FAIL has thrown
  }

  void read_line(std::string_view line) {
    const char kind = line.front();
    if (kind == '#') return;
    if (line.substr(0, 4) == "=== ") {
      all_.push_back({});
      all_.back().file = file_;
      all_.back().name = std::string(line.substr(4));
      sent_ = 0;
      mark_.reset();
      marks_.clear();
      return;
    }
    if (all_.empty()) fail("before the first ===");
    if (kind == ' ') return read_mark(line);
    if (line.size() > 1 && line[1] != ' ') fail("the second octet of a line is a space");
    std::string_view rest = line.size() > 1 ? line.substr(2) : std::string_view{};
    switch (kind) {
      case ':':
        return read_config(rest);
      case '<':
        return read_input(rest);
      case '=':
        return read_expectation(rest);
      case '!':
        return read_call(rest);
      case '+':
        return read_option(rest);
      case '>':
        last_call().out += octets_of(rest, true);
        return;
      case '?': {
        step& next = add(step::kind::observe);
        next.observed.what = take_word(rest);
        next.observed.value = octets_of(rest, false);
        return;
      }
      case '|':
        all_.back().left += octets_of(rest, true);
        return;
      default:
        fail("a line begins with none of # === : < ^ = ! + > ? |");
    }
  }

  step& add(step::kind what) {
    std::vector<step>& steps = all_.back().steps;
    steps.push_back({});
    steps.back().line = line_;
    steps.back().what = what;
    return steps.back();
  }

  verb_call& last_call() {
    std::vector<step>& steps = all_.back().steps;
    if (steps.empty() || steps.back().what != step::kind::call) fail("this belongs to a ! line");
    return steps.back().call;
  }

  std::size_t number(const std::string& text) const {
    if (text.empty() || text.find_first_not_of("0123456789") != std::string::npos) fail("a number is expected");
    return std::strtoul(text.c_str(), nullptr, 10);
  }

  // The octets of a text with escapes, CRLF behind them if `line` and unless a lone backslash ends it. Where each octet
  // of the text stands in the octets goes to marks_.
  std::string octets_of(std::string_view text, bool line) {
    std::string result;
    marks_.assign(text.size() + 3, 0);
    std::size_t at = 0;
    bool ends = true;
    while (at < text.size()) {
      marks_[at] = result.size();
      if (text[at] != '\\') {
        result += text[at++];
        continue;
      }
      if (at + 1 == text.size()) {
        ends = false;
        ++at;
        break;
      }
      const char code = text[at + 1];
      std::size_t size = 2;
      switch (code) {
        case 'r':
          result += '\r';
          break;
        case 'n':
          result += '\n';
          break;
        case 't':
          result += '\t';
          break;
        case '0':
          result += '\0';
          break;
        case '\\':
          result += '\\';
          break;
        case 'x': {
          const std::string hex(text.substr(at + 2, 2));
          if (hex.size() != 2 || hex.find_first_not_of("0123456789abcdefABCDEF") != std::string::npos) fail("\\xHH");
          result += static_cast<char>(std::strtoul(hex.c_str(), nullptr, 16));
          size = 4;
          break;
        }
        case '{': {
          const std::size_t star = text.find('*', at);
          const std::size_t close = text.find('}', at);
          if (star == std::string_view::npos || close == std::string_view::npos || close < star) fail("\\{N*text}");
          const std::size_t count = number(std::string(text.substr(at + 2, star - at - 2)));
          const std::string_view what = text.substr(star + 1, close - star - 1);
          for (std::size_t n = 0; n < count; ++n) result += what;
          size = close + 1 - at;
          break;
        }
        default:
          fail("an escape that is none of \\r \\n \\t \\0 \\\\ \\xHH \\{N*text}");
      }
      at += size;
    }
    marks_[text.size()] = result.size();
    if (line && ends) result += "\r\n";
    return result;
  }

  void read_input(std::string_view text) {
    std::vector<step>& steps = all_.back().steps;
    if (steps.empty() || steps.back().what != step::kind::octets_in) add(step::kind::octets_in);
    line_begin_ = sent_;
    const std::string in = octets_of(text, true);
    sent_ += in.size();
    steps.back().in += in;
  }

  void read_mark(std::string_view line) {
    const std::size_t at = line.find_first_not_of(' ');
    if (at == std::string_view::npos || line.substr(at) != "^" || at < 2 || at - 2 >= marks_.size()) fail("a lone ^");
    mark_ = line_begin_ + marks_[at - 2];
  }

  void read_expectation(std::string_view text) {
    step& next = add(step::kind::expect);
    const std::optional<event> what = event_named(take_word(text));
    if (!what) fail("no such event");
    next.expected.what = *what;
    next.expected.at = mark_;
    mark_.reset();
    if (text.empty()) return;
    next.expected.error = errc_named(take_word(text));
    if (!next.expected.error) fail("no such error");
    while (!text.empty()) {
      const std::string key = take_word(text);
      const std::string value = take_word(text);
      if (key == "at") {
        next.expected.at = value == "end" ? sent_ : number(value);
      } else if (key == "field") {
        next.expected.field = value;
      } else {
        fail("only `at` and `field` follow an error");
      }
    }
  }

  void read_call(std::string_view text) {
    step& next = add(step::kind::call);
    const std::string name(text);
    if (name == "accept") {
      next.call.what = verb::accept;
    } else if (name == "reject") {
      next.call.what = verb::reject;
    } else if (name == "respond") {
      next.call.what = verb::respond;
    } else if (name == "next_request") {
      next.call.what = verb::next_request;
    } else if (name == "next_request read") {
      next.call.what = verb::next_request_read;
    } else if (name == "feed_eof") {
      next.call.what = verb::feed_eof;
    } else {
      fail("no such verb");
    }
  }

  header_line read_header(std::string_view text) {
    const std::size_t colon = text.find(": ");
    if (colon == std::string_view::npos) fail("Name: value");
    return {octets_of(text.substr(0, colon), false), octets_of(text.substr(colon + 2), false)};
  }

  void read_option(std::string_view text) {
    verb_call& call = last_call();
    const std::string key = take_word(text);
    if (key == "subprotocol") {
      call.subprotocol = std::string(text);
    } else if (key == "extensions") {
      call.extensions = text;
    } else if (key == "header") {
      call.header.push_back(read_header(text));
    } else if (key == "status") {
      call.status = static_cast<std::uint16_t>(number(std::string(text)));
    } else if (key == "error" || key == "fails") {
      const std::optional<errc> code = errc_named(text);
      if (!code) fail("no such error");
      (key == "error" ? call.error : call.fails) = *code;
    } else if (key == "reason") {
      call.reason = octets_of(text, false);
    } else if (key == "body") {
      call.body = octets_of(text, false);
    } else if (key == "content_length") {
      call.content_length = number(std::string(text));
    } else if (key == "close") {
      call.keep_alive = false;
    } else {
      fail("no such option");
    }
  }

  void read_deflate(std::string_view text) {
    deflate_config& deflate = all_.back().config.rest.deflate;
    deflate.enabled = true;
    while (!text.empty()) {
      const std::string word = take_word(text);
      const std::string name = word.substr(0, word.find('='));
      const std::string value = name.size() < word.size() ? word.substr(name.size() + 1) : "";
      if (name == "server_no_context_takeover") {
        deflate.server_no_context_takeover = true;
      } else if (name == "client_no_context_takeover") {
        deflate.client_no_context_takeover = true;
      } else if (name == "server_max_window_bits") {
        deflate.server_max_window_bits = static_cast<std::uint8_t>(number(value));
      } else if (name == "client_max_window_bits") {
        deflate.client_max_window_bits = static_cast<std::uint8_t>(number(value));
      } else if (name == "window_of_8") {
        deflate.window_of_8 = true;
      } else {
        fail("no such deflate setting");
      }
    }
  }

  void read_limit(std::string_view text) {
    limits& limit = all_.back().config.rest.limit;
    const std::string name = take_word(text);
    const std::size_t value = number(std::string(text));
    const auto set = [&](auto& member) { member = static_cast<std::remove_reference_t<decltype(member)>>(value); };
    if (name == "head") {
      set(limit.head);
    } else if (name == "target") {
      set(limit.target);
    } else if (name == "method") {
      set(limit.method);
    } else if (name == "field_line") {
      set(limit.field_line);
    } else if (name == "field_lines") {
      set(limit.field_lines);
    } else if (name == "empty_lines") {
      set(limit.empty_lines);
    } else if (name == "subprotocols") {
      set(limit.subprotocols);
    } else if (name == "skipped_body") {
      set(limit.skipped_body);
    } else {
      fail("no such limit");
    }
  }

  void read_config(std::string_view text) {
    if (!all_.back().steps.empty()) fail("configuration stands before the first step");
    owned_config& config = all_.back().config;
    const std::string key = take_word(text);
    if (key == "storage") {
      config.storage = number(std::string(text));
    } else if (key == "subprotocols") {
      while (!text.empty()) config.subprotocols.push_back(take_word(text));
    } else if (key == "require_subprotocol") {
      config.rest.require_subprotocol = true;
    } else if (key == "origins") {
      while (!text.empty()) config.origins.push_back(take_word(text));
    } else if (key == "require_origin") {
      config.rest.require_origin = true;
    } else if (key == "deflate") {
      read_deflate(text);
    } else if (key == "header") {
      config.header.push_back(read_header(text));
    } else if (key == "product") {
      config.product = text;
    } else if (key == "no_keep_alive") {
      config.rest.keep_alive = false;
    } else if (key == "limit") {
      read_limit(text);
    } else {
      fail("no such configuration");
    }
  }

  std::string file_;
  std::string_view text_;
  std::size_t line_ = 0;
  std::vector<transcript> all_;
  std::size_t sent_ = 0;            // octets of the `<` lines so far
  std::size_t line_begin_ = 0;      // where the last one begins
  std::vector<std::size_t> marks_;  // where each octet of its text stands, from its beginning
  std::optional<std::size_t> mark_;
};

}  // namespace

std::vector<transcript> read_transcripts(const std::string& file, std::string_view text) {
  return reader(file, text).read();
}

std::optional<errc> errc_named(std::string_view name) {
  for (unsigned code = 0; code < errc_count; ++code) {
    if (describe(static_cast<errc>(code)).name == name) return static_cast<errc>(code);
  }
  return {};
}

std::optional<event> event_named(std::string_view name) {
  for (const event what :
       {event::need_more, event::upgrade, event::request, event::failed, event::open, event::rejected, event::closed}) {
    if (describe(what) == name) return what;
  }
  return {};
}

config_view::config_view(const owned_config& owned)
    : subprotocols_(owned.subprotocols.begin(), owned.subprotocols.end()),
      origins_(owned.origins.begin(), owned.origins.end()),
      header_(fields_of(owned.header)),
      config_(owned.rest) {
  config_.subprotocols = subprotocols_;
  config_.origins = origins_;
  config_.header = header_;
  config_.product = owned.product;
}

std::vector<field> fields_of(const std::vector<header_line>& lines) {
  std::vector<field> list;
  for (const header_line& line : lines) list.push_back({line.name, line.value});
  return list;
}

}  // namespace wshake::test
