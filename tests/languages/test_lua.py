#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""Tests the client of examples/lua: calls the binding, and runs client.lua against servers of this test and the echo
server.

Usage: test_lua.py LIBRARY [ECHO_SERVER]
"""

import os
import sys

sys.dont_write_bytecode = True

from programs import EXAMPLES, environment, luajit_lacks, running, skip

from checks import check, check_run, finish, runner
from peer import CLOSE, ECHO, PING, TEXT, Peer, Said, frame, response, switching

LIBRARY, *ECHO_SERVER = map(os.path.abspath, sys.argv[1:])
ENV = environment(LIBRARY)
FOLDER = EXAMPLES / "lua"
if reason := luajit_lacks():
    skip(reason)
run_lua = runner("luajit")
OPEN = switching()
HI = frame(TEXT, b"hi")
GOING_AWAY = frame(CLOSE, b"\x03\xe9")
ACCEPT = b"s3pPLMBiTxaQ9kYGzzhZRbK+xOo="  # the accept value of a key that client.lua does not send
CHUNKS = response("400 No", "Transfer-Encoding: chunked") + b"2\r\nNo\r\n1\r\n.\r\n0\r\n\r\n"

# The output of client.lua.
HELLO = "open, subprotocol: \nmessage: hello\n"
NOTHING = "open, subprotocol: \n"
TWO_MESSAGES = "open, subprotocol: \nmessage: hi\nmessage: hello\n"
REDIRECT = "refused: 302 Found\nit redirects to ws://127.0.0.1:PORT/b\n"
WRONG_ACCEPT = "Sec-WebSocket-Accept does not match the key (wrong_accept, RFC 6455 §4.1)"
NOT_OFFERED = "response names a subprotocol that was not offered (unexpected_subprotocol, RFC 6455 §4.1)"
NO_HTTP = "HTTP version is malformed (bad_http_version, RFC 9112 §2.3)"


def run(*arguments):
    return run_lua(FOLDER / "client.lua", *arguments, env=ENV)


def check_said(what, result, code, out, err=""):
    """Compares a program's whole standard output and whole standard error with the expected texts."""
    wanted = (code, out.encode(), f"client.lua: {err}\n".encode() if err else b"")
    seen = (result.returncode, result.stdout, result.stderr)
    check(what, seen == wanted, seen)


def test_echo_server():
    if not ECHO_SERVER:
        return print("echo_server: not tested, it is not built")
    with running(ECHO_SERVER) as (port, _):
        uri = f"ws://127.0.0.1:{port}"
        check_said("a message is echoed", run(uri, "\u20ac"), 0, "open, subprotocol: chat\nmessage: \u20ac\n")
        for size in (0, 125, 126, 40000):
            check_said(f"{size} bytes", run(uri, "x" * size), 0, f"open, subprotocol: chat\nmessage: {'x' * size}\n")
        check_said("a refusal is reported", run(uri + "/forbidden"), 1, "refused: 403 Forbidden\nForbidden\n")


def test_servers():
    for what, script, code, out, err in (
        ("a 101 in pieces", [OPEN[:40], 0.1, Said(OPEN[40:60]), 0.1, Said(OPEN[60:]), ECHO], 0, HELLO, ""),
        ("an early frame", [OPEN + HI, ECHO], 0, TWO_MESSAGES, ""),
        ("an early ping and half a frame", [OPEN + frame(PING) + HI[:3], 0.1, Said(HI[3:]), ECHO], 0, TWO_MESSAGES, ""),
        ("a Close before the echo", [OPEN + GOING_AWAY], 2, NOTHING, "the server closed the WebSocket before the echo"),
        ("a refusal in chunks", [CHUNKS], 1, "refused: 400 No\nNo.", ""),
        ("a redirect", [response("302 Found", "Location: /b", body=b"")], 1, REDIRECT, ""),
        ("a wrong accept value", [OPEN.replace(b"ACCEPT", ACCEPT)], 2, "", WRONG_ACCEPT),
        ("a subprotocol that was not offered", [switching("Sec-WebSocket-Protocol: x")], 2, "", NOT_OFFERED),
        ("bytes that are no HTTP", [b"SSH-2.0-x\r\n\r\n"], 2, "", NO_HTTP),
        ("half a head", [OPEN[:40]], 2, "", "message is truncated (truncated, RFC 9112 §8)"),
        ("no answer", [b""], 2, "", "the connection closed without a response"),
    ):
        with Peer(script) as peer:
            result = run(f"ws://127.0.0.1:{peer.port}/a")
        check_said(what, result, code, out.replace("PORT", str(peer.port)), err)
        check(what + ": nothing is wrong with the client", not peer.complaints, peer.complaints)


def test_requests():
    with Peer([OPEN, ECHO], [OPEN, ECHO]) as peer:
        for _ in range(2):
            run(f"ws://127.0.0.1:{peer.port}/chat?room=1")
    first, second = peer.heads
    check(
        "the target is requested",
        first.startswith(b"GET /chat?room=1 HTTP/1.1\r\nHost: 127.0.0.1:%d\r\n" % peer.port),
        first,
    )
    check("the subprotocols are offered", b"\r\nSec-WebSocket-Protocol: chat, superchat\r\n" in first, first)
    check("each request has its own key", first != second, peer.heads)


def test_arguments():
    for arguments in ((), ("",), ("wss://a/",), ("a",)):
        check_said(" ".join(arguments), run(*arguments), 2, "", "the first argument must be ws://HOST[:PORT][/PATH]")
    with Peer() as closed:
        pass
    check_said("a missing server is reported", run(f"ws://127.0.0.1:{closed.port}/"), 2, "", "connection refused")


def test_binding():
    env = {**ENV, "LUA_PATH": f"{FOLDER}/?.lua"}
    check_run("the binding works", run_lua("-e", BINDING, env=env), 0, b"as it should be\n")


def test_lifetimes():
    """Lua's garbage collector does not free memory that wshake has pointers to."""
    env = {**ENV, "LUA_PATH": f"{FOLDER}/?.lua"}
    check_run("many clients work", run_lua("-e", MANY, env=env), 0, b"all the same\n")


BINDING = r"""
local wshake = require("wshake")
local function same(left, right) assert(left == right, tostring(left) .. " is not " .. tostring(right)) end

local nothing, why = wshake.parse_uri("ws://a b/")
same(nothing, nil)
same(why.code, "bad_uri")
same(why.offset, 6)

local client, uri = wshake.client(), wshake.parse_uri("ws://a/")
same(client:state(), "idle")
same(client:feed("HTTP"), "idle")
local octets
octets, why = client:start(uri, {header = {{"X", "y"}, {"Upgrade", "z"}}})
same(octets, nil)
same(why.code, "reserved_field")
same(why.field, "Upgrade")
same(why.offset, 1)
octets, why = client:start(uri, {subprotocols = {"a", "b c"}})
same(why.code, "bad_subprotocols")
same(why.field, "subprotocols")
same(why.offset, 1)
same(client:state(), "idle")

local challenge = "HTTP/1.1 401 Who\r\nContent-Length: 2\r\nWWW-Authenticate: Basic\r\n\r\n"
for turn = 1, 3 do
  assert(client:start(uri))
  octets, why = client:start(uri)
  same(why.code, "wrong_state")
  same(client:feed(challenge), "refused")
  local kind, same_connection = client:next()
  same(kind, "authenticate")
  same(same_connection, false)
  local event, rest, data = client:feed("No")
  same(event, "body")
  same(data, "No")
  same(client:feed(""), "done")
  kind, same_connection = client:next()
  same(kind, "authenticate")
  same(same_connection, true)
  same(client:redirect_uri(), nil)
  if turn == 2 then
    client:reset()
    same(client:state(), "idle")
    same(client:next(), "nothing")
    same(client:response().status, 0)
  end
end
assert(client:start(uri))
same(client:feed("HTTP/1.1 x"), "failed")
why = client:error()
same(why.code, "bad_status_code")
same(why.offset, 9)
same(why.field, "")
client:reset()
same(client:error().code, "none")
assert(client:start(uri))
same(client:feed_eof(), "closed")
print("as it should be")
"""


MANY = r"""
local wshake = require("wshake")
wshake.random = function(count) return ("the sample nonce"):sub(1, count) end
local request
local response = "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n" ..
  "Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\nSec-WebSocket-Protocol: b\r\nX-Y: z\r\n\r\n"
for turn = 1, 300 do
  local client = wshake.client()
  local uri = wshake.parse_uri("ws://" .. ("a"):rep(20) .. ":" .. 81 .. "/" .. ("b"):rep(20))
  collectgarbage()
  local octets = client:start(uri, {subprotocols = {("a"):rep(2), "b"}, header = {{"X-" .. "Z", ("z"):rep(2000)}}})
  request = request or octets
  assert(octets == request and #octets > 2000)
  for at = 1, #response do
    local event, rest = client:feed(response:sub(at, at) .. "")
    assert(rest == "" and event == (at < #response and "need_more" or "open"))
    if at % 20 == 0 then collectgarbage("step") end
  end
  assert(client:subprotocol() == "b" and client:response().fields[5][1] == "X-Y")
end
print("all the same")
"""


finish(test_echo_server, test_servers, test_requests, test_arguments, test_binding, test_lifetimes)
