// SPDX-License-Identifier: BSL-1.0
// Computes in the plainest way the messages that a gateway must forward: the field lines (RFC 9110 §7.6), the target,
// the authority, and a refusal.
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>
#include <vector>

#include <wshake/array_view.hpp>
#include <wshake/field.hpp>
#include <wshake/forward.hpp>

#include "naive.hpp"
#include "naive_check.hpp"
#include "naive_framing.hpp"

namespace fuzz {

struct passed_line {
  text name;
  text value;

  friend bool operator==(const passed_line& left, const passed_line& right) {
    return left.name == right.name && left.value == right.value;
  }
};
using passed_lines = std::vector<passed_line>;

// True if a message of this HTTP version is a header list. Otherwise the message has the lines of HTTP/1.1.
constexpr bool is_list(unsigned version) { return version >= 20; }

inline bool is_one_of(std::string_view name, std::initializer_list<std::string_view> names) {
  for (const std::string_view one : names) {
    if (same_ignoring_case(name, one)) return true;
  }
  return false;
}

inline lines lines_of(const wshake::fields& header) {
  lines all;
  for (const wshake::field& one : header) all.push_back({one.name, one.value, 0});
  return all;
}

// A message on its way through a gateway.
struct naive_passage {
  const lines& header;
  wshake::array_view<wshake::field> own;
  bool is_request = false;
  bool from_list = false;
  bool to_list = false;

  // RFC 9110 §7.6.1, §11.7. In a header list TE is always "trailers" (RFC 9113 §8.2.2), and the gateway forwards it to
  // another header list.
  bool is_hop_by_hop(std::string_view name, const std::vector<std::string_view>& connection) const {
    if (same_ignoring_case(name, "TE")) return !is_request || !from_list || !to_list;
    for (const std::string_view option : connection) {
      if (same_ignoring_case(name, option)) return true;
    }
    return is_one_of(name, {"Connection", "Keep-Alive", "Proxy-Connection", "Transfer-Encoding", "Upgrade",
                            "Proxy-Authorization", "Proxy-Authenticate", "Proxy-Authentication-Info"});
  }

  // True if the field belongs to one side of the gateway. The gateway writes a field of its own if the other side needs
  // this field.
  bool is_made_anew(std::string_view name) const {
    if (is_one_of(name, {"Content-Length", "Sec-WebSocket-Key", "Sec-WebSocket-Accept"})) return true;
    return is_request && is_one_of(name, {"Host", "Expect", "Sec-WebSocket-Version"});
  }

  bool is_replaced(std::string_view name) const {
    if (same_ignoring_case(name, "Via")) return false;
    for (const wshake::field& one : own) {
      if (same_ignoring_case(one.name, name)) return true;
    }
    return false;
  }

  // Joins the Cookie lines (RFC 9113 §8.2.3).
  text joined_cookie() const {
    text all;
    bool first = true;
    for (const std::string_view value : values_of(header, "Cookie")) {
      if (!first) all += "; ";
      all += value;
      first = false;
    }
    return text(trim(all));
  }

  // Returns the lines that the gateway forwards, and after them the gateway's own lines.
  passed_lines expected() const {
    passed_lines all;
    const auto add = [&](std::string_view name, std::string_view value) {
      all.push_back({to_list ? lower_case(name) : text(name), text(trim(value))});
    };
    const std::vector<std::string_view> connection = members_of(values_of(header, "Connection"));
    bool has_cookie = false;
    for (const line& one : header) {
      if (is_hop_by_hop(one.name, connection) || is_made_anew(one.name) || is_replaced(one.name)) continue;
      const bool is_joined = from_list && !to_list && same_ignoring_case(one.name, "Cookie");
      if (is_joined && has_cookie) continue;
      has_cookie = has_cookie || is_joined;
      add(one.name, is_joined ? std::string_view(joined_cookie()) : one.value);
    }
    for (const wshake::field& one : own) add(one.name, one.value);
    return all;
  }
};

// Returns the path and the query of a target in origin-form or absolute-form.
inline text naive_resource(std::string_view target) {
  if (!target.empty() && target[0] == '/') return text(target);
  const std::string_view rest = target.substr(target.find("://") + 3);
  const std::size_t begin = rest.find_first_of("/?");
  if (begin == std::string_view::npos) return "/";
  text all(rest[begin] == '/' ? "" : "/");
  all += rest.substr(begin);
  return all;
}

// Returns the host that the request is for (RFC 9112 §3.2.2, RFC 9113 §8.3.1).
inline std::string_view naive_authority(const wshake::request_view& request, const lines& header) {
  const std::string_view target = request.target;
  if (is_list(request.version)) return request.authority;
  if (!target.empty() && target[0] == '/') return values_of(header, "Host").at(0);
  const std::string_view rest = target.substr(target.find("://") + 3);
  return rest.substr(0, rest.find_first_of("/?"));
}

// True if Connection has more members than a gateway takes.
inline bool has_too_many_options(const lines& header) {
  return members_of(values_of(header, "Connection")).size() > 64;
}

// The refusal that the gateway must write.
struct naive_refusal {
  wshake::errc error = wshake::errc::none;
  unsigned status = 0;
  std::optional<text> length;
  bool close = false;
};

inline bool ends_with_head(unsigned status) { return status == 204 || status == 304; }

inline unsigned naive_status(unsigned status, wshake::array_view<wshake::field> own, bool to_list) {
  if (status > 599) return 502;
  bool has_challenge = false;
  for (const wshake::field& one : own) {
    const bool named = same_ignoring_case(one.name, "Proxy-Authenticate");
    has_challenge = has_challenge || (named && !members_of({one.value}).empty());
  }
  if (status == 407 && !has_challenge) return 502;
  if (!to_list) return status;
  return status / 100 == 2 ? 502 : status == 426 ? 400 : status;
}

inline naive_refusal refuse(const wshake::response_view& answer, const lines& header, const lines& front,
                            const wshake::forward_options& options, wshake::array_view<wshake::field> own, bool to_list) {
  naive_refusal it;
  it.status = naive_status(answer.status, own, to_list);
  it.close = options.close || lists(front, "Connection", "close");
  const bool coded = !values_of(header, "Transfer-Encoding").empty();
  const auto lengths = values_of(header, "Content-Length");
  if (!ends_with_head(answer.status) && !coded) it.error = read_length(header).error;
  if (options.content_length) {
    if (ends_with_head(it.status)) return it;
    append_number(it.length.emplace(), *options.content_length);
  } else if (!ends_with_head(answer.status)) {
    if (coded || lengths.empty()) {
      it.close = true;
    } else {
      it.length = text(members_of(lengths).empty() ? std::string_view() : members_of(lengths)[0]);
    }
  }
  return it;
}

}  // namespace fuzz
