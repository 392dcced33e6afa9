// SPDX-License-Identifier: BSL-1.0
// Tests describe() with errors and states, and errc as a std::error_code.
#include <algorithm>
#include <array>
#include <ostream>
#include <set>
#include <string>
#include <string_view>
#include <system_error>
#include <vector>

#include <wshake/error.hpp>
#include <wshake/error_code.hpp>
#include <wshake/server_state.hpp>

#include "support.hpp"

namespace wshake::test {
namespace {

bool is_ascii(std::string_view text) {
  for (const char octet : text) {
    if (octet < 0x20 || octet > 0x7e) return false;
  }
  return true;
}

TEST_CASE("errors: every code has a unique name, a message, a rule and a status") {
  std::set<std::string> names, messages;
  for (unsigned code = 1; code < errc_count; ++code) {
    const error_info& info = describe(static_cast<errc>(code));
    CAPTURE(std::string(info.name));
    const std::string_view name = info.name, message = info.message, rule = info.rule;
    CHECK(name.find_first_not_of("abcdefghijklmnopqrstuvwxyz_0123456789") == std::string_view::npos);
    CHECK(names.insert(info.name).second);
    CHECK(messages.insert(info.message).second);
    CHECK(message.size() > 10);
    CHECK(is_ascii(message));
    const bool callers_mistake = static_cast<errc>(code) < errc::bad_config;
    CHECK(rule.empty() == callers_mistake);
    CHECK((info.status == 0) == callers_mistake);
    if (!callers_mistake) {
      CHECK((rule.starts_with("RFC ") || rule.starts_with("PROXY protocol ")));
      CHECK(rule.find("\xc2\xa7") != std::string_view::npos);  // the section sign in UTF-8
      CHECK(info.status >= 400);
      CHECK(info.status <= 505);
    }
  }
  CHECK(std::string_view(describe(errc::none).name) == "none");
  CHECK(describe(errc::none).status == 0);
}

// The words of a message: "HTTP/1.0", "request", "has", "Transfer-Encoding".
std::vector<std::string_view> words_of(std::string_view message) {
  std::vector<std::string_view> words;
  while (!message.empty()) {
    const std::size_t end = message.find(' ');
    std::string_view word = message.substr(0, end);
    if (word.ends_with(',') || word.ends_with(':')) word.remove_suffix(1);
    words.push_back(word);
    message = end == std::string_view::npos ? std::string_view() : message.substr(end + 1);
  }
  return words;
}

bool has_capital(std::string_view word) {
  return std::ranges::any_of(word, [](char letter) { return letter >= 'A' && letter <= 'Z'; });
}

TEST_CASE("errors: every message is one short statement in lower case, without article and full stop") {
  // Names of fields and protocols, spelled as their registries and RFCs do.
  const std::set<std::string_view> names = {"CONNECT",
                                            "CR",
                                            "Connection",
                                            "Content-Length",
                                            "Expect",
                                            "GET",
                                            "HTTP",
                                            "HTTP/1.0",
                                            "HTTP/1.1",
                                            "HTTP/2",
                                            "HTTP/3",
                                            "Host",
                                            "LF",
                                            "Origin",
                                            "PROXY",
                                            "SETTINGS_ENABLE_CONNECT_PROTOCOL",
                                            "SOCKS",
                                            "Sec-WebSocket-Accept",
                                            "Sec-WebSocket-Extensions",
                                            "Sec-WebSocket-Key",
                                            "Sec-WebSocket-Protocol",
                                            "Sec-WebSocket-Version",
                                            "TE",
                                            "TLV",
                                            "TLS",
                                            "TTL",
                                            "Transfer-Encoding",
                                            "URI",
                                            "Upgrade",
                                            "WebSocket"};
  const std::set<std::string_view> articles = {"a", "an", "the"};
  for (unsigned code = 0; code < errc_count; ++code) {
    const std::string message = describe(static_cast<errc>(code)).message;
    CAPTURE(message);
    const std::vector<std::string_view> words = words_of(message);
    CHECK(words.size() >= 2);
    CHECK(message.size() <= 72);
    CHECK(std::string_view(".!?:,; ").find(message.back()) == std::string_view::npos);
    CHECK(!articles.contains(words.front()));
    for (const std::string_view word : words) {
      CAPTURE(std::string(word));
      CHECK(!word.empty());
      CHECK((!has_capital(word) || names.contains(word)));
    }
  }
}

TEST_CASE("errors: each error's name is the name of its enumerator") {
  CHECK(std::string_view(describe(errc::need_room).name) == "need_room");
  CHECK(std::string_view(describe(errc::tls_record).name) == "tls_record");
  CHECK(std::string_view(describe(errc::bad_key).name) == "bad_key");
  CHECK(std::string_view(describe(errc::missing_version).name) == "missing_version");
  CHECK(std::string_view(describe(errc::timed_out).name) == "timed_out");
}

TEST_CASE("errors: every error has the expected status") {
  const auto status = [](errc code) { return describe(code).status; };
  for (unsigned code = static_cast<unsigned>(errc::bare_cr); code <= static_cast<unsigned>(errc::bad_field_value);
       ++code) {
    CHECK(status(static_cast<errc>(code)) == 400);
  }
  for (const errc code : {errc::missing_proxy_header,
                          errc::bad_proxy_line,
                          errc::bad_proxy_command,
                          errc::bad_proxy_family,
                          errc::bad_proxy_length,
                          errc::bad_proxy_tlv,
                          errc::proxy_header_too_large,
                          errc::tls_record,
                          errc::proxy_protocol,
                          errc::too_many_empty_lines,
                          errc::missing_method,
                          errc::bad_method,
                          errc::missing_target,
                          errc::bad_target,
                          errc::white_space_in_target,
                          errc::missing_http_version,
                          errc::bad_http_version,
                          errc::leading_zero_in_version,
                          errc::space_after_version,
                          errc::transfer_encoding_in_http_1_0,
                          errc::content_length_and_transfer_encoding,
                          errc::bad_content_length,
                          errc::conflicting_content_length,
                          errc::bad_transfer_encoding,
                          errc::empty_transfer_coding,
                          errc::repeated_chunked,
                          errc::chunked_parameter,
                          errc::final_coding_not_chunked,
                          errc::missing_host,
                          errc::repeated_host,
                          errc::bad_host,
                          errc::bad_host_port,
                          errc::bad_target_form,
                          errc::bad_target_authority,
                          errc::body_on_handshake,
                          errc::missing_version,
                          errc::repeated_version,
                          errc::missing_key,
                          errc::repeated_key,
                          errc::bad_key,
                          errc::empty_extensions,
                          errc::bad_extensions,
                          errc::empty_subprotocols,
                          errc::bad_subprotocols,
                          errc::repeated_subprotocol,
                          errc::too_many_subprotocols,
                          errc::repeated_origin,
                          errc::missing_subprotocol,
                          errc::no_common_subprotocol,
                          errc::bad_chunk,
                          errc::bad_chunk_extension,
                          errc::bad_trailer,
                          errc::forbidden_trailer,
                          errc::truncated}) {
    CAPTURE(std::string(describe(code).name));
    CHECK(status(code) == 400);
  }
  CHECK(status(errc::target_too_long) == 414);
  CHECK(status(errc::head_too_large) == 431);
  CHECK(status(errc::field_line_too_long) == 431);
  CHECK(status(errc::too_many_field_lines) == 431);
  CHECK(status(errc::unsupported_http_version) == 505);
  CHECK(status(errc::unknown_transfer_coding) == 501);
  CHECK(status(errc::http_version_too_old) == 426);
  CHECK(status(errc::upgrade_stripped) == 426);
  CHECK(status(errc::not_an_upgrade) == 426);
  CHECK(status(errc::connection_lacks_upgrade) == 426);
  CHECK(status(errc::bad_handshake_method) == 405);
  CHECK(status(errc::unsupported_version) == 426);
  CHECK(status(errc::bad_expect) == 417);
  CHECK(status(errc::missing_origin) == 403);
  CHECK(status(errc::forbidden_origin) == 403);
  CHECK(status(errc::timed_out) == 408);
}

// RFC 9110 §15.6.3: a gateway answers 502 if the response of the server behind the gateway is invalid.
TEST_CASE("errors: errors of a response have the status 502") {
  for (const errc code : {errc::bad_status_line,
                          errc::missing_status_code,
                          errc::bad_status_code,
                          errc::bad_reason_phrase,
                          errc::status_line_too_long,
                          errc::upgrade_not_confirmed,
                          errc::connection_not_confirmed,
                          errc::missing_accept,
                          errc::repeated_accept,
                          errc::wrong_accept,
                          errc::unexpected_extension,
                          errc::bad_deflate_answer,
                          errc::missing_upgrade,
                          errc::several_upgrades,
                          errc::repeated_deflate,
                          errc::unknown_deflate_parameter,
                          errc::repeated_deflate_parameter,
                          errc::unexpected_deflate_value,
                          errc::missing_deflate_value,
                          errc::bad_deflate_window,
                          errc::deflate_parameter_not_offered,
                          errc::deflate_window_above_offer,
                          errc::missing_deflate_parameter,
                          errc::unsupported_deflate_window,
                          errc::several_subprotocols,
                          errc::unexpected_subprotocol,
                          errc::subprotocol_not_answered,
                          errc::too_many_interim_responses,
                          errc::bad_socks_version,
                          errc::no_socks_method,
                          errc::socks_method_not_offered,
                          errc::bad_socks_login_version,
                          errc::socks_login_refused,
                          errc::socks_failure,
                          errc::socks_forbidden,
                          errc::socks_network_unreachable,
                          errc::socks_host_unreachable,
                          errc::socks_connection_refused,
                          errc::socks_ttl_expired,
                          errc::socks_command_unsupported,
                          errc::socks_address_type_unsupported,
                          errc::bad_socks_reply_code,
                          errc::bad_socks_reserved,
                          errc::bad_socks_address_type,
                          errc::socks_truncated}) {
    CAPTURE(std::string(describe(code).name));
    CHECK(describe(code).status == 502);
  }
  CHECK(describe(errc::storage_too_small).status == 0);
  CHECK(describe(errc::storage_too_small).rule == std::string());
}

TEST_CASE("errors: a value that is no enumerator is described like errc::none") {
  CHECK(&describe(static_cast<errc>(errc_count)) == &describe(errc::none));
  CHECK(&describe(static_cast<errc>(255)) == &describe(errc::none));
}

TEST_CASE("states: each state's name is the name of its enumerator") {
  constexpr std::array server_names = {"need_more", "upgrade", "request", "failed", "responded", "open", "closed"};
  for (unsigned state = 0; state < server_names.size(); ++state) {
    CHECK(describe(static_cast<server_state>(state)) == std::string(server_names[state]));
  }
  CHECK(static_cast<unsigned>(server_state::closed) + 1 == server_names.size());
  CHECK(describe(static_cast<server_state>(server_names.size())) == std::string());

  constexpr std::array client_names = {"idle", "need_more", "interim", "refused", "body",
                                       "done", "open",      "failed",  "closed"};
  for (unsigned event = 0; event < client_names.size(); ++event) {
    CHECK(describe(static_cast<client_event>(event)) == std::string(client_names[event]));
  }
  CHECK(static_cast<unsigned>(client_event::closed) + 1 == client_names.size());
  CHECK(describe(static_cast<client_event>(client_names.size())) == std::string());
}

TEST_CASE("error_code: errc converts with its message and its category") {
  const std::error_code code = errc::bad_key;
  CHECK(static_cast<bool>(code));
  CHECK(code == errc::bad_key);
  CHECK(code != errc::missing_key);
  CHECK(code.message() == describe(errc::bad_key).message);
  CHECK(code.category().name() == std::string("wshake"));
  CHECK(&code.category() == &error_category());
  CHECK(!static_cast<bool>(std::error_code(errc::none)));
}

}  // namespace
}  // namespace wshake::test
