// SPDX-License-Identifier: BSL-1.0
// Reads header lists of HTTP/2 and HTTP/3 in the plainest way: the pseudo-header fields and the rules on fields (RFC
// 9113 §8.2, §8.3), and the opening handshake (RFC 8441). Reports the first broken rule in the order of errc.
#pragma once

#include <cstddef>
#include <span>
#include <string_view>

#include <wshake/error.hpp>
#include <wshake/server_config.hpp>

#include "naive.hpp"
#include "naive_check.hpp"

namespace fuzz {

struct naive_fault {
  wshake::errc error = wshake::errc::none;
  std::size_t at = 0;  // index in the list
  std::string_view field;

  bool is_none() const { return error == wshake::errc::none; }
};

class naive_list {
 public:
  explicit naive_list(const lines& list) : list_(list) {
    while (front_ < list_.size() && list_[front_].name.substr(0, 1) == ":") ++front_;
  }

  // Returns the number of pseudo-header fields at the front of the list.
  std::size_t front() const { return front_; }

  // Returns the value of a pseudo-header field, or an empty text if the front of the list lacks the field.
  std::string_view value(std::string_view name) const {
    for (std::size_t at = 0; at < front_; ++at) {
      if (list_[at].name == name) return list_[at].value;
    }
    return {};
  }

  // Checks the rules on a request's pseudo-header fields.
  naive_fault judge_request() const {
    constexpr std::string_view known[] = {":method", ":scheme", ":path", ":authority", ":protocol"};
    naive_fault found = judge_names(known, {&other, 1});
    if (!found.is_none()) return found;
    const std::string_view method = value(":method");
    const std::string_view path = value(":path");
    const std::string_view protocol = value(":protocol");
    const bool connect = method == "CONNECT";
    if (method.empty()) return absent(errc::missing_method, ":method");
    if (!is_token(method)) return at(errc::bad_method, ":method");
    if (!protocol.empty() && !connect) return at(errc::misused_pseudo_field, ":protocol");
    if (connect && protocol.empty()) {
      if (!value(":scheme").empty()) return at(errc::misused_pseudo_field, ":scheme");
      if (!path.empty()) return at(errc::misused_pseudo_field, ":path");
      if (value(":authority").empty()) return absent(errc::missing_pseudo_field, ":authority");
    } else {
      if (value(":scheme").empty()) return absent(errc::missing_pseudo_field, ":scheme");
      if (path.empty()) return absent(errc::missing_target, ":path");
      if (connect && value(":authority").empty()) return absent(errc::missing_pseudo_field, ":authority");
    }
    if (!all_of(value(":authority"), is_target_octet)) return at(errc::bad_pseudo_field, ":authority");
    for (const std::string_view name : {":protocol", ":scheme"}) {
      if (!all_of(value(name), is_tchar)) return at(errc::bad_pseudo_field, name);
    }
    for (const char octet : path) {
      if (is_target_octet(octet)) continue;
      return at(is_white(octet) ? errc::white_space_in_target : errc::bad_target, ":path");
    }
    return {};
  }

  // Checks the rules on a response's pseudo-header field.
  naive_fault judge_response() const {
    constexpr std::string_view known[] = {other};
    constexpr std::string_view of_requests[] = {":method", ":scheme", ":path", ":authority", ":protocol"};
    naive_fault found = judge_names(known, of_requests);
    if (!found.is_none()) return found;
    const std::string_view status = value(other);
    if (status.empty()) return absent(errc::missing_pseudo_field, other);
    if (status.size() != 3 || !all_of(status, is_digit) || status[0] == '0') return at(errc::bad_status_code, other);
    return status == "101" ? at(errc::switching_protocols, other) : naive_fault();
  }

  // Checks the rules on the fields after the pseudo-header fields.
  naive_fault judge_fields() const {
    for (std::size_t index = front_; index < list_.size(); ++index) {
      const errc broken = field_fault(list_[index].name, list_[index].value);
      if (broken != errc::none) return {broken, index, list_[index].name};
    }
    return {};
  }

  // Checks the handshake of a request whose list passes judge_request() and judge_fields().
  wshake::errc judge_handshake(bool ends_stream, const wshake::server_options& config) const {
    const lines header(list_.begin() + static_cast<std::ptrdiff_t>(front_), list_.end());
    if (const errc broken = naive_request_framing(header, 20); broken != errc::none) return broken;
    if (const errc broken = judge_authority(header); broken != errc::none) return broken;
    if (value(":method") != "CONNECT" || value(":protocol").empty()) return errc::not_extended_connect;
    if (!same_ignoring_case(value(":protocol"), "websocket")) return errc::another_protocol;
    if (value(":path")[0] != '/') return errc::bad_target_form;
    if (default_port(value(":scheme")).empty()) return errc::bad_scheme;
    if (ends_stream || !values_of(header, "content-length").empty()) return errc::body_on_handshake;
    const auto versions = values_of(header, "sec-websocket-version");
    if (versions.empty()) return errc::missing_version;
    if (versions.size() > 1) return errc::repeated_version;
    if (versions[0] != "13") return errc::unsupported_version;
    return naive_offers(as_http_1(header), config);
  }

 private:
  using errc = wshake::errc;
  static constexpr std::string_view other = ":status";

  naive_fault judge_names(std::span<const std::string_view> known, std::span<const std::string_view> others) const {
    for (std::size_t index = 0; index < front_; ++index) {
      const line& one = list_[index];
      bool is_known = false;
      bool is_other = false;
      for (const std::string_view name : known) is_known = is_known || one.name == name;
      for (const std::string_view name : others) is_other = is_other || one.name == name;
      if (!is_known) return {is_other ? errc::misused_pseudo_field : errc::unknown_pseudo_field, index, one.name};
      for (std::size_t before = 0; before < index; ++before) {
        if (list_[before].name == one.name) return {errc::repeated_pseudo_field, index, one.name};
      }
      if (one.value.empty()) return {errc::missing_pseudo_field, index, one.name};
    }
    return {};
  }

  naive_fault at(errc error, std::string_view name) const {
    std::size_t index = 0;
    while (index < list_.size() && list_[index].name != name) ++index;
    return {error, index, name};
  }

  // Returns the error for a pseudo-header field that the front of the list lacks: misplaced_pseudo_field if the field
  // stands behind a regular field, otherwise `error`.
  naive_fault absent(errc error, std::string_view name) const {
    const naive_fault found = at(error, name);
    return found.at == list_.size() ? found : at(errc::misplaced_pseudo_field, name);
  }

  static errc field_fault(std::string_view name, std::string_view value) {
    if (name.substr(0, 1) == ":") return errc::misplaced_pseudo_field;
    if (name.empty()) return errc::empty_field_name;
    if (!is_token(name)) return errc::bad_field_name;
    for (const char c : name) {
      if (c >= 'A' && c <= 'Z') return errc::upper_case_field_name;
    }
    if (!all_of(value, is_value_octet)) return errc::bad_field_value;
    if (trim(value) != value) return errc::white_space_around_value;
    for (const char* const of_http_1 :
         {"connection", "upgrade", "keep-alive", "proxy-connection", "transfer-encoding"}) {
      if (name == of_http_1) return errc::connection_specific_field;
    }
    return name == "te" && !same_ignoring_case(value, "trailers") ? errc::bad_te : errc::none;
  }

  static std::string_view default_port(std::string_view scheme) {
    if (same_ignoring_case(scheme, "https")) return "443";
    return same_ignoring_case(scheme, "http") ? "80" : "";
  }

  // Returns the port of an authority without leading zeros, or the default port of the scheme.
  static std::string_view port_of(std::string_view authority, std::string_view scheme) {
    const std::size_t colon = authority.find(':', authority[0] == '[' ? authority.find(']') : 0);
    std::string_view port = colon == std::string_view::npos ? std::string_view() : authority.substr(colon + 1);
    if (port.empty()) return default_port(scheme);
    while (port.size() > 1 && port[0] == '0') port.remove_prefix(1);
    return port;
  }

  static std::string_view host_of(std::string_view authority) {
    return authority.substr(0, authority.find(':', authority[0] == '[' ? authority.find(']') : 0));
  }

  errc judge_authority(const lines& header) const {
    const std::string_view authority = value(":authority");
    const auto hosts = values_of(header, "host");
    if (authority.empty()) {
      if (hosts.empty()) return errc::missing_host;
      if (hosts.size() > 1) return errc::repeated_host;
      const host_verdict verdict = judge_host(hosts[0]);
      if (verdict == host_verdict::right) return errc::none;
      return verdict == host_verdict::bad_port ? errc::bad_host_port : errc::bad_host;
    }
    if (!is_host(authority)) return errc::bad_authority;
    if (hosts.empty()) return errc::none;
    if (hosts.size() > 1) return errc::repeated_host;
    if (!is_host(hosts[0]) || !same_ignoring_case(host_of(hosts[0]), host_of(authority))) return errc::host_differs;
    const std::string_view scheme = value(":scheme");
    return port_of(hosts[0], scheme) == port_of(authority, scheme) ? errc::none : errc::host_differs;
  }

  // Returns the handshake as a request over HTTP/1.1, with the parts that naive_offers() reads.
  naive_request as_http_1(const lines& header) const {
    naive_request same = {"GET", value(":path"), 11, {{"Host", value(":authority"), 0}}};
    for (const line& one : header) {
      if (one.name != "host") same.header.push_back(one);
    }
    return same;
  }

  const lines& list_;
  std::size_t front_ = 0;
};

}  // namespace fuzz
