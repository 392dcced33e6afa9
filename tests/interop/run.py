#!/usr/bin/python3
"""Runs real WebSocket clients against an echo server, directly and through proxies, and prints a table.

    tests/interop/run.py --server build/examples/echo_server [--only NAME]... [--work DIR]

The Debian packages are in packages.txt, the npm packages in package.json. What is missing is skipped by name. The
exit code is 1 if a check failed. All traffic stays on 127.0.0.1; no process outlives the run.
"""

import argparse
import re
import signal
import sys
import tempfile
from pathlib import Path

sys.dont_write_bytecode = True

import peers
import proxies
from browser import Reporter
from processes import Processes, output, wait_until


def arguments():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--server", type=Path, required=True, help="the echo server")
    parser.add_argument(
        "--only", action="append", choices=[peer.name for peer in peers.PEERS], help="this peer; may be repeated"
    )
    parser.add_argument("--work", type=Path, help="where configurations, logs and npm packages go and stay")
    options = parser.parse_args()
    if not options.server.is_file():
        parser.error(f"there is no {options.server}")
    return options


def start_server(binary, processes):
    process = processes.start("server", [binary.resolve(), "--address", "127.0.0.1", "--port", "0"])
    line = re.compile(r"^listening on http://127\.0\.0\.1:(\d+)/$", re.MULTILINE)
    wait_until(lambda: process.poll() is not None or line.search(output(process)), 15)
    found = line.search(output(process))
    if not found:
        raise RuntimeError(f"the server did not start: {output(process).strip() or process.poll()}")
    return process, int(found[1])


class Report:
    """The results of all rows, printed as they come and as a table at the end."""

    def __init__(self):
        self.rows = []  # peer, path, {check: None or reason}
        self.versions = {}  # by peer
        self.skipped = []
        self.failures = []  # outside the table

    def add(self, peer, path, version, results):
        self.rows.append((peer, path, results))
        self.versions[peer.name] = self.versions.get(peer.name) or version
        bad = [f"{check} ({reason})" for check, reason in results.items() if reason is not None]
        print(f"{peer.name} {path}: {'FAIL ' + ', '.join(bad) if bad else f'{len(results)} ok'}", flush=True)

    def skip(self, what):
        self.skipped.append(what)
        print(f"skipped: {what}", flush=True)

    def fail(self, what):
        self.failures.append(what)
        print(f"FAIL {what}", flush=True)

    def counts(self):
        reasons = [reason for _, _, results in self.rows for reason in results.values()]
        passed = sum(reason is None for reason in reasons)
        return passed, len(reasons) - passed + len(self.failures), len(self.skipped)

    def print_table(self):
        names = list(peers.CHECKS)
        head = ["peer", "path", *names]
        lines = [head]
        absent = {}
        for peer, path, results in self.rows:
            cells = ["–" if name not in results else "FAIL" if results[name] else "ok" for name in names]
            lines.append([peer.name, path, *cells])
            for name in names:
                if reason := peer.reason_against(name, path):
                    absent.setdefault((peer.name, reason), []).append(name)
        widths = [max(len(line[column]) for line in lines) for column in range(len(head))]
        print()
        for line in lines:
            print(" ".join(cell.ljust(width) for cell, width in zip(line, widths)).rstrip())
        self.print_section("checks", [f"{name}: {text}" for name, text in peers.CHECKS.items()])
        self.print_section("versions", unique(text for text in self.versions.values() if text))
        sentences = [f"{name}, {', '.join(unique(checks))}: {reason}" for (name, reason), checks in absent.items()]
        only_raw = ", ".join(peers.RAW_ONLY)
        sentences.append(f"all but raw, {only_raw}: a library does not let its caller do that")
        sentences.append("stripped: only where the proxy strips")
        self.print_section("not applicable (–)", sentences)
        ran = unique(peer.name for peer, _, _ in self.rows)
        notes = [
            f"{peer.name}, {check}: {note}"
            for peer in peers.PEERS
            if peer.name in ran
            for check, note in peer.notes.items()
        ]
        self.print_section("what ok does not say", notes)
        failed = [
            f"{peer.name} {path}, {check}: {reason}"
            for peer, path, results in self.rows
            for check, reason in results.items()
            if reason is not None
        ]
        self.print_section("failed", failed + self.failures)
        self.print_section("skipped", self.skipped)
        passed, failed, skipped = self.counts()
        print(f"\n{passed} passed, {failed} failed, {skipped} skipped", flush=True)

    @staticmethod
    def print_section(title, sentences):
        if sentences:
            print(f"\n{title}")
            for sentence in sentences:
                print(f"  {sentence}")


def unique(items):
    return list(dict.fromkeys(items))


def run(options, work):
    processes, reporter, report = Processes(work), Reporter(), Report()
    try:
        server, port = start_server(options.server, processes)
        chosen = [peer for peer in peers.PEERS if not options.only or peer.name in options.only]
        wanted = {path for peer in chosen for path in peer.paths}
        paths = {"direct": f"127.0.0.1:{port}"}
        for name, (_, _, opened) in proxies.PROXIES.items():
            if not wanted.intersection(opened):
                continue
            try:
                more, reason = proxies.start(name, processes, port)
            except RuntimeError as error:
                report.fail(str(error))
                continue
            paths.update(more)
            if reason:
                report.skip(f"{name} ({reason})")
        uses_npm = any(peer.kind == "node" for peer in chosen)
        npm_problem = peers.install_npm(processes) if uses_npm else ""
        for peer in chosen:
            if reason := peers.missing(peer, npm_problem):
                report.skip(f"{peer.name} ({reason})")
                continue
            for path in peer.paths:
                if path in paths:
                    report.add(peer, path, *peers.run(peer, path, paths[path], processes, reporter))
        check_end(server, report)
    finally:
        processes.kill_all()
        reporter.close()
    report.print_table()
    return report.counts()[1] == 0


def check_end(server, report):
    if server.poll() is not None:
        report.fail(f"the server ended with {server.returncode} while clients ran: {output(server).strip()[-500:]}")
        return
    server.send_signal(signal.SIGTERM)
    if not wait_until(lambda: server.poll() is not None, 10):
        report.fail("the server did not end within 10 s of SIGTERM")


def main():
    options = arguments()
    # The usual signals end the run by an exception, so that every process is killed.
    for number in (signal.SIGTERM, signal.SIGHUP, signal.SIGINT):
        signal.signal(number, lambda *_: sys.exit(1))
    try:
        if options.work:
            options.work.mkdir(parents=True, exist_ok=True)
            return run(options, options.work.resolve())
        with tempfile.TemporaryDirectory(prefix="wshake-interop-") as folder:
            return run(options, Path(folder))
    except RuntimeError as error:
        print(error, file=sys.stderr)
        return False


if __name__ == "__main__":
    sys.exit(0 if main() else 1)
