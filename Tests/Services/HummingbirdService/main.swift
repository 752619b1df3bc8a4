import Glibc
import Hummingbird
import LastcallHummingbird
import LastcallPod
import LastcallServiceLifecycle

var settings = DrainSettings()  // the limit is 5 s below LASTCALL_GRACE_SECONDS
settings.delaySeconds = 1  // requests still come until every node knows that the pod ends
let drain = try DrainController(settings: settings)
let status = try StatusServer(drain: drain, port: 8081)

let router = Router()
router.add(middleware: DrainMiddleware(drain: drain))
router.get("ready") { _, _ in drain.hasBegun ? HTTPResponse.Status.serviceUnavailable : .ok }
router.get("hello/:seconds") { _, context in
  try await Task.sleep(for: .seconds(context.parameters.require("seconds", as: Double.self)))
  return "hello"
}

let app = Application(
  router: router, configuration: .init(address: .hostname("0.0.0.0", port: 8080)))
try await DrainService(drain: drain, services: [app], logger: app.logger).run()
let code = await drain.untilOver()
status.finish()
exit(code)
