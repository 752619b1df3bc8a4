// PORT=8080 STATUS_PORT=8081 LASTCALL_DRAIN_SECONDS=25 node graceful.mjs, as PID 1 or behind exec
import { createServer } from 'node:http'
const limit = +process.env.LASTCALL_DRAIN_SECONDS || 25 // below the grace period less its preStop
const secret = process.env.LASTCALL_DRAIN_HEADER // of who may begin the drain over HTTP
const tasks = new Map() // when each began, oldest first
let phase = 'running', cause = null, began = 0, ended = 0, tell
const over = new Promise(resolve => { tell = resolve })
const seconds = () => performance.now() / 1000
const sleep = length => new Promise(resolve => setTimeout(resolve, Math.min(length, 3600) * 1000))

async function work(query, answer, response) {
  if (phase !== 'running') return answer(503, phase) // no await before it counts: what is accepted is waited for
  tasks.set(response, seconds())
  const closed = new Promise(resolve => response.once('close', resolve))
  try {
    await sleep(query.get('ms') / 1000) // here the work is done
    answer(200, 'done')
  } finally { closed.then(() => tasks.delete(response) && tasks.size || end('drained')) }
}
function begin(by) { // what comes during the drain is logged and changes nothing
  console.log(`received ${by}, draining, ${tasks.size} in flight`)
  if (phase !== 'running') return
  phase = 'draining', cause = by, began = seconds()
  setInterval(() => ended || console.log(`still waiting, ${tasks.size} in flight`), 1000)
  setTimeout(end, limit * 1000, 'timedOut')
  if (!tasks.size) end('drained')
}
function end(outcome) { // once; the status is served a second longer than the work
  if (phase !== 'draining') return
  phase = outcome, ended = seconds()
  console.log(`${phase} after ${(ended - began).toFixed(1)} s, ${tasks.size} in flight`)
  tell()
  setTimeout(() => process.exit(phase === 'drained' ? 0 : 75), 1000)
}
async function status(query, answer, response) {
  const told = secret && response.req.headers['lastcall-drain'] === secret
  if (query.get('drain') === '1' && !told) return answer(403, 'Lastcall-Drain')
  if (query.get('drain') === '1') begin('http')
  await Promise.race([over, sleep(query.get('wait'))])
  const now = seconds(), oldestSeconds = [...tasks.values()].slice(0, 100).map(start => now - start)
  const drainElapsedSeconds = cause ? (ended || now) - began : 0, inFlight = tasks.size
  answer(200, { phase, inFlight, drainElapsedSeconds, signal: cause, oldestSeconds, drainTimeoutSeconds: limit })
}
const serve = (port, routes) => createServer((request, response) => {
  const answer = (code, value) => response.writeHead(code, { Connection: 'close' }).end(JSON.stringify(value))
  const [path, query] = request.url.split('?')
  const route = routes[path] ?? (async () => answer(404, path))
  route(new URLSearchParams(query), answer, response).catch(error => answer(500, `${error}`))
}).listen(port)
process.on('SIGTERM', begin).on('SIGHUP', begin)
serve(process.env.STATUS_PORT || 8081, { '/shutdown-status': status })
serve(process.env.PORT || 8080, { '/work': work, '/readyz': work })
