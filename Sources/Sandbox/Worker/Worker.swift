import CLibrary
import LastcallPod
import Processes

/// The process that runs in a sandbox's pod: a small web server on the pod library.
///
/// `GET /work?ms=N` is a task of N milliseconds, `GET /healthz` is the readiness. Descriptor 0 is
/// the sandbox's lifeline: at its end the sandbox is dead and so is the worker. Descriptor 3 takes
/// the two ports, `HTTP STATUS` in one line.
public enum Worker {
  /// How one worker behaves.
  struct Options: Equatable {
    /// How long after the start it becomes ready, in seconds.
    var readyAfterSeconds = 0.0
    /// Its own limit for the drain, in seconds.
    var drainTimeoutSeconds = 25.0
    /// A directory and its socket that nobody else removes once the sandbox is dead.
    var directory: String?
    /// Only sleep that many whole seconds, as a preStop hook of kind exec does.
    var sleepSeconds: Double?

    /// Reads `--ready-after S --drain-timeout S --directory PATH --sleep S`; nil if it is not that.
    init?(_ arguments: [String]) {
      var rest = arguments[...]
      while let name = rest.popFirst() {
        guard let value = rest.popFirst() else { return nil }
        let seconds = Double(value).flatMap { (0...86_400).contains($0) ? $0 : nil }
        switch (name, seconds) {
        case ("--directory", _): directory = value
        case ("--ready-after", let seconds?): readyAfterSeconds = seconds
        case ("--drain-timeout", let seconds?): drainTimeoutSeconds = seconds
        case ("--sleep", let seconds?): sleepSeconds = seconds
        default: return nil
        }
      }
    }
  }

  /// Runs a worker until it is drained, has given up, or the sandbox is gone.
  public static func run(arguments: [String]) -> Never {
    guard let options = Options(arguments) else {
      log("a sandbox worker is started by `lastcall demo` only")
      exit(64)
    }
    do {
      try startThread { dieWithTheSandbox(removing: options.directory) }
      if let seconds = options.sleepSeconds {
        var length = timespec()
        length.tv_sec = Int(seconds)
        nanosleep(&length, nil)
        exit(0)
      }
      exit(try serve(options))
    } catch {
      log("\(error)")
      exit(1)
    }
  }

  private static func serve(_ options: Options) throws -> Int32 {
    var configuration = DrainConfiguration()
    configuration.limit = Duration(inSeconds: options.drainTimeoutSeconds)
    let drain = try DrainController(configuration: configuration)
    let tasks = drain.tasks
    let status = try StatusServer(
      drain: drain, address: "127.0.0.1", port: 0, drainHeader: Objects.drainHeader)
    let web = try HTTPListener(address: "127.0.0.1", port: 0)
    let readyAt = ContinuousClock.now + .seconds(options.readyAfterSeconds)
    try web.start { request in
      switch request.path {
      case "/healthz": .now(readiness(drain, readyAt))
      case "/work": work(request, tasks)
      default: .now(HTTPAnswer(404, "404 page not found\n"))
      }
    }
    report("\(web.port) \(status.port)\n")
    log("start")
    let outcome = drain.blockUntilOver()
    status.close()
    return outcome.exitCode
  }

  private static func readiness(
    _ drain: DrainController, _ readyAt: ContinuousClock.Instant
  ) -> HTTPAnswer {
    if drain.hasBegun { return HTTPAnswer(503, "draining\n") }
    return ContinuousClock.now < readyAt ? HTTPAnswer(503, "starting\n") : HTTPAnswer(200, "ok\n")
  }

  private static func work(_ request: HTTPRequest, _ tasks: TaskCounter) -> HTTPReply {
    guard let milliseconds = request.number("ms", in: 0...3_600_000) else {
      return .now(HTTPAnswer(400, "ms must be a number from 0 to 3600000\n"))
    }
    let place = tasks.enter()
    return .later(
      HTTPWait(
        atMost: milliseconds / 1000,
        answer: {
          tasks.leave(place)
          return HTTPAnswer(200, "done\n")
        },
        abandon: { tasks.leave(place) }))
  }

  /// Waits for the end of the lifeline, then leaves nothing behind.
  private static func dieWithTheSandbox(removing directory: String?) {
    var byte: UInt8 = 0
    while true {
      let count = read(STDIN_FILENO, &byte, 1)
      if count == 0 || (count < 0 && errno != EINTR) { break }
    }
    if let directory { SocketDirectory.remove(directory) }
    _exit(0)
  }

  private static func report(_ line: String) {
    let bytes = Array(line.utf8)
    _ = write(3, bytes, bytes.count)
    close(3)
  }

  private static func log(_ line: String) {
    let bytes = Array((line + "\n").utf8)
    _ = write(STDOUT_FILENO, bytes, bytes.count)
  }
}
