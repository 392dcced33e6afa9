"""Child processes that never outlive the run: each leads a process group, and the group is killed."""

import os
import signal
import socket
import subprocess
import time


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def wait_until(true, patience):
    """Whether the condition came true in time."""
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

    def start(self, name, command, **variables):
        """A process whose output goes to NAME.log in the work folder. It sees no http_proxy: all traffic is local."""
        path = self.work / f"{name}.log"
        environment = {key: value for key, value in os.environ.items() if not key.lower().endswith("_proxy")}
        environment.update(PYTHONDONTWRITEBYTECODE="1", **variables)
        with open(path, "wb") as log:
            process = subprocess.Popen(
                [str(word) for word in command],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                cwd=self.work,
                env=environment,
                start_new_session=True,
            )
        process.name, process.log = name, path
        self.running.append(process)
        return process

    def run(self, name, command, patience, **variables):
        """The output of a process and the reason why it is cut short, if it is."""
        process = self.start(name, command, **variables)
        reason = ""
        try:
            process.wait(patience)
        except subprocess.TimeoutExpired:
            reason = f"killed after {patience} s"
        if process.returncode:
            reason = f"exit code {process.returncode}"
        self.kill(process)
        return output(process), reason

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
        for process in reversed(self.running[:]):
            self.kill(process)


def output(process):
    return process.log.read_text(encoding="utf-8", errors="replace")
