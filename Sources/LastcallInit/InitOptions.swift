import CLibrary
import LastcallPod
import PodStatus

/// What `lastcall-init` was told.
struct InitOptions: Equatable {
  /// Why the arguments are none of ours.
  struct Refusal: Error, Equatable, CustomStringConvertible {
    let description: String

    init(_ description: String) {
      self.description = description
    }
  }

  /// What counts as in flight.
  enum InFlight: Equatable {
    /// Nobody has said what does: a worker with a port for its probes has connections that say nothing of its work.
    case unknown
    /// The connections that the command's processes have accepted.
    case connections
    /// 1 while any of them runs.
    case process
    /// What its own server says.
    case status(StatusAddress, port: UInt16)
  }

  /// The program and its arguments.
  var command: [String] = []
  /// What was asked for instead of the usual ones.
  var chosenDrainSignals: [Signal]?
  /// What ends the command with little time, unless a drain has begun.
  var endSignals: [Signal] = []
  var rewrites: [Signal: Signal] = [:]
  var exitCodes: [Int32: Int32] = [:]
  var timedOutExitCode: Int32 = 75
  var graceSeconds: Double?
  var timeoutSeconds: Double?
  var statusPort: UInt16?
  var statusAddress: String?
  var drainHeader: String?
  var drainsOnLocalPost = false
  var inFlight = InFlight.unknown
  var signalsOnlyChild = false
  var isQuiet = false

  /// The signals that begin the drain: a program that is sent one of them ends.
  var drainSignals: [Signal] {
    if let chosenDrainSignals { return chosenDrainSignals }
    let usual: [Signal] = [.term, .int, .quit]
    let targets = usual.compactMap { rewrites[$0] }.filter { $0 != .winch }
    let ending = Set(usual + targets)
    let sources = rewrites.filter { ending.contains($0.value) }.keys
    return Array(ending.union(sources).subtracting(endSignals))
  }

  static let usage = """
    lastcall-init [OPTIONS] -- COMMAND [ARGUMENT...]

    Runs COMMAND as PID 1 should: passes signals on to all of its processes, begins a drain with the
    stop signal, waits until the last of them has ended or the limit has passed, kills what is left,
    and exits with 0 only if nothing was lost.

      --drain-on SIGNAL[,...]  signals that begin the drain; others are passed on (default: TERM, INT, QUIT and
                               what these are rewritten to, but WINCH, which a resized terminal sends; or
                               $LASTCALL_DRAIN_SIGNALS)
      --end-on SIGNAL[,...]    signals that give the command 3 s to end, unless a drain has begun: with
                               --drain-on HUP --end-on TERM a preStop hook decides that a pod drains
                               (default: $LASTCALL_END_SIGNALS, else none)
      --rewrite FROM:TO        send TO where FROM came, as TERM:QUIT for nginx; may be repeated
      --only-child             pass signals to COMMAND alone: for servers that signal their own workers
      --grace SECONDS          the pod's grace period (default: $LASTCALL_GRACE_SECONDS)
      --timeout SECONDS        limit of the drain (default: $LASTCALL_DRAIN_SECONDS, else five seconds less
                               than the grace, else 25)
      --exit-code FROM:TO      exit with TO where the command's code is FROM; may be repeated
      --timed-out-exit-code N  the code when work was left at the limit (default: 75)
      --status-port PORT       serve /shutdown-status and /metrics there
      --status-address ADDRESS listen there only, as 127.0.0.1 (default: every address)
      --drain-header VALUE     GET /shutdown-status?drain=1 with the header Lastcall-Drain: VALUE begins the drain
                               (default: $LASTCALL_DRAIN_HEADER; without it no GET does)
      --drain-on-local-post    POST /shutdown-status?drain=1 from this pod begins the drain
      --in-flight WHAT         what is in flight: connections (that the command has accepted, idle ones
                               among them; Linux), process (1 while any of its processes runs), or what
                               its own server says: KIND[:PORT][/PATH], as nginx:80/nginx_status or
                               prometheus:9090 (default: nothing is counted)
      --quiet                  no line for people
      --help

    """

  /// - Parameter variable: what the environment has.
  init(
    _ arguments: [String],
    variable: (String) -> String? = { name in
      getenv(name).map { String(cString: $0) }
    }
  ) throws(Refusal) {
    if let text = variable(DrainConfiguration.drainSignalsVariable) {
      chosenDrainSignals = try signals(text, of: DrainConfiguration.drainSignalsVariable)
    }
    if let text = variable(DrainConfiguration.endSignalsVariable) {
      endSignals = try signals(text, of: DrainConfiguration.endSignalsVariable)
    }
    var rest = arguments[...]
    while let first = rest.popFirst() {
      if first == "--" { break }
      let parts = first.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      let word = String(parts[0])
      if first.hasPrefix("--"), parts.count == 2 { rest = [String(parts[1])] + rest }
      switch first {
      case "--only-child": signalsOnlyChild = true
      case "--quiet": isQuiet = true
      case "--drain-on-local-post": drainsOnLocalPost = true
      default:
        guard first.hasPrefix("--") else {
          command = [first] + rest
          return
        }
        guard let value = rest.popFirst() else { throw Refusal("\(word) needs a value") }
        try take(word, value)
      }
    }
    command = Array(rest)
    guard !command.isEmpty else { throw Refusal("a command is missing: lastcall-init -- COMMAND") }
  }

  private mutating func take(_ name: String, _ value: String) throws(Refusal) {
    func refusal(_ expected: String) -> Refusal {
      Refusal("\(name) \(value): expected \(expected)")
    }
    switch name {
    case "--drain-on": chosenDrainSignals = try signals(value, of: name)
    case "--end-on": endSignals = try signals(value, of: name)
    case "--rewrite":
      guard let (from, to) = pair(value), let from = Signal(from), let to = Signal(to) else {
        throw refusal("two signals, as TERM:QUIT")
      }
      rewrites[from] = to
    case "--exit-code":
      guard let (from, to) = pair(value), let from = code(from), let to = code(to) else {
        throw refusal("two codes from 0 to 255, as 143:0")
      }
      exitCodes[from] = to
    case "--timed-out-exit-code":
      guard let code = code(value) else { throw refusal("a code from 0 to 255") }
      timedOutExitCode = code
    case "--grace", "--timeout":
      guard let seconds = Double(value), (0.1...1_000_000).contains(seconds) else {
        throw refusal("seconds above 0")
      }
      if name == "--grace" { graceSeconds = seconds } else { timeoutSeconds = seconds }
    case "--status-port":
      guard let port = UInt16(value) else { throw refusal("a port") }
      statusPort = port
    case "--status-address": statusAddress = value
    case "--drain-header":
      guard !value.isEmpty, value.utf8.allSatisfy({ (0x21...0x7e).contains($0) }) else {
        throw refusal("a word")
      }
      drainHeader = value
    case "--in-flight":
      inFlight = try what(value)
    default: throw Refusal("\(name) is unknown; lastcall-init --help tells the options")
    }
  }

  private func signals(_ value: String, of name: String) throws(Refusal) -> [Signal] {
    guard let signals = Signal.list(value) else {
      throw Refusal("\(name) \(value): expected signals that can be handled, as TERM,HUP")
    }
    return signals
  }

  private func what(_ value: String) throws(Refusal) -> InFlight {
    if value == "connections" { return .connections }
    if value == "process" { return .process }
    let address: StatusAddress
    do {
      address = try StatusAddress(value)
    } catch {
      throw Refusal("--in-flight \(value): \(error.reason), connections or process")
    }
    guard let port = (address.port ?? address.kind.defaultPort).flatMap({ UInt16(exactly: $0) })
    else {
      throw Refusal("--in-flight \(value): the port is missing, as \(address.kind):9090")
    }
    // Where its number stands only a configuration could say, and text has none.
    guard ![.json, .text].contains(address.kind) else {
      throw Refusal(
        "--in-flight \(value): \(address.kind) has no count that lastcall-init can find")
    }
    return .status(address, port: port)
  }

  private func pair(_ text: String) -> (String, String)? {
    let parts = text.split(separator: ":", omittingEmptySubsequences: false)
    return parts.count == 2 ? (String(parts[0]), String(parts[1])) : nil
  }

  private func code(_ text: String) -> Int32? {
    Int32(text).flatMap { (0...255).contains($0) ? $0 : nil }
  }
}
