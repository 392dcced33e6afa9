#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""Runs the page's WebAssembly module in Node. The module explains each captured handshake as the tool does, and the
module's client or server reads each message octet by octet.

Usage: test_module.py WSHAKE MODULE
"""

import base64
import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

sys.dont_write_bytecode = True

from needs import CAPTURES, PRESETS, ROOT, built, captures, skip, tool
from checks import GUARD, check, finish, runner

MODULE = built(sys.argv[2])
explained = tool(sys.argv[1])
if not shutil.which("node"):
    skip("node is not installed (Debian: nodejs)")


def run_module(*questions, every=True):
    """Returns the module's explanations of files. Each member of `questions` has the name and the bytes of a file, and
    options of `wshake explain`. An answer has the states after each octet of a message or, if `every` is false, only
    after all octets."""
    asked = [
        {"name": name, "bytes": base64.b64encode(data).decode(), "options": list(options), "every": every}
        for name, data, options in questions
    ]
    done = subprocess.run(
        ["node", Path(__file__).with_name("module.mjs"), MODULE], input=json.dumps(asked).encode(), capture_output=True, timeout=GUARD
    )
    if done.returncode:
        raise RuntimeError(done.stderr.decode())
    return json.loads(done.stdout)


def test_captures():
    files = captures()
    answers = run_module(*((path.name, path.read_bytes(), ()) for path in files))
    check("there are captures", len(files) > 20, files)
    for path, answer in zip(files, answers):
        check(f"{path.name}: the JSON is that of the tool", answer["json"] == explained(path, "--json"), answer["json"])
        check(f"{path.name}: the text is that of the tool", answer["text"] == explained(path), answer["text"])
        made = json.loads(answer["json"])
        final_states = {"open": "open", "broken_response": "failed", "valid_request": "upgrade"}
        for side, of_response in (("request", False), ("response", True)):
            after = answer[side]["after"]
            if not after:
                continue
            last = after[-1]
            check(f"{path.name}: the {side} is fed", last["problem"] == "" and last["count"] == len(after) - 1, last)
            states = [each["state"] for each in after]
            check(f"{path.name}: the {side} begins in need_more", states[0] == "need_more", states[0])
            # After each prefix of a message, the list of state changes is a prefix of the list after the whole message.
            changes = [(each["after"], each["event"]) for each in last["changes"]]
            short = [[(each["after"], each["event"]) for each in one["changes"]] for one in after]
            prefix = all(one == [each for each in changes if each[0] <= count] for count, one in enumerate(short))
            check(f"{path.name}: the changes in the {side}", prefix, changes)
            is_last = of_response or not answer["response"]["after"]
            if is_last and made["verdict"] in final_states:
                check(f"{path.name}: the last state", last["state"] == final_states[made["verdict"]], last)
            if is_last and made["error"] and made["verdict"] == "broken_response":
                check(f"{path.name}: the error of the role", last["error"] == made["error"], last)


def test_steps():
    bare_lf = (PRESETS / "bare_lf.http").read_bytes()
    refusal = b"HTTP/1.1 103 Early Hints\r\n\r\nHTTP/1.1 403 Forbidden\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nNo\r\n0\r\n\r\n"
    request, _, rest = (PRESETS / "demo_agreement.http").read_bytes().partition(b"HTTP/1.1 101")
    offers = ("--subprotocol superchat", "--subprotocol chat", "--deflate")
    broken, refused, valid, twice = run_module(
        ("a", bare_lf, ()), ("b", refusal, ()), ("c", request, offers), ("d", request + request, ("--exact",))
    )
    after = broken["request"]["after"]
    first = next(each for each in after if each["state"] == "failed")
    at = bare_lf.index(b"\n")
    check("a fault in the first line is found as soon as it arrives", first["count"] == at + 1, first)
    check("its offset", (first["error"]["code"], first["error"]["offset"]) == ("bare_lf", at), first)
    check("the answer to it", first["writes"]["verb"] == "respond" and "400" in first["writes"]["lines"][0], first)
    check("a request that is too slow", "408" in after[10]["writes"]["lines"][0], after[10])
    check("a request that is cut off", after[10]["if_ended"]["error"]["code"] == "truncated", after[10])

    last = refused["response"]["after"][-1]
    head = refusal.index(b"2\r\nNo")
    check("the bytes of a chunked body are those that were sent", base64.b64decode(refused["response"]["octets"]) == refusal, refused["json"])
    check(
        "the events of a refusal",
        [(each["after"], each["event"]) for each in last["changes"]]
        == [(0, "need_more"), (28, "interim"), (head, "refused"), (head + 4, "body"), (len(refusal), "done")],
        last,
    )
    response = (PRESETS / "early_hints.http").read_bytes().partition(b"\r\n\r\n")[2]
    short = (PRESETS / "short_key.http").read_bytes()
    # The last base64 digit of this key has a 1 in the bits behind the 16 bytes. A server accepts such a key, but no
    # client sends one.
    loose = short.replace(b"ZQ=\r", b"ZR==\r")
    no_client, reads, odd = run_module(
        ("e", short + response, ()), ("f", short + b"HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n", ()), ("g", loose + response, ())
    )
    for each in (no_client, odd):
        check("no client sends this request", "does not send" in each["response"]["after"][-1]["problem"], each["json"])
    check("a refusal is read, whatever the request", reads["response"]["after"][-1]["state"] == "done", reads["json"])

    last = valid["request"]["after"][-1]
    check("an accepted request", (last["state"], last["writes"]["verb"], last["writes"]["state"]) == ("upgrade", "accept", "open"), last)
    check("the server's options count", "Sec-WebSocket-Protocol: superchat\\r\\n" in last["writes"]["lines"], last)
    last = twice["request"]["after"][-1]
    check("octets behind the head are left", (last["count"], last["consumed"]) == (2 * len(request), len(request)), last)
    check("the demo's response follows", rest.endswith(b"\x81\x05Hello"), rest)


def test_cuts():
    """The module explains a capture that is cut off or has one changed byte, and the module's client and server agree
    with the explanation's verdict."""
    for path in captures():
        data = path.read_bytes()
        places = range(0, len(data), max(1, len(data) // 24))
        files = [data[:at] for at in places] + [data[:at] + bytes([data[at] ^ 4]) + data[at + 1 :] for at in places]
        disagree = []
        for answer in run_module(*((path.name, file, ()) for file in files), every=False):
            made = json.loads(answer["json"])
            for side, verdict, state in (("request", "valid_request", "upgrade"), ("response", "open", "open")):
                for last in answer[side]["after"]:
                    if made["verdict"] == verdict and last["state"] != state and not last["problem"]:
                        disagree.append((made, last))
            for last in answer["response"]["after"]:
                error = last["error"] or last["if_ended"]["error"]  # after a part of a response the client waits for more
                if made["verdict"] == "broken_response" and not last["problem"] and error != made["error"]:
                    disagree.append((made, last))
        check(f"{path.name}: cut or changed, the roles agree", not disagree, disagree)


def test_options():
    cases = {
        "--origin https://a/": "--origin must be an origin",
        "--subprotocol a,b": "--subprotocol must be a token",
        "--subprotocol a\n--subprotocol a": "--subprotocol is given twice",
        "--key x": "--key must be the base64 of 16 bytes",
        "--handshake 0": "--handshake must be a number from 1",
        "--handshake 9999999": "--handshake must be a number from 1",
        "--handshake 00000012x": "--handshake must be a number from 1",
        "--client-max-window-bits 0000000012": "--client-max-window-bits must be a number from 8 to 15",
        "--client-max-window-bits 16": "--client-max-window-bits must be a number from 8 to 15",
        "--server-max-window-bits": "--server-max-window-bits must be a number from 8 to 15",
        "--require-subprotocol": "--require-subprotocol needs --subprotocol",
        "--json": "--json is not known",
    }
    answers = run_module(*(("a", b"", option.split("\n")) for option in cases), every=False)
    for (option, problem), answer in zip(cases.items(), answers):
        check(f"{option!r} is rejected", json.loads(answer["json"]) == {"problem": problem}, answer)
    path = CAPTURES / "xxd_request.txt"
    for options in (["--deflate"], ["--client-max-window-bits", "10"], ["--same-host-origin", "--require-origin"], ["--no-keep-alive"]):
        lines = [" ".join(options)] if len(options) == 2 and not options[1].startswith("-") else options
        (answer,) = run_module((path.name, path.read_bytes(), lines), every=False)
        check(f"{' '.join(options)} as in the tool", answer["json"] == explained(path, "--json", *options), answer)


def test_presets():
    """The page's examples include the handshakes of `wshake demo`, with the same bytes."""
    shown = runner(sys.argv[1])("demo").stdout.decode()
    lines = re.findall(r"^  [<>] (.*)$", shown, re.MULTILINE)
    sent = "".join(lines).encode().decode("unicode_escape").encode("latin1")
    kept = b"".join((PRESETS / name).read_bytes() for name in ("demo_agreement.http", "demo_refusal.http"))
    check("the handshakes of wshake demo", sent == kept, sent)
    listed = json.loads((PRESETS / "presets.json").read_text(encoding="utf-8"))
    files = {path.name for path in PRESETS.iterdir()} - {"presets.json"}
    check("every example is listed", files <= {Path(each["file"]).name for each in listed}, files)
    answers = run_module(*((each["name"], (ROOT / each["file"]).read_bytes(), each.get("options", [])) for each in listed), every=False)
    for each, answer in zip(listed, answers):
        made = json.loads(answer["json"])
        group = each["group"]
        verdicts = {
            "Broken requests": ("broken_request", "plain_request"),
            # An additional line end after the head breaks the frames, not the response.
            "Broken responses": ("broken_response", "open"),
            "Refusals": ("refused",),
            "Good handshakes": ("open", "valid_request"),
        }
        wanted = verdicts.get(group, ("refused",) if each["name"] == "demo_2" else ("open",))
        check(f"{each['name']} is among the {group.lower()}", made["verdict"] in wanted, made)


finish(test_captures, test_steps, test_cuts, test_options, test_presets)
