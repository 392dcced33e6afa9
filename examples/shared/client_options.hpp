// SPDX-License-Identifier: BSL-1.0
// The options on the command line of the program `client`.
#pragma once

#include <chrono>
#include <cstdlib>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <wshake/wshake.hpp>

#include "client_text.hpp"
#include "written.hpp"

using wshake::octets;

// The views point into the arguments of main(), which live as long as the process.
struct client_options {
  wshake::uri where = {};
  std::string_view message = "hello";
  std::string_view origin = {};
  std::vector<octets> subprotocols = {};
  std::vector<wshake::field> header = {};
  std::string credentials = {};  // the value of Authorization; empty: no credentials
  std::optional<wshake::uri> proxy = {};
  std::string proxy_credentials = {};  // the value of Proxy-Authorization; empty: no credentials
  bool socks = false;                  // the proxy speaks SOCKS5
  std::string_view proxy_user = {};    // for SOCKS5: the user and the password of --proxy-user
  std::string_view proxy_password = {};
  std::chrono::seconds deadline{10};
};

inline constexpr char client_usage[] = R"(Usage: client [OPTIONS] URI

Opens a WebSocket at URI, ws://HOST[:PORT][/PATH], sends a message, waits for its
echo, and closes. Standard output has one line for each event.

  --message TEXT                sends TEXT; "hello" without this option
  --subprotocol NAME            offers NAME; repeat it, most preferred first
  --user NAME:PASSWORD          sends Basic credentials after a 401, as do those
                                in URI
  --proxy http://HOST:PORT      connects through this proxy with CONNECT
  --socks HOST:PORT             connects through this SOCKS5 proxy
  --proxy-user NAME:PASSWORD    sends credentials to the proxy after a 407, or if
                                a SOCKS5 proxy asks for a login
  --origin ORIGIN               sets the field Origin
  --header 'NAME: VALUE'        adds a field; repeat it
  --deadline SECONDS            limits the whole run, 1 to 86400; 10 without this
                                option

It follows up to five redirects. It sends no credentials to another origin, and no
field of --header that may carry some, such as Cookie.

Exit status: 0 the echo arrived; 1 the handshake was refused; 2 any other failure.
)";

class client_options_reader {
 public:
  explicit client_options_reader(std::span<char*> arguments) : rest_(arguments) {}

  // Reads the command line. After a mistake, prints the mistake and returns nullopt.
  std::optional<client_options> read() {
    while (!failed_ && !rest_.empty()) take();
    if (!failed_ && !uri_) fail("URI is missing");
    if (failed_) return {};
    found_.where = *uri_;
    if (found_.credentials.empty()) found_.credentials = credentials_in(*uri_);
    if (found_.proxy && found_.proxy_credentials.empty()) found_.proxy_credentials = credentials_in(*found_.proxy);
    if (failed_) return {};
    return found_;
  }

 private:
  void take() {
    const std::string_view name = rest_.front();
    rest_ = rest_.subspan(1);
    if (!name.starts_with('-')) return take_uri(name);
    if (rest_.empty()) return fail(std::string{name} + " is not expected, or needs a value");
    const std::string_view value = rest_.front();
    rest_ = rest_.subspan(1);
    if (name == "--message") {
      found_.message = value;
    } else if (name == "--subprotocol") {
      found_.subprotocols.emplace_back(value);
    } else if (name == "--user") {
      found_.credentials = credentials(name, value);
    } else if (name == "--proxy") {
      take_proxy(value);
    } else if (name == "--socks") {
      take_socks(value);
    } else if (name == "--proxy-user") {
      take_proxy_user(name, value);
    } else if (name == "--origin") {
      found_.origin = value;
    } else if (name == "--header") {
      take_field(value);
    } else if (name == "--deadline") {
      take_deadline(value);
    } else {
      fail(std::string{name} + " is not expected");
    }
  }

  void take_uri(std::string_view text) {
    if (uri_) return fail("only one URI is allowed");
    const wshake::uri_reading read = wshake::parse_uri(text);
    if (!read) return fail(std::string{text} + ": " + text_of(read.error));
    if (read.found.secure) return fail(std::string{text} + ": wss needs TLS, which this example does not have");
    uri_ = read.found;
  }

  void take_proxy(std::string_view text) {
    const wshake::uri_reading read = wshake::parse_uri(text);
    const bool has_path = read.found.resource_name.size() > 1;  // "/" alone is allowed
    if (!read || has_path || !text.starts_with("http://")) return fail("--proxy must be http://HOST:PORT");
    found_.proxy = read.found;
    found_.socks = false;
  }

  void take_socks(std::string_view text) {
    const std::string as_uri = "ws://" + std::string{text};
    const wshake::uri_reading read = wshake::parse_uri(as_uri);
    const std::size_t size = read.found.host.size();
    if (!read || !text.substr(size).starts_with(':') || !read.found.resource_name.empty()) {
      return fail("--socks must be HOST:PORT");
    }
    found_.proxy = wshake::uri{.host = text.substr(0, size), .port = read.found.port};
    found_.socks = true;
  }

  void take_proxy_user(std::string_view name, std::string_view value) {
    found_.proxy_credentials = credentials(name, value);
    const std::size_t colon = value.find(':');
    if (colon == std::string_view::npos) return;
    found_.proxy_user = value.substr(0, colon);
    found_.proxy_password = value.substr(colon + 1);
  }

  void take_field(std::string_view text) {
    const std::size_t colon = text.find(':');
    if (colon == std::string_view::npos) return fail("--header must be 'NAME: VALUE'");
    std::string_view value = text.substr(colon + 1);
    while (value.starts_with(' ')) value.remove_prefix(1);
    while (value.ends_with(' ')) value.remove_suffix(1);
    found_.header.push_back({text.substr(0, colon), value});
  }

  void take_deadline(std::string_view text) {
    char* end = nullptr;
    const long seconds = std::strtol(text.data(), &end, 10);
    if (end != text.data() + text.size() || seconds < 1 || seconds > 86400) {
      return fail("--deadline must be 1 to 86400 seconds");
    }
    found_.deadline = std::chrono::seconds(seconds);
  }

  std::string credentials(std::string_view name, std::string_view value) {
    const std::size_t colon = value.find(':');
    if (colon == std::string_view::npos) {
      fail(std::string{name} + " must be NAME:PASSWORD");
      return {};
    }
    return checked(name, [&](wshake::mutable_octets out) {
      return wshake::write_basic(out, value.substr(0, colon), value.substr(colon + 1));
    });
  }

  std::string credentials_in(const wshake::uri& where) {
    if (where.userinfo.empty()) return {};
    return checked("the URI's userinfo", [&](auto out) { return wshake::write_userinfo(out, where.userinfo); });
  }

  template <class Verb>
  std::string checked(std::string_view what, Verb verb) {
    wshake::diagnostic error;
    std::string value = written_by(verb, error);
    if (!error.ok()) fail(std::string{what} + " cannot be sent: " + mistake_in(error));
    return value;
  }

  void fail(const std::string& why) {
    if (!failed_) complain(why + "; see client --help");
    failed_ = true;
  }

  std::span<char*> rest_;
  client_options found_;
  std::optional<wshake::uri> uri_;
  bool failed_ = false;
};
