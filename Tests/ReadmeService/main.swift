import LastcallPod

let drain = try DrainController()  // SIGTERM, SIGHUP and SIGINT begin the drain
let status = try StatusServer(drain: drain, port: 8081)  // /shutdown-status and /metrics

func answer(_ request: String) async throws -> String {  // throws WorkRefused: answer it with 503
  try await drain.tasks.withAdmittedTask {  // in flight from here to the answer
    try await Task.sleep(for: .seconds(1))
    return "hello \(request)"
  }
}

await drain.exitWhenOver(closing: status)  // 0: nothing was left; 75: the limit came first
