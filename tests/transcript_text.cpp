// SPDX-License-Identifier: BSL-1.0
#include "transcript_text.hpp"

#include <cstdint>
#include <cstdlib>
#include <type_traits>
#include <utility>

namespace wshake::test {

std::string take_word(std::string_view& text) {
  const std::size_t end = text.find(' ') == std::string_view::npos ? text.size() : text.find(' ');
  const std::string word(text.substr(0, end));
  text.remove_prefix(end);
  while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
  return word;
}

std::optional<std::size_t> number_in(std::string_view text) {
  if (text.empty() || text.find_first_not_of("0123456789") != std::string_view::npos) return {};
  return std::strtoul(std::string(text).c_str(), nullptr, 10);
}

namespace {

// Parses the escape at the front of `text`. Returns the size of the escape, or 0 if the escape is invalid. Stores the
// octets that the escape denotes in `result`.
std::size_t take_escape(std::string_view text, std::string& result) {
  switch (text[1]) {
    case 'r':
      result += '\r';
      return 2;
    case 'n':
      result += '\n';
      return 2;
    case 't':
      result += '\t';
      return 2;
    case '0':
      result += '\0';
      return 2;
    case '\\':
      result += '\\';
      return 2;
    case 'x': {
      const std::string hex(text.substr(2, 2));
      if (hex.size() != 2 || hex.find_first_not_of("0123456789abcdefABCDEF") != std::string::npos) return 0;
      result += static_cast<char>(std::strtoul(hex.c_str(), nullptr, 16));
      return 4;
    }
    case '{': {
      const std::size_t star = text.find('*');
      const std::size_t close = text.find('}');
      if (star == std::string_view::npos || close == std::string_view::npos || close < star) return 0;
      const std::optional<std::size_t> count = number_in(text.substr(2, star - 2));
      if (!count) return 0;
      for (std::size_t n = 0; n < *count; ++n) result += text.substr(star + 1, close - star - 1);
      return close + 1;
    }
    default:
      return 0;
  }
}

}  // namespace

unescaped unescape(std::string_view text) {
  unescaped read;
  read.marks.assign(text.size() + 3, 0);
  std::size_t at = 0;
  while (at < text.size()) {
    read.marks[at] = read.text.size();
    if (text[at] != '\\') {
      read.text += text[at++];
    } else if (at + 1 == text.size()) {
      read.whole_line = false;
      ++at;
    } else {
      const std::size_t size = take_escape(text.substr(at), read.text);
      if (size == 0) {
        read.fault = "an escape that is none of \\r \\n \\t \\0 \\\\ \\xHH \\{N*text}";
        return read;
      }
      at += size;
    }
  }
  read.marks[text.size()] = read.text.size();
  return read;
}

std::optional<header_line> read_header_line(std::string_view text) {
  std::size_t colon = text.find(": ");
  const bool is_empty = colon == std::string_view::npos && !text.empty() && text.back() == ':';
  if (is_empty) colon = text.size() - 1;
  if (colon == std::string_view::npos) return {};
  const unescaped name = unescape(text.substr(0, colon));
  const unescaped value = unescape(is_empty ? std::string_view{} : text.substr(colon + 2));
  if (!name.fault.empty() || !value.fault.empty()) return {};
  return header_line{name.text, value.text};
}

namespace {

std::uint8_t window_in(const std::string& value) { return static_cast<std::uint8_t>(number_in(value).value_or(255)); }

bool read_deflate(deflate_config& deflate, std::string_view text) {
  deflate.enabled = true;
  return read_settings(text, [&](const std::string& name, const std::string& value) {
    if (name == "server_no_context_takeover") {
      deflate.server_no_context_takeover = true;
    } else if (name == "client_no_context_takeover") {
      deflate.client_no_context_takeover = true;
    } else if (name == "server_max_window_bits") {
      deflate.server_max_window_bits = window_in(value);
    } else if (name == "client_max_window_bits") {
      deflate.client_max_window_bits = window_in(value);
    } else if (name == "window_of_8") {
      deflate.window_of_8 = true;
    } else {
      return false;
    }
    return true;
  });
}

bool read_limit(limits& limit, std::string_view text) {
  const std::string name = take_word(text);
  const std::optional<std::size_t> value = number_in(text);
  if (!value) return false;
  const auto set = [&](auto& member) { member = static_cast<std::remove_reference_t<decltype(member)>>(*value); };
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
  } else if (name == "interim_responses") {
    set(limit.interim_responses);
  } else if (name == "refused_body") {
    set(limit.refused_body);
  } else {
    return false;
  }
  return true;
}

bool read_role(transcript& script, std::string_view name) {
  if (name == "client") {
    script.who = transcript_role::client;
  } else if (name == "tunnel") {
    script.who = transcript_role::tunnel;
  } else {
    return false;
  }
  script.config.storage = client_storage_size;
  return true;
}

}  // namespace

std::string read_config_line(transcript& script, std::string_view text) {
  owned_config& config = script.routes.empty() ? script.config : script.routes.back().config;
  const std::string key = take_word(text);
  if (key == "route") {
    if (script.who != transcript_role::server) return "a server has routes";
    script.routes.push_back({std::string(text), {}});
  } else if (key == "role") {
    if (!read_role(script, text)) return "no such role";
  } else if (key == "header_list") {
    script.of_lists = true;
  } else if (key == "ends_stream") {
    script.ends_stream = true;
  } else if (key == "storage") {
    const std::optional<std::size_t> size = number_in(text);
    if (!size) return "a number is expected";
    config.storage = *size;
  } else if (key == "subprotocols") {
    while (!text.empty()) config.subprotocols.push_back(take_word(text));
  } else if (key == "require_subprotocol") {
    config.rest.require_subprotocol = true;
  } else if (key == "origins") {
    while (!text.empty()) config.origins.push_back(take_word(text));
  } else if (key == "same_host_origin") {
    config.rest.same_host_origin = true;
  } else if (key == "require_origin") {
    config.rest.require_origin = true;
  } else if (key == "deflate") {
    if (!read_deflate(config.rest.deflate, text)) return "no such deflate setting";
  } else if (key == "window_of_8") {
    config.window_of_8 = true;
  } else if (key == "lenient") {
    config.lenient = true;
  } else if (key == "close") {
    config.close = true;
  } else if (key == "header") {
    const std::optional<header_line> line = read_header_line(text);
    if (!line) return "Name: value";
    config.header.push_back(*line);
  } else if (key == "product") {
    config.product = unescape(text).text;
  } else if (key == "no_keep_alive") {
    config.rest.close_refused = true;
  } else if (key == "limit") {
    if (!read_limit(config.rest.limit, text)) return "no such limit";
  } else {
    return "no such configuration";
  }
  return "";
}

}  // namespace wshake::test
