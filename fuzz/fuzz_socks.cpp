// SPDX-License-Identifier: BSL-1.0
// Compares wshake::socks with a naive reading of RFC 1928 and RFC 1929, for the proxy's octets whole, in pieces, and
// octet by octet. The first octet of the input gives the size of a piece. Three lines with a URI, a user and a password
// follow, and then the proxy's octets.
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

#include <wshake/socks.hpp>
#include <wshake/uri.hpp>

#include "naive_host.hpp"

namespace {

using namespace fuzz;
using wshake::errc;
using wshake::socks_state;

struct course {
  std::vector<text> sent;
  std::size_t consumed = 0;
  socks_state state = socks_state::need_more;
  errc error = errc::none;
  std::size_t offset = 0;  // the offset of the error
};

text number(unsigned value) { return text(1, static_cast<char>(value)); }

// Returns ATYP and DST.ADDR for the host (RFC 1928 §5), or an empty text if SOCKS has no form for the host.
text naive_address(std::string_view host) {
  unsigned char address[16];
  const auto octets = [&](std::size_t size) { return text(reinterpret_cast<const char*>(address), size); };
  if (!host.empty() && host[0] == '[') {
    const text literal(host.substr(1, host.size() - 2));
    return inet_pton(AF_INET6, literal.c_str(), address) == 1 ? number(4) + octets(16) : text();
  }
  if (!has_padded_octet(host) && inet_pton(AF_INET, text(host).c_str(), address) == 1) return number(1) + octets(4);
  return host.size() > 255 ? text() : number(3) + number(static_cast<unsigned>(host.size())) + text(host);
}

errc naive_request_error(const wshake::socks_request& request) {
  if (request.where.host.empty() || naive_address(request.where.host).empty()) return errc::bad_uri;
  const std::size_t user = request.user.size(), password = request.password.size();
  const bool login = user >= 1 && user <= 255 && password >= 1 && password <= 255;
  return login || (user == 0 && password == 0) ? errc::none : errc::bad_argument;
}

errc naive_reply_error(unsigned code) {
  constexpr errc errors[] = {errc::none,
                             errc::socks_failure,
                             errc::socks_forbidden,
                             errc::socks_network_unreachable,
                             errc::socks_host_unreachable,
                             errc::socks_connection_refused,
                             errc::socks_ttl_expired,
                             errc::socks_command_unsupported,
                             errc::socks_address_type_unsupported};
  return code < 9 ? errors[code] : errc::bad_socks_reply_code;
}

// Reads the proxy's octets message by message. Each function returns false if its message is incomplete or ends the
// handshake.
class naive_reader {
 public:
  naive_reader(std::string_view stream, course& found) : stream_(stream), found_(found) {}

  bool read_method(bool login, unsigned& method) {
    if (!begin(5, errc::bad_socks_version) || !next(method)) return false;
    if (method == 255) return fail(errc::no_socks_method);
    return method == 0 || (method == 2 && login) || fail(errc::socks_method_not_offered);
  }

  bool read_login_status() {
    unsigned status = 0;
    if (!begin(1, errc::bad_socks_login_version) || !next(status)) return false;
    return status == 0 || fail(errc::socks_login_refused);
  }

  bool read_reply() {
    unsigned code = 0, reserved = 0, type = 0, size = 4;
    if (!begin(5, errc::bad_socks_version) || !next(code)) return false;
    if (code != 0) return fail(naive_reply_error(code));
    if (!next(reserved)) return false;
    if (reserved != 0) return fail(errc::bad_socks_reserved);
    if (!next(type)) return false;
    if (type != 1 && type != 3 && type != 4) return fail(errc::bad_socks_address_type);
    if (type == 3 && !next(size)) return false;
    if (type == 4) size = 16;
    for (unsigned octet = 0, count = size + 2; count > 0; --count) {
      if (!next(octet)) return false;
    }
    return true;
  }

 private:
  bool begin(unsigned version, errc error) {
    if (found_.consumed == stream_.size()) {
      found_.state = socks_state::closed;
      return false;
    }
    unsigned octet = 0;
    return next(octet) && (octet == version || fail(error));
  }
  bool next(unsigned& octet) {
    if (found_.consumed < stream_.size()) {
      octet = static_cast<unsigned char>(stream_[found_.consumed++]);
      return true;
    }
    ++found_.consumed;
    fail(errc::socks_truncated);
    --found_.consumed;
    return false;
  }
  // Stores an error with the offset of the last consumed octet.
  bool fail(errc error) {
    found_.state = socks_state::failed;
    found_.error = error;
    found_.offset = found_.consumed - 1;
    return false;
  }

  std::string_view stream_;
  course& found_;
};

course naive_course(const wshake::socks_request& request, std::string_view stream) {
  course found;
  naive_reader reader(stream, found);
  const auto size = [](wshake::octets value) { return number(static_cast<unsigned>(value.size())); };
  const bool login = !request.user.empty();
  found.sent.push_back(login ? text("\5\2\0\2", 4) : text("\5\1\0", 3));
  unsigned method = 0;
  if (!reader.read_method(login, method)) return found;
  if (method == 2) {
    found.sent.push_back(number(1) + size(request.user) + text(request.user.text()) + size(request.password) +
                         text(request.password.text()));
    if (!reader.read_login_status()) return found;
  }
  unsigned port = request.where.port;
  if (port == 0) port = request.where.secure ? 443 : 80;
  found.sent.push_back(text("\5\1\0", 3) + naive_address(request.where.host) + number(port / 256) + number(port % 256));
  if (reader.read_reply()) found.state = socks_state::open;
  return found;
}

// Calls a verb that writes: first with an empty buffer, then with a buffer of the size that need_room asks for.
template <class Verb>
text write(const wshake::socks& role, Verb verb) {
  const socks_state before = role.state();
  const wshake::write_result needed = verb(wshake::mutable_octets());
  require(needed.error == errc::need_room && role.state() == before, "nothing is written without room");
  require(needed.needed <= wshake::socks_message_size, "socks_message_size is enough");
  const block out(needed.needed);
  const wshake::write_result result = verb(wshake::mutable_octets(out.data(), out.size()));
  require(result && result.written.size() == out.size(), "the size that it needs is enough");
  require(role.state() == socks_state::need_more, "a message waits for its reply");
  return text(out.view());
}

course real_course(const wshake::socks_request& request, std::string_view stream, std::size_t piece_size) {
  wshake::socks role;
  course found;
  found.sent.push_back(write(role, [&](wshake::mutable_octets out) { return role.start(out, request); }));
  for (;;) {
    while (role.state() == socks_state::need_more && found.consumed < stream.size()) {
      const block piece(stream.substr(found.consumed, piece_size));
      const wshake::socks_feed_result fed = role.feed(piece.view());
      require(fed.state == role.state() && fed.consumed <= piece.size(), "the result of feed()");
      require(fed.state != socks_state::need_more || fed.consumed == piece.size(), "need_more takes all octets");
      found.consumed += fed.consumed;
    }
    if (role.state() != socks_state::need_write) break;
    found.sent.push_back(write(role, [&](wshake::mutable_octets out) { return role.proceed(out, request); }));
  }
  if (role.state() != socks_state::need_more) require(role.feed("\5\5").consumed == 0, "at rest it takes nothing");
  found.state = role.feed_eof();
  require(found.state == role.state(), "the result of feed_eof()");
  found.error = role.error().code;
  found.offset = role.error().offset;
  return found;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  std::string_view rest(reinterpret_cast<const char*>(data), size);
  const std::size_t piece = rest.empty() ? 0 : static_cast<unsigned char>(rest[0]);
  rest = rest.substr(rest.empty() ? 0 : 1);
  const block uri(take_until(rest, "\n")), user(take_until(rest, "\n")), password(take_until(rest, "\n"));
  wshake::socks_request request;
  request.where = wshake::parse_uri(uri.view()).found;
  request.user = user.view();
  request.password = password.view();
  const errc expected_error = naive_request_error(request);
  if (expected_error != errc::none) {
    wshake::socks role;
    const wshake::write_result result = role.start({}, request);
    require(result.error == expected_error && role.state() == socks_state::idle, "a bad request writes nothing");
    return 0;
  }
  const course expected = naive_course(request, rest);
  for (const std::size_t piece_size : {rest.size() + 1, piece + 1, std::size_t{1}}) {
    const course found = real_course(request, rest, piece_size);
    require(found.sent.size() == expected.sent.size(), "the number of messages");
    for (std::size_t at = 0; at < found.sent.size(); ++at) {
      require_same(found.sent[at], expected.sent[at], "the messages");
    }
    require(found.state == expected.state && found.error == expected.error, "state and error", rest);
    require(found.offset == (expected.error == errc::none ? 0 : expected.offset), "the offset of the error", rest);
    require(found.consumed == expected.consumed, "the octets taken", rest);
  }
  return 0;
}
