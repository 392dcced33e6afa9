#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""Starts Chromium with the file of the page that explains handshakes, and uses the page as a person does: examples,
typing, files, options, steps.

Usage: test_page.py WSHAKE PAGE
"""

import json
import shutil
import sys
import tempfile
from pathlib import Path

sys.dont_write_bytecode = True

from needs import PRESETS, ROOT, built, captures, skip, tool
from checks import check, finish

sys.path.insert(0, str(ROOT / "tests" / "interop"))

from client_peers import CHROMIUM
from devtools import Devtools
from processes import GUARD, Processes

PAGE = built(sys.argv[2])
explained = tool(sys.argv[1])
if not shutil.which(CHROMIUM[0]):
    skip(f"{CHROMIUM[0]} is not installed (Debian: {CHROMIUM[0]})")
if not Path("/proc/self/maps").exists():
    skip("Chromium needs /proc, which is not mounted")

# JavaScript functions that act on the page. The page reacts at once, except after a file was opened: reading the file
# takes time.
HELPERS = """
window.one = (selector) => document.querySelector(selector);
window.fire = (element, kind) => element.dispatchEvent(new Event(kind, { bubbles: true }));
window.pick = (name) => { one("#preset").value = name; fire(one("#preset"), "change"); };
window.type = (text) => { one("#box").value = text; fire(one("#box"), "input"); };
window.choose_radio = (name, value) => one(`[name=${name}][value="${value}"]`).click();
window.fill = (selector, value) => { one(selector).value = value; fire(one(selector), "input"); };
window.click = (side, index) => one(`#${side} .stepper`).querySelectorAll("button")[index].click();
window.look = () => ({
  json: one("#json").textContent,
  text: one("#text").textContent,
  verdict: one("#verdict").dataset.verdict,
  error: one("#verdict").dataset.error,
  source: one("#source").textContent,
  ends: one("[name=ends]:checked").value,
  problem: one("#problem").hidden ? "" : one("#problem").textContent,
  trouble: one("#trouble").hidden ? "" : one("#trouble").textContent,
  address: location.hash,
});
window.look_at = (side) => {
  const element = one(`#${side}`);
  return {
    state: element.dataset.state,
    count: Number(element.dataset.count),
    now: element.querySelector(".now").textContent,
    changes: [...element.querySelectorAll(".changes button")].map((each) => each.textContent),
    marks: [...element.querySelectorAll(".octets mark")].map((each) => each.textContent),
    cursor: [...element.querySelectorAll(".octets .cursor")].map((each) => each.textContent).join(""),
    waiting: [...element.querySelectorAll(".octets .waiting")].map((each) => each.textContent).join(""),
  };
};
window.until = (true_) => new Promise((resolve) => {
  if (true_()) return resolve();
  const watcher = new MutationObserver(() => true_() && (watcher.disconnect(), resolve()));
  watcher.observe(document, { attributes: true, childList: true, characterData: true, subtree: true });
});
"""


class Page:
    def __init__(self, browser, fragment=""):
        self.browser = browser
        self.session = browser.open(PAGE.as_uri() + fragment)
        browser.evaluate(self.session, HELPERS + "until(() => document.documentElement.dataset.ready).then(() => true)")

    def run(self, script):
        return self.browser.evaluate(self.session, f"(() => {{ {script} }})()")

    def look(self, script=""):
        return self.run(f"{script}; return look();")

    def look_at(self, side, script=""):
        return self.run(f"{script}; return look_at('{side}');")

    def open_file(self, path):
        """Opens a file with the page's file input, and waits until the page shows the file's explanation."""
        tree = self.browser.call("DOM.getDocument", self.session)
        node = self.browser.call("DOM.querySelector", self.session, nodeId=tree["root"]["nodeId"], selector="#file")
        self.browser.call("DOM.setFileInputFiles", self.session, nodeId=node["nodeId"], files=[str(path)])
        wanted = json.dumps(f'"file": "{path.name}",')
        self.browser.evaluate(self.session, f"until(() => one('#json').textContent.includes({wanted})).then(() => true)")
        return self.look()


def test_captures():
    page = Page(BROWSER)
    for path in captures():
        seen = page.look(f"pick({json.dumps(path.name)})")
        check(f"{path.name}: the JSON is that of the tool", seen["json"] == explained(path, "--json"), seen)
        check(f"{path.name}: the text is that of the tool", seen["text"] == explained(path), seen)
        made = json.loads(seen["json"])
        shown = (seen["verdict"], seen["error"])
        check(f"{path.name}: the verdict", shown == (made["verdict"], (made["error"] or {}).get("code", "")), shown)
        check(f"{path.name}: no trouble", seen["trouble"] == seen["problem"] == "", seen)
    for path in (ROOT / "tests/data/captures/curl_v.txt", ROOT / "tests/data/captures/packets.pcap", PRESETS / "tls.bin"):
        seen = page.open_file(path)
        check(f"{path.name}: the file is read byte by byte", seen["json"] == explained(path, "--json"), seen)


def test_broken():
    """Steps through a broken request to the octet at fault."""
    page = Page(BROWSER)
    seen = page.look("pick('bare_lf')")
    check("one bare LF", (seen["verdict"], seen["error"], seen["ends"]) == ("broken_request", "bare_lf", "bytes"), seen)
    side = page.look_at("request")
    check("the octet at fault is marked", side["marks"] == ["\\n"], side)
    check("the changes", side["changes"] == ["0 need_more", "19 failed"], side)
    side = page.look_at("request", "click('request', 0)")
    check("before the first byte", (side["count"], side["state"], side["cursor"]) == (0, "need_more", ""), side)
    side = page.look_at("request", "click('request', 2)")
    check("one byte on", (side["count"], side["cursor"]) == (1, "G"), side)
    check("the bytes that have not arrived", side["waiting"].startswith("ET /chat"), side)
    check("an end here", "If the stream ended here: failed, truncated" in side["now"] and "408" in side["now"], side)
    side = page.look_at("request", "click('request', 3)")
    check("to the next change", (side["count"], side["state"], side["cursor"]) == (19, "failed", "\\n"), side)
    check("the rule is named", "bare_lf, offset 18" in side["now"] and "400 Bad Request" in side["now"], side)
    side = page.look_at("request", "click('request', 1)")
    check("one byte back", (side["count"], side["state"]) == (18, "need_more"), side)
    address = page.look()["address"]
    again = Page(BROWSER, address)
    check("the address leads back", again.look_at("request")["count"] == 18, address)
    escaped = again.run("return one('#box').readOnly && one('#box').value.startsWith(String.raw`GET /chat HTTP/1.1\\n`)")
    check("bytes that the box cannot hold are escaped there", escaped, again.run("return one('#box').value"))
    seen = again.look("choose_radio('ends', 'crlf')")
    check("the same text with CRLF is valid", seen["verdict"] == "valid_request" and "161 bytes" in seen["source"], seen)
    seen = again.look("choose_radio('ends', 'bytes')")
    check("the bytes of the file again", (seen["error"], again.run("return one('#box').readOnly")) == ("bare_lf", True), seen)


def test_good():
    """Steps through a valid handshake: client and server open the WebSocket."""
    page = Page(BROWSER, "#example=demo_1")
    seen = page.look()
    check("the demo opens", (seen["verdict"], seen["error"]) == ("open", ""), seen)
    agreed = json.loads(seen["json"])["agreement"]
    check("what is agreed", agreed["subprotocol"] == "superchat" and "2^12 (client)" in agreed["extensions"], agreed)
    request, response = page.look_at("request"), page.look_at("response")
    check("the request", (request["state"], request["changes"]) == ("upgrade", ["0 need_more", "320 upgrade"]), request)
    check("the response", (response["state"], response["changes"]) == ("open", ["0 need_more", "253 open"]), response)
    check("the frame is left", "7 bytes are left to the frame parser" in response["now"], response)
    counts = [page.look_at("response", "click('response', 1)")["count"] for _ in range(8)]
    check("byte by byte back", counts == list(range(259, 251, -1)), counts)
    check("before the last byte of the head", page.look_at("response")["state"] == "need_more", page.look_at("response"))
    side = page.look_at("response", "one('#response .changes button:last-of-type'); [...document.querySelectorAll('#response .changes button')].at(-1).click()")
    check("a change is a button", (side["count"], side["state"]) == (253, "open"), side)


def test_typing():
    page = Page(BROWSER)
    good = (ROOT / "tests/data/captures/both_sides.http").read_bytes().partition(b"HTTP/1.1 101")[0].decode().replace("\r\n", "\n")
    seen = page.look(f"type({json.dumps(good)})")
    check("typed text has CRLF line ends", (seen["verdict"], seen["ends"]) == ("valid_request", "crlf"), seen)
    check("the address forgets the example", seen["address"] == "", seen)
    seen = page.look("choose_radio('ends', 'lf')")
    check("LF alone is read as CRLF, with a note", seen["verdict"] == "valid_request" and "LF alone" in seen["text"], seen)
    seen = page.look("choose_radio('reading', '--exact')")
    check("LF alone breaks a rule, byte by byte", seen["error"] == "bare_lf", seen)
    seen = page.look("choose_radio('reading', ''); choose_radio('ends', 'crlf'); fill('[data-list=\"--origin\"]', 'x/')")
    check("an invalid option", seen["problem"] == "--origin must be an origin", seen)
    seen = page.look("fill('[data-list=\"--origin\"]', 'https://example.com')")
    check("a valid option", seen["problem"] == "", seen)
    seen = page.look("type('')")
    check("an empty box", (seen["verdict"], seen["trouble"]) == ("unreadable", ""), seen)
    seen = page.look("type('<img src=x onerror=alert(1)>')")
    check("text is not read as HTML", page.run("return document.querySelectorAll('img').length") == 0, seen)


def test_alone():
    """The page loads no other file, and each of its controls has a name for screen readers."""
    page = Page(BROWSER)
    check("nothing is loaded", page.run("return performance.getEntriesByType('resource').map((each) => each.name)") == [])
    nameless = """return [...document.querySelectorAll('input, select, textarea, button')].filter((each) =>
        !(each.labels?.length || each.getAttribute('aria-label') || each.textContent.trim())).map((each) => each.outerHTML)"""
    check("each control has a name", page.run(nameless) == [], page.run(nameless))
    for width in (1200, 400):
        page.browser.call("Emulation.setDeviceMetricsOverride", page.session, width=width, height=900, deviceScaleFactor=1, mobile=False)
        wide = page.run("return document.documentElement.scrollWidth")
        check(f"{width} pixels are enough", wide <= width, wide)


with tempfile.TemporaryDirectory() as folder:
    processes = Processes(Path(folder))
    with Devtools("chromium", [*CHROMIUM, "--headless"], processes, 10 * GUARD) as BROWSER:
        finish(test_captures, test_broken, test_good, test_typing, test_alone)
