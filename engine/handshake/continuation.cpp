// SPDX-License-Identifier: BSL-1.0
#include <wshake/continuation.hpp>

#include "base/number.hpp"
#include "http/message_parts.hpp"
#include "http/request_uri.hpp"
#include "scan/octet_class.hpp"

namespace wshake {

namespace {

using kind = continuation::kind;

struct status_meaning {
  unsigned status;
  kind what;
};

// Redirects differ in the method of the next request, and in whether the old URI stays valid. The method of a
// handshake depends only on the HTTP version, and the library stores no URIs, so all redirects mean the same.
constexpr status_meaning meanings[] = {
    {301, kind::redirect}, {302, kind::redirect},     {303, kind::redirect},     {307, kind::redirect},
    {308, kind::redirect}, {401, kind::authenticate}, {407, kind::authenticate}, {421, kind::reconnect},
    {425, kind::resend},   {429, kind::retry_later},  {503, kind::retry_later},
};

kind meaning_of(const response_view& response) noexcept {
  // A 405 refuses the method of an extended CONNECT, a 501 its :protocol. Over HTTP/1.1 the request is a GET, and
  // neither status suggests another HTTP version.
  if (http::is_list_version(response.version) && (response.status == 405 || response.status == 501)) {
    return kind::use_http_1_1;
  }
  for (const status_meaning& row : meanings) {
    if (row.status == response.status) return row.what;
  }
  return kind::nothing;
}

continuation find_redirect(const fields& header, const uri& where) noexcept {
  const std::optional<octets> location = header.find("Location");
  if (header.count("Location") != 1) return {};
  const std::optional<http::resolved> found = http::resolve(where, *location);
  if (!found) return {};
  continuation next = {kind::redirect};
  next.location = *location;
  next.same_origin = same_origin(where, found->target);
  next.downgrade = where.secure && !found->target.secure;
  return next;
}

continuation find_challenges(const fields& header, bool by_proxy) noexcept {
  continuation next = {kind::authenticate};
  next.challenges = challenge_list(header.values(by_proxy ? octets("Proxy-Authenticate") : octets("WWW-Authenticate")));
  next.by_proxy = by_proxy;
  return next;
}

// Retry-After = HTTP-date / delay-seconds, delay-seconds = 1*DIGIT   (RFC 9110 section 10.2.3)
continuation find_delay(const fields& header) noexcept {
  continuation next = {kind::retry_later};
  const std::optional<octets> delay = header.find("Retry-After");
  if (!delay) return next;
  next.retry_after = *delay;
  if (!delay->empty() && scan::all(*delay, scan::digit_octet)) next.retry_seconds = base::saturated(*delay);
  return next;
}

}  // namespace

continuation find_continuation(const response_view& response, const uri& where) noexcept {
  const kind what = meaning_of(response);
  switch (what) {
    case kind::redirect:
      return find_redirect(response.header, where);
    case kind::authenticate:
      return find_challenges(response.header, response.status == 407);
    case kind::retry_later:
      return find_delay(response.header);
    case kind::nothing:
    case kind::reconnect:
    case kind::resend:
    case kind::use_http_1_1:
      break;
  }
  return {what};
}

}  // namespace wshake
