import CLibrary
import LastcallPod

/// A service on the pod library, as its tests want it.
///
/// `--tasks N --last S` begins N tasks that end S seconds into the drain, `--stuck N` some that never end, `--block-pool`
/// blocks every thread of the concurrency pool, `--child CODE` starts a child that drains for half a
/// second. It prints `port N` when it serves.
@main struct PodProcess {
  static func main() async throws {
    var settings = DrainSettings()
    var (tasks, seconds, stuck, isPoolBlocked, child) = (0, 0.0, 0, false, String?.none)
    var rest = CommandLine.arguments.dropFirst()
    while let name = rest.popFirst() {
      if name == "--block-pool" {
        isPoolBlocked = true
        continue
      }
      guard let value = rest.popFirst() else { exit(64) }
      switch name {
      case "--tasks": tasks = Int(value) ?? 0
      case "--last": seconds = Double(value) ?? 0
      case "--stuck": stuck = Int(value) ?? 0
      case "--child": child = value
      case "--timeout": settings.timeoutSeconds = Double(value) ?? 0
      case "--delay": settings.delaySeconds = Double(value) ?? 0
      case "--timed-out": settings.timedOutExitCode = Int32(value) ?? 0
      case "--drain-on":
        settings.signals = value.split(separator: ",").compactMap { Signal("\($0)") }
      case "--end-on": settings.endingSignals = [Signal(value)].compactMap(\.self)
      case "--say-on-end":
        settings.onBegin = { cause in writeLine("before \(cause)") }
        settings.onEnd = { writeLine("after \($0.phase?.rawValue ?? "unknown") \(value)") }
      default: exit(64)
      }
    }
    let drain = try DrainController(settings: settings)
    let server = try StatusServer(drain: drain, address: "127.0.0.1", port: 0)
    let tickets = (0..<tasks).map { _ in drain.tasks.begin() }
    Task { [seconds] in
      while !drain.hasBegun { try await Task.sleep(for: .milliseconds(10)) }
      try await Task.sleep(for: .seconds(seconds))
      for ticket in tickets { Task.detached { drain.tasks.end(ticket) } }
    }
    for _ in 0..<stuck { _ = drain.tasks.begin(.stream) }
    if isPoolBlocked { for _ in 0..<64 { Task.detached { sleep(1000) } } }
    if let child { try drain.startChild(["/bin/sh", "-c", childScript(child)]) }
    writeLine("port \(server.port)")
    let code = await drain.untilOver()
    server.finish()
    exit(code)
  }

  /// A shell that is told to end, and a program below it that takes its time; both get the signal.
  private static func childScript(_ code: String) -> String {
    "trap 'echo child heard TERM; sleep 0.5; echo child done; exit \(code)' TERM; "
      + "trap 'echo child heard QUIT; exit \(code)' QUIT; echo child ready; "
      + "while :; do sleep 0.1; done"
  }
}
