"""An HTTP service in Python that shuts down gracefully and says so at /shutdown-status.

SIGTERM or SIGHUP begins the drain: /healthz and new work get 503, what was accepted is finished,
and the exit code is 0; or 75, if the limit passes with work left. Start it as PID 1 or behind
exec: a shell keeps the signal. The grace period must hold what a preStop hook takes, the limit,
and one second more in which readers of the status hear how it ended.

The status has threads of its own: it answers while others wait or compute, though not while C
code keeps the interpreter's lock.

  LASTCALL_DRAIN_SECONDS=25 LASTCALL_GRACE_SECONDS=30 PORT=8080 STATUS_PORT=8081 python3 graceful.py
"""
import itertools, json, logging, os, re, signal, threading, time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import SimpleNamespace
from urllib.parse import parse_qsl


def number(text, fallback, most):  # what is no number above 0 counts as the fallback
    return min(float(text), most) or fallback if re.fullmatch(r"\d+\.?\d*", text) else fallback


limit = number(os.environ.get("LASTCALL_DRAIN_SECONDS", ""), 25, 1e6)
grace = number(os.environ.get("LASTCALL_GRACE_SECONDS", ""), 30, 1e6)
state = threading.Condition()  # guards the next two
drain = SimpleNamespace(phase="running", cause=None, began=0.0, ended=0.0, completed=0)
tasks = {}  # when each began, oldest first


def begin(cause):
    """Begins the drain; what comes during it is logged and changes nothing."""
    with state:
        logging.info("received %s, draining, %d in flight", cause, len(tasks))
        if drain.phase == "running":
            drain.phase, drain.cause, drain.began = "draining", cause, time.monotonic()
            state.notify_all()


def work(query, answer):
    with state:  # asked and counted under one lock: no task is accepted that nobody waits for
        if drain.phase != "running":
            return answer(503, {"phase": drain.phase})
        tasks[answer] = time.monotonic()
    try:
        time.sleep(number(query.get("ms", ""), 0, 3.6e6) / 1000)  # here the work is done
        answer(200, {"done": True})
    finally:
        with state:
            del tasks[answer]
            drain.completed += 1
            state.notify_all()


def health(query, answer):
    answer(200 if drain.phase == "running" else 503, {"phase": drain.phase})


def status(query, answer):
    if query.get("drain") == "1":
        begin("http")
    with state:
        state.wait_for(lambda: drain.ended, number(query.get("wait", ""), 0, 3600))
        now = time.monotonic()
        ages = [now - began for began in itertools.islice(tasks.values(), 100)]
        value = {"phase": drain.phase, "signal": drain.cause, "inFlight": len(tasks),
                 "oldestSeconds": ages, "completed": drain.completed, "gracePeriodSeconds": grace,
                 "drainElapsedSeconds": (drain.ended or now) - drain.began if drain.cause else 0,
                 "drainTimeoutSeconds": limit}
    answer(200, value)


class Handler(BaseHTTPRequestHandler):
    timeout = 5  # seconds a client may be silent

    def do_GET(self):
        path, _, query = self.path.partition("?")
        route = self.server.routes.get(path, lambda query, answer: answer(404, {}))
        route(dict(parse_qsl(query)), self.answer)

    def answer(self, code, value):
        self.send_response_only(code)
        self.send_header("Content-Type", "application/json")
        self.end_headers()
        self.wfile.write(json.dumps(value).encode())


def watch(reader):
    while True:
        begin(signal.Signals(os.read(reader, 1)[0]).name)


def listen(port, routes):
    server = ThreadingHTTPServer(("0.0.0.0", int(port)), Handler)
    server.routes = routes
    threading.Thread(target=server.serve_forever, args=(0.1,), daemon=True).start()
    return server


logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s")
# A signal's number goes through a pipe at once. Python's own handlers run in the main thread, and
# may come late while that waits for a lock.
reader, writer = os.pipe()
os.set_blocking(writer, False)
signal.set_wakeup_fd(writer)
for drains in (signal.SIGTERM, signal.SIGHUP):
    signal.signal(drains, lambda number, frame: None)
threading.Thread(target=watch, args=(reader,), daemon=True).start()
if limit + 1 >= grace:
    logging.warning("warning: SIGKILL after %g s may come before %g + 1 s are over", grace, limit)
ThreadingHTTPServer.request_queue_size = 128
listen(os.environ.get("STATUS_PORT", 8081), {"/shutdown-status": status})
service = listen(os.environ.get("PORT", 8080), {"/work": work, "/healthz": health})
with state:
    state.wait_for(lambda: drain.cause)
    while tasks and (left := drain.began + limit - time.monotonic()) > 0:
        if not state.wait_for(lambda: not tasks, min(1, left)) and left > 1:
            logging.info("still waiting, %d in flight", len(tasks))
    drain.phase, drain.ended = "timedOut" if tasks else "drained", time.monotonic()
    logging.info("drain over: %s after %.1f s, %d in flight",
                 drain.phase, drain.ended - drain.began, len(tasks))
    state.notify_all()
service.shutdown()
service.server_close()
time.sleep(1)  # the last answers go out, and the status closes last
os._exit(0 if drain.phase == "drained" else 75)  # whatever threads of stuck work are doing
