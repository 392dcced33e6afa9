#!/usr/bin/python3
"""Runs other projects' WebSocket clients against the example echo_server, and the example client against other
projects' servers. Prints a table of the results.

    tests/interop/run.py --server build/examples/echo_server --client build/examples/client --tool build/examples/wshake
        [--only NAME]... [--http2] [--offline] [--work DIR]

First http2_server and http2_client run with peers of their own. Then the peers that speak HTTP/1.1 run, directly and
through proxies. Last the programs of programs.py run. http2_server, http2_client and these programs must be in the same
folder as the tool. packages.txt lists the Debian packages of the peers, package.json the npm packages. The run skips
missing peers and prints their names. The exit code is 1 if a check failed. All traffic stays on 127.0.0.1. No process
outlives the run.
"""

import argparse
import re
import signal
import sys
import tempfile
from pathlib import Path

sys.dont_write_bytecode = True

import client_cases
import client_peers
import http2_clients
import http2_servers
import programs
import proxies
import server_peers
from browser import Reporter
from needs import Needs
from processes import Processes, output, wait_until
from table import Report


def arguments():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    peers = client_peers.PEERS + server_peers.PEERS + http2_clients.PEERS + http2_servers.PEERS + programs.PROGRAMS
    names = sorted({peer.name for peer in peers})
    binaries = {"server": "the echo server", "client": "the client", "tool": "wshake"}
    for name, what in binaries.items():
        parser.add_argument(f"--{name}", type=Path, required=True, help=what)
    whom = "run only this peer or program, as client and as server; may be repeated"
    parser.add_argument("--only", action="append", choices=names, help=whom)
    parser.add_argument("--http2", action="store_true", help="only WebSocket over HTTP/2")
    parser.add_argument("--offline", action="store_true", help="skip the peers that need npm packages")
    parser.add_argument("--work", type=Path, help="the folder for configurations, logs and npm packages, which the run keeps")
    options = parser.parse_args()
    for name in binaries:
        path = getattr(options, name)
        if not path.is_file():
            parser.error(f"there is no {path}")
        setattr(options, name, path.resolve())
    return options


class Run:
    def __init__(self, options, work):
        self.options = options
        self.processes = Processes(work)
        self.needs = Needs(self.processes, options.offline)
        self.report = Report()

    def chosen(self, peers, role):
        """Returns the selected peers whose requirements are met."""
        for peer in peers:
            if self.options.only and peer.name not in self.options.only:
                continue
            if reason := self.needs.missing(peer.needs):
                self.report.skip(f"{role} {peer.name} ({reason})")
            else:
                yield peer

    def start_proxies(self, table, wanted, before="", port=0):
        """Starts the proxies of `table`, such as proxies.PROXIES, that serve at least one wanted path. Returns the
        paths of these proxies, {path: HOST:PORT}."""
        opened = {}
        for name, proxy in table.items():
            if not set(wanted).intersection(proxy.paths):
                continue
            try:
                more, reason = proxies.start(proxy, f"{name}-{before}" if before else name, self.processes, port)
            except RuntimeError as error:
                self.report.fail(str(error))
                continue
            opened.update(more)
            if reason:
                self.report.skip(f"{name}{' before ' if before else ''}{before} ({reason})")
        return opened

    def run(self):
        reporter = Reporter()
        try:
            echo, port = self.start_echo_server()
            self.run_http2(port)
            if not self.options.http2:
                self.run_http1(echo, port, reporter)
            self.check_end(echo)
        finally:
            self.processes.kill_all()
            reporter.close()
        self.report.print_table()
        return not self.report.failed()

    def run_http2(self, echo_port):
        """Runs the peers of http2_server and of http2_client."""
        server, client = (self.options.tool.parent / f"http2_{role}" for role in ("server", "client"))
        if not server.is_file() or not client.is_file():
            self.report.skip("http2_server and http2_client (they were not built; Debian: libnghttp2-dev)")
            return
        process, port = self.start_server("http2_server", [server])
        peers = list(self.chosen(http2_clients.PEERS, "HTTP/2 client"))
        hosts = {"direct": f"127.0.0.1:{port}", "tls": f"127.0.0.1:{port}"}
        paths = {path for peer in peers for path in peer.paths}
        hosts.update(self.start_proxies(http2_clients.PROXIES, paths, "http2_server", port))
        part = http2_clients.part()
        for peer in peers:
            for path in peer.paths:
                if path in hosts:
                    self.add(part, http2_clients.run, peer, path, hosts[path], self.processes, self.options.client)
        if process.poll() is not None:
            self.report.fail(f"http2_server exited with {process.returncode}: {output(process).strip()[-500:]}")
        part = http2_servers.part()
        for peer in self.chosen(http2_servers.PEERS, "HTTP/2 server"):
            self.add(part, http2_servers.run, peer, client, self.processes, echo_port)

    def add(self, part, run, *arguments):
        try:
            self.report.add(part, *run(*arguments))
        except RuntimeError as error:
            self.report.fail(str(error))

    def run_http1(self, echo, port, reporter):
        """Runs the peers that speak HTTP/1.1, and the example programs of programs.py."""
        proxied, proxied_port = self.start_echo_server("proxied", "--proxy-protocol")
        clients = list(self.chosen(client_peers.PEERS, "client"))
        servers = list(self.chosen(server_peers.PEERS, "server"))
        before_echo = [path for peer in clients for path in peer.paths]
        before_echo += [path for server in servers if not server.command for path in server.paths]
        hosts = {"direct": f"127.0.0.1:{port}"}
        hosts.update(self.start_proxies(proxies.PROXIES, before_echo, "echo_server", port))
        senders = self.start_proxies(proxies.HEADER_SENDERS, before_echo, "echo_server", proxied_port)
        hosts.update(senders)
        part = client_peers.part()
        for peer in clients:
            for path in peer.paths:
                if path in hosts:
                    row = client_peers.run(peer, path, hosts[path], self.processes, reporter)
                    self.report.add(part, *row)
        self.run_client(servers, echo, hosts)
        self.run_programs(reporter, port)
        self.check_proxied_clients(proxied, senders)
        self.check_end(proxied)

    def run_client(self, servers, echo, echo_hosts):
        """Runs the example client against all servers, including the example echo_server."""
        part = server_peers.part()
        runner = client_cases.Runner(self.processes, self.options.client, self.options.tool, echo_hosts["direct"])
        tunnels = self.start_proxies(proxies.TUNNELS, {path for server in servers for path in server.paths})
        for server in servers:
            process, hosts = echo, echo_hosts
            if server.command:
                try:
                    process, port = server_peers.start(server, self.processes)
                except RuntimeError as error:
                    self.report.fail(str(error))
                    continue
                hosts = {"direct": f"127.0.0.1:{port}"}
                hosts.update(self.start_proxies(proxies.PROXIES, server.paths, server.name, port))
            for path in server_peers.paths(server, hosts, tunnels):
                self.report.add(part, *server_peers.run(server, process, path, runner))
            if server.command and process.poll() is not None:
                said = output(process).strip()[-500:]
                self.report.fail(f"the server {server.name} exited with {process.returncode}: {said}")

    def run_programs(self, reporter, echo_port):
        """Runs the example servers of programs.py, and the example clients on the same event loops."""
        running = []
        for program in filter(self.is_wanted, programs.PROGRAMS):
            path = self.options.tool.parent / program.name
            if not path.is_file():
                self.report.skip(f"program {program.name} (it was not built)")
                continue
            process, port = programs.start(program, path, self.processes)
            if not process:
                self.report.skip(f"program {program.name} ({port})")
                continue
            running.append((program, path, process, port))
        part = programs.servers_part()
        for peer in self.available(programs.client_peers_wanted()):
            for program, _, process, port in running:
                self.report.add(part, *programs.serve(program, peer, port, self.processes, reporter))
                if process.poll() is not None:
                    self.report.fail(f"{program.name} exited with {process.returncode} while {peer.name} ran")
        part = programs.clients_part()
        clients = [path.with_name(program.client) for program, path, *_ in running if program.client]
        for server in self.available(programs.server_peers_wanted()) if clients else []:
            port = server_peers.start(server, self.processes)[1] if server.command else echo_port
            for client in clients:
                self.report.add(part, *programs.connect(client, server, port, self.processes))

    def is_wanted(self, program):
        return not self.options.only or program.name in self.options.only

    def available(self, peers):
        """Returns the peers whose requirements are met, even if they are not selected. Does not report missing peers,
        because chosen() reports them."""
        return [peer for peer in peers if not self.needs.missing(peer.needs)]

    def start_echo_server(self, name="server", *more):
        return self.start_server(name, [self.options.server, "--address", "127.0.0.1", "--port", "0", *more])

    def start_server(self, name, command):
        process = self.processes.start(name, command)
        port = self.processes.listening_port(process)
        if not port:
            raise RuntimeError(f"the {name} did not start: {output(process).strip() or process.poll()}")
        return process, port

    def check_proxied_clients(self, server, senders):
        """Checks the lines of a server that reads the PROXY protocol: each line is the address of a local client. The
        server prints no line for a connection that only tests whether the proxy's port is open."""
        _, *lines = output(server).splitlines()
        wrong = [line for line in lines if not re.fullmatch(r"client 127\.0\.0\.1 port [1-9]\d*", line)]
        if wrong or bool(lines) != bool(senders):
            self.report.fail(f"the server behind the PROXY protocol saw {wrong[:3] or len(lines)} as clients")

    def check_end(self, echo):
        if echo.poll() is not None:
            said = output(echo).strip()[-500:]
            self.report.fail(f"the server exited with {echo.returncode} while clients ran: {said}")
            return
        echo.send_signal(signal.SIGTERM)
        if not wait_until(lambda: echo.poll() is not None, 10):
            self.report.fail("the server did not exit within 10 s of SIGTERM")


def main():
    options = arguments()
    # SIGTERM, SIGHUP and SIGINT raise an exception, so that the run kills every process before the run ends.
    for number in (signal.SIGTERM, signal.SIGHUP, signal.SIGINT):
        signal.signal(number, lambda *_: sys.exit(1))
    try:
        if options.work:
            options.work.mkdir(parents=True, exist_ok=True)
            return Run(options, options.work.resolve()).run()
        with tempfile.TemporaryDirectory(prefix="wshake-interop-") as folder:
            return Run(options, Path(folder)).run()
    except RuntimeError as error:
        print(error, file=sys.stderr)
        return False


if __name__ == "__main__":
    sys.exit(0 if main() else 1)
