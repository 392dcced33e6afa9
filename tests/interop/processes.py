"""Starts child processes that never outlive the run: each child leads a process group, and the run kills all process
groups."""

import os
import random
import re
import signal
import socket
import subprocess
import time


GUARD = 120  # seconds until the run stops waiting for a program; the value is large because a machine may be slow
ATTEMPTS = 20  # number of starts of a program, each with other ports, until the run gives up


def free_port():
    """Returns a port that is probably free. The port is lower than the ports that the system gives to outgoing
    connections."""
    while True:
        port = random.randrange(16384, 32768)
        try:
            with socket.socket() as probe:
                probe.bind(("127.0.0.1", port))
                return port
        except OSError:
            pass


def wait_until(true, patience):
    """Waits until `true()` is true, for at most `patience` seconds. Returns whether it became true."""
    end = time.monotonic() + patience
    while not true():
        if time.monotonic() > end:
            return False
        time.sleep(0.05)
    return True


def listening(port):
    try:
        socket.create_connection(("127.0.0.1", port), timeout=GUARD).close()
    except OSError:
        return False
    return True


class Processes:
    def __init__(self, work):
        self.work = work
        self.running = []

    def start(self, name, command, stdin=subprocess.DEVNULL, stdout=None, descriptors=(), **variables):
        """Starts a process whose output goes to the file NAME.log in the work folder. If `stdout` is given, only
        standard error goes to NAME.log. The process inherits `descriptors`, but no environment variable such as
        http_proxy, because all traffic is local."""
        path = self.work / f"{name}.log"
        environment = {key: value for key, value in os.environ.items() if not key.lower().endswith("_proxy")}
        environment.update(PYTHONDONTWRITEBYTECODE="1", **variables)
        with open(path, "wb") as log:
            process = subprocess.Popen(
                [str(word) for word in command],
                stdin=stdin,
                stdout=stdout or log,
                stderr=log,
                cwd=self.work,
                env=environment,
                start_new_session=True,
                pass_fds=descriptors,
            )
        process.name, process.log = name, path
        self.running.append(process)
        return process

    def listening_port(self, process):
        """Returns the port from the line "listening on" that a server prints, or None if the server does not print this
        line."""
        line = re.compile(r"^listening on (?:http://)?127\.0\.0\.1:(\d+)/?$", re.MULTILINE)
        wait_until(lambda: process.poll() is not None or line.search(output(process)), GUARD)
        found = line.search(output(process))
        return int(found[1]) if found else None

    def start_on_ports(self, name, count, command_of):
        """Starts a program that needs `count` ports in its command line, command_of(*ports). If another program has
        taken one of the ports, the started program ends, and the function starts it again with other ports. Returns the
        process and the ports."""
        for _ in range(ATTEMPTS):
            ports = [free_port() for _ in range(count)]
            process = self.start(name, command_of(*ports))
            up = wait_until(lambda: process.poll() is not None or all(map(listening, ports)), GUARD)
            if up and process.poll() is None:
                return process, ports
            self.kill(process)
        raise RuntimeError(f"{name} did not start: {output(process).strip()[-500:]}")

    def run(self, name, command, patience, **variables):
        """Runs a command to its end. Returns its output and, if it failed or the run killed it, the reason."""
        process = self.start(name, command, **variables)
        status = self.wait(process, patience)
        reason = f"killed after {patience} s" if status is None else f"exit code {status}" if status else ""
        return output(process), reason

    def wait(self, process, patience):
        """Waits for a process's end. Returns its exit status, or None if the run had to kill the process."""
        try:
            return process.wait(patience)
        except subprocess.TimeoutExpired:
            return None
        finally:
            self.kill(process)

    def kill(self, process):
        # The leader of a process group may have ended while its children still run.
        try:
            os.killpg(process.pid, signal.SIGKILL)
        except ProcessLookupError:
            pass
        process.wait()
        if process in self.running:
            self.running.remove(process)

    def kill_all(self):
        # SIGTERM comes before SIGKILL, because squid removes its shared memory on SIGTERM.
        for process in self.running:
            process.terminate()
        wait_until(lambda: all(process.poll() is not None for process in self.running), 5)
        for process in reversed(self.running[:]):
            self.kill(process)


def output(process):
    return process.log.read_text(encoding="utf-8", errors="replace")
