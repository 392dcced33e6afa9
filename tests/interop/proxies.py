"""Starts the proxies between clients and servers. A proxy has a configuration in the work folder, a process in the
foreground, and one or more ports on which it listens."""

import pathlib
import shutil
import stat
import subprocess
from dataclasses import dataclass

# nginx runs without a master process, because a master process that root starts would run its worker as another user.
NGINX = """\
daemon off;
master_process off;
pid {folder}/nginx.pid;
error_log stderr;
events {{}}
http {{
    access_log off;
    client_body_temp_path {folder}/client;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    map $http_upgrade $connection_upgrade {{
        default upgrade;
        ''      close;
    }}
    server {{
        listen 127.0.0.1:{nginx};
        location / {{
            proxy_pass http://127.0.0.1:{server};
            proxy_http_version 1.1;
            proxy_set_header Upgrade $http_upgrade;
            proxy_set_header Connection $connection_upgrade;
            proxy_set_header Host $host;
        }}
    }}
    server {{
        listen 127.0.0.1:{nginx-plain};
        location / {{
            proxy_pass http://127.0.0.1:{server};
        }}
    }}
}}
"""

HAPROXY = """\
defaults
    mode http
    timeout connect 60s
    timeout client 600s
    timeout server 600s
    timeout tunnel 600s
frontend front
    bind 127.0.0.1:{haproxy}
    default_backend back
backend back
    server echo 127.0.0.1:{server}
"""

# Returns the configuration HAPROXY with an option by which HAProxy sends a header of the PROXY protocol before the
# bytes of each client.
def haproxy_that_sends(option, path):
    return HAPROXY.replace("{haproxy}", f"{{{path}}}").replace("{server}", f"{{server}} {option}")


LIGHTTPD = """\
server.bind = "127.0.0.1"
server.port = {lighttpd}
server.document-root = "{folder}"
server.upload-dirs = ("{folder}")
server.modules = ("mod_proxy")
proxy.server = ("" => (("host" => "127.0.0.1", "port" => {server})))
proxy.header = ("upgrade" => "enable")
"""

# The name after squid's option -n is also the name of squid's shared memory, so two instances of squid need two names.
# Squid's helper (auth_param) reads a line "user password" and answers OK or ERR. Squid starts the helper without a
# shell, so the sed script has no quotes.
SQUID = """\
http_port 127.0.0.1:{squid}
http_port 127.0.0.1:{squid-login}
visible_hostname interop
pid_filename none
access_log none
cache_log /dev/null
cache deny all
coredump_dir /
shutdown_lifetime 0 seconds
pinger_enable off
auth_param basic program /bin/sed -u s/^alice.wonderland$/OK/;t;s/.*/ERR/
auth_param basic children 1
auth_param basic realm interop
acl strict localport {squid-login}
acl known proxy_auth REQUIRED
acl closed port 1
http_access deny strict !known
http_access deny closed
http_access allow all
"""

TINYPROXY = """\
Port {%s}
Listen 127.0.0.1
Allow 127.0.0.1
MaxClients 50
LogLevel Error
"""
TINYPROXY_COMMAND = "tinyproxy -d -c {file}"
NCAT_COMMAND = "ncat -l 127.0.0.1 {%s} --proxy-type http"


# Dante checks logins against the system's users, so microsocks is the only SOCKS5 proxy with a path that demands a
# login.
DANTE = """\
logoutput: stderr
internal: 127.0.0.1 port = {dante}
external: 127.0.0.1
clientmethod: none
socksmethod: none
client pass {{
    from: 127.0.0.0/8 to: 0.0.0.0/0
}}
socks block {{
    from: 127.0.0.0/8 to: 0.0.0.0/0 port = 1
}}
socks pass {{
    from: 127.0.0.0/8 to: 0.0.0.0/0
    command: connect
}}
"""
MICROSOCKS_COMMAND = "microsocks -i 127.0.0.1 -p {%s}"


@dataclass
class Proxy:
    configuration: str
    command: str
    paths: list  # names of the paths through the proxy; the proxy listens on one port for each path
    socks: bool = False  # true if the proxy speaks SOCKS5


# Proxies in front of a server.
PROXIES = {
    "nginx": Proxy(NGINX, "nginx -e stderr -p {folder} -c {file}", ["nginx", "nginx-plain"]),
    "haproxy": Proxy(HAPROXY, "haproxy -db -q -f {file}", ["haproxy"]),
    "lighttpd": Proxy(LIGHTTPD, "lighttpd -D -f {file}", ["lighttpd"]),
}

# Proxies in front of a server that requires the PROXY protocol.
HAPROXY_COMMAND = PROXIES["haproxy"].command
HEADER_SENDERS = {
    name: Proxy(haproxy_that_sends(option, name), HAPROXY_COMMAND, [name])
    for name, option in {
        "haproxy-v1": "send-proxy",
        "haproxy-v2": "send-proxy-v2",
        "haproxy-v2-tlvs": "send-proxy-v2 proxy-v2-options crc32c,unique-id",
    }.items()
}

# Proxies for a client that asks for a tunnel, by an HTTP CONNECT or a SOCKS5 CONNECT. On a path whose name ends in
# -login the proxy demands credentials.
TUNNELS = {
    "squid": Proxy(SQUID, "squid -N -n interop{squid} -d 1 -f {file}", ["squid", "squid-login"]),
    "tinyproxy": Proxy(TINYPROXY % "tinyproxy", TINYPROXY_COMMAND, ["tinyproxy"]),
    "tinyproxy-login": Proxy(
        TINYPROXY % "tinyproxy-login" + "BasicAuth alice wonderland\n", TINYPROXY_COMMAND, ["tinyproxy-login"]
    ),
    "ncat": Proxy("", NCAT_COMMAND % "ncat", ["ncat"]),
    "ncat-login": Proxy("", NCAT_COMMAND % "ncat-login" + " --proxy-auth alice:wonderland", ["ncat-login"]),
    "microsocks": Proxy("", MICROSOCKS_COMMAND % "microsocks", ["microsocks"], True),
    "microsocks-login": Proxy(
        "", MICROSOCKS_COMMAND % "microsocks-login" + " -u alice -P wonderland", ["microsocks-login"], True
    ),
    "dante": Proxy(DANTE, "danted -f {file} -p {folder}/pid", ["dante"], True),
}
SOCKS_PATHS = {path for tunnel in TUNNELS.values() if tunnel.socks for path in tunnel.paths}


def find(program):
    """Returns the path of a program. The function also searches the folders of system programs, because a user's PATH
    may lack these folders."""
    return shutil.which(program) or shutil.which(program, path="/usr/sbin:/usr/local/sbin")


# Maps a program to its Debian package, if the names of the two differ.
PACKAGES = {"danted": "dante-server", "nghttpx": "nghttp2-proxy", "nginx": "nginx-light", "node": "nodejs"}


def is_missing(program):
    """Returns the reason why the run skips a program's peers."""
    return f"{program} is not installed (Debian: {PACKAGES.get(program, program)})"


def version(program):
    """Returns the first line of the version that haproxy or nghttpx prints."""
    option = "-v" if program == "haproxy" else "--version"
    return subprocess.run([find(program), option], capture_output=True, text=True).stdout.partition("\n")[0]


def start(proxy, name, processes, server_port=0):
    """Starts a proxy. Returns its paths, {name: HOST:PORT}, and an empty string or, if the proxy cannot run, no paths
    and the reason."""
    program, *arguments = proxy.command.split()
    executable = find(program)
    if not executable:
        return {}, is_missing(program)
    # Squid, which runs as a user of its own, keeps its tables in /dev/shm.
    shared_memory = pathlib.Path("/dev/shm")
    if program == "squid" and not (shared_memory.exists() and shared_memory.stat().st_mode & stat.S_IWOTH):
        return {}, "squid needs /dev/shm, where only root may write here"
    folder = processes.work / name
    folder.mkdir(exist_ok=True)
    file = folder / "configuration"

    def command_of(*ports):
        values = {"folder": folder, "file": file, "server": server_port, **dict(zip(proxy.paths, ports))}
        file.write_text(proxy.configuration.format(**values))
        return [executable, *(word.format(**values) for word in arguments)]

    _, ports = processes.start_on_ports(name, len(proxy.paths), command_of)
    return {path: f"127.0.0.1:{port}" for path, port in zip(proxy.paths, ports)}, ""
