// SPDX-License-Identifier: BSL-1.0
// Finds the continuation of a refusal (RFC 9110 §§10.2.3, 11, 15): the next step of the client, such as a redirect.
// naive_continuation() returns a text in the form of describe_continuation().
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "description.hpp"
#include "naive_uri.hpp"

namespace fuzz {

struct naive_challenge {
  std::string_view scheme;
  std::string_view token68;
  std::string_view parameters;
};

// auth-param = token BWS "=" BWS ( token / quoted-string )
inline bool is_auth_param(std::string_view member) {
  naive_extension found;
  text as_extension("x;");
  as_extension += member;
  return read_extension(as_extension, found, quoted::any) && found.parameters.size() == 1 && found.parameters[0].value;
}

// 1*( ALPHA / DIGIT / "-" / "." / "_" / "~" / "+" / "/" ) *"="
inline bool is_token68(std::string_view value) {
  while (!value.empty() && value.back() == '=') value.remove_suffix(1);
  return !value.empty() && all_of(value, [](char c) {
    return is_letter(c) || is_digit(c) || c == '-' || c == '.' || c == '_' || c == '~' || c == '+' || c == '/';
  });
}

// #challenge, challenge = auth-scheme [ 1*SP ( token68 / #auth-param ) ]. Reads the list member by member. A member
// that is a parameter belongs to the challenge before it, if this challenge already has parameters. Reading of a line
// ends at a member that is neither a parameter nor a challenge.
inline std::vector<naive_challenge> read_challenges(const std::vector<std::string_view>& values) {
  std::vector<naive_challenge> found;
  for (const std::string_view value : values) {
    bool open = false;  // the last challenge may have further parameters
    for (const std::string_view member : members_with_text({value})) {
      if (open && is_auth_param(member)) {
        std::string_view& known = found.back().parameters;
        const char* const end = member.data() + member.size();
        known = {known.data(), static_cast<std::size_t>(end - known.data())};
        continue;
      }
      std::string_view rest = member;
      naive_challenge one;
      if (!take_token(rest, one.scheme)) break;
      const bool apart = rest.data() != one.scheme.data() + one.scheme.size();
      open = false;
      if (apart && is_token68(rest)) {
        one.token68 = rest;
      } else if (apart && is_auth_param(rest)) {
        one.parameters = rest;
        open = true;
      } else if (!rest.empty()) {
        break;
      }
      found.push_back(one);
    }
  }
  return found;
}

inline text naive_redirect(const lines& header, const naive_uri& base) {
  wshake::continuation next;
  const auto location = values_of(header, "Location");
  const auto found = location.size() == 1 ? naive_resolve(base, location[0]) : std::nullopt;
  if (found) {
    next.what = wshake::continuation::kind::redirect;
    next.location = location[0];
    next.same_origin = naive_same_origin(base, *found);
    next.downgrade = base.secure && !found->secure;
  }
  return describe_continuation(next);
}

inline text naive_challenges(const lines& header, bool by_proxy) {
  wshake::continuation next;
  next.what = wshake::continuation::kind::authenticate;
  next.by_proxy = by_proxy;
  text out = describe_continuation(next);
  out.resize(out.size() - 3);  // retry_after, the last value, is written again below
  for (const naive_challenge& one :
       read_challenges(values_of(header, by_proxy ? "Proxy-Authenticate" : "WWW-Authenticate"))) {
    out += '{';
    append_value(out, one.scheme);
    append_value(out, one.token68);
    append_value(out, one.parameters);
    out += '}';
  }
  append_value(out, wshake::octets());
  return out;
}

inline text naive_delay(const lines& header) {
  wshake::continuation next;
  next.what = wshake::continuation::kind::retry_later;
  const auto delays = values_of(header, "Retry-After");
  if (!delays.empty()) next.retry_after = delays[0];
  if (!delays.empty() && !delays[0].empty() && all_of(delays[0], is_digit)) {
    std::uint64_t seconds = 0;
    for (const char digit : delays[0]) {
      seconds = seconds * 10 + static_cast<unsigned>(digit - '0');
      if (seconds > 0xffffffff) seconds = 0xffffffff;
    }
    next.retry_seconds = static_cast<std::uint32_t>(seconds);
  }
  return describe_continuation(next);
}

// `base` is the URI of the client's request. A tunnel has no base, because the library never redirects a tunnel.
// `by_list`: the refusal is a header list of HTTP/2 or HTTP/3.
inline text naive_continuation(unsigned status, const lines& header, const naive_uri* base, bool by_list = false) {
  wshake::continuation next;
  switch (status) {
    case 301:
    case 302:
    case 303:
    case 307:
    case 308:
      return base != nullptr ? naive_redirect(header, *base) : describe_continuation({});
    case 401:
    case 407:
      return naive_challenges(header, status == 407);
    case 429:
    case 503:
      return naive_delay(header);
    case 421:
      next.what = wshake::continuation::kind::reconnect;
      return describe_continuation(next);
    case 425:
      next.what = wshake::continuation::kind::resend;
      return describe_continuation(next);
    case 405:
    case 501:
      if (by_list) next.what = wshake::continuation::kind::use_http_1_1;
      return describe_continuation(next);
    default:
      return describe_continuation({});
  }
}

}  // namespace fuzz
