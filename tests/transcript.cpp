// SPDX-License-Identifier: BSL-1.0
#include "transcript.hpp"

#include <algorithm>
#include <cstdlib>
#include <utility>

#include "support.hpp"
#include "transcript_text.hpp"

namespace wshake::test {
namespace {

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
    if (mark_) fail("no error stands at the last ^");
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
      if (mark_) fail("no error stands at the ^ before");
      all_.push_back({});
      all_.back().file = file_;
      all_.back().name = std::string(line.substr(4));
      sent_ = 0;
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
        last_call().start.any_out = false;
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

  std::size_t number(std::string_view text) const {
    const std::optional<std::size_t> value = number_in(text);
    if (!value) fail("a number is expected");
    return *value;
  }

  // Returns the octets that a text with escapes denotes. If `line` is true, CRLF follows unless a lone backslash ends
  // the text. marks_ receives, for each octet of the text, the offset of the denoted octet in the result.
  std::string octets_of(std::string_view text, bool line) {
    unescaped read = unescape(text);
    if (!read.fault.empty()) fail(read.fault);
    marks_ = std::move(read.marks);
    if (line && read.whole_line) read.text += "\r\n";
    return read.text;
  }

  void read_input(std::string_view text) {
    std::vector<step>& steps = all_.back().steps;
    if (steps.empty() || steps.back().what != step::kind::octets_in) add(step::kind::octets_in);
    if (all_.back().of_lists) return read_field(steps.back(), text);
    line_begin_ = sent_;
    const std::string in = octets_of(text, true);
    sent_ += in.size();
    steps.back().in += in;
  }

  // Reads a line of a header list. In a header list an offset is the index of a line.
  void read_field(step& into, std::string_view text) {
    into.list.push_back(read_header(text));
    sent_ = into.list.size();
  }

  void read_mark(std::string_view line) {
    const std::size_t at = line.find_first_not_of(' ');
    if (at == std::string_view::npos || line.substr(at) != "^") fail("a lone ^");
    if (all_.back().of_lists && sent_ > 0) {
      mark_ = sent_ - 1;
      return;
    }
    if (at < 2 || at - 2 >= marks_.size()) fail("a lone ^");
    mark_ = line_begin_ + marks_[at - 2];
  }

  void read_expectation(std::string_view text) {
    step& next = add(step::kind::expect);
    const std::string name = take_word(text);
    next.expected.malformed = all_.back().of_lists && name == "malformed";
    if (next.expected.malformed) {
      next.expected.state = server_state::failed;
      next.expected.event = client_event::failed;
    } else if (all_.back().who == transcript_role::server) {
      const std::optional<server_state> state = state_named(name);
      if (!state) fail("no such state");
      next.expected.state = *state;
    } else {
      const std::optional<client_event> event = event_named(name);
      if (!event) fail("no such event");
      next.expected.event = *event;
    }
    if (text.empty()) return;
    next.expected.error = errc_named(take_word(text));
    if (!next.expected.error) fail("no such error");
    next.expected.at = mark_;
    mark_.reset();
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
    if (name.rfind("configure ", 0) == 0) {
      next.call.what = verb::configure;
      next.call.route = name.substr(10);
      const auto& routes = all_.back().routes;
      const auto is_named = [&](const named_config& route) { return route.name == next.call.route; };
      if (std::none_of(routes.begin(), routes.end(), is_named)) fail("no such route");
    } else if (name == "accept") {
      next.call.what = verb::accept;
    } else if (name == "respond") {
      next.call.what = verb::respond;
    } else if (name == "next_request") {
      next.call.what = verb::next_request;
    } else if (name == "next_request read") {
      next.call.what = verb::next_request_read;
    } else if (name == "feed_eof") {
      next.call.what = verb::feed_eof;
    } else if (name == "start") {
      next.call.what = verb::start;
    } else {
      fail("no such verb");
    }
  }

  header_line read_header(std::string_view text) const {
    const std::optional<header_line> line = read_header_line(text);
    if (!line) fail("Name: value");
    return *line;
  }

  deflate_offer read_offer(std::string_view text) const {
    deflate_offer offer;
    offer.client_max_window_bits = 0;
    const bool read = read_settings(text, [&](const std::string& name, const std::string& value) {
      if (name == "server_no_context_takeover") {
        offer.server_no_context_takeover = true;
      } else if (name == "client_no_context_takeover") {
        offer.client_no_context_takeover = true;
      } else if (name == "server_max_window_bits") {
        offer.server_max_window_bits = static_cast<std::uint8_t>(number(value));
      } else if (name == "client_max_window_bits") {
        offer.client_max_window_bits = static_cast<std::uint8_t>(value.empty() ? 15 : number(value));
      } else {
        return false;
      }
      return true;
    });
    if (!read) fail("no such deflate setting");
    return offer;
  }

  void read_start_option(start_call& start, const std::string& key, std::string_view text) {
    if (key == "where") {
      start.where = octets_of(text, false);
    } else if (key == "nonce") {
      start.nonce = octets_of(text, false);
      if (start.nonce.size() != std::tuple_size_v<nonce>) fail("a nonce of 16 octets");
    } else if (key == "origin") {
      start.origin = octets_of(text, false);
    } else if (key == "subprotocols") {
      while (!text.empty()) start.subprotocols.push_back(octets_of(take_word(text), false));
    } else if (key == "deflate") {
      start.deflate.push_back(read_offer(text));
    } else if (key == "extensions") {
      start.extensions = octets_of(text, false);
    } else if (key == "header") {
      start.header.push_back(read_header(text));
    } else if (key == "not_allowed") {
      start.allowed = false;
    } else {
      fail("no such option");
    }
  }

  void read_option(std::string_view text) {
    verb_call& call = last_call();
    const std::string key = take_word(text);
    if (call.what == verb::start && key != "fails") return read_start_option(call.start, key, text);
    if (key == "subprotocol") {
      call.subprotocol = octets_of(text, false);
    } else if (key == "extensions") {
      call.extensions = octets_of(text, false);
    } else if (key == "header") {
      call.header.push_back(read_header(text));
    } else if (key == "status") {
      call.status = static_cast<std::uint16_t>(number(text));
    } else if (key == "error" || key == "fails") {
      const std::optional<errc> code = errc_named(text);
      if (!code) fail("no such error");
      (key == "error" ? call.error : call.fails) = *code;
    } else if (key == "reason") {
      call.reason = octets_of(text, false);
    } else if (key == "body") {
      call.body = octets_of(text, false);
    } else if (key == "content_length") {
      call.content_length = number(text);
    } else if (key == "close") {
      call.keep_alive = false;
    } else {
      fail("no such option");
    }
  }

  void read_config(std::string_view text) {
    if (!all_.back().steps.empty()) fail("configuration stands before the first step");
    const std::string fault = read_config_line(all_.back(), text);
    if (!fault.empty()) fail(fault);
  }

  std::string file_;
  std::string_view text_;
  std::size_t line_ = 0;
  std::vector<transcript> all_;
  std::size_t sent_ = 0;            // number of octets in the `<` lines read so far; in a header list, number of lines
  std::size_t line_begin_ = 0;      // offset of the last `<` line
  std::vector<std::size_t> marks_;  // maps each octet of the last line's text to its offset, counted from line_begin_
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

std::optional<server_state> state_named(std::string_view name) {
  for (unsigned value = 0; value <= static_cast<unsigned>(server_state::closed); ++value) {
    if (describe(static_cast<server_state>(value)) == name) return static_cast<server_state>(value);
  }
  return {};
}

std::optional<client_event> event_named(std::string_view name) {
  for (unsigned value = 0; value <= static_cast<unsigned>(client_event::closed); ++value) {
    if (describe(static_cast<client_event>(value)) == name) return static_cast<client_event>(value);
  }
  return {};
}

config_view::config_view(const owned_config& owned)
    : subprotocols_(owned.subprotocols.begin(), owned.subprotocols.end()),
      origins_(owned.origins.begin(), owned.origins.end()),
      header_(fields_of(owned.header)),
      options_(owned.rest) {
  options_.subprotocols = subprotocols_;
  options_.origins = origins_;
  options_.header = header_;
  options_.product = owned.product;
  options_of_client_.header = header_;
  options_of_client_.product = owned.product;
  options_of_client_.window_of_8 = owned.window_of_8;
  options_of_client_.require_subprotocol = owned.rest.require_subprotocol;
  options_of_client_.lenient = owned.lenient;
  options_of_client_.close = owned.close;
  options_of_client_.limit = owned.rest.limit;
  config_ = options_;
  of_client_ = options_of_client_;
}

route_views::route_views(const transcript& script) {
  for (const named_config& route : script.routes) views_.try_emplace(route.name, route.config);
}

std::vector<field> fields_of(const std::vector<header_line>& lines) {
  std::vector<field> list;
  for (const header_line& line : lines) list.push_back({line.name, line.value});
  return list;
}

}  // namespace wshake::test
