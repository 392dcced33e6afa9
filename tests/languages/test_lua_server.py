#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""Tests the server of examples/lua: calls the binding, and runs endpoints.lua against clients of this test.

Usage: test_lua_server.py LIBRARY
"""

import os
import shutil
import socket
import sys
import tempfile
from pathlib import Path

sys.dont_write_bytecode = True

from programs import EXAMPLES, ROOT, environment, luajit_lacks, running, said_by, skip

from checks import GOOD, GUARD, SWITCHING, check, check_run, finish, in_order, runner, with_field

LIBRARY = os.path.abspath(sys.argv[1])
ENV = environment(LIBRARY)
FOLDER = EXAMPLES / "lua"
if reason := luajit_lacks():
    skip(reason)
run_lua = runner("luajit")

TELEMETRY = with_field(b"Sec-WebSocket-Protocol: metrics", GOOD.replace(b"/chat", b"/telemetry"))
REFUSED = GOOD.replace(b"/chat", b"/nowhere")
GREETING = b"\x81\x12/telemetry metrics\x88\x02\x03\xe8"


def run_script(script, folder=FOLDER):
    """Runs a Lua script with the binding, and with the functions of SHARED."""
    env = {**ENV, "LUA_PATH": f"{folder}/?.lua"}
    return run_lua("-", data=(SHARED + script).encode(), env=env)


def check_script(what, script):
    check_run(what, run_script(script), 0, b"as it should be\n", b"")


def test_handshakes():
    check_script("a handshake is read byte by byte and accepted", GOOD_HANDSHAKE)
    check_script("requests that break a rule are refused", REFUSALS)
    check_script("compression and extensions are agreed", AGREEMENTS)


def test_configurations():
    check_script("each endpoint has its configuration", ENDPOINTS)
    check_script("a configuration has limits", LIMITS)
    check_script("an invalid configuration is an error", BAD_CONFIGURATIONS)


def test_mistakes():
    check_script("a call in the wrong order is an error value", WRONG_ORDER)
    check_script("an argument that cannot be sent is an error value", BAD_ARGUMENTS)
    check_script("an option of the wrong name or type is an error", BAD_OPTIONS)
    check_script("a wiped server is an error until reset()", WIPED)


def test_lifetimes():
    """Lua's garbage collector does not free memory that wshake has pointers to."""
    check_script("configurations, endpoints and answers stay alive", MANY)


def test_load():
    """The binding refuses a shared library that does not match the binding's declarations."""
    with tempfile.TemporaryDirectory() as folder:
        for file in FOLDER.glob("wshake*.lua"):
            shutil.copy(file, folder)
        copy = Path(folder, "wshake_server.lua")
        source = copy.read_text()
        check_run("a copy of the binding works", run_script("", folder), 0, err=b"")
        copy.write_text(source.replace("char octets[128]", "char octets[64]"))
        said = b"wshake_server takes 128 bytes, but its declaration has 64"
        check_run("too small a server is refused", run_script("", folder), 1, err=said)
        copy.write_text(source.replace("char octets[256]", "char octets[128]"))
        said = b"bytes, but its declaration has 128"
        check_run("too small a configuration is refused", run_script("", folder), 1, err=said)


def test_endpoints():
    command = [sys.executable, ROOT / "tests/tool/test_endpoints.py", "luajit", FOLDER / "endpoints.lua"]
    result = runner(command[0])(*command[1:], env=ENV)
    failed = [line for line in result.stdout.splitlines() if not line.startswith(b"ok ")]
    check("endpoints.lua behaves as endpoints.cpp", result.returncode == 0, (failed, result.stderr))


def test_connections():
    with running(["luajit", FOLDER / "endpoints.lua"], ENV) as (port, log):
        for what, parts in (
            ("in one segment", [TELEMETRY]),
            ("byte by byte", [TELEMETRY[at : at + 1] for at in range(len(TELEMETRY))]),
            ("with early frames", [TELEMETRY + b"\x81\x80" + bytes(4)]),
        ):
            answer = said_by(port, *parts)
            good = answer.startswith(SWITCHING) and answer.endswith(b"\r\n\r\n" + GREETING)
            check(f"a handshake {what} opens", good, answer)
        with socket.create_connection(("127.0.0.1", port), timeout=GUARD) as idle:
            idle.sendall(GOOD[:40])
            answer = said_by(port, TELEMETRY)
            check("a slow client does not hold up another", answer.endswith(GREETING), answer)
        check("a connection without a request is closed without an answer", said_by(port) == b"")
        answer = said_by(port, GOOD[:60])
        check("half a head is answered 400", answer.startswith(b"HTTP/1.1 400 "), answer)
        answer = said_by(port, REFUSED + TELEMETRY)
        good = answer.startswith(b"HTTP/1.1 403 ") and SWITCHING not in answer
        check("a path without an endpoint ends the connection", good, answer)
        health = b"GET /health HTTP/1.1\r\nHost: a\r\n\r\n"
        answer = said_by(port, health * 200 + TELEMETRY)
        good = answer.count(b"\r\n\r\nwell\n") == 200 and in_order([b" 200 ", SWITCHING, GREETING], answer)
        check("requests in one segment are answered in order", good, answer[-400:])
        check("nothing is logged", log.read_text() == "", log.read_text())


SHARED = r"""
local wshake = require("wshake_server")
local function same(left, right)
  if left ~= right then error(tostring(left) .. " is not " .. tostring(right), 2) end
end
-- handshake() returns a request with the given field lines, switching() a 101 response with the given field lines.
local function handshake(target, ...)
  local lines = {"GET " .. target .. " HTTP/1.1", "Host: a", "Connection: Upgrade", "Upgrade: websocket",
    "Sec-WebSocket-Version: 13", "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==", ...}
  return table.concat(lines, "\r\n") .. "\r\n\r\n"
end
local function switching(...)
  local lines = {"HTTP/1.1 101 Switching Protocols", "Upgrade: websocket", "Connection: Upgrade",
    "Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=", ...}
  return table.concat(lines, "\r\n") .. "\r\n\r\n"
end
local function has(text, part)
  if not text:find(part, 1, true) then error(text .. " does not have " .. part, 2) end
end
local function config(options)
  local made, why = wshake.server_config(options)
  return made or error(why.code .. " " .. why.field)
end
local function server(options) return wshake.server(config(options)) end
local function fails(said, verb, ...)
  local good, why = pcall(verb, ...)
  if good or not tostring(why):find(said, 1, true) then error(tostring(why) .. " does not say " .. said, 2) end
end
"""

GOOD_HANDSHAKE = r"""
local it = server({subprotocols = {"chat", "superchat"}})
local head = handshake("/chat?room=1", "Sec-WebSocket-Protocol: superchat", "Cookie: a=b")
same(it:state(), "need_more")
for at = 1, #head do
  local state, rest = it:feed(head:sub(at, at))
  same(rest, "")
  same(state, at < #head and "need_more" or "upgrade")
end
local request = it:request()
same(request.method, "GET")
same(request.target, "/chat?room=1")
same(request.version, 11)
same(#request.fields, 7)
same(request.fields[7][1], "Cookie")
same(request.fields[7][2], "a=b")
same(it:resource_name(), "/chat?room=1")
same(it:field("HOST"), "a")
same(it:field("Origin"), nil)
same(it:error().code, "none")
same(it:keep_alive(), true)
same(it:subprotocol(), "")
same(it:accept(), switching("Sec-WebSocket-Protocol: superchat", "Server: wshake"))
same(it:state(), "open")
same(it:subprotocol(), "superchat")
same(it:agreed().deflate, nil)
local state, rest = it:feed("\129\128abcd")
same(state, "open")
same(rest, "\129\128abcd")

it:reset()
same(it:feed(handshake("/", "Sec-WebSocket-Protocol: superchat, chat") .. "xyz"), "upgrade")
same(it:accept({subprotocol = "superchat", header = {{"X", "y"}, {"Server", "s"}}}),
  switching("Sec-WebSocket-Protocol: superchat", "X: y", "Server: s"))
it:reset()
same(it:feed(handshake("/", "Sec-WebSocket-Protocol: chat")), "upgrade")
same(it:accept({subprotocol = ""}), switching("Server: wshake"))
print("as it should be")
"""

REFUSALS = r"""
local it = server()
same(it:feed((handshake("/"):gsub("GET", "POST"))), "failed")
local why = it:error()
same(why.code, "bad_handshake_method")
same(why.rule, "RFC 6455 §4.2.1(1)")
same(why.offset, 0)
same(why.field, "")
local answer = it:respond({header = {{"X", "y"}}})
has(answer, "HTTP/1.1 405 ")
has(answer, "\r\nAllow: GET\r\n")
has(answer, "\r\nX: y\r\n")
same(it:state(), "responded")
same(it:keep_alive(), true)
same(it:next_request(), "need_more")
same(it:request().method, "")
same(#it:request().fields, 0)

-- A response whose body is larger than the first buffer that the binding offers.
same(it:feed(handshake("/")), "upgrade")
answer = it:respond({status = 404, reason = "Gone Fishing", body = ("x"):rep(5000), close = true})
has(answer, "HTTP/1.1 404 Gone Fishing\r\n")
has(answer, "\r\nConnection: close\r\n")
same(answer:sub(-5004), "\r\n\r\n" .. ("x"):rep(5000))
same(it:keep_alive(), false)
same(it:next_request(), "closed")

it:reset()
same(it:feed(handshake("/")), "upgrade")
has(it:respond(), "HTTP/1.1 403 ")
it:reset()
same(it:feed("GET / HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\n"), "request")
same(it:error().code, "not_an_upgrade")
answer = it:respond({status = 200, content_length = 3})
has(answer, "\r\nContent-Length: 3\r\n")
same(answer:sub(-4), "\r\n\r\n")
same(it:next_request(), "need_more")  -- the server skips the request's body
same(it:feed("ok" .. handshake("/")), "upgrade")
it:reset()
same(it:feed("GET / HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\n"), "request")
same(it:next_request("read"), "need_more")  -- the caller has read the body, so the next octets are a request
same(it:feed(handshake("/")), "upgrade")

it:reset()
it:feed("GET / HT")
has(it:respond({error = "timed_out"}), "HTTP/1.1 408 ")
same(it:error().code, "timed_out")
it:reset()
it:feed("GET / HT")
same(it:feed_eof(), "failed")
same(it:error().code, "truncated")
it:reset()
same(it:feed_eof(), "closed")
print("as it should be")
"""

AGREEMENTS = r"""
local deflate = {enabled = true, server_no_context_takeover = true, server_max_window_bits = 12, client_max_window_bits = 11}
local it = server({deflate = deflate, product = "", header = {{"X", "y"}}})
it:feed(handshake("/", "Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits"))
same(it:agreed().deflate, nil)
same(it:accept(), switching("Sec-WebSocket-Extensions: permessage-deflate; server_no_context_takeover; " ..
  "server_max_window_bits=12; client_max_window_bits=11", "X: y"))
local agreed = it:agreed().deflate
same(agreed.server_no_context_takeover, true)
same(agreed.client_no_context_takeover, false)
same(agreed.server_max_window_bits, 12)
same(agreed.client_max_window_bits, 11)
it:reset()
it:feed(handshake("/", "Sec-WebSocket-Extensions: x; a=1"))
same(it:accept({extensions = "x"}), switching("Sec-WebSocket-Extensions: x", "X: y"))
same(it:agreed().deflate, nil)
print("as it should be")
"""

ENDPOINTS = r"""
local site = config({origins = {"https://example.com", "https://*.example.com"}, require_origin = true})
local chat = config({subprotocols = {"chat"}, require_subprotocol = true, header = {{"X", "chat"}}})
local open = config()
local it = server({require_origin = true})
local function state_of(request, endpoint)
  it:feed(request)
  return it:configure(endpoint)
end
same(state_of("GET / HT", site), "need_more")
same(state_of(handshake("/"):sub(9), site), "failed")
same(it:error().code, "missing_origin")
same(it:configure(open), "upgrade")  -- the last call of configure() counts
same(it:error().code, "none")
same(it:configure(chat), "failed")
same(it:error().code, "missing_subprotocol")
local answer = it:respond()
has(answer, "HTTP/1.1 400 ")
has(answer, "\r\nX: chat\r\n")
same(it:configure(open), "responded")

-- After a refused request, the next request on the connection gets the server's own configuration.
same(it:next_request(), "need_more")
same(it:feed(handshake("/")), "failed")  -- the server has its own configuration again
same(it:error().code, "missing_origin")
same(it:respond():find("\r\nX:"), nil)
it:next_request()
same(state_of(handshake("/", "Origin: https://evil-example.com"), site), "failed")
same(it:error().code, "forbidden_origin")
it:respond()
it:next_request()
same(state_of(handshake("/", "Origin: https://evil-example.com", "Sec-WebSocket-Protocol: chat"), chat), "upgrade")
same(it:accept(), switching("Sec-WebSocket-Protocol: chat", "Server: wshake", "X: chat"))
it:reset()
same(it:feed(handshake("/")), "failed")
it:reset()
same(state_of(handshake("/", "Origin: https://shop.example.com"), site), "upgrade")

-- A request with a wrong version fails with every configuration, because no configuration decides about the version.
it:reset()
same(state_of((handshake("/"):gsub("13", "12")), open), "failed")
same(it:error().code, "unsupported_version")
it:respond()
it:next_request()
same(state_of("GET / HTTP/1.1\r\nHost: a\r\n\r\n", chat), "request")
has(it:respond(), "\r\nX: chat\r\n")
print("as it should be")
"""

LIMITS = r"""
local it = server({limits = {target = 5, field_lines = 5}})
same(it:feed(handshake("/1234")), "upgrade")
it:reset()
same(it:feed(handshake("/12345")), "failed")
same(it:error().code, "target_too_long")
it:reset()
same(it:feed(handshake("/", "X: y")), "failed")
same(it:error().code, "too_many_field_lines")
-- A limit of 0 allows no octet: 0 does not select the default limit.
local none = server({limits = {skipped_body = 0}})
none:feed("GET / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\n\r\n")
none:respond()
same(none:next_request(), "closed")
-- A server with a small storage fails on a head that is larger than its storage.
local small = wshake.server(config(), 256)
same(small:feed(handshake("/")), "upgrade")
small:reset()
same(small:feed(handshake("/", "X: " .. ("x"):rep(300))), "failed")
same(small:error().code, "head_too_large")
print("as it should be")
"""

BAD_CONFIGURATIONS = r"""
local made, why = wshake.server_config({origins = {"https://a.example", "https://b.example/"}})
same(made, nil)
same(why.code, "bad_config")
same(why.field, "origins")
same(why.offset, 1)
made, why = wshake.server_config({subprotocols = {"a", "b c"}})
same(why.field, "subprotocols")
made, why = wshake.server_config({header = {{"X", "y"}, {"Upgrade", "z"}}})
same(why.field, "header")
same(why.offset, 1)
-- A server cannot be made with an invalid configuration: a server without a configuration would allow all origins.
for _, verb in ipairs({function() return wshake.server(made) end, function() return wshake.server({}) end,
                       function() return server():configure(made) end}) do
  fails("the configuration must be made by server_config()", verb)
end
print("as it should be")
"""

WRONG_ORDER = r"""
local function is_wrong(octets, why)
  same(octets, nil)
  same(why.code, "wrong_state")
end
local it = server()
is_wrong(it:accept())
same(it:next_request(), "need_more")
same(it:state(), "need_more")
same(it:feed("GET / HTTP/1.1\r\nHost: a\r\n\r\n"), "request")
is_wrong(it:accept())
same(it:state(), "request")
assert(it:respond())
is_wrong(it:respond())
is_wrong(it:accept())
same(it:next_request(), "need_more")
same(it:feed(handshake("/")), "upgrade")
same(it:next_request(), "upgrade")
same(it:feed_eof(), "upgrade")
local state, rest = it:feed("xyz")
same(state, "upgrade")
same(rest, "xyz")
assert(it:accept())
is_wrong(it:accept())
is_wrong(it:respond())
same(it:next_request(), "open")
same(it:configure(config({require_origin = true})), "open")
it:reset()
same(it:feed_eof(), "closed")
is_wrong(it:accept())
is_wrong(it:respond())
same(it:feed(handshake("/")), "closed")
same(it:next_request(), "closed")
print("as it should be")
"""

BAD_ARGUMENTS = r"""
local it = server()
it:feed(handshake("/", "Sec-WebSocket-Protocol: chat"))
local function is_wrong(code, field, offset, octets, why)
  same(octets, nil)
  same(why.code, code)
  same(why.field, field)
  same(why.offset, offset)
  same(it:state(), "upgrade")
end
is_wrong("subprotocol_not_offered", "x", 0, it:accept({subprotocol = "x"}))
is_wrong("reserved_field", "Upgrade", 1, it:accept({header = {{"X", "y"}, {"Upgrade", "x"}}}))
is_wrong("extension_not_offered", "x", 0, it:accept({extensions = "x"}))
is_wrong("missing_field", "WWW-Authenticate", 0, it:respond({status = 401}))
is_wrong("bad_status", "status", 0, it:respond({status = 199}))
same(select(2, it:respond({header = {{"X", "y\r\nZ: z"}}})).code, "bad_argument")
assert(it:accept())
print("as it should be")
"""

BAD_OPTIONS = r"""
fails("wshake_server_options has no member origin", wshake.server_config, {origin = {"https://example.com"}})
fails("origins is a string, and must be a table", wshake.server_config, {origins = "https://example.com"})
fails("origins is not a list", wshake.server_config, {origins = {first = "https://example.com"}})
fails("origins is not a list", wshake.server_config, {origins = {[2] = "https://example.com"}})
fails("origins is a number, and must be a string", wshake.server_config, {origins = {1}})
fails("require_origin is a string, and must be a boolean", wshake.server_config, {require_origin = "yes"})
fails("wshake_deflate_config has no member enable", wshake.server_config, {deflate = {enable = true}})
fails("wshake_limits has no member size", wshake.server_config, {limits = {size = 1}})
for _, number in ipairs({-1, 0.5, 2 ^ 32, 0 / 0, 1 / 0}) do
  fails("head is not a whole number from 0 to 4294967295", wshake.server_config, {limits = {head = number}})
end
local it = server()
it:feed(handshake("/"))
fails("status is not a whole number from 0 to 65535", it.respond, it, {status = 65936})
fails("error has no code wrong", it.respond, it, {error = "wrong"})
fails("header is a nil, and must be a string", it.respond, it, {header = {{"X"}}})
fails("the body is read or unread", it.next_request, it, "unknown")
same(it:state(), "upgrade")
assert(it:accept())
print("as it should be")
"""

WIPED = r"""
local it = server()
it:feed(handshake("/", "Cookie: secret"))
it:wipe()
for _, name in ipairs({"feed", "feed_eof", "state", "configure", "accept", "respond", "next_request", "error",
                       "keep_alive", "request", "resource_name", "field", "agreed", "subprotocol"}) do
  fails("the server is wiped: call reset()", it[name], it, name == "configure" and config() or nil)
end
it:wipe()
it:reset()
same(it:field("Cookie"), nil)
same(it:feed(handshake("/")), "upgrade")
assert(it:accept())
print("as it should be")
"""

MANY = r"""
-- Frees all objects that no variable refers to, and overwrites their memory with other objects.
local function free()
  collectgarbage()
  local junk = {}
  for size = 1, 300 do junk[size] = ("j"):rep(size % 100) .. size end
  for size = 1, 20 do junk[#junk + 1] = ("k"):rep(size * 300) end
  return junk
end
-- The garbage collector runs at the worst time: after the binding has converted the options, before wshake reads them.
local c = require("wshake_c")
local written_by = c.written_by
function c.written_by(verb)
  return written_by(function(out)
    local junk = free()
    return verb(out), junk
  end)
end
local head = handshake("/chat", "Origin: https://example.com", "Sec-WebSocket-Protocol: chat, superchat")
-- text() makes a new string, which only the binding keeps alive.
local function text(...) return table.concat({...}) end
local function endpoint(turn)
  return config({
    origins = {text("https://", "example.com")},
    subprotocols = {text("super", "chat")},
    header = {{text("X-", turn), text("z", turn)}},
    limits = {head = 4000},
    deflate = {enabled = true},
  })
end
local own = config({require_subprotocol = true, subprotocols = {text("no", "thing")}})
for turn = 1, 60 do
  local it = wshake.server(turn % 2 == 0 and own or config({require_origin = true, product = text("p", turn)}))
  free()
  for at = 1, #head do
    local state, rest = it:feed(head:sub(at, at) .. "")
    it:configure(endpoint("early"))
    if at % 20 == 0 then free() end
  end
  it:configure(endpoint("first"))
  same(it:configure(endpoint(turn)), "upgrade")
  free()
  local body = ("b"):rep(3000) .. turn
  if turn % 3 == 0 then
    local answer = it:respond({status = 404, body = body, header = {{text("Y-", turn), text("y", turn)}}})
    has(answer, "\r\nX-" .. turn .. ": z" .. turn .. "\r\n")
    has(answer, "\r\nY-" .. turn .. ": y" .. turn .. "\r\n")
    same(answer:sub(-#body), body)
    free()
    same(it:next_request(), "need_more")
    same(it:feed(head), turn % 2 == 0 and "failed" or "upgrade")
    free()
    same(it:respond():find("\r\nX-", 1, true), nil)
  else
    local request = it:request()
    local answer = it:accept({subprotocol = text("super", "chat"), header = {{text("Y-", turn), text("y", turn)}}})
    same(answer, switching("Sec-WebSocket-Protocol: superchat", "Server: wshake", "Y-" .. turn .. ": y" .. turn,
      "X-" .. turn .. ": z" .. turn))
    free()
    same(it:subprotocol(), "superchat")
    same(request.fields[6][2], "https://example.com")
  end
  if turn % 5 == 0 then it:wipe() end
  it:reset()
  free()
  same(it:feed(head), turn % 2 == 0 and "failed" or "upgrade")
  -- During this call of accept(), no variable refers to the server and its configuration.
  local answer = (function()
    local brief = wshake.server(endpoint(turn))
    brief:feed(head)
    return brief
  end)():accept({header = {{"L", ("l"):rep(5000)}}})
  has(answer, "\r\nL: l")
  has(answer, "\r\nX-" .. turn .. ": z" .. turn .. "\r\n")
end
print("as it should be")
"""


finish(test_handshakes, test_configurations, test_mistakes, test_lifetimes, test_load, test_endpoints, test_connections)
