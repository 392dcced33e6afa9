// SPDX-License-Identifier: BSL-1.0
// Finds the framing of a body in the head of a request or a response (RFC 9112 §6): the rule for the body's end.
#pragma once

#include <algorithm>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include <wshake/error.hpp>

#include "naive.hpp"
#include "naive_extensions.hpp"

namespace fuzz {

inline std::string_view without_zeros(std::string_view digits) {
  while (digits.size() > 1 && digits[0] == '0') digits.remove_prefix(1);
  return digits;
}

// The one number that all lines and members of Content-Length agree on.
struct naive_length {
  wshake::errc error = wshake::errc::none;
  std::string_view digits;  // without leading zeros
  std::size_t at = 0;       // offset in the head of the first octet that is no digit, or of the first different length
};

inline naive_length read_length(const lines& header) {
  using wshake::errc;
  struct number {
    std::string_view digits;
    std::size_t at;
  };
  std::vector<number> numbers;
  for (const line& one : header) {
    if (!same_ignoring_case(one.name, "Content-Length")) continue;
    for (std::size_t begin = 0, end = 0; end != std::string_view::npos; begin = end + 1) {
      end = one.value.find(',', begin);
      while (begin < one.value.size() && is_white(one.value[begin])) ++begin;
      const std::string_view member = one.value.substr(begin, end == std::string_view::npos ? end : end - begin);
      numbers.push_back({trim(member), one.value_at + begin});
    }
  }
  for (const number& one : numbers) {
    const std::size_t good = one.digits.find_first_not_of("0123456789");
    if (one.digits.empty()) return {errc::bad_content_length, {}, one.at};
    if (good != std::string_view::npos) return {errc::bad_content_length, {}, one.at + good};
  }
  for (const number& one : numbers) {
    if (without_zeros(one.digits) != without_zeros(numbers[0].digits)) {
      return {errc::conflicting_content_length, {}, one.at};
    }
  }
  return {errc::none, numbers.empty() ? std::string_view() : without_zeros(numbers[0].digits), 0};
}

// Returns the members of a list whose quoted-strings may have commas. Empty members are included.
inline std::vector<std::string_view> all_members_with_text(const std::vector<std::string_view>& values) {
  std::vector<std::string_view> members;
  for (const std::string_view value : values) {
    std::size_t begin = 0;
    bool inside = false;
    for (std::size_t at = 0; at <= value.size(); ++at) {
      if (inside && at < value.size() && value[at] == '\\') {
        ++at;
      } else if (at < value.size() && value[at] == '"') {
        inside = !inside;
      }
      if (at < value.size() && (inside || value[at] != ',')) continue;
      members.push_back(trim(value.substr(begin, at - begin)));
      begin = at + 1;
    }
  }
  return members;
}

inline std::vector<std::string_view> members_with_text(const std::vector<std::string_view>& values) {
  std::vector<std::string_view> members = all_members_with_text(values);
  members.erase(std::remove(members.begin(), members.end(), std::string_view()), members.end());
  return members;
}

// transfer-coding = token *( OWS ";" OWS transfer-parameter ), and a parameter has a value (RFC 9110 §10.1.4). The last
// coding must be chunked, without parameters, and no other coding may be chunked (RFC 9112 §§6.1, 6.3(4), 7.1). The
// list of a request has no empty members. The list of a response may have empty members.
enum class sender { client, server };
inline wshake::errc read_codings(const lines& header, sender who) {
  using wshake::errc;
  const std::vector<std::string_view> members = all_members_with_text(values_of(header, "Transfer-Encoding"));
  std::vector<naive_extension> codings;
  for (const std::string_view member : members) {
    if (member.empty()) continue;
    codings.emplace_back();
    if (!read_extension(member, codings.back(), quoted::any)) return errc::bad_transfer_encoding;
    for (const naive_parameter& each : codings.back().parameters) {
      if (!each.value) return errc::bad_transfer_encoding;
    }
  }
  if (who == sender::client && codings.size() != members.size()) return errc::empty_transfer_coding;
  std::vector<naive_extension> chunked;
  for (const naive_extension& coding : codings) {
    if (same_ignoring_case(coding.name, "chunked")) chunked.push_back(coding);
  }
  if (chunked.size() > 1) return errc::repeated_chunked;
  if (chunked.size() == 1 && !chunked[0].parameters.empty()) return errc::chunked_parameter;
  if (codings.empty() || !same_ignoring_case(codings.back().name, "chunked")) return errc::final_coding_not_chunked;
  return codings.size() > 1 ? errc::unknown_transfer_coding : errc::none;
}

inline wshake::errc naive_request_framing(const lines& header, unsigned version) {
  using wshake::errc;
  const bool coded = !values_of(header, "Transfer-Encoding").empty();
  if (coded && version < 11) return errc::transfer_encoding_in_http_1_0;
  if (coded && !values_of(header, "Content-Length").empty()) return errc::content_length_and_transfer_encoding;
  if (const errc broken = read_length(header).error; broken != errc::none) return broken;
  return coded ? read_codings(header, sender::client) : errc::none;
}

struct naive_frame {
  enum class kind { none, counted, chunked, until_close };
  kind what = kind::none;
  std::uint64_t length = 0;                 // for a body with Content-Length
  bool reliable = true;                     // the next message begins at the end of this message
  wshake::errc error = wshake::errc::none;  // RFC 9112 §6.3(5): the client must not read the body
  std::size_t error_at = 0;                 // offset in the head
};

// A length that does not fit in 32 bits counts as 0xffffffff, which no limit on a body allows.
inline naive_frame counted_frame(const naive_length& said) {
  naive_frame frame = {naive_frame::kind::counted, 0, true};
  for (const char digit : said.digits) {
    frame.length = std::min<std::uint64_t>(frame.length * 10 + static_cast<unsigned>(digit - '0'), 0xffffffff);
  }
  if (frame.length == 0) frame.what = naive_frame::kind::none;
  return frame;
}

// Returns the framing of a request whose framing fields are valid.
inline naive_frame naive_request_frame(const lines& header) {
  if (!values_of(header, "Transfer-Encoding").empty()) return {naive_frame::kind::chunked, 0, true};
  return counted_frame(read_length(header));
}

// RFC 9112 §6.3. An invalid Content-Length is an error. Before HTTP/1.1, or if Transfer-Encoding is invalid or does not
// end in chunked, a body with Transfer-Encoding lasts until the connection closes. Otherwise chunked delimits the body,
// whatever codings come before chunked.
inline naive_frame naive_response_framing(const lines& header, unsigned version, unsigned status) {
  using kind = naive_frame::kind;
  constexpr naive_frame until_close = {kind::until_close, 0, false};
  if (status < 200 || status == 204 || status == 304) return {};
  const bool counted = !values_of(header, "Content-Length").empty();
  if (!values_of(header, "Transfer-Encoding").empty()) {
    const wshake::errc broken = read_codings(header, sender::server);
    const bool chunked = broken == wshake::errc::none || broken == wshake::errc::unknown_transfer_coding;
    if (version < 11 || !chunked) return until_close;
    return {kind::chunked, 0, !counted};
  }
  if (!counted) return until_close;
  const naive_length said = read_length(header);
  if (said.error != wshake::errc::none) return {kind::none, 0, false, said.error, said.at};
  return counted_frame(said);
}

}  // namespace fuzz
