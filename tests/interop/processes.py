"""Child processes that never outlive the run: each leads a process group, which is killed."""

import os
import re
import signal
import socket
import subprocess
import time


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


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
        socket.create_connection(("127.0.0.1", port), timeout=1).close()
    except OSError:
        return False
    return True


class Processes:
    def __init__(self, work):
        self.work = work
        self.running = []

    def start(self, name, command, stdin=subprocess.DEVNULL, stdout=None, **variables):
        """Starts a process whose output goes to NAME.log in the work folder. With another stdout only the standard
        error goes to NAME.log. The process gets no http_proxy, because all traffic is local."""
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
            )
        process.name, process.log = name, path
        self.running.append(process)
        return process

    def listening_port(self, process):
        """Returns the port from the "listening on" line of one of our servers, or None if the server does not print
        that line."""
        line = re.compile(r"^listening on http://127\.0\.0\.1:(\d+)/$", re.MULTILINE)
        wait_until(lambda: process.poll() is not None or line.search(output(process)), 15)
        found = line.search(output(process))
        return int(found[1]) if found else None

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
