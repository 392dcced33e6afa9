"""Controls a browser through its DevTools protocol: the browser opens a page and runs a script in the page."""

import base64
import json
import os
import select
import shutil
import tempfile
import time
from pathlib import Path

CLIENTS = Path(__file__).resolve().parent / "clients"


class Devtools:
    """The connection to a browser. The browser reads messages from its descriptor 3, and writes messages to its
    descriptor 4. Each message ends with a NUL."""

    def __init__(self, name, command, processes, patience):
        self.end = time.monotonic() + patience
        self.processes = processes
        self.profile = tempfile.mkdtemp(prefix="profile-", dir=processes.work)
        words = [word.format(profile=self.profile) for word in command]
        read, self.out = os.pipe()
        self.into, write = os.pipe()
        redirected = ["sh", "-c", f'exec "$@" 3<&{read} 4>&{write}', "sh", *words, "--remote-debugging-pipe"]
        self.process = processes.start(name, redirected, descriptors=(read, write), HOME=self.profile)
        os.close(read)
        os.close(write)
        self.rest = b""
        self.count = 0

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.processes.kill(self.process)
        os.close(self.into)
        os.close(self.out)
        shutil.rmtree(self.profile, ignore_errors=True)

    def message(self):
        while b"\0" not in self.rest:
            ready, _, _ = select.select([self.into], [], [], max(0, self.end - time.monotonic()))
            data = os.read(self.into, 1 << 16) if ready else b""
            if not data:
                raise RuntimeError("the browser exited" if ready else "the browser did not answer in time")
            self.rest += data
        text, _, self.rest = self.rest.partition(b"\0")
        return json.loads(text)

    def until(self, fits):
        while not fits(message := self.message()):
            pass
        return message

    def send(self, method, session=None, **parameters):
        self.count += 1
        request = {"id": self.count, "method": method, "params": parameters}
        if session:
            request["sessionId"] = session
        os.write(self.out, json.dumps(request).encode() + b"\0")
        return self.count

    def call(self, method, session=None, **parameters):
        number = self.send(method, session, **parameters)
        answer = self.until(lambda message: message.get("id") == number)
        if "error" in answer:
            raise RuntimeError(f"{method}: {answer['error']['message']}")
        return answer["result"]

    def open(self, address):
        """Opens a page. Returns the DevTools session of the page, in which evaluate() runs scripts."""
        target = self.call("Target.createTarget", url="about:blank")["targetId"]
        session = self.call("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        self.call("Page.enable", session)
        self.send("Page.navigate", session, url=address)
        self.until(lambda message: message.get("method") == "Page.loadEventFired")
        return session

    def evaluate(self, session, script):
        """Returns the value to which the script's promise resolves."""
        options = {"awaitPromise": True, "returnByValue": True}
        answer = self.call("Runtime.evaluate", session, expression=script, **options)
        if "exceptionDetails" in answer:
            raise RuntimeError(answer["exceptionDetails"]["exception"]["description"])
        return answer["result"]["value"]


def importing(*files):
    """Returns the beginning of an async script that imports modules of clients/. These modules must not import other
    modules: the script imports them from data: URLs, which resolve no relative path."""
    lines = []
    for file in files:
        source = base64.b64encode((CLIENTS / file).read_bytes()).decode()
        lines.append(f'const {file.partition(".")[0]} = await import("data:text/javascript;base64,{source}");')
    return "\n".join(lines)


def run(name, command, processes, host, checks, patience):
    """Opens a server's page over TLS, and makes the checks in this page. Returns the lines of the report and, if
    the report lacks lines, the reason."""
    script = f"""(async () => {{
        {importing("whatwg.mjs", "own_page.mjs")}
        return own_page.report({json.dumps(host)}, {json.dumps(checks)}, whatwg);
    }})()"""
    try:
        with Devtools(name, command, processes, patience) as browser:
            return browser.evaluate(browser.open(f"https://{host}/"), script), ""
    except (OSError, RuntimeError) as error:
        return [], f"{error}"
