#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""Runs `wshake explain`, with and without --json, on each file of tests/data/captures, and on changed copies of the
files.

Usage: test_captures.py WSHAKE
"""

import json
import os
import re
import sys
from pathlib import Path

sys.dont_write_bytecode = True

from checks import KEY, OPEN, check, check_run, finish, runner, with_field

WSHAKE = os.path.abspath(sys.argv[1])
CAPTURES = Path(__file__).resolve().parent.parent / "data" / "captures"
run = runner(WSHAKE)

PAIR = "a request and its response"
OPENS = "The response opens the WebSocket that the request asks for."
BREAKS = "The response opens no WebSocket: it breaks a rule."
VALID = "A valid opening handshake."
LF = "The lines end in LF alone."

# The output of `wshake explain` for a capture, as JSON and as text. Each row has the file, its form in the JSON, its
# description in the first line of the text, the verdict in the JSON, the verdict in the text, the error code, and
# further parts of the text.
CASES = (
    ("both_sides.http", "messages", PAIR, "open", OPENS, None, ["Sec-WebSocket-Accept matches the key."]),
    ("chromium.har", "har", f"a HAR file: {PAIR}", "open", OPENS, None, ["2 exchanges. The only handshake", "superchat, chat"]),
    ("chromium_headers.txt", "pasted", f"headers copied from a browser: {PAIR}", "open", OPENS, None, ["GET /page HTTP/1.1"]),
    ("chromium_request_source.txt", "text", "text: a request", "valid_request", VALID, None, [LF, "shows the URI", "  GET /page "]),
    ("copy_as_curl.txt", "curl_command", "a command line of curl: a request", "valid_request", VALID, None, ["offers 2 subprotocols"]),
    ("copy_as_curl_cmd.txt", "curl_command", "a command line of curl: a request", "valid_request", VALID, None, ["(KHTML, like"]),
    ("curl_trace.txt", "curl_trace", f"a trace of curl: {PAIR}", "open", OPENS, None, ["a text frame of 5 bytes, not masked"]),
    (
        "curl_trace_ascii.txt",
        "curl_trace",
        f"a trace of curl: {PAIR}",
        "broken_response",
        BREAKS,
        "bad_deflate_answer",
        ["response offset 153, field Sec-WebSocket-Extensions", "The request is a valid opening handshake."],
    ),
    ("curl_v.txt", "curl_output", f"output of curl -v: {PAIR}", "open", OPENS, None, ["client_max_window_bits: declined\n"]),
    (
        "curl_v_http2.txt",
        "curl_output",
        "output of curl -v: the header lists of a request and its response",
        "plain_request",
        "The request does not ask for WebSocket, and the server answered it as a plain one.",
        "not_extended_connect",
        ["curl shows a header list of HTTP/2 or HTTP/3 as a head.", "  :status: 405\n", "  :authority: 127.0.0.1:9380\n"],
    ),
    (
        "curl_v_plain.txt",
        "curl_output",
        f"output of curl -v: {PAIR}",
        "plain_request",
        "The request does not ask for WebSocket, and the server answered it as a plain one.",
        "not_an_upgrade",
        ["  HTTP/1.1 200 OK"],
    ),
    (
        "curl_v_redirect.txt",
        "curl_output",
        f"output of curl -v: {PAIR}",
        "broken_response",
        BREAKS,
        "unexpected_subprotocol",
        ["The file has 2 exchanges and 2 handshakes. The last"],
    ),
    (
        "curl_v_terminal.txt",
        "curl_output",
        f"output of curl -v: {PAIR}",
        "broken_response",
        BREAKS,
        "unexpected_subprotocol",
        ["The comparison is case-sensitive."],
    ),
    (
        "curl_v_unauthorized.txt",
        "curl_output",
        f"output of curl -v: {PAIR}",
        "refused",
        "The handshake is refused.",
        None,
        ["It asks for credentials: Basic, realm files.", "without curl's marks are left out"],
    ),
    (
        "curl_v_wrong_accept.txt",
        "curl_output",
        f"output of curl -v: {PAIR}",
        "broken_response",
        BREAKS,
        "wrong_accept",
        ["the right value is s3pPLMBiTxaQ9kYGzzhZRbK+xOo="],
    ),
    ("cut_off.har", "har", "a HAR file", "unreadable", "The JSON cannot be read: line 112: the text ends too early.", None, []),
    ("follow_stream.txt", "text", f"text: {PAIR}", "open", OPENS, None, [LF, "after the head: 2e 2e 48 65 6c 6c 6f"]),
    (
        "header_lists.txt",
        "header_list",
        "the header lists of a request and its response",
        "open",
        OPENS,
        None,
        ["subprotocol: chat; offered: chat, superchat", "permessage-deflate: declined\n"],
    ),
    ("hexdump_canonical.txt", "hexdump", f"a hexdump: {PAIR}", "open", OPENS, None, ["7 bytes after the head: 81 05 48"]),
    ("hexdump_words.txt", "hexdump", "a hexdump: a request", "valid_request", VALID, None, ["words of two octets"]),
    ("od.txt", "hexdump", f"a hexdump: {PAIR}", "open", OPENS, None, ["subprotocol: chat; offered: chat"]),
    ("packets.pcap", "pcap", "a file of packets", "unreadable", "The tool reads no pcap.", None, ["tcpdump -r FILE -s 0 -X"]),
    ("response_lf.http", "text", "text: a response", "open", "A valid response: the WebSocket is open.", None, [LF]),
    ("tcpdump.txt", "packets", f"packets: {PAIR}", "open", OPENS, None, ["7 bytes after the head: 81 05 48"]),
    ("tcpdump_ethernet.txt", "packets", f"packets: {PAIR}", "open", OPENS, None, ["2 packets of other connections"]),
    ("tshark_follow.txt", "follow", f"output of tshark: {PAIR}", "open", OPENS, None, ["dots in place of unprintable bytes"]),
    ("tshark_follow_hex.txt", "hexdump", f"a hexdump: {PAIR}", "open", OPENS, None, ["7 bytes after the head: 81 05 48"]),
    ("xxd_bytes.txt", "hexdump", f"a hexdump: {PAIR}", "open", OPENS, None, ["CRLF after the head is no frame"]),
    ("xxd_plain.txt", "hexdump", "a hexdump: a response", "open", "A valid response: the WebSocket is open.", None, ["81 05 48"]),
    ("xxd_request.txt", "hexdump", "a hexdump: a request", "valid_request", VALID, None, ["  Sec-WebSocket-Protocol: chat\\r"]),
)

SHAPE = ["file", "size", "form", "taken_for", "verdict", "sentence", "error", "reasons", "notes", "messages"]
SHAPE += ["agreement", "body", "answer"]
EXIT_OF = {"open": 0, "valid_request": 0}


def octets_of(name):
    return (CAPTURES / name).read_bytes()


def test_captures():
    present = {path.name for path in CAPTURES.iterdir()} - {"README.md"}
    check("each capture has a case", present == {case[0] for case in CASES}, present)
    for name, form, taken_for, verdict, sentence, error, parts in CASES:
        data = octets_of(name)
        code = EXIT_OF.get(verdict, 1)
        result = run("explain", "-", data=data)
        text = result.stdout.decode()
        check(
            f"{name}: the first line says how it is read, and the verdict comes next",
            text.startswith(f"standard input: {len(data)} bytes, read as {taken_for}\n\n{sentence}"),
            text,
        )
        check(f"{name}: the details", result.returncode == code and all(part in text for part in parts), (result.returncode, text))
        check(f"{name}: lines fit a window", all(len(line) <= 160 for line in text.splitlines()), text)

        result = run("explain", "--json", "-", data=data)
        read = json.loads(result.stdout)
        check(f"{name}: the members of the JSON", list(read) == SHAPE and result.returncode == code, read)
        check(
            f"{name}: the JSON has the same verdict",
            (read["form"], read["taken_for"], read["verdict"], (read["error"] or {}).get("code"))
            == (form, taken_for, verdict, error)
            and read["sentence"].startswith(sentence)
            and read["size"] == len(data),
            read,
        )


def json_of(*arguments, data):
    return json.loads(run("explain", "--json", *arguments, "-", data=data).stdout)


def test_json():
    read = json_of(data=octets_of("curl_v.txt"))
    check("the kinds of messages", [each["kind"] for each in read["messages"]] == ["request", "response"], read)
    line = read["messages"][1]["lines"][3]
    accept = {"offset": 75, "text": "Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=", "note": "matches the key"}
    check("a line", line == accept, line)
    agreed = read["agreement"]
    check("the subprotocols", (agreed["subprotocol"], agreed["offered_subprotocols"]) == ("chat", ["chat", "superchat"]), agreed)
    offers = [(each["offer"], each["accepted"]) for each in agreed["offered_extensions"]]
    check("the offers", offers == [("permessage-deflate; client_max_window_bits", False)], agreed)
    error = json_of(data=octets_of("curl_v_wrong_accept.txt"))["error"]
    check(
        "an error",
        error
        == {
            "code": "wrong_accept",
            "message": "Sec-WebSocket-Accept does not match the key",
            "rule": "RFC 6455 §4.1",
            "offset": 97,
            "field": "Sec-WebSocket-Accept",
        },
        error,
    )
    every = json_of("--response", data=b'HTTP/1.1 400 "' + bytes(range(256)))
    check("any bytes give JSON", every["verdict"] == "broken_response", every)
    behind = json_of(data=octets_of("xxd_bytes.txt"))["messages"][1]["behind"]
    check("the octets behind a head", (behind["size"], behind["octets"][:11]) == (9, "0d 0a 81 05"), behind)
    answer = json_of(data=octets_of("xxd_request.txt"))["answer"]
    check("the answer of a server", answer["lines"][0] == "HTTP/1.1 101 Switching Protocols\\r\\n", answer)


def test_offers():
    """`wshake explain` names the reason why the server declines an offer of permessage-deflate."""
    request = octets_of("both_sides.http").split(b"HTTP/1.1 101")[0]
    for offer, arguments, reason in (
        (b"permessage-deflate; x", (), "x is no parameter of RFC 7692"),
        (b"permessage-deflate; server_max_window_bits", (), "server_max_window_bits needs a value"),
        (b"permessage-deflate; server_max_window_bits=16", (), "server_max_window_bits is 16, which is not 8 to 15"),
        (b"permessage-deflate; client_max_window_bits=08", (), "client_max_window_bits is 08, which is not 8 to 15"),
        (b"permessage-deflate; client_no_context_takeover=1", (), "client_no_context_takeover takes no value"),
        (
            b"permessage-deflate; client_no_context_takeover; client_no_context_takeover",
            (),
            "client_no_context_takeover is there twice",
        ),
        (b"permessage-deflate; server_max_window_bits=8", (), "it demands a window of 2^8, which zlib cannot"),
        (b"permessage-deflate", ("--client-max-window-bits", "10"), "it lacks client_max_window_bits"),
        (b"x-webkit-deflate-frame", (), "the tool's server knows only permessage-deflate"),
    ):
        data = request.replace(b"\r\n\r\n", b"\r\nSec-WebSocket-Extensions: " + offer + b"\r\n\r\n")
        read = json_of("--deflate", *arguments, data=data)["agreement"]["offered_extensions"]
        check(f"the offer {offer.decode()}", not read[0]["accepted"] and read[0]["reason"].startswith(reason), read)
    two = request.replace(b"\r\n\r\n", b"\r\nSec-WebSocket-Extensions: permessage-deflate; x, permessage-deflate, permessage-deflate\r\n\r\n")
    read = json_of("--deflate", data=two)["agreement"]["offered_extensions"]
    check("the first fitting offer is accepted", [each["accepted"] for each in read] == [False, True, False], read)
    check("the offer after it", read[2]["reason"] == "an offer before it is accepted", read)


def test_options():
    deflate = with_field(b"Sec-WebSocket-Extensions: permessage-deflate; server_max_window_bits=12")
    offer = ("--extensions", "permessage-deflate; server_max_window_bits=10")
    check_run("an offer given for a response alone", run("explain", *offer, "-", data=deflate), 1, out=b"deflate_window_above_offer: ")
    offer = ("--extensions", "permessage-deflate; server_max_window_bits=12")
    check_run("the offer that the response fits", run("explain", *offer, "-", data=deflate), 0, out=b"=12: accepted\n")
    both = octets_of("both_sides.http")
    check_run("an offer for a pair fails", run("explain", *offer, "-", data=both), 2, err=b"--extensions is for responses without")
    redirect = octets_of("curl_v_redirect.txt")
    check_run("--handshake", run("explain", "--handshake", "1", "-", data=redirect), 1, out=b"It redirects to /frames.")
    missing = run("explain", "--handshake", "3", "-", data=redirect)
    check_run("a handshake that is not there", missing, 1, out=b"has no handshake 3.")
    check("no handshake is explained then", b"is explained" not in missing.stdout, missing.stdout)
    for option, value, why in (
        ("--subprotocol", "a,b", b"must be a token"),
        ("--subprotocol", "", b"must be a token"),
        ("--origin", "https://a/", b"must be an origin"),
        ("--origin", "https://a:99999", b"must be an origin"),
        ("--origin", "https://a:0", b"must be an origin"),
        ("--origin", "a", b"must be an origin"),
        ("--extensions", "a;;b", b"must be a list"),
        ("--extensions", "", b"must be a list"),
        ("--handshake", "0", b"must be a number"),
        ("--key", KEY.decode()[:-1], b"must be the base64"),
    ):
        check_run(f"{option} '{value}' fails", run("explain", option, value, "-", data=OPEN), 2, err=option.encode() + b" " + why)
    twice = ("--subprotocol", "a", "--subprotocol", "a")
    check_run("a subprotocol given twice fails", run("explain", *twice, "-", data=OPEN), 2, err=b"is given twice")
    check_run("--exact with --text fails", run("explain", "--exact", "--text", "-", data=OPEN), 2, err=b"excludes")


def lines_of(data, offset="%08x  "):
    """Returns a hexdump of octets, without the column with the text."""
    rows = (offset % at + data[at : at + 16].hex(" ") + "\n" for at in range(0, len(data), 16))
    return "".join(rows).encode()


def words_of(data):
    """Returns a dump as hexdump prints it: 16-bit words with the low octet first, and the number of octets in the last
    line."""
    swapped = bytearray(data + b"\0" * (len(data) % 2))
    swapped[0::2], swapped[1::2] = swapped[1::2], swapped[0::2]
    rows = ("%07x " % at + swapped[at : at + 16].hex(" ", 2) + "\n" for at in range(0, len(swapped), 16))
    return ("".join(rows) + "%07x\n" % len(data)).encode()


def test_variants():
    """Explains files that differ from a capture in one point."""
    both = octets_of("both_sides.http")
    request, response = both.split(b"HTTP/1.1 101")
    response = b"HTTP/1.1 101" + response
    check_run("the response before the request", run("explain", "-", data=response + request), 0, out=OPENS.encode())
    other = both.replace(b"Sec-WebSocket-Key: dGhl", b"Sec-WebSocket-Key: AGhl")
    check_run("the key of another request", run("explain", "-", data=other), 1, out=b"wrong_accept: ")
    broken = both.replace(b"Sec-WebSocket-Version: 13", b"Sec-WebSocket-Version: 12")
    check_run("a broken request that is accepted", run("explain", "-", data=broken), 1, out=b"opens the WebSocket, but the request breaks")
    curl = octets_of("curl_v.txt")
    check_run("a windows program's line ends", run("explain", "-", data=curl.replace(b"\n", b"\r\n").replace(b"\r\r", b"\r")), 0)
    for name in ("xxd_request.txt", "hexdump_canonical.txt", "od.txt", "tcpdump.txt", "tshark_follow_hex.txt"):
        result = run("explain", "-", data=octets_of(name).replace(b"\n", b"\r\n"))
        check_run(f"{name} with CRLF", result, 0)
    octal = b"0000000 47 45 54 20 61 61 61 61 61 61 61 61 61 61 61 61\n" + b"0000020 61 61 61 61 61 61 61 61 61 61 61 61 61 61 61 61\n*\n"
    octal += b"0000100 20 48 54 54 50 2f 31 2e 31 0d 0a 0d 0a\n"
    lines = json_of(data=octal)["messages"][0]["lines"]
    check("an asterisk and octal offsets", lines[0]["text"] == "GET " + "a" * 60 + " HTTP/1.1", lines)
    for size in (len(request), len(request) - 1):
        odd = request.replace(b"Host: ", b"Host: a"[: 6 + len(request) - size])
        for what, dump in (("words", words_of(odd)), ("octets alone, with offsets", lines_of(odd, "%06x "))):
            messages = json_of(data=dump)["messages"]
            good = not messages[0]["error"] and messages[0]["behind"]["size"] == 0
            check(f"a dump of {len(odd)} octets: {what}", good, (dump, messages))
    refusal = b"HTTP/1.1 401 Unauthorized\r\nWWW-Authenticate: Basic\r\nContent-Length: 0\r\n\r\n"
    long = request.replace(b"GET /", b"GET /a/path/of/several/lines/")
    sides = [lines_of(long), lines_of(refusal, "    %08x  "), lines_of(long), lines_of(response, "    %08x  ")]
    read = json_of(data=b"".join(sides))
    check("a dump of two exchanges", len(read["messages"]) == 2 and read["verdict"] == "open", read)
    fields = [(":method", "CONNECT"), (":protocol", "websocket"), (":scheme", "https"), (":authority", "a"), (":path", "/")]
    fields += [("sec-websocket-version", "13")]
    entry = {
        "request": {"method": "CONNECT", "url": "https://a/", "httpVersion": "h2", "headers": [dict(name=n, value=v) for n, v in fields]},
        "response": {"status": 200, "statusText": "", "httpVersion": "h2", "headers": [{"name": "server", "value": "x"}]},
    }
    read = json_of(data=json.dumps({"log": {"entries": [entry]}}).encode())
    check("a HAR file with header lists", (read["verdict"], read["messages"][0]["is_list"]) == ("open", True), read)
    entry["request"] |= {"method": "GET", "headers": [{"name": "user-agent", "value": "x"}]}
    read = json_of(data=json.dumps({"log": {"entries": [entry]}}).encode())
    check("a HAR file with a plain request of HTTP/2", read["verdict"] == "plain_request" and read["notes"], read)
    for what, data, why in (
        ("a JSON text that is no HAR", b'{"a": [1, true, null, "\\u00e9\\ud83d\\ude00"]}', "it has no log.entries"),
        ("a HAR file without entries", b'{"log": {"entries": []}}', "has no entry"),
        ("a JSON text that is nested deeply", b'{"a":' + b"[" * 100000, "nested too deeply"),
        ("a JSON text with a broken escape", b'{"log": {"entries": [{"request": {"method": "\\x"}}]}}', "unknown escape"),
        ("an object without a colon", b'{"log" 1}', "line 1: ':' is missing"),
        ("a command without a URL", b"curl -v", "has no URL"),
        ("a command that is cut off", b"curl 'ws://a/", "A quote is not closed"),
        ("a fetch", b'fetch("https://a")', "Choose `copy as cURL`"),
        ("packets of TLS", b"\t0x0000:  4500 0028 0000 4000 4006 3cce 7f00 0001\n", "TLS hides them"),
    ):
        read = json_of(data=data)
        check(what, read["verdict"] == "unreadable" and why in read["sentence"], read)


def lines_in(text):
    """Returns the lines of the first message that `wshake explain` finds in the text."""
    return [line["text"] for line in json_of(data=text.encode())["messages"][0]["lines"]]


def test_curl_commands():
    """The options of curl decide about the method and the credentials of the request."""
    for options, method in (
        ("", "GET"),
        ("-d x", "POST"),
        ("--data-raw x", "POST"),
        ("-F a=b", "POST"),
        ("-T file", "PUT"),
        ("-I", "HEAD"),
        ("-sI", "HEAD"),
        ("-svXPUT", "PUT"),
        ("-sHX:I", "GET"),
        ("-sd x", "POST"),
        ("-X GET -d x", "GET"),
        ("-d x -X OPTIONS", "OPTIONS"),
    ):
        lines = lines_in(f"curl {options} http://a/b\n")
        check(f"curl {options}", lines[0] == f"{method} /b HTTP/1.1", lines)
    for user, credentials in (("alice:wonderland", "YWxpY2U6d29uZGVybGFuZA=="), ("alice", "YWxpY2U6")):
        lines = lines_in(f"curl -u {user} http://a/b\n")
        check(f"curl -u {user}", f"Authorization: Basic {credentials}" in lines, lines)


def test_code_points():
    """An escape of JSON that is half a surrogate pair is replaced by U+FFFD."""
    entry = '{"request": {"method": "GET", "url": "http://a/", "headers": [{"name": "X", "value": "%s"}]}}'
    for escapes, value in (
        ("\\ud83d\\ude00", "\U0001f600"),
        ("\\ud83da", "\ufffda"),
        ("\\ude00", "\ufffd"),
        ("\\ud83d\\u0041", "\ufffdA"),
        ("\\ud83d\\ud83d\\ude00", "\ufffd\U0001f600"),
        ("\\u00e9\\u20ac", "\u00e9\u20ac"),
    ):
        lines = lines_in('{"log": {"entries": [' + entry % escapes + "]}}")
        visible = "".join(chr(octet) if octet < 0x80 else f"\\x{octet:02x}" for octet in value.encode())
        check(f"the value {escapes}", f"X: {visible}" in lines, lines)


def test_cuts():
    """`wshake explain` does not crash on captures that are cut off, or have a changed byte, at a dozen offsets."""
    for name, *_ in CASES:
        data = octets_of(name)
        step = max(1, len(data) // 12)
        codes = {run("explain", "-", data=data[:end]).returncode for end in range(0, len(data), step)}
        check(f"{name}: cut anywhere", codes <= {0, 1}, codes)
        changed = (data[:at] + bytes([data[at] ^ 0x80]) + data[at + 1 :] for at in range(0, len(data), step))
        codes = {run("explain", "-", data=other).returncode for other in changed}
        check(f"{name}: a byte changed", codes <= {0, 1}, codes)


def test_library_only():
    """The sources of the explanations do no input or output, so that the page in the browser can use them, too."""
    folder = Path(__file__).resolve().parent.parent.parent / "examples" / "tool" / "explain"
    files = sorted(folder.iterdir())
    for path in files:
        text = path.read_text(encoding="utf-8")
        found = re.search(r"#include <(cstdio|iostream|fstream|unistd.h|fcntl.h|sys/.*)>", text)
        tool = re.search(r'#include "\.\./(?!\.\./shared/written|wshake_text|wshake_refusal)', text)
        check(f"{path.name} does no input or output", not found and not tool, found or tool)
    check("the folder has files", len(files) > 10, files)


finish(test_captures, test_json, test_offers, test_options, test_variants, test_curl_commands, test_code_points, test_cuts, test_library_only)
