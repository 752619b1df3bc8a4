#!/usr/bin/env python3
"""A container of the sandbox in which a real server runs, or a client of one.

`serve.py run KIND FOLDER …` starts that server before a slow backend; it takes the place of this process, so that
signals are its own. Its two ports, of the service and of the status, go to descriptor 3 as the sandbox wants it,
and into FOLDER/ports. `serve.py ask PORT MILLISECONDS …` asks slow requests, all at once, and prints what each
came to.
"""
import http.client, http.server, os, signal, socket, sys, threading, time


def free_port():
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


class Backend(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        if "ms=" in self.path:
            time.sleep(int(self.path.split("ms=")[1]) / 1000)
        body = b"done\n"
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


def start_backend():
    """A process of its own, which the server's signals do not reach, and which is not the server's child: some wait
    for every child that they have."""
    port = free_port()
    between = os.fork()
    if between == 0:
        if os.fork() == 0:
            http.server.ThreadingHTTPServer(("127.0.0.1", port), Backend).serve_forever()
        os._exit(0)
    os.waitpid(between, 0)
    return port


CONFIGURATIONS = {
    "nginx": ("nginx.conf", """
daemon off; pid FOLDER/nginx.pid; error_log stderr notice; worker_processes 2;
events {}
http {
  access_log off;
  client_body_temp_path FOLDER/body; proxy_temp_path FOLDER/proxy; fastcgi_temp_path FOLDER/fastcgi;
  uwsgi_temp_path FOLDER/uwsgi; scgi_temp_path FOLDER/scgi;
  server { listen 127.0.0.1:WEB; location / { proxy_pass http://127.0.0.1:BACKEND; } }
  server { listen 127.0.0.1:STATUS; location /nginx_status { stub_status; } }
}
""", ["nginx", "-p", "FOLDER", "-c", "FOLDER/nginx.conf"]),
    "haproxy": ("haproxy.cfg", """
global
  hard-stop-after 60s
defaults
  mode http
  timeout connect 5s
  timeout client 60s
  timeout server 60s
frontend web
  bind 127.0.0.1:WEB
  default_backend work
backend work
  server one 127.0.0.1:BACKEND
frontend status
  bind 127.0.0.1:STATUS
  http-request use-service prometheus-exporter if { path /metrics }
  stats enable
  stats uri /stats
""", ["haproxy", "-W", "-db", "-f", "FOLDER/haproxy.cfg"]),
    "apache": ("apache.conf", """
ServerRoot /usr/lib/apache2
ServerName 127.0.0.1
User nobody
Group nogroup
DefaultRuntimeDir FOLDER
PidFile FOLDER/apache.pid
ErrorLog /dev/stderr
LoadModule mpm_event_module modules/mod_mpm_event.so
LoadModule authz_core_module modules/mod_authz_core.so
LoadModule proxy_module modules/mod_proxy.so
LoadModule proxy_http_module modules/mod_proxy_http.so
LoadModule status_module modules/mod_status.so
Listen 127.0.0.1:WEB
Listen 127.0.0.1:STATUS
<VirtualHost 127.0.0.1:WEB>
  ProxyPass / http://127.0.0.1:BACKEND/
</VirtualHost>
<VirtualHost 127.0.0.1:STATUS>
  <Location /server-status>
    SetHandler server-status
  </Location>
</VirtualHost>
""", ["apache2", "-DFOREGROUND", "-f", "FOLDER/apache.conf"]),
    "caddy": ("Caddyfile", """
{
  admin 127.0.0.1:STATUS
  grace_period 8s
  servers {
    metrics
  }
}
http://127.0.0.1:WEB {
  reverse_proxy 127.0.0.1:BACKEND
}
""", ["caddy", "run", "--config", "FOLDER/Caddyfile", "--adapter", "caddyfile"]),
    "traefik": ("traefik.yaml", """
entryPoints:
  web:
    address: 127.0.0.1:WEB
    transport: {lifeCycle: {requestAcceptGraceTimeout: 1s, graceTimeOut: 8s}}
  status: {address: 127.0.0.1:STATUS}
metrics: {prometheus: {entryPoint: status}}
log: {level: INFO}
providers: {file: {filename: FOLDER/routes.yaml}}
""", ["traefik", "--configFile=FOLDER/traefik.yaml"]),
    "envoy": ("envoy.yaml", """
admin: {address: {socket_address: {address: 127.0.0.1, port_value: STATUS}}}
static_resources:
  listeners:
  - address: {socket_address: {address: 127.0.0.1, port_value: WEB}}
    filter_chains:
    - filters:
      - name: envoy.filters.network.http_connection_manager
        typed_config:
          "@type": type.googleapis.com/envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager
          stat_prefix: web
          route_config: {virtual_hosts: [{name: all, domains: ["*"], routes: [{match: {prefix: /}, route: {cluster: work, timeout: 60s}}]}]}
          http_filters:
          - name: envoy.filters.http.router
            typed_config: {"@type": type.googleapis.com/envoy.extensions.filters.http.router.v3.Router}
  clusters:
  - name: work
    type: STATIC
    load_assignment: {cluster_name: work, endpoints: [{lb_endpoints: [{endpoint: {address: {socket_address: {address: 127.0.0.1, port_value: BACKEND}}}}]}]}
""", ["envoy", "-c", "FOLDER/envoy.yaml"]),
    "puma": ("config.ru", """
run lambda { |env|
  ms = env["QUERY_STRING"][/ms=(\\d+)/, 1].to_i
  sleep ms / 1000.0
  [200, {"content-type" => "text/plain"}, ["done\\n"]]
}
""", ["puma", "-b", "tcp://127.0.0.1:WEB", "--control-url", "tcp://127.0.0.1:STATUS", "--control-token", "none",
      "-t", "5:5", "FOLDER/config.ru"]),
}
ROUTES = """
http:
  routers: {all: {rule: "PathPrefix(`/`)", service: work, entryPoints: [web]}}
  services: {work: {loadBalancer: {servers: [{url: "http://127.0.0.1:BACKEND"}]}}}
"""


def serve_prometheus(web, status):
    """A server with the metrics of prometheus_client, which drains on SIGTERM."""
    import prometheus_client
    gauge = prometheus_client.Gauge("http_server_active_requests", "Requests in flight")
    prometheus_client.start_http_server(status, "127.0.0.1")

    class Counted(Backend):
        @gauge.track_inprogress()
        def do_GET(self):
            super().do_GET()

    server = http.server.ThreadingHTTPServer(("127.0.0.1", web), Counted)
    server.daemon_threads = False
    signal.signal(signal.SIGTERM, lambda *_: threading.Thread(target=server.shutdown).start())
    server.serve_forever()
    server.server_close()


def run(kind, folder):
    web, status = free_port(), free_port()
    folder = os.path.join(folder, str(os.getpid()))
    os.mkdir(folder)
    backend = start_backend() if kind not in ("puma", "prometheus") else 0

    def fill(text):
        for word, value in (("FOLDER", folder), ("WEB", web), ("STATUS", status), ("BACKEND", backend)):
            text = text.replace(word, str(value))
        return text

    os.write(3, f"{web} {status}\n".encode())
    os.close(3)
    try:
        with open(os.path.join(folder, "..", "ports"), "x") as file:
            file.write(f"{web} {status}\n")
    except FileExistsError:
        pass  # The pod that takes the place of the first.
    if kind == "prometheus":
        return serve_prometheus(web, status)
    name, text, command = CONFIGURATIONS[kind]
    with open(os.path.join(folder, name), "w") as file:
        file.write(fill(text))
    with open(os.path.join(folder, "routes.yaml"), "w") as file:
        file.write(fill(ROUTES))
    os.environ["PATH"] += ":/usr/sbin"
    os.environ["HOME"] = folder
    command = [fill(word) for word in command]
    os.execvp(command[0], command)


def ask(port, *lengths):
    results = [None] * len(lengths)

    def one(index):
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=90)
        try:
            connection.request("GET", f"/work?ms={lengths[index]}")
            results[index] = str(connection.getresponse().status)
        except (OSError, http.client.HTTPException):
            results[index] = "cut"

    threads = [threading.Thread(target=one, args=(i,)) for i in range(len(lengths))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    print(" ".join(results))


if __name__ == "__main__":
    if sys.argv[1] == "run":
        run(sys.argv[2], sys.argv[3])
    else:
        ask(*map(int, sys.argv[2:]))
