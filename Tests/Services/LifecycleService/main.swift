import LastcallPod
import LastcallServiceLifecycle
import Logging
import ServiceLifecycle

struct Worker: Service {
  let drain: DrainController

  func run() async throws {
    try await withThrowingDiscardingTaskGroup { group in
      for await job in jobs().cancelOnGracefulShutdown() {  // takes no more then
        group.addTask { try await drain.tasks.withTask(.job) { try await finish(job) } }
      }
    }
  }
}

let drain = try DrainController()
let services = [Worker(drain: drain)]
try await DrainService(drain: drain, services: services, logger: Logger(label: "worker")).run()
await drain.exitWhenOver()
