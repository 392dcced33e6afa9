#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""Runs the example client against the echo server, and against valid and faulty servers of this test.

Usage: test_client.py CLIENT ECHO_SERVER
"""

import base64
import os
import subprocess
import sys
import threading

sys.dont_write_bytecode = True

from checks import GUARD, check, finish, patiently, runner, skip
from client_cases import CASES, CHALLENGED, CONNECTED, DEADLINE, HELLO, HERE, LONGER, NOBODY, OPEN, OPENED
from client_cases import PROXY_CHALLENGED, PROXY_NOBODY, PROXY_USER, PROXY_WHO, USER, WHO, closing, redirect
from peer import ECHO, RELAY, SILENCE, Peer, Said, Take, knows_localhost, response

CLIENT, ECHO_SERVER = map(os.path.abspath, sys.argv[1:])
run = runner(CLIENT)


def basic(text, name=b"Authorization"):
    return b"\r\n" + name + b": Basic " + base64.b64encode(text) + b"\r\n"


def proxy_basic(text):
    return basic(text, b"Proxy-Authorization")


def check_said(what, result, code, out, err="", port=0):
    """Compares the client's whole standard output with `out`. Standard error must contain `err`, or be empty if `err`
    is empty."""
    seen = result.stdout.decode("utf-8", "backslashreplace")
    complaint = result.stderr.decode()
    holds = result.returncode == code and seen == out.replace("PORT", str(port))
    holds = holds and (err in complaint and complaint.count("\n") == 1 if err else complaint == "")
    check(what, holds, (result.returncode, seen, complaint))


def test_cases():
    for case in CASES:
        if case.arguments == DEADLINE:
            patiently(lambda seconds, case=case: play(case.within(seconds)), *LONGER)
        else:
            play(case)


def play(case):
    with Peer(*case.scripts) as peer:
        result = run(*case.arguments, f"ws://127.0.0.1:{peer.port}{case.path}")
    check_said(case.what, result, case.code, case.out, case.err, peer.port)
    connections = peer.complaints or peer.connections != len(case.scripts)
    if connections:
        check(case.what + ": the connections", False, (peer.connections, peer.complaints))


def test_requests():
    """Checks parts of the requests that the client sends."""
    with Peer([OPEN, ECHO]) as peer:
        run(f"ws://127.0.0.1:{peer.port}")
    check("no path is the path /", peer.heads[0].startswith(b"GET / HTTP/1.1\r\n"), peer.heads)
    check("Host has the port", b"\r\nHost: 127.0.0.1:%d\r\n" % peer.port in peer.heads[0], peer.heads)
    with Peer([OPEN, ECHO], [OPEN, ECHO]) as peer:
        for _ in range(2):
            run("--origin", "http://a", "--header", "X:  y ", "--subprotocol", "a", f"ws://127.0.0.1:{peer.port}/")
    fields = (b"\r\nOrigin: http://a\r\n", b"\r\nX: y\r\n", b"\r\nSec-WebSocket-Protocol: a\r\n")
    check("fields", all(each in peer.heads[0] for each in fields), peer.heads)
    check("each request has its own key", peer.heads[0] != peer.heads[1], peer.heads)

    for what, arguments, userinfo, credentials in (
        ("credentials are sent when they are asked for", USER, "", b"alice:wonderland"),
        ("credentials of the URI are sent when they are asked for", (), "al%69ce:p%3Aw@", b"alice:p:w"),
        ("--user replaces credentials of the URI", USER, "bob:x@", b"alice:wonderland"),
    ):
        with Peer([WHO, OPEN, ECHO]) as peer:
            run(*arguments, f"ws://{userinfo}127.0.0.1:{peer.port}/")
        first, second = peer.heads
        check(what, b"Authorization" not in first and basic(credentials) in second, peer.heads)

    def leading_away(*script):
        """Returns a server that plays the script and then redirects the client to `other`, a server on another port and
        so with another origin. The returned server could answer further requests, but the client must not send any to
        it."""
        return Peer([*script, redirect(f"ws://127.0.0.1:{other.port}/b"), OPEN, ECHO])

    with Peer([WHO]) as other, leading_away(WHO) as peer:
        fields = ("--header", "cookie: a=b", "--header", "X-Trace: 7")
        result = run(*USER, *fields, f"ws://127.0.0.1:{peer.port}/a")
    away = f"redirect 302 ws://127.0.0.1:{other.port}/b\n"
    check_said("another origin's challenge is not answered", result, 1, CHALLENGED + away + CHALLENGED + NOBODY)
    check("credentials are not sent to another origin", b"Authorization" not in other.heads[0], other.heads)
    check("a cookie is not sent to another origin", b"cookie" in peer.heads[0] and b"cookie" not in other.heads[0], other.heads)
    check("a field without credentials is sent", b"X-Trace: 7" in peer.heads[0] and b"X-Trace: 7" in other.heads[0], other.heads)

    with Peer([WHO]) as other, leading_away() as peer:
        result = run(*USER, f"ws://127.0.0.1:{peer.port}/a")
    away = f"redirect 302 ws://127.0.0.1:{other.port}/b\n"
    check_said("a challenge after a redirect to another origin is not answered", result, 1, away + CHALLENGED + NOBODY)
    check("the other origin gets one request", len(other.heads) == 1, other.heads)

    with Peer([]) as other, Peer([WHO, redirect(f"ws://127.0.0.1:{other.port}/b")], [OPEN, ECHO]) as peer:
        other.scripts = [[redirect(f"ws://127.0.0.1:{peer.port}/c")]]
        result = run(*USER, f"ws://127.0.0.1:{peer.port}/a")
    check("credentials are sent again to the first origin", basic(b"alice:wonderland") in peer.heads[-1], (result, peer.heads))


def through(proxy, target, *arguments):
    return run("--proxy", f"http://127.0.0.1:{proxy.port}", *arguments, f"ws://127.0.0.1:{target.port}/chat")


def test_tunnel():
    with Peer([OPEN, ECHO]) as target, Peer([CONNECTED, RELAY]) as proxy:
        result = through(proxy, target)
    check_said("a proxy opens a tunnel", result, 0, "tunnel open\n" + OPENED)
    place = b"127.0.0.1:%d" % target.port
    head = b"CONNECT " + place + b" HTTP/1.1\r\nHost: " + place + b"\r\n"
    check("CONNECT", proxy.heads[0].startswith(head), proxy.heads)
    check("the server behind the proxy gets the handshake", target.heads[0].startswith(b"GET /chat HTTP/1.1\r\n"), target.heads)
    with Peer([OPEN, ECHO]) as target, Peer([response("200 OK", version="1.0"), RELAY]) as proxy:
        result = through(proxy, target)
    check_said("a proxy of HTTP/1.0 opens a tunnel", result, 0, "tunnel open\n" + OPENED)

    for what, script, arguments, code, out, err in (
        ("a proxy that refuses", [response("403 No", body=b"No.")], (), 1, "refused 403 No\nbody 3\nNo.\n", ""),
        ("407 without credentials", [PROXY_WHO], USER, 1, PROXY_CHALLENGED + PROXY_NOBODY, ""),
        ("407 again", [PROXY_WHO] * 2, PROXY_USER, 1, PROXY_CHALLENGED * 2 + PROXY_NOBODY, ""),
        ("a 401 of a proxy", [WHO], (*USER, *PROXY_USER), 1, CHALLENGED + NOBODY, ""),
        ("a silent proxy", [b"", SILENCE], DEADLINE, 2, "", "the proxy's response did not arrive within 1 seconds"),
        ("a proxy that leaves", [b""], (), 2, "", "the connection closed without a response"),
    ):
        with Peer() as target, Peer(script) as proxy:
            result = through(proxy, target, *arguments)
        check_said(what, result, code, out, err)
        check(what + ": the server hears nothing", target.connections == 0, target.heads)


def test_proxy_credentials():
    for what, scripts in (
        ("407, on the same connection", [[PROXY_WHO, CONNECTED, RELAY]]),
        ("407 with Connection: close", [[closing(PROXY_WHO)], [CONNECTED, RELAY]]),
        ("407 whose connection closes unannounced", [[PROXY_WHO], [CONNECTED, RELAY]]),
    ):
        with Peer([OPEN, ECHO]) as target, Peer(*scripts) as proxy:
            result = through(proxy, target, *PROXY_USER, *USER)
        check_said(what, result, 0, PROXY_CHALLENGED + "tunnel open\n" + OPENED)
        first, second = proxy.heads
        good = b"Authorization" not in first and proxy_basic(b"bob:builder") in second
        check(what + ": the proxy gets its credentials when it asks", good, proxy.heads)
        good = b"\r\nAuthorization" not in second and b"Authorization" not in target.heads[0]
        check(what + ": neither gets the other's credentials", good, (proxy.heads, target.heads))
    with Peer([OPEN, ECHO]) as target, Peer([PROXY_WHO, CONNECTED, RELAY]) as proxy:
        uri = f"ws://127.0.0.1:{target.port}/"
        result = run("--proxy", f"http://bob:b%75ilder@127.0.0.1:{proxy.port}", uri)
    check("credentials in --proxy are sent", proxy_basic(b"bob:builder") in proxy.heads[1], (result, proxy.heads))

    with Peer([PROXY_WHO]) as target, Peer([PROXY_WHO, CONNECTED, RELAY]) as proxy:
        result = through(proxy, target, *PROXY_USER)
    out = PROXY_CHALLENGED + "tunnel open\n" + PROXY_CHALLENGED + PROXY_NOBODY
    check_said("a 407 of the server is a refusal", result, 1, out)
    check("a 407 of the server gets no credentials", b"Authorization" not in target.heads[0] and len(target.heads) == 1, target.heads)

    with Peer([WHO, closing(redirect("/b"))], [OPEN, ECHO]) as target:
        with Peer([PROXY_WHO, CONNECTED, RELAY], [CONNECTED, RELAY]) as proxy:
            result = through(proxy, target, *PROXY_USER, *USER)
    out = PROXY_CHALLENGED + "tunnel open\n" + CHALLENGED + f"redirect 302 {HERE}/b\ntunnel open\n" + OPENED
    check_said("challenges and a redirect are followed behind a proxy", result, 0, out, port=target.port)
    check("a later request to the proxy has its credentials", proxy_basic(b"bob:builder") in proxy.heads[2], proxy.heads)
    check("a later request to the server has its credentials", basic(b"alice:wonderland") in target.heads[2], target.heads)


# Steps of a SOCKS5 proxy (RFC 1928 §3, §6, RFC 1929 §2): each reads a message of the client, then sends a reply.
NO_LOGIN = [Take(3), Said(b"\5\0")]
ASKS_LOGIN = [Take(4), Said(b"\5\2")]
LOGIN_TAKEN = [Take(13), Said(b"\1\0")]
SOCKS_OPEN = [Take(10), Said(b"\5\0\0\1\0\0\0\0\0\0")]


def through_socks(proxy, target, *arguments):
    return run("--socks", f"127.0.0.1:{proxy.port}", *arguments, f"ws://127.0.0.1:{target.port}/chat")


def test_socks():
    place = b"\5\1\0\1\x7f\0\0\1"
    with Peer([OPEN, ECHO]) as target, Peer([*NO_LOGIN, *SOCKS_OPEN, RELAY]) as proxy:
        result = through_socks(proxy, target)
    check_said("a SOCKS5 proxy opens a connection", result, 0, "tunnel open\n" + OPENED)
    messages = [b"\5\1\0", place + target.port.to_bytes(2, "big")]
    check("the client's messages", proxy.heads == messages, proxy.heads)
    with Peer([OPEN, ECHO]) as target, Peer([*ASKS_LOGIN, *LOGIN_TAKEN, *SOCKS_OPEN, RELAY]) as proxy:
        result = through_socks(proxy, target, "--proxy-user", "user:secret")
    check_said("a SOCKS5 proxy asks for a login", result, 0, "tunnel open\n" + OPENED)
    messages = [b"\5\2\0\2", b"\1\4user\6secret", place + target.port.to_bytes(2, "big")]
    check("the client's messages with a login", proxy.heads == messages, proxy.heads)
    with Peer([redirect("/b")], [OPEN, ECHO]) as target, Peer(*[[*NO_LOGIN, *SOCKS_OPEN, RELAY]] * 2) as proxy:
        result = through_socks(proxy, target)
    out = f"tunnel open\nredirect 302 {HERE}/b\ntunnel open\n" + OPENED
    check_said("a redirect is followed through the SOCKS5 proxy", result, 0, out, port=target.port)

    login = ("--proxy-user", "user:secret")
    for what, script, arguments, err in (
        ("a login that is not offered", [Take(3), Said(b"\5\xff")], (), "SOCKS proxy accepts no offered method"),
        ("a login that is refused", [*ASKS_LOGIN, Take(13), Said(b"\1\1")], login, "SOCKS proxy refuses user or password"),
        ("a reply code", [*NO_LOGIN, Take(10), Said(b"\5\5\0\1" + bytes(6))], (), "host refused the connection"),
        ("an HTTP proxy", [Take(3), Said(response("400 Bad Request"))], (), "version of SOCKS message is not 5"),
        ("a proxy that leaves", [Take(3)], (), "the proxy closed the connection without a reply"),
        ("a proxy that leaves inside a message", [Take(3), Said(b"\5")], (), "SOCKS message is truncated"),
        ("a long user", [SILENCE], ("--proxy-user", "u" * 256 + ":p"), "cannot be written: argument is invalid: user"),
    ):
        with Peer() as target, Peer(script) as proxy:
            result = through_socks(proxy, target, *arguments)
        check_said("SOCKS5: " + what, result, 2, "", err)
        check(what + ": the server hears nothing", target.connections == 0, target.heads)
    patiently(silent_socks, *LONGER)


def silent_socks(seconds):
    with Peer() as target, Peer([SILENCE]) as proxy:
        result = through_socks(proxy, target, "--deadline", str(seconds))
    check_said("SOCKS5: a silent proxy", result, 2, "", f"the proxy's reply did not arrive within {seconds} seconds")
    check("a silent proxy: the server hears nothing", target.connections == 0, target.heads)


def test_connecting():
    with Peer() as closed:
        pass
    result = run(f"ws://127.0.0.1:{closed.port}/")
    what = f"client: cannot connect to 127.0.0.1 port {closed.port}: Connection refused\n"
    check_said("a port without a server is reported", result, 2, "", what)
    check_said(
        "an unknown name is reported", run("ws://nobody.invalid/"), 2, "", "cannot connect to nobody.invalid port 80: "
    )
    if knows_localhost():
        with Peer([OPEN, ECHO]) as peer:  # this server has only an IPv4 address; localhost's first address may be IPv6
            result = run(f"ws://localhost:{peer.port}/")
        check_said("a name is resolved", result, 0, OPENED)
    else:
        skip("a name: this system does not know localhost (/etc/hosts)")
    try:
        with Peer([OPEN, ECHO], address="::1") as peer:
            result = run(f"ws://[::1]:{peer.port}/")
        check_said("IPv6", result, 0, OPENED)
        check("Host may be an IPv6 literal", b"\r\nHost: [::1]:%d\r\n" % peer.port in peer.heads[0], peer.heads)
    except OSError:
        skip("IPv6: this system has none")
    result = run(*DEADLINE, "ws://192.0.2.1/")  # an address that no host has (RFC 5737)
    check("an address that does not answer is reported", result.returncode == 2 and result.stdout == b"", result)


def test_arguments():
    for arguments, err in (
        ((), "URI is missing"),
        (("ws://a/", "ws://b/"), "only one URI is allowed"),
        (("wss://a/",), "wss://a/: wss needs TLS"),
        (("a",), "a: "),
        (("ws://a/#b",), "offset 7;"),
        (("--fly", "x", "ws://a/"), "--fly is not expected"),
        (("ws://a/", "--message"), "--message is not expected, or needs a value"),
        (("--user", "alice", "ws://a/"), "--user must be NAME:PASSWORD"),
        (("--user", "a\x01:b", "ws://a/"), "--user cannot be sent: argument is invalid: user;"),
        (("ws://a%zz@b/",), "; see client --help"),
        (("--proxy", "https://a/", "ws://a/"), "--proxy must be http://HOST:PORT"),
        (("--proxy", "a:81", "ws://a/"), "--proxy must be http://HOST:PORT"),
        (("--proxy", "http://a:81/b", "ws://a/"), "--proxy must be http://HOST:PORT"),
        (("--socks", "a", "ws://a/"), "--socks must be HOST:PORT"),
        (("--socks", "socks5://a:1080", "ws://a/"), "--socks must be HOST:PORT"),
        (("--socks", "a:1080/", "ws://a/"), "--socks must be HOST:PORT"),
        (("--socks", "a:x", "ws://a/"), "--socks must be HOST:PORT"),
        (("--proxy-user", "alice", "ws://a/"), "--proxy-user must be NAME:PASSWORD"),
        (("--header", "a", "ws://a/"), "--header must be 'NAME: VALUE'"),
        (("--deadline", "0", "ws://a/"), "--deadline must be 1 to 86400 seconds"),
        (("--deadline", "soon", "ws://a/"), "--deadline must be 1 to 86400 seconds"),
    ):
        check_said(" ".join(arguments) or "no arguments", run(*arguments), 2, "", err)
    for arguments, err in (
        (("--header", "Host: a"), "client: the request cannot be written: field must not be set by the caller: Host\n"),
        (("--subprotocol", "a b"), "client: the request cannot be written: "),
    ):
        with Peer([SILENCE]) as peer:
            result = run(*arguments, f"ws://127.0.0.1:{peer.port}/")
        check_said(" ".join(arguments), result, 2, "", err)
    result = run("--help")
    check("--help", result.returncode == 0 and result.stdout.startswith(b"Usage: client [OPTIONS] URI\n"), result)


def test_pipes():
    reader, writer = os.pipe()
    os.close(reader)
    with Peer([OPEN, ECHO]) as peer:
        uri = f"ws://127.0.0.1:{peer.port}/"
        result = subprocess.run([CLIENT, uri], stdout=writer, stderr=subprocess.PIPE, timeout=GUARD)
    os.close(writer)
    check("a closed standard output is reported", result.returncode == 0, result)
    # The server sends the next step only after the client has printed the event of the step before.
    told = threading.Event()
    with Peer([OPEN, told, ECHO]) as peer:
        command = [CLIENT, "--deadline", str(GUARD), f"ws://127.0.0.1:{peer.port}/"]
        process = subprocess.Popen(command, stdout=subprocess.PIPE)
        line = process.stdout.readline()
        told.set()
        rest = process.communicate()[0]
    check("an event is printed when it happens", line + rest == OPENED.encode() and process.returncode == 0, line)


def test_echo_server():
    server = subprocess.Popen([ECHO_SERVER], stdout=subprocess.PIPE)
    port = int(server.stdout.readline().rstrip(b"/\n").rsplit(b":", 1)[1])
    large = "x" * 100000
    charset = 'challenge 401 Basic realm="wshake", charset="UTF-8"\n'
    try:
        for what, arguments, path, code, out in (
            ("echo_server", (), "/", 0, OPENED),
            ("its subprotocol", ("--subprotocol", "superchat"), "/", 0, "open subprotocol=superchat\n" + HELLO),
            ("its 403", (), "/forbidden", 1, "refused 403 Forbidden\nbody 10\nForbidden\n\n"),
            ("its 401", USER, "/private", 0, charset + OPENED),
            ("its page's greeting, which is binary", (), "/page", 0, OPENED),
        ):
            check_said(what, run(*arguments, f"ws://127.0.0.1:{port}{path}"), code, out)
        result = run("--message", large, f"ws://127.0.0.1:{port}/")
        check_said("a large message is echoed", result, 0, f"open\nmessage {large}\nclosed 1000\n")
        with Peer([OPEN, 0.3, ECHO], is_slow=True) as peer:
            result = run("--message", large, f"ws://127.0.0.1:{peer.port}/")
        check_said("a large message is echoed by a slow server", result, 0, f"open\nmessage {large}\nclosed 1000\n")
    finally:
        server.kill()
        server.communicate()


finish(
    test_cases,
    test_requests,
    test_tunnel,
    test_proxy_credentials,
    test_socks,
    test_connecting,
    test_arguments,
    test_pipes,
    test_echo_server,
)
