// SPDX-License-Identifier: BSL-1.0
// Turns the library's results into texts that can be compared.
#pragma once

#include <cstddef>
#include <optional>

#include <wshake/continuation.hpp>
#include <wshake/handshake.hpp>
#include <wshake/response.hpp>

#include "naive.hpp"
#include "text.hpp"

namespace fuzz {

// Appends a value with its size, so that different lists of values give different texts.
inline void append_value(text& out, wshake::octets value) {
  append_number(out, value.size());
  out += ':';
  if (!value.empty()) out.append(value.data(), value.size());
  out += ' ';
}

inline void append_value(text& out, std::string_view value) { append_value(out, wshake::octets(value)); }

inline void append_value(text& out, const std::optional<wshake::octets>& value) {
  out += value ? '+' : '-';
  append_value(out, value.value_or(wshake::octets()));
}

inline text describe_handshake(const wshake::handshake_request& asked) {
  text out;
  append_value(out, asked.authority);
  append_value(out, asked.resource_name);
  append_value(out, asked.key);
  append_value(out, asked.version);
  append_value(out, asked.origin);
  out += asked.expects_continue ? 'e' : '-';
  for (const wshake::octets name : asked.subprotocols) append_value(out, name);
  for (const wshake::extension& offered : asked.extensions) {
    out += '{';
    append_value(out, offered.name);
    for (const wshake::parameter& given : offered.parameters) {
      append_value(out, given.name);
      append_value(out, given.value);
    }
    out += '}';
  }
  return out;
}

inline text describe_deflate(const wshake::deflate_parameters& deflate) {
  text out(deflate.agreed ? "deflate" : "plain");
  out += deflate.server_no_context_takeover ? " s" : " -";
  out += deflate.client_no_context_takeover ? " c " : " - ";
  append_number(out, deflate.server_max_window_bits);
  out += ' ';
  append_number(out, deflate.client_max_window_bits);
  return out;
}

inline text describe_agreement(const wshake::agreement& agreed) {
  text out;
  append_value(out, agreed.subprotocol);
  out += describe_deflate(agreed.deflate);
  return out;
}

inline text describe_response(const wshake::response_head& response) {
  text out;
  append_value(out, response.raw);
  if (response.raw.empty()) return out;
  append_number(out, response.version);
  out += ' ';
  append_number(out, response.status);
  out += ' ';
  append_value(out, response.reason);
  for (const wshake::field& line : response.header) {
    append_value(out, line.name);
    append_value(out, line.value);
  }
  return out;
}

inline text describe_continuation(const wshake::continuation& next) {
  text out;
  append_number(out, static_cast<unsigned>(next.what));
  out += next.same_origin ? 's' : '-';
  out += next.downgrade ? 'd' : '-';
  out += next.by_proxy ? "p " : "- ";
  append_value(out, next.location);
  for (const wshake::challenge& one : next.challenges) {
    out += '{';
    append_value(out, one.scheme);
    append_value(out, one.token68);
    append_value(out, one.parameters);
    out += '}';
  }
  append_value(out, next.retry_after);
  if (next.retry_seconds) append_number(out, *next.retry_seconds);
  return out;
}

}  // namespace fuzz
