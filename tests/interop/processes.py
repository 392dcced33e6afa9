"""Child processes that never outlive the run: each leads a process group, which is killed."""

import os
import random
import re
import signal
import socket
import subprocess
import time


GUARD = 120  # seconds until a hanging program is given up; no check expects anything to be faster
ATTEMPTS = 20  # number of ports that a program tries


def free_port():
    """Returns a port that is probably free. It lies below the ports of outgoing connections, which come and go."""
    while True:
        port = random.randrange(16384, 32768)
        try:
            with socket.socket() as probe:
                probe.bind(("127.0.0.1", port))
                return port
        except OSError:
            pass


def wait_until(true, patience):
    """Returns whether the condition became true in time."""
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
        """Starts a process whose output goes to NAME.log in the work folder. With another stdout only the standard
        error goes to NAME.log. The process inherits `descriptors`. It gets no http_proxy, because all traffic is
        local."""
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
        """Returns the port from the "listening on" line of one of our servers, or None if the server does not print
        that line."""
        line = re.compile(r"^listening on (?:http://)?127\.0\.0\.1:(\d+)/?$", re.MULTILINE)
        wait_until(lambda: process.poll() is not None or line.search(output(process)), GUARD)
        found = line.search(output(process))
        return int(found[1]) if found else None

    def start_on_ports(self, name, count, command_of):
        """Starts a program that must be given `count` ports: command_of(*ports) is its command line. Another program
        may have taken a port meanwhile; then the program ends and is started again on other ports. Returns the
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
        """Returns a process's output, and the reason if the process failed or was killed."""
        process = self.start(name, command, **variables)
        status = self.wait(process, patience)
        reason = f"killed after {patience} s" if status is None else f"exit code {status}" if status else ""
        return output(process), reason

    def wait(self, process, patience):
        """Returns a process's exit status, or None if the run had to kill the process."""
        try:
            return process.wait(patience)
        except subprocess.TimeoutExpired:
            return None
        finally:
            self.kill(process)

    def kill(self, process):
        # The group outlives its leader while the leader's own children run.
        try:
            os.killpg(process.pid, signal.SIGKILL)
        except ProcessLookupError:
            pass
        process.wait()
        if process in self.running:
            self.running.remove(process)

    def kill_all(self):
        # On SIGTERM squid removes its shared memory.
        for process in self.running:
            process.terminate()
        wait_until(lambda: all(process.poll() is not None for process in self.running), 5)
        for process in reversed(self.running[:]):
            self.kill(process)


def output(process):
    return process.log.read_text(encoding="utf-8", errors="replace")
