"""The proxies: a configuration in the work folder, a process in the foreground, the ports that it listens on."""

import shutil

from processes import free_port, listening, output, wait_until

# With a master process nginx would change its worker's user when started by root.
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
    timeout connect 10s
    timeout client 60s
    timeout server 60s
    timeout tunnel 60s
frontend front
    bind 127.0.0.1:{haproxy}
    default_backend back
backend back
    server echo 127.0.0.1:{server}
"""

LIGHTTPD = """\
server.bind = "127.0.0.1"
server.port = {lighttpd}
server.document-root = "{folder}"
server.upload-dirs = ("{folder}")
server.modules = ("mod_proxy")
proxy.server = ("" => (("host" => "127.0.0.1", "port" => {server})))
proxy.header = ("upgrade" => "enable")
"""

# name: the configuration, the command, the paths that it opens
PROXIES = {
    "nginx": (NGINX, "nginx -e stderr -p {folder} -c {file}", ["nginx", "nginx-plain"]),
    "haproxy": (HAPROXY, "haproxy -db -q -f {file}", ["haproxy"]),
    "lighttpd": (LIGHTTPD, "lighttpd -D -f {file}", ["lighttpd"]),
}


def start(name, processes, server_port):
    """The paths through a proxy, {name: HOST:PORT}, and its process; or no path and the reason."""
    configuration, command, paths = PROXIES[name]
    program, *arguments = command.split()
    # A user's PATH may lack the folders of system programs.
    executable = shutil.which(program) or shutil.which(program, path="/usr/sbin:/usr/local/sbin")
    if not executable:
        return {}, f"{program} is not installed"
    folder = processes.work / name
    folder.mkdir(exist_ok=True)
    file = folder / "configuration"
    ports = {path: free_port() for path in paths}
    file.write_text(configuration.format(folder=folder, server=server_port, **ports))
    process = processes.start(name, [executable, *(word.format(folder=folder, file=file) for word in arguments)])
    up = wait_until(lambda: process.poll() is not None or all(map(listening, ports.values())), 15)
    if not up or process.poll() is not None:
        raise RuntimeError(f"{name} did not start: {output(process).strip()}")
    return {path: f"127.0.0.1:{port}" for path, port in ports.items()}, ""
