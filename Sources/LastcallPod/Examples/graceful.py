"""PORT=8080 STATUS_PORT=8081 LASTCALL_DRAIN_SECONDS=25 python3 graceful.py, as PID 1 or behind exec"""
import asyncio, json, os, signal, time
from urllib.parse import parse_qsl, urlsplit

secret = os.environ.get("LASTCALL_DRAIN_HEADER", "").lower()  # of who may begin the drain over HTTP
limit = float(os.environ.get("LASTCALL_DRAIN_SECONDS") or 25)  # below the grace period less its preStop
phase, cause, began, ended, tasks = "running", None, 0, 0, {}  # when each task began, oldest first
def begin(by):  # what comes during the drain is logged and changes nothing
    global phase, cause, began
    print(f"received {by}, draining, {len(tasks)} in flight", flush=True)
    if phase == "running": phase, cause, began = "draining", by, time.monotonic()
async def work(query):
    if phase != "running": return 503, phase  # no await before it counts: what is accepted is waited for
    tasks[asyncio.current_task()] = time.monotonic()
    await asyncio.sleep(float(query.get("ms", 0)) / 1000)  # here the work is done
    return 200, "done"
async def status(query):
    if query.get("drain") == "1" and not query["told"]: return 403, "Lastcall-Drain"
    if query.get("drain") == "1": begin("http")
    until = time.monotonic() + min(float(query.get("wait", 0)), 3600)
    while not ended and time.monotonic() < until: await asyncio.sleep(0.05)
    now, elapsed = time.monotonic(), (ended or time.monotonic()) - began if cause else 0
    return 200, dict(phase=phase, inFlight=len(tasks), drainElapsedSeconds=elapsed, signal=cause,
                     drainTimeoutSeconds=limit, oldestSeconds=[now - t for t in tasks.values()][:100])
async def missing(query): return 404, "no such path"
async def serve(port, routes):
    async def answer(reader, writer):
        try:
            head = (await reader.readuntil(b"\r\n\r\n")).decode()
            url, told = urlsplit(head.split()[1]), secret and f"\r\nlastcall-drain: {secret}\r\n" in head.lower()
            code, value = await routes.get(url.path, missing)(dict(parse_qsl(url.query), told=told))
            writer.write(f"HTTP/1.1 {code} -\r\nConnection: close\r\n\r\n{json.dumps(value)}".encode())
            await writer.drain()
        finally:  # the answer is out, or its client has gone
            tasks.pop(asyncio.current_task(), None)
            writer.close()
    return await asyncio.start_server(answer, port=port)
async def main():
    global phase, ended
    for name in ("SIGTERM", "SIGHUP"):
        asyncio.get_running_loop().add_signal_handler(signal.Signals[name], begin, name)
    await serve(os.environ.get("STATUS_PORT", 8081), {"/shutdown-status": status})
    await serve(os.environ.get("PORT", 8080), {"/work": work, "/readyz": work})
    while phase == "running": await asyncio.sleep(0.05)
    while tasks and (left := began + limit - time.monotonic()) > 0:
        await asyncio.wait([*tasks], timeout=min(1, left))
        if tasks: print(f"still waiting, {len(tasks)} in flight", flush=True)
    phase, ended = "timedOut" if tasks else "drained", time.monotonic()
    print(f"{phase} after {ended - began:.1f} s, {len(tasks)} in flight", flush=True)
    await asyncio.sleep(1)  # the last answers go out, and the status closes last
    os._exit(0 if phase == "drained" else 75)
asyncio.run(main())
