import Hummingbird
import LastcallHummingbird
import LastcallPod
import LastcallServiceLifecycle

let drain = try DrainController()  // LASTCALL_DELAY_SECONDS=5: requests still come for a while
let status = try StatusServer(drain: drain, port: 8081)

let router = Router()
router.add(middleware: DrainMiddleware(drain: drain))
router.get("readyz") { _, _ in drain.hasBegun ? HTTPResponse.Status.serviceUnavailable : .ok }
router.get("hello/:seconds") { _, context in
  try await Task.sleep(for: .seconds(context.parameters.require("seconds", as: Double.self)))
  return "hello"
}

let app = Application(
  router: router, configuration: .init(address: .hostname("0.0.0.0", port: 8080)))
try await DrainService(drain: drain, services: [app], logger: app.logger).run()
await drain.exitWhenOver(closing: status)
