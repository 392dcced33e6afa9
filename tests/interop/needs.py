"""Checks whether the programs and packages that a peer needs are installed, and names what is missing."""

import functools
import importlib.util
import json
import os
import re
import shutil
import socket
import subprocess
from pathlib import Path

from proxies import find, is_missing

HERE = Path(__file__).resolve().parent
COMPILER = os.environ.get("CXX", "c++")


class Needs:
    def __init__(self, processes, offline):
        self.processes = processes
        self.offline = offline
        self.npm_folder = processes.work / "npm"

    def missing(self, needs):
        """Returns the reason why the first unmet requirement of `needs` is not met, or an empty string. A requirement
        is "program NAME", "module NAME", "header NAME", "npm NAME", "node VERSION" or "mount FOLDER"."""
        ways = {
            "program": program,
            "module": module,
            "header": header,
            "npm": self.npm,
            "node": node,
            "mount": mount,
        }
        for need in needs:
            kind, name = need.split()
            if reason := ways[kind](name):
                return reason
        return ""

    def npm(self, _):
        return self.npm_problem

    @functools.cached_property
    def npm_problem(self):
        """Installs the npm packages in the work folder. Returns an empty string, or the reason why the installation
        failed. The clients and servers for Node run in the work folder, because Node looks for a package in the folder
        of the importing file and in the folders above it."""
        if self.offline:
            return "npm packages are left out, as --offline says"
        for folder in ("clients", "servers"):
            copies = self.npm_folder / folder
            copies.mkdir(parents=True, exist_ok=True)
            for file in (HERE / folder).glob("*.mjs"):
                shutil.copyfile(file, copies / file.name)
        shutil.copyfile(HERE / "package.json", self.npm_folder / "package.json")
        wanted = json.loads((HERE / "package.json").read_text())["dependencies"]
        if all(self.installed(name) == version.rpartition("@")[2] for name, version in wanted.items()):
            return ""
        if not shutil.which("npm"):
            return "npm is not installed"
        options = ["--no-audit", "--no-fund", "--no-package-lock", "--ignore-scripts"]
        command = ["npm", "install", "--prefix", self.npm_folder, *options]
        outside = {key: value for key, value in os.environ.items() if key.lower().endswith("_proxy")}
        said, reason = self.processes.run("npm", command, 120, **outside)
        codes = re.findall(r"^npm (?:ERR!|error) code (\w+)", said, re.MULTILINE)
        return f"npm install: {', '.join([reason, *codes])}" if reason else ""

    def installed(self, name):
        try:
            return json.loads((self.npm_folder / "node_modules" / name / "package.json").read_text())["version"]
        except OSError:
            return None


def program(name):
    return "" if find(name) else is_missing(name)


def node(version):
    """Returns the reason why Node of at least this version is not available, or an empty string."""
    if reason := program("node"):
        return reason
    said = subprocess.run(["node", "--version"], capture_output=True, text=True).stdout.strip()
    older = tuple(map(int, said[1:].split("."))) < tuple(map(int, version.split(".")))
    return f"Node {said} is older than {version}" if older else ""


@functools.cache
def first_address(name):
    """Returns the first address to which the system resolves a host name, or "unknown". The address of localhost may be
    127.0.0.1 or ::1, and is unknown on a system without /etc/hosts."""
    try:
        return socket.getaddrinfo(name, 80, type=socket.SOCK_STREAM)[0][4][0]
    except OSError:
        return "unknown"


def mount(folder):
    return "" if os.listdir(folder) else f"{folder} is not mounted"


def module(name):
    return "" if importlib.util.find_spec(name) else f"this Python has no module {name} (Debian: python3-{name})"


def header(name):
    command = [COMPILER, "-x", "c++", "-E", "-o", os.devnull, "-"]
    try:
        found = subprocess.run(command, input=f"#include <{name}>\n", text=True, capture_output=True).returncode == 0
    except OSError:
        return f"{COMPILER} is not installed"
    return "" if found else f"{COMPILER} finds no {name}"
