import Hummingbird
import HummingbirdHTTP2
import LastcallHummingbird
import LastcallPod
import LastcallServiceLifecycle
import NIOSSL

// HTTP/1 and HTTP/2 behind TLS, with answers of every kind. The arguments are its certificate and its key.
let drain = try DrainController()
let status = try StatusServer(drain: drain, port: 8081)

let router = Router()
router.add(middleware: DrainMiddleware(drain: drain))
router.get("readyz") { _, _ in drain.hasBegun ? HTTPResponse.Status.serviceUnavailable : .ok }
router.get("hello/:seconds") { _, context in
  try await Task.sleep(for: .seconds(context.parameters.require("seconds", as: Double.self)))
  return "hello"
}
router.post("upload") { request, _ in
  var count = 0
  for try await part in request.body { count += part.readableBytes }
  return "\(count)"
}
router.get("events") { _, _ in
  Response(
    status: .ok, headers: [.contentType: "text/event-stream"],
    body: ResponseBody { writer in
      while !drain.hasBegun {
        try await writer.write(ByteBuffer(string: "data: tick\n\n"))
        try await Task.sleep(for: .milliseconds(20))
      }
      try await writer.write(ByteBuffer(string: "data: bye\n\n"))
      try await writer.finish(nil)
    })
}

let files = CommandLine.arguments
let tls = TLSConfiguration.makeServerConfiguration(
  certificateChain: try NIOSSLCertificate.fromPEMFile(files[1]).map { .certificate($0) },
  privateKey: .privateKey(try NIOSSLPrivateKey(file: files[2], format: .pem)))
let app = Application(
  router: router, server: try .http2Upgrade(tlsConfiguration: tls),
  configuration: .init(address: .hostname("0.0.0.0", port: 8443)))
try await DrainService(drain: drain, services: [app], logger: app.logger, endsWhenIdle: true).run()
await drain.exitWhenOver(closing: status)
