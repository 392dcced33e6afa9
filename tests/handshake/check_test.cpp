// SPDX-License-Identifier: BSL-1.0
// Tests check(), is_upgrade() and gather() with a list of fields that the caller's own HTTP code has read.
#include <iterator>
#include <string>
#include <vector>

#include <wshake/handshake.hpp>

#include "support.hpp"

namespace wshake::test {
namespace {

const field good[] = {{"Host", "a"},
                      {"Upgrade", "websocket"},
                      {"Connection", "Upgrade"},
                      {"Sec-WebSocket-Key", sample_key},
                      {"Sec-WebSocket-Version", "13"}};

// A valid handshake; each test changes the part that the test examines.
struct asked {
  std::vector<field> list = std::vector<field>(std::begin(good), std::end(good));
  octets method = "GET";
  octets target = "/chat?x=1";
  unsigned version = 11;

  request_view view() const { return {method, target, version, list}; }
  asked& set(std::size_t at, octets value) {
    list[at].value = value;
    return *this;
  }
  asked& remove(std::size_t at) {
    list.erase(list.begin() + static_cast<std::ptrdiff_t>(at));
    return *this;
  }
  asked& add(octets name, octets value) {
    list.push_back({name, value});
    return *this;
  }
};

void expect(const asked& request, errc error, std::size_t at, octets name, const server_options& config = {}) {
  const diagnostic found = check(request.view(), config);
  CAPTURE(std::string(describe(error).name));
  CHECK(found.code == error);
  CHECK(found.offset == at);
  CHECK(found.field == name);
  CHECK(found.ok() == (error == errc::none));
}

TEST_CASE("check: a valid request has no error") { expect({}, errc::none, 0, ""); }

TEST_CASE("check: the offset is the field's index, or the list's size if the field is missing") {
  expect(asked().remove(0), errc::missing_host, 4, "Host");
  expect(asked().add("host", "b"), errc::repeated_host, 5, "Host");
  expect(asked().set(0, "a b"), errc::bad_host, 0, "Host");
  expect(asked().set(0, "a:65536"), errc::bad_host_port, 0, "Host");
  expect(asked().set(1, "h2c"), errc::not_an_upgrade, 1, "Upgrade");
  expect(asked().remove(1), errc::upgrade_stripped, 4, "Upgrade");
  expect(asked().remove(3).remove(1), errc::not_an_upgrade, 3, "Upgrade");
  expect(asked().set(2, "close"), errc::connection_lacks_upgrade, 2, "Connection");
  expect(asked().remove(2), errc::connection_lacks_upgrade, 4, "Connection");
  expect(asked().remove(3), errc::missing_key, 4, "Sec-WebSocket-Key");
  expect(asked().set(3, "x"), errc::bad_key, 3, "Sec-WebSocket-Key");
  expect(asked().add("X", "").add("sec-websocket-key", sample_key), errc::repeated_key, 6, "Sec-WebSocket-Key");
  expect(asked().remove(4), errc::missing_version, 4, "Sec-WebSocket-Version");
  expect(asked().set(4, "8"), errc::unsupported_version, 4, "Sec-WebSocket-Version");
  expect(asked().add("Sec-WebSocket-Version", "13"), errc::repeated_version, 5, "Sec-WebSocket-Version");
  expect(asked().add("Sec-WebSocket-Extensions", "a").add("Sec-WebSocket-Extensions", "b c"), errc::bad_extensions, 6,
         "Sec-WebSocket-Extensions");
  expect(asked().add("Sec-WebSocket-Protocol", "a").add("Sec-WebSocket-Protocol", "b c"), errc::bad_subprotocols, 6,
         "Sec-WebSocket-Protocol");
  expect(asked().add("Sec-WebSocket-Protocol", "a").add("Sec-WebSocket-Protocol", "b, a"), errc::repeated_subprotocol,
         6, "Sec-WebSocket-Protocol");
  expect(asked().add("Expect", "x"), errc::bad_expect, 5, "Expect");
  expect(asked().add("Origin", "a").add("Origin", "a"), errc::repeated_origin, 6, "Origin");
  expect(asked().add("Content-Length", "1"), errc::body_on_handshake, 5, "Content-Length");
  expect(asked().add("Transfer-Encoding", "chunked"), errc::body_on_handshake, 5, "Transfer-Encoding");
  expect(asked().add("Content-Length", "x"), errc::bad_content_length, 5, "Content-Length");
  server_options config;
  config.require_origin = true;
  expect({}, errc::missing_origin, 5, "Origin", config);
  const octets origins[] = {"https://a"};
  config.origins = origins;
  expect(asked().add("Origin", "https://b"), errc::forbidden_origin, 5, "Origin", config);
  expect(asked().add("Origin", "https://a"), errc::none, 0, "", config);
}

TEST_CASE("check: the offset is 0 for errors of method and target") {
  asked request;
  request.method = "POST";
  expect(request, errc::bad_handshake_method, 0, "");
  request.method = "get";
  expect(request, errc::bad_handshake_method, 0, "");
  request.method = "GET";
  request.target = "*";
  expect(request, errc::bad_target_form, 0, "");
  request.target = "http://a:65536/";
  expect(request, errc::bad_target_authority, 0, "");
  request.target = "";
  expect(request, errc::missing_target, 0, "");
  request.target = "/ ";
  expect(request, errc::white_space_in_target, 0, "");
  request.target = "/#";
  expect(request, errc::bad_target, 0, "");
  request.target = "/";
  request.version = 10;
  expect(request, errc::http_version_too_old, 0, "");
}

TEST_CASE("check applies the rules in the order of errc") {
  // The first request breaks every rule below, and each later request breaks one rule less.
  server_options config;
  const octets subprotocols[] = {"chat"};
  config.subprotocols = subprotocols;
  config.require_subprotocol = true;
  config.require_origin = true;
  asked request;
  request.method = "POST";
  request.target = "*";
  request.list = {{"Upgrade", "websocket"},        {"Connection", "upgrade"},
                  {"Content-Length", "5"},         {"Sec-WebSocket-Version", "8"},
                  {"Sec-WebSocket-Key", "x"},      {"Sec-WebSocket-Extensions", ";"},
                  {"Sec-WebSocket-Protocol", ";"}, {"Expect", "x"}};
  const auto next = [&](errc error) {
    CHECK(describe(check(request.view(), config).code).name == std::string(describe(error).name));
  };
  next(errc::missing_host);
  request.add("Host", "a");
  next(errc::bad_handshake_method);
  request.method = "GET";
  next(errc::bad_target_form);
  request.target = "/";
  next(errc::body_on_handshake);
  request.set(2, "0");
  next(errc::unsupported_version);
  request.set(3, "13");
  next(errc::bad_key);
  request.set(4, sample_key);
  next(errc::bad_extensions);
  request.set(5, "a");
  next(errc::bad_subprotocols);
  request.set(6, "other");
  next(errc::bad_expect);
  request.set(7, "100-continue");
  next(errc::missing_origin);
  request.add("Origin", "https://a");
  next(errc::no_common_subprotocol);
  request.set(6, "other, chat");
  next(errc::none);
}

TEST_CASE("is_upgrade needs HTTP/1.1, Upgrade with websocket and Connection with upgrade") {
  CHECK(is_upgrade(asked().view()));
  CHECK(is_upgrade(asked().set(1, "h2c, WebSocket").set(2, "keep-alive, UPGRADE").view()));
  CHECK(is_upgrade(asked().set(1, "h2c").add("upgrade", "websocket").view()));
  CHECK_MESSAGE(is_upgrade(asked().remove(3).remove(0).view()),
                "is_upgrade() does not check the rules of the handshake");
  CHECK(!is_upgrade(asked().remove(1).view()));
  CHECK(!is_upgrade(asked().remove(2).view()));
  CHECK(!is_upgrade(asked().set(1, "websocket2").view()));
  CHECK(!is_upgrade(asked().set(2, "u").view()));
  asked old;
  old.version = 10;
  CHECK(!is_upgrade(old.view()));
  CHECK(!is_upgrade({}));
}

TEST_CASE("check: a caller's list may have 65,534 lines") {
  std::vector<field> list = {{"Host", "a"},
                             {"Upgrade", "websocket"},
                             {"Connection", "Upgrade"},
                             {"Sec-WebSocket-Key", sample_key},
                             {"Sec-WebSocket-Version", "13"}};
  list.resize(65534, {"X", "1"});
  CHECK(check({"GET", "/", 11, list}).code == errc::none);
  for (const std::size_t size : {65535U, 65536U, 70000U}) {
    list.resize(size, {"X", "1"});
    const diagnostic found = check({"GET", "/", 11, list});
    CHECK(found.code == errc::too_many_field_lines);
    CHECK(found.offset == 65535);
  }
}

TEST_CASE("check: as many subprotocols as the limit pass, and one subprotocol more fails") {
  server_options config;
  config.limit.subprotocols = 2;
  expect(asked().add("Sec-WebSocket-Protocol", "a,b"), errc::none, 0, "", config);
  expect(asked().add("Sec-WebSocket-Protocol", "a").add("Sec-WebSocket-Protocol", "b, c"), errc::too_many_subprotocols,
         6, "Sec-WebSocket-Protocol", config);
  // The maximum of limits::subprotocols is 64; larger values count as 64.
  config.limit.subprotocols = 255;
  std::string many = "p0";
  for (int count = 1; count < 64; ++count) many += ",p" + std::to_string(count);
  expect(asked().add("Sec-WebSocket-Protocol", many), errc::none, 0, "", config);
  many += ",p64";
  expect(asked().add("Sec-WebSocket-Protocol", many), errc::too_many_subprotocols, 5, "Sec-WebSocket-Protocol", config);
}

TEST_CASE("gather validates nothing") {
  const handshake_request nothing = gather({});
  CHECK(nothing.authority == "");
  CHECK(nothing.key == "");
  CHECK(nothing.version == "");
  CHECK(!nothing.origin.has_value());
  CHECK(nothing.subprotocols.empty());
  CHECK(nothing.extensions.empty());
  CHECK(!nothing.expects_continue);

  asked request;
  request.set(0, "a:1").set(3, "any key").set(4, "8");
  request.add("Origin", "").add("Sec-WebSocket-Protocol", "x").add("Sec-WebSocket-Protocol", "y");
  request.add("Sec-WebSocket-Extensions", "e; p").add("Expect", "100-CONTINUE");
  const request_view view = request.view();
  const handshake_request found = gather(view);
  CHECK(found.authority == "a:1");
  CHECK(found.resource_name == "/chat?x=1");
  CHECK(found.key == "any key");
  CHECK(found.version == "8");
  CHECK(found.origin == octets(""));
  CHECK(found.expects_continue);
  std::string offered;
  for (const octets token : found.subprotocols) offered += std::string_view(token);
  CHECK(offered == "xy");
  CHECK((*found.extensions.begin()).name == "e");
}

TEST_CASE("gather takes authority and resource name from an absolute-form target") {
  struct row {
    octets target, authority, resource_name;
  };
  for (const row& each : {row{"ws://b:1/x?y", "b:1", "/x?y"}, row{"wss://b/", "b", "/"}, row{"http://b", "b", "/"},
                          row{"https://[::1]/", "[::1]", "/"}, row{"ws://b?y", "b", "?y"}, row{"/x", "a", "/x"},
                          row{"//b/c", "a", "//b/c"}}) {
    CAPTURE(each.target);
    asked request;
    request.target = each.target;
    const request_view view = request.view();
    CHECK(gather(view).authority == each.authority);
    CHECK(gather(view).resource_name == each.resource_name);
    CHECK(check(view).code == errc::none);
  }
  const handshake_request without_host = gather({"GET", "http:///x", 11, {}});
  CHECK(without_host.authority == "");
  CHECK(without_host.resource_name == "/x");
}

TEST_CASE("gather ignores Expect in HTTP/1.0") {
  const field expect[] = {{"Expect", "100-continue"}};
  CHECK(gather({"GET", "/", 11, expect}).expects_continue);
  CHECK(!gather({"GET", "/", 10, expect}).expects_continue);
}

}  // namespace
}  // namespace wshake::test
