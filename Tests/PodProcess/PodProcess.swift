import CLibrary
import LastcallPod

/// A service on the pod library, as its tests want it.
///
/// `--tasks N --last S` begins N tasks that end S seconds into the drain, `--stuck N` some that never end, `--block-pool`
/// blocks every thread of the concurrency pool, `--child CODE` starts a child that drains for half a
/// second. It prints `port N` when it serves. `--drains N` goes through N drains and counts what they leave.
@main struct PodProcess {
  static func main() async throws {
    var configuration = DrainConfiguration()
    var (tasks, seconds, stuck, isPoolBlocked, child) = (0, 0.0, 0, false, String?.none)
    var rest = CommandLine.arguments.dropFirst()
    while let name = rest.popFirst() {
      if name == "--block-pool" {
        isPoolBlocked = true
        continue
      }
      guard let value = rest.popFirst() else { exit(64) }
      switch name {
      case "--drains":
        try await goThroughDrains(Int(value) ?? 0)
        exit(0)
      case "--tasks": tasks = Int(value) ?? 0
      case "--last": seconds = Double(value) ?? 0
      case "--stuck": stuck = Int(value) ?? 0
      case "--child": child = value
      case "--timeout": configuration.limit = Duration(inSeconds: Double(value) ?? 0)
      case "--delay": configuration.delay = Duration(inSeconds: Double(value) ?? 0)
      case "--timed-out": configuration.timedOutExitCode = Int32(value) ?? 0
      case "--drain-on":
        configuration.drainSignals = value.split(separator: ",").compactMap { Signal("\($0)") }
      case "--end-on": configuration.endSignals = [Signal(value)].compactMap(\.self)
      case "--say-on-end":
        configuration.onDrain = { cause in writeLine("before \(cause)") }
        configuration.onEnd = { writeLine("after \($0.phase) \(value)") }
      default: exit(64)
      }
    }
    let drain = try DrainController(configuration: configuration)
    let server = try StatusServer(drain: drain, address: "127.0.0.1", port: 0)
    let places = (0..<tasks).map { _ in drain.tasks.enter() }
    Task { [seconds] in
      while !drain.hasBegun { try await Task.sleep(for: .milliseconds(10)) }
      try await Task.sleep(for: .seconds(seconds))
      for place in places { Task.detached { drain.tasks.leave(place) } }
    }
    for _ in 0..<stuck { _ = drain.tasks.enter(.stream) }
    if isPoolBlocked { for _ in 0..<64 { Task.detached { sleep(1000) } } }
    if let child { try drain.startChild(["/bin/sh", "-c", childScript(child)]) }
    writeLine("port \(server.port)")
    await drain.exitWhenOver(closing: server)
  }

  /// Drains one after the other, as the tests of a service have them.
  private static func goThroughDrains(_ count: Int) async throws {
    for turn in 0...count {
      // The first has what the process needs once.
      if turn == 1 { await tell("before") }
      var configuration = DrainConfiguration()
      configuration.log = { _ in }
      configuration.limit = .milliseconds(turn.isMultiple(of: 3) ? 50 : 60_000)
      let drain = try DrainController(configuration: configuration, signals: .manual)
      // Every other is only dropped.
      if turn.isMultiple(of: 2) { continue }
      let server = try StatusServer(drain: drain, address: "127.0.0.1", port: 0)
      let child = try drain.startChild(["/bin/sh", "-c", "exit 0"])
      guard await child.exit() == .exited(0) else { exit(1) }
      let place = drain.tasks.enter()
      drain.receive(.term)
      if !turn.isMultiple(of: 3) { drain.tasks.leave(place) }
      let outcome = await drain.waitUntilOver()
      guard (outcome.exitCode == 0) == !turn.isMultiple(of: 3) else { exit(1) }
      server.close()
    }
    await tell("after")
  }

  /// Counts once what is about to end has ended.
  private static func tell(_ moment: String) async {
    var counts = (0, 0)
    var steady = 0
    while steady < 20 {
      try? await Task.sleep(for: .milliseconds(50))
      let now = (count("/proc/self/fd"), count("/proc/self/task"))
      steady = now == counts ? steady + 1 : 0
      counts = now
    }
    writeLine("\(moment) \(counts.0) descriptors, \(counts.1) threads")
  }

  private static func count(_ folder: String) -> Int {
    guard let directory = opendir(folder) else { return 0 }
    defer { closedir(directory) }
    var count = 0
    while readdir(directory) != nil { count += 1 }
    return count
  }

  /// A shell that is told to end, and a program below it that takes its time; both get the signal.
  private static func childScript(_ code: String) -> String {
    "trap 'echo child heard TERM; sleep 0.5; echo child done; exit \(code)' TERM; "
      + "trap 'echo child heard QUIT; exit \(code)' QUIT; echo child ready; "
      + "while :; do sleep 0.1; done"
  }
}
