"""Runs checks in browsers: a small HTTP server delivers the page that makes the checks, and collects the page's
reports."""

import http.server
import queue
import shutil
import tempfile
import threading
import time
from pathlib import Path

CLIENTS = Path(__file__).resolve().parent / "clients"
FILES = {"/page.html": "text/html", "/whatwg.mjs": "text/javascript"}


class Handler(http.server.BaseHTTPRequestHandler):
    def answer(self, status, kind="text/plain", body=b""):
        self.send_response(status)
        self.send_header("Content-Type", f"{kind}; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def do_GET(self):
        path = self.path.partition("?")[0]
        if path in FILES:
            self.answer(200, FILES[path], (CLIENTS / path[1:]).read_bytes())
        else:
            self.answer(404)

    def do_POST(self):
        line = self.rfile.read(int(self.headers["Content-Length"])).decode()
        # The request's path ends with the number of a run. A request that does not come from page.html may have any
        # number.
        reports = self.server.runs.get(self.path.rpartition("/")[2])
        if reports:
            reports.put(line)
        self.answer(204)

    def log_message(self, *_):
        pass


class Reporter:
    def __init__(self):
        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.server.runs = {}
        self.count = 0
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def open_run(self, host, checks):
        """Prepares a run, in which a browser opens the page, and the page makes the checks. Returns the page's address
        for this run, and the queue to which the server puts the lines of the page's report."""
        self.count += 1
        reports = self.server.runs[str(self.count)] = queue.Queue()
        address = f"http://127.0.0.1:{self.server.server_port}/page.html"
        return f"{address}?host={host}&run={self.count}&checks={','.join(checks)}", reports

    def close(self):
        self.server.shutdown()
        self.server.server_close()


def run(name, command, processes, reporter, host, checks, patience):
    """Opens the page in a browser. Returns the lines of the page's report and, if the report lacks lines, the
    reason."""
    address, reports = reporter.open_run(host, checks)
    profile = tempfile.mkdtemp(prefix="profile-", dir=processes.work)
    words = [word.format(profile=profile) for word in command] + [address]
    process = processes.start(name, words, HOME=profile)
    lines, reason, end = [], "", time.monotonic() + patience
    try:
        while not reason:
            try:
                lines.append(reports.get(timeout=0.5))
                if lines[-1] == "end":
                    return lines, ""
            except queue.Empty:
                if process.poll() is not None:
                    reason = f"exit code {process.returncode}"
                elif time.monotonic() > end:
                    reason = f"killed after {patience} s"
        return lines, reason
    finally:
        processes.kill(process)
        shutil.rmtree(profile, ignore_errors=True)
