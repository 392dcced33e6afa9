// SPDX-License-Identifier: BSL-1.0
// Parses, writes and resolves URIs, reads credentials and challenges, and compares the results with naive readings. The
// input's lines are a URI, a reference to resolve against this URI, a text that serves as a userinfo and as a value of
// Authorization, and then the values of WWW-Authenticate. The second line is also the resource name, and the third line
// is also the host, of a `uri` that parse_uri() has not checked.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include <wshake/wshake.hpp>

#include "asked.hpp"
#include "naive_continuation.hpp"
#include "naive_credentials.hpp"

namespace {

using namespace fuzz;
using wshake::errc;

bool lies_in_view(wshake::octets part, std::string_view whole) {
  return part.data() >= whole.data() && part.end() <= whole.data() + whole.size();
}

// True if `value` is the beginning of a URI whose path or query has begun. The last "%" may still lack its hexadecimal
// digits.
bool begins_uri(std::string_view value) {
  for (const char* const rest : {"", "0", "00"}) {
    text whole(value);
    whole += rest;
    if (naive_parse_uri(whole)) return true;
  }
  return false;
}

// Checks the offset of an error in the path or the query: no further input can make the octet at this offset valid.
void check_offset(std::string_view value, std::size_t at) {
  const std::size_t authority = value.find("://");
  const std::size_t path = authority == std::string_view::npos ? authority : value.find_first_of("/?", authority + 3);
  if (path > at || !naive_parse_uri(value.substr(0, path))) return;
  require(begins_uri(value.substr(0, at)), "all before the offset is right", value);
  require(at == value.size() || !begins_uri(value.substr(0, at + 1)), "the octet at the offset is at fault", value);
}

// Compares parse_uri() with the naive reading. Returns nullopt if the text is no WebSocket URI.
std::optional<wshake::uri> check_parse(std::string_view value) {
  const wshake::uri_reading found = wshake::parse_uri(value);
  const std::optional<naive_uri> expected = naive_parse_uri(value);
  require(static_cast<bool>(found) == expected.has_value(), "parse_uri() finds a URI where the reference does", value);
  if (!found) {
    require(found.error == errc::bad_uri && found.error.offset <= value.size(), "an error is within the text", value);
    check_offset(value, found.error.offset);
    return {};
  }
  const wshake::uri& it = found.found;
  require_same(it.scheme, expected->scheme, "scheme");
  require_same(it.userinfo, expected->userinfo, "userinfo");
  require_same(it.host, expected->host, "host");
  require_same(it.resource_name, expected->resource_name, "resource name");
  require(it.secure == expected->secure && it.port == expected->port, "secure and port", value);
  require(lies_in_view(it.scheme, value) && lies_in_view(it.host, value) && lies_in_view(it.resource_name, value),
          "views into the text");
  return it;
}

text exactly_written(const wshake::write_result& dry, const auto& write) {
  require(dry.error == errc::need_room && dry.needed > 0, "what is in order takes room");
  const block small(dry.needed - 1);
  require(write(wshake::mutable_octets(small.data(), small.size())).error == errc::need_room,
          "one octet less is too few");
  const block exact(dry.needed);
  const wshake::write_result done = write(wshake::mutable_octets(exact.data(), exact.size()));
  require(static_cast<bool>(done) && done.written.size() == dry.needed, "as much as need_room said is enough");
  return text(exact.view());
}
text exactly_written(const auto& write) { return exactly_written(write(wshake::mutable_octets()), write); }

// Writes a parsed URI in parts and as a whole, and compares the results with the naive reading.
void check_round_trip(const wshake::uri& it, const naive_uri& expected) {
  const text authority = exactly_written([&](wshake::mutable_octets out) { return wshake::write_host(out, it); });
  require_same(authority, expected.authority(), "Host");
  const text target = exactly_written([&](wshake::mutable_octets out) { return wshake::write_target(out, it); });
  naive_uri rooted = expected;
  if (!starts_with(rooted.resource_name, "/")) rooted.resource_name.insert(0, "/");
  require_same(target, rooted.resource_name, "the target");

  text whole = compose(expected);
  const std::optional<wshake::uri> again = check_parse(whole);
  require(again.has_value() && wshake::same_origin(it, *again), "what was put together is the same", whole);
  require_same(again->resource_name, it.resource_name, "with the same resource name");
  require_same(again->userinfo, it.userinfo, "and the same userinfo");
}

// Compares resolve_uri() with the steps of RFC 3986 §5.2.
void check_resolve(const wshake::uri& base, const naive_uri& naive_base, std::string_view reference) {
  const std::optional<naive_uri> expected = naive_resolve(naive_base, reference);
  const auto write = [&](wshake::mutable_octets out) { return wshake::resolve_uri(out, base, reference); };
  const wshake::write_result dry = write({});
  require((dry.error == errc::need_room) == expected.has_value(), "what leads somewhere is written", reference);
  if (!expected) {
    require(dry.error == errc::bad_uri && dry.needed == 0, "and what does not is no URI", reference);
    return;
  }
  const text found = written_by(write);
  require_same(found, compose(*expected), "where a reference leads");
  const std::optional<wshake::uri> target = check_parse(found);
  require(target.has_value(), "is a URI", found);
  const bool same = naive_same_origin(naive_base, *expected);
  require(wshake::same_origin(base, *target) == same && wshake::same_origin(*target, base) == same, "same_origin()",
          found);
  const text again =
      written_by([&](wshake::mutable_octets out) { return wshake::resolve_uri(out, base, wshake::octets(found)); });
  require_same(again, found, "and leads there from anywhere");

  const wshake::field location[] = {{"Location", reference}};
  const lines header = {{"Location", reference}};
  const wshake::response_view refusal = {11, 302, {}, location};
  require_same(describe_continuation(wshake::find_continuation(refusal, base)),
               naive_continuation(302, header, &naive_base), "a redirect");
}

// A `uri` that the caller has filled in may hold any text.
void check_own(const wshake::uri& it, std::string_view reference) {
  const auto write_host = [&](wshake::mutable_octets out) { return wshake::write_host(out, it); };
  const auto write_target = [&](wshake::mutable_octets out) { return wshake::write_target(out, it); };
  const auto resolve = [&](wshake::mutable_octets out) { return wshake::resolve_uri(out, it, reference); };
  if (!faults_of(it, {}, {}).empty()) {
    require(write_host({}).error == errc::bad_uri && write_target({}).error == errc::bad_uri, "what can't be sent",
            it.host);
    require(resolve({}).error == errc::bad_uri, "leads nowhere", it.host);
    return;
  }
  const naive_uri expected = naive_where(it);
  require_same(exactly_written(write_host), expected.authority(), "Host of the caller's own");
  require_same(exactly_written(write_target), expected.resource_name, "the target of the caller's own");
  const std::optional<naive_uri> target = naive_resolve(expected, reference);
  require((resolve({}).error == errc::need_room) == target.has_value(), "what leads somewhere is written", reference);
  if (target) require_same(written_by(resolve), compose(*target), "where a reference leads");
}

// write_encoded() writes "%" and two digits for an octet that a path or a query cannot have, and for an octet in
// `others` (RFC 3986 §2.1).
void check_encoded(std::string_view value, std::string_view others) {
  text expected;
  for (std::string_view rest = value; !rest.empty();) {
    const std::string_view before = rest;
    const auto octet = static_cast<unsigned char>(rest[0]);
    if (others.find(rest[0]) == std::string_view::npos && take_octet(rest, ":@/?")) {
      expected += before.substr(0, before.size() - rest.size());
    } else {
      constexpr char digits[] = "0123456789ABCDEF";
      expected += '%';
      expected += digits[octet >> 4];
      expected += digits[octet & 15];
      rest.remove_prefix(1);
    }
  }
  const auto write = [&](wshake::mutable_octets out) { return wshake::write_encoded(out, value, others); };
  if (value.empty()) {
    require(write({}).error == errc::none && write({}).written.empty(), "nothing is written of nothing");
    return;
  }
  const text encoded = exactly_written(write);
  require_same(encoded, expected, "what is encoded");
  text whole("ws://h/");
  whole += encoded;
  require(static_cast<bool>(wshake::parse_uri(whole)), "is a path of a URI", whole);
  const text again = exactly_written([&](wshake::mutable_octets out) { return wshake::write_encoded(out, encoded); });
  require_same(again, encoded, "and stays when it is encoded again");
}

void check_credentials(std::string_view userinfo) {
  const auto write = [&](wshake::mutable_octets out) { return wshake::write_userinfo(out, userinfo); };
  const std::optional<naive_credentials> expected = naive_userinfo(userinfo);
  const wshake::write_result dry = write({});
  require((dry.error == errc::need_room) == expected.has_value(), "a userinfo in order is written", userinfo);
  if (!expected) {
    require(dry.error == errc::bad_argument && dry.needed == 0, "and another one is not", userinfo);
    return;
  }
  const text value = exactly_written(dry, write);
  require_same(value, naive_basic(*expected), "the value of Authorization");
  const text same = exactly_written(
      [&](wshake::mutable_octets out) { return wshake::write_basic(out, expected->user, expected->password); });
  require_same(same, value, "write_basic() writes the same");
  const block room(value.size() / 4 * 3);
  const wshake::basic_credentials read =
      wshake::read_basic(wshake::octets(value), wshake::mutable_octets(room.data(), room.size()));
  require(read.valid, "read_basic() reads it", value);
  require_same(read.user, expected->user, "the user");
  require_same(read.password, expected->password, "the password");
}

// Checks write_basic() and read_basic() for a user and a password of any octets.
void check_basic(std::string_view user, std::string_view password) {
  const auto write = [&](wshake::mutable_octets out) { return wshake::write_basic(out, user, password); };
  const auto is_text = [](char c) { return c != '\t' && is_value_octet(c); };
  if (!all_of(user, is_text) || !all_of(password, is_text) || user.find(':') != std::string_view::npos) {
    require(write({}).error == errc::bad_argument, "what can't be told apart or sent is not written", user);
    return;
  }
  const text value = exactly_written(write);
  require_same(value, naive_basic({text(user), text(password)}), "Basic credentials");
  // read_basic() needs a buffer of exactly this size to decode the value.
  const std::size_t needed = (value.size() - 6) / 4 * 3;
  const block small(needed - 1);
  const block enough(needed);
  const wshake::octets octets(value);
  require(!wshake::read_basic(octets, wshake::mutable_octets(small.data(), small.size())).valid, "too little room");
  require(wshake::read_basic(octets, wshake::mutable_octets(enough.data(), enough.size())).valid, "and enough");
}

// Checks read_basic() with `value` as the content of Authorization, and write_bearer() with `value` as the token.
void check_authorization(std::string_view value) {
  const block room(value.size() / 4 * 3 + 3);
  const wshake::mutable_octets out(room.data(), room.size());
  const wshake::basic_credentials read = wshake::read_basic(value, out);
  if (read.valid) {
    const text same =
        exactly_written([&](wshake::mutable_octets to) { return wshake::write_basic(to, read.user, read.password); });
    // `value` and the rewritten value may differ in the unused bits of the last base64 digit, and in the white space
    // around the value.
    require(trim(value.substr(6)).size() == same.size() - 6, "what is read can be written", value);
    require(starts_with(trim(value.substr(6)), same.substr(6, (same.size() - 6) / 4 * 4 - 4)), "and is the same", value);
  }
  const auto write = [&](wshake::mutable_octets to) { return wshake::write_bearer(to, value); };
  if (!is_token68(value)) {
    require(write({}).error == errc::bad_argument, "what is no token is no bearer's", value);
    return;
  }
  text bearer("Bearer ");
  bearer += value;
  require_same(exactly_written(write), bearer, "a bearer's token");
}

void check_challenges(const std::vector<std::string_view>& values) {
  std::vector<wshake::field> list = {{"X-Other", "Basic realm=other"}};
  for (const std::string_view value : values) list.push_back({"WWW-Authenticate", value});
  const wshake::fields header(list);
  const wshake::challenge_list found(header.values("www-authenticate"));
  const std::vector<naive_challenge> expected = read_challenges(values);
  std::size_t count = 0;
  for (const wshake::challenge& one : found) {
    require(count < expected.size(), "no more challenges than there are");
    const naive_challenge& same = expected[count++];
    require_same(one.scheme, same.scheme, "a scheme");
    require_same(one.token68, same.token68, "a token68");
    require_same(one.parameters, same.parameters, "parameters");
    for (const naive_parameter& given : read_parameters(same)) {
      const std::optional<wshake::octets> value = one.find(given.name);
      require(value.has_value(), "a parameter is found by its name", given.name);
      require_same(unescaped(*value), *first_value(same, given.name), "its value");
    }
    require_same(unescaped(one.realm()), first_value(same, "realm").value_or(text()), "realm()");
    require(!one.find("").has_value(), "no parameter is without a name");
    const auto first = std::find_if(expected.begin(), expected.end(), [&](const naive_challenge& other) {
      return same_ignoring_case(other.scheme, same.scheme);
    });
    const std::optional<wshake::challenge> by_name = found.find(one.scheme);
    require(by_name && by_name->scheme.data() == first->scheme.data(), "the first of a scheme is found", same.scheme);
  }
  require(count == expected.size() && found.empty() == expected.empty(), "all challenges");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  std::string_view input(reinterpret_cast<const char*>(data), size);
  std::vector<block> all;
  while (!input.empty() && all.size() < 16) {
    const std::size_t end = input.find('\n');
    all.emplace_back(input.substr(0, end));
    input.remove_prefix(end == std::string_view::npos ? input.size() : end + 1);
  }
  const auto part = [&](std::size_t at) { return at < all.size() ? all[at].view() : std::string_view(); };

  const std::optional<wshake::uri> base = check_parse(part(0));
  (void)check_parse(part(1));
  if (base) {
    const naive_uri naive_base = *naive_parse_uri(part(0));
    check_round_trip(*base, naive_base);
    check_resolve(*base, naive_base, part(1));
    check_credentials(base->userinfo);
  }
  check_encoded(part(1), {});
  check_encoded(part(2), part(1));
  check_credentials(part(2));
  check_authorization(part(2));
  check_basic(part(2), part(1));
  const auto port = static_cast<std::uint16_t>(part(3).size() * 40);
  const wshake::uri own = {{}, part(3).size() % 2 != 0, {}, part(2), port, part(1)};
  check_own(own, part(0));
  std::vector<std::string_view> values;
  for (std::size_t at = 3; at < all.size(); ++at) values.push_back(all[at].view());
  check_challenges(values);
  return 0;
}
