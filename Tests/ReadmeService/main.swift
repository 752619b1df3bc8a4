import Glibc
import LastcallPod

let drain = try DrainController()  // SIGTERM and SIGHUP begin the drain
let status = try StatusServer(drain: drain, port: 8081)  // /shutdown-status and /metrics

func answer(_ request: String) async throws -> String? {  // nil: refuse it, with 503
  try await drain.tasks.withAdmittedTask {  // in flight from here to the answer
    try await Task.sleep(for: .seconds(1))
    return "hello \(request)"
  }
}

let code = await drain.untilOver()  // 0: nothing was left; 75: the limit came first
status.finish()
exit(code)
