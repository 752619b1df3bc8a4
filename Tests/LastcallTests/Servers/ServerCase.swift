import CLibrary
import LastcallPod
import Sandbox
import Subprocess
import Testing

/// A server that nobody will change, how it is told to end, and what becomes of the requests it holds.
struct ServerCase: CustomTestStringConvertible, Sendable {
  /// Its name in `serve.py`, and the kind of its status.
  var kind: String
  /// What has to be on the PATH.
  var program: String
  var stopSignal: LastcallPod.Signal = .term
  /// A hook tells Envoy that its health checks fail, and waits until its clients are served.
  var failsHealthChecks = false
  var graceSeconds = 12
  /// How long the longest of the three requests takes that are in flight when the pod is deleted.
  var milliseconds = 6000
  /// What the clients get.
  var outcome: String
  /// What lastcall may make of it: `ended` where the server does not let anybody see the end.
  var verdicts: Set<String>

  /// How long each of them takes.
  var lengths: [Int] { [milliseconds, milliseconds * 5 / 6, milliseconds * 2 / 3] }

  var testDescription: String {
    "\(kind), \(stopSignal)\(failsHealthChecks ? " after preStop" : ""), requests of \(milliseconds) ms"
  }

  /// Those whose server is installed.
  static var installed: [ServerCase] {
    get async {
      let client = try? await Subprocess.run(
        .name("python3"), arguments: ["-c", "import prometheus_client"], output: .discarded,
        error: .discarded)
      return all.filter { server in
        server.kind == "prometheus"
          ? client?.terminationStatus.isSuccess ?? false
          : Programs.has(server.program) || access("/usr/sbin/\(server.program)", X_OK) == 0
      }
    }
  }

  private static let all: [ServerCase] = [
    ServerCase(
      kind: "nginx", program: "nginx", stopSignal: .quit,
      outcome: "200",
      verdicts: ["clean", "ended"]),
    ServerCase(
      kind: "nginx", program: "nginx", outcome: "cut", verdicts: ["cut"]),
    ServerCase(
      kind: "haproxy", program: "haproxy", stopSignal: .usr1,
      outcome: "200",
      verdicts: ["clean"]),
    ServerCase(
      kind: "haproxy", program: "haproxy", outcome: "cut", verdicts: ["cut"]),
    ServerCase(
      kind: "apache", program: "apache2", stopSignal: .winch,
      outcome: "200", verdicts: ["clean", "ended"]),
    ServerCase(
      kind: "apache", program: "apache2", outcome: "cut",
      verdicts: ["cut"]),
    ServerCase(
      kind: "caddy", program: "caddy", outcome: "200", verdicts: ["clean", "ended"]),
    ServerCase(
      kind: "caddy", program: "caddy", graceSeconds: 20,
      milliseconds: 60_000,
      outcome: "cut", verdicts: ["timed-out"]),
    ServerCase(
      kind: "traefik", program: "traefik", outcome: "200", verdicts: ["clean", "ended"]),
    ServerCase(
      kind: "envoy", program: "envoy", failsHealthChecks: true,
      outcome: "200",
      verdicts: ["clean"]),
    ServerCase(
      kind: "envoy", program: "envoy", outcome: "cut", verdicts: ["cut"]),
    ServerCase(
      kind: "puma", program: "puma", outcome: "200", verdicts: ["clean", "ended"]),
    ServerCase(
      kind: "puma", program: "puma", graceSeconds: 5, milliseconds: 60_000,
      outcome: "cut", verdicts: ["killed"]),
    ServerCase(
      kind: "prometheus", program: "python3", outcome: "200",
      verdicts: ["clean", "ended"]),
    ServerCase(
      kind: "prometheus", program: "python3", graceSeconds: 5,
      milliseconds: 60_000, outcome: "cut", verdicts: ["killed"]),
  ]
}
