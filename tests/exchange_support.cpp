// SPDX-License-Identifier: BSL-1.0
#include "exchange_support.hpp"

#include <cstring>

#include "growing_text.hpp"

namespace wshake::test {
namespace {

template <class Role>
void describe_common(growing_text& text, const Role& role) {
  const response_head head = role.response();
  text << describe(role.state()) << " error=" << describe(role.error().code).name << '@' << role.error().offset
       << " field=" << escaped(role.error().field) << " response=" << head.version << ' ' << head.status << ' '
       << escaped(head.reason) << ' ' << escaped(head.raw);
  for (const field line : head.header) text << " [" << escaped(line.name) << ": " << escaped(line.value) << ']';
  text << " next=" << describe_next(role.next());
}

}  // namespace

std::string describe_next(const continuation& next) {
  growing_text text;
  text << static_cast<int>(next.what) << " same_connection=" << next.same_connection
       << " location=" << escaped(next.location) << " same_origin=" << next.same_origin
       << " downgrade=" << next.downgrade << " by_proxy=" << next.by_proxy;
  for (const challenge& one : next.challenges) {
    text << " {" << escaped(one.scheme) << ' ' << escaped(one.token68) << ' ' << escaped(one.parameters) << '}';
  }
  text << " retry_after=" << escaped(next.retry_after);
  if (next.retry_seconds) text << '=' << *next.retry_seconds;
  return text.str();
}

std::string describe_state(const client& role) {
  growing_text text;
  describe_common(text, role);
  const agreement agreed = role.agreed();
  text << " subprotocol=" << escaped(agreed.subprotocol) << " deflate=" << agreed.deflate.agreed
       << agreed.deflate.server_no_context_takeover << agreed.deflate.client_no_context_takeover << ' '
       << unsigned{agreed.deflate.server_max_window_bits} << ' ' << unsigned{agreed.deflate.client_max_window_bits};
  text << " redirect_uri=" << redirect_of(role);
  return text.str();
}

std::string describe_state(const tunnel& role) {
  growing_text text;
  describe_common(text, role);
  return text.str();
}

octets in_guarded_window(octets piece) {
  constexpr std::size_t window_size = 1024;
  static const guarded small(window_size);
  static const guarded large(1 << 20);
  static std::size_t large_size = 0;  // the size of the piece in `large`
  REQUIRE(piece.size() <= large.size());
  char* const end = large.data() + large.size();
  std::memset(end - large_size, 0xaa, large_size);  // overwrites the piece of the previous call, as small.put() does
  large_size = piece.size() > window_size ? piece.size() : 0;
  if (large_size == 0) return small.put(piece);
  std::memcpy(end - large_size, piece.data(), large_size);
  return {end - large_size, large_size};
}

std::string redirect_of(const client& role) {
  const write_result needed = role.redirect_uri({});
  if (needed.error != errc::need_room) {
    CHECK(needed.error != errc::none);
    CHECK(needed.needed == 0);
    return describe(needed.error.code).name;
  }
  const guarded out(needed.needed);
  const write_result result = role.redirect_uri(out.all());
  CHECK(result.error == errc::none);
  CHECK(result.written.size() <= needed.needed);
  return std::string(std::string_view(out.first(result.written.size())));
}

uri uri_of(octets text) {
  const uri_reading read = parse_uri(text);
  REQUIRE_MESSAGE(read, escaped(text));
  return read.found;
}

client_request sample_request() {
  client_request request;
  request.where = uri_of("ws://server.example.com/chat");
  return request;
}

std::string answer_head(std::string_view lines) {
  return "HTTP/1.1 101 Switching Protocols\r\n"
         "Upgrade: websocket\r\n"
         "Connection: Upgrade\r\n"
         "Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n" +
         std::string(lines) + "\r\n";
}

}  // namespace wshake::test
