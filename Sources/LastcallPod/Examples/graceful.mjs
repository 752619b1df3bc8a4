// An HTTP service in Node that shuts down gracefully and says so at /shutdown-status.
//
// SIGTERM or SIGHUP begins the drain: /healthz and new work get 503, what was accepted is
// finished, and the exit code is 0; or 75, if the limit passes with work left. Start it as PID 1
// or behind exec: a shell keeps the signal. The grace period must hold what a preStop hook takes,
// the limit, and one second more in which readers of the status hear how it ended.
//
// Node has one event loop: while code blocks it nothing answers, the status neither, and signals
// and the limit wait, too.
//
//  LASTCALL_DRAIN_SECONDS=25 LASTCALL_GRACE_SECONDS=30 PORT=8080 STATUS_PORT=8081 node graceful.mjs
import { createServer } from 'node:http'

const sleep = milliseconds => new Promise(resolve => setTimeout(resolve, milliseconds))
const seconds = () => performance.now() / 1000
// What is no number above 0 counts as the fallback.
const number = (text, fallback, most) => text > 0 ? Math.min(text, most) : fallback
const limit = number(process.env.LASTCALL_DRAIN_SECONDS, 25, 1e6)
const grace = number(process.env.LASTCALL_GRACE_SECONDS, 30, 1e6)
const tasks = new Map() // when each began, oldest first
let phase = 'running', cause = null, began = 0, ended = 0, completed = 0, tell
const over = new Promise(resolve => { tell = resolve })

async function work(query, answer, response) {
  // Asked and counted in one turn of the loop: no task is accepted that nobody waits for.
  if (phase !== 'running') return answer(503, { phase })
  tasks.set(response, seconds())
  try {
    await sleep(number(query.get('ms'), 0, 3.6e6)) // here the work is done
    answer(200, { done: true })
    if (!response.destroyed) await new Promise(resolve => response.once('close', resolve))
  } finally {
    completed += tasks.delete(response)
    if (tasks.size === 0) end('drained')
  }
}

// Begins the drain; what comes during it is logged and changes nothing.
function begin(by) {
  console.log(`received ${by}, draining, ${tasks.size} in flight`)
  if (phase !== 'running') return
  phase = 'draining', cause = by, began = seconds()
  setInterval(() => ended || console.log(`still waiting, ${tasks.size} in flight`), 1000)
  setTimeout(end, limit * 1000, 'timedOut')
  if (tasks.size === 0) end('drained')
}

// Ends the drain, once; the status is served a second longer than the work.
function end(outcome) {
  if (phase !== 'draining') return
  phase = outcome, ended = seconds()
  console.log(`drain over: ${phase} after ${(ended - began).toFixed(1)} s, ${tasks.size} in flight`)
  service.close()
  tell()
  setTimeout(() => process.exit(phase === 'drained' ? 0 : 75), 1000)
}

async function status(query, answer) {
  if (query.get('drain') === '1') begin('http')
  await Promise.race([over, sleep(number(query.get('wait'), 0, 3600) * 1000)])
  const now = seconds()
  answer(200, {
    phase, signal: cause, inFlight: tasks.size, completed, gracePeriodSeconds: grace,
    oldestSeconds: [...tasks.values()].slice(0, 100).map(began => now - began),
    drainElapsedSeconds: cause ? (ended || now) - began : 0, drainTimeoutSeconds: limit
  })
}

const health = (query, answer) => answer(phase === 'running' ? 200 : 503, { phase })

const listen = (port, routes) => createServer((request, response) => {
  const headers = { 'Content-Type': 'application/json', Connection: 'close' } // none stays idle
  const answer = (code, value) => response.writeHead(code, headers).end(JSON.stringify(value))
  const [path, query] = request.url.split('?')
  const route = routes[`${request.method} ${path}`] || (() => answer(404, {}))
  route(new URLSearchParams(query), answer, response)
}).listen(port, '0.0.0.0')

process.on('SIGTERM', begin).on('SIGHUP', begin)
const warning = `warning: SIGKILL after ${grace} s may come before ${limit} + 1 s are over`
if (limit + 1 >= grace) console.log(warning)
listen(process.env.STATUS_PORT || 8081, { 'GET /shutdown-status': status })
const service = listen(process.env.PORT || 8080, { 'GET /work': work, 'GET /healthz': health })
