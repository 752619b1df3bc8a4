import CLibrary

/// A Unix signal.
public struct Signal: RawRepresentable, Hashable, Sendable, CustomStringConvertible {
  /// Its number on this system.
  public let rawValue: Int32

  /// Makes a signal of its number.
  public init(rawValue: Int32) {
    self.rawValue = rawValue
  }

  /// SIGTERM, what the kubelet sends unless it is told otherwise.
  public static let term = Signal(rawValue: SIGTERM)
  /// SIGHUP.
  public static let hup = Signal(rawValue: SIGHUP)
  /// SIGINT, as Ctrl-C sends it.
  public static let int = Signal(rawValue: SIGINT)
  /// SIGQUIT, with which nginx and php-fpm drain.
  public static let quit = Signal(rawValue: SIGQUIT)
  /// SIGUSR1, with which HAProxy drains.
  public static let usr1 = Signal(rawValue: SIGUSR1)
  /// SIGUSR2.
  public static let usr2 = Signal(rawValue: SIGUSR2)
  /// SIGWINCH, with which Apache drains.
  public static let winch = Signal(rawValue: SIGWINCH)
  /// SIGKILL, which no process hears.
  public static let kill = Signal(rawValue: SIGKILL)

  #if !canImport(Darwin)
    /// The real-time signals of this system, lowest first.
    public static let realTime: [Signal] = (__libc_current_sigrtmin()...__libc_current_sigrtmax())
      .map { Signal(rawValue: $0) }
  #endif

  /// Reads `SIGTERM`, `TERM`, `term`, `15`, `SIGRTMIN+3`; nil for what is no signal here.
  public init?(_ text: String) {
    if let number = Int32(text) {
      guard (1...64).contains(number) else { return nil }
      self.init(rawValue: number)
      return
    }
    var name = text.uppercased()
    if name.hasPrefix("SIG") { name.removeFirst(3) }
    if let known = Signal.names.first(where: { $0.value == name }) {
      self.init(rawValue: known.key)
      return
    }
    #if canImport(Darwin)
      return nil
    #else
      guard name.hasPrefix("RTMIN"), let signal = Signal.realTime(name.dropFirst(5)) else {
        return nil
      }
      self = signal
    #endif
  }

  /// Reads signals that a process can handle, as `TERM,HUP`; nil when one of them is none.
  package static func list(_ text: String) -> [Signal]? {
    let signals = text.split(separator: ",").map { Signal(String($0)) }
    let known = signals.compactMap(\.self)
    let isUsable = !known.contains(.kill) && !known.contains(Signal(rawValue: SIGSTOP))
    return known.isEmpty || known.count < signals.count || !isUsable ? nil : known
  }

  #if !canImport(Darwin)
    private static func realTime(_ offset: Substring) -> Signal? {
      if offset.isEmpty { return realTime.first }
      guard offset.hasPrefix("+"), let number = Int(offset.dropFirst()),
        realTime.indices.contains(number)
      else { return nil }
      return realTime[number]
    }
  #endif

  /// `SIGTERM`, `SIGRTMIN+3`, or `signal 40` for what has no name here.
  public var description: String {
    if let name = Signal.names[rawValue] { return "SIG\(name)" }
    #if !canImport(Darwin)
      if let offset = Signal.realTime.firstIndex(of: self) {
        return offset == 0 ? "SIGRTMIN" : "SIGRTMIN+\(offset)"
      }
    #endif
    return "signal \(rawValue)"
  }

  private static let names: [Int32: String] = {
    var names: [Int32: String] = [
      SIGHUP: "HUP", SIGINT: "INT", SIGQUIT: "QUIT", SIGILL: "ILL", SIGTRAP: "TRAP",
      SIGABRT: "ABRT", SIGBUS: "BUS", SIGFPE: "FPE", SIGKILL: "KILL", SIGUSR1: "USR1",
      SIGSEGV: "SEGV", SIGUSR2: "USR2", SIGPIPE: "PIPE", SIGALRM: "ALRM", SIGTERM: "TERM",
      SIGCHLD: "CHLD", SIGCONT: "CONT", SIGSTOP: "STOP", SIGTSTP: "TSTP", SIGTTIN: "TTIN",
      SIGTTOU: "TTOU", SIGURG: "URG", SIGXCPU: "XCPU", SIGXFSZ: "XFSZ", SIGVTALRM: "VTALRM",
      SIGPROF: "PROF", SIGWINCH: "WINCH", SIGIO: "IO", SIGSYS: "SYS",
    ]
    #if !canImport(Darwin)
      names[SIGPWR] = "PWR"
      names[SIGSTKFLT] = "STKFLT"
    #endif
    return names
  }()

  /// Those that would end a process which does not handle them, and that no fault of its own raises.
  static let ending: [Signal] = {
    var numbers = [
      SIGHUP, SIGINT, SIGQUIT, SIGUSR1, SIGUSR2, SIGALRM, SIGTERM, SIGXCPU, SIGVTALRM, SIGPROF,
    ]
    #if canImport(Darwin)
      return numbers.map { Signal(rawValue: $0) }
    #else
      numbers += [SIGIO, SIGPWR, SIGSTKFLT]
      return numbers.map { Signal(rawValue: $0) } + realTime
    #endif
  }()
}

extension Set<Signal> {
  /// What may have come at once, in the order in which it is taken: what begins a drain first, and of that SIGTERM
  /// last, as the kubelet sends it behind a hook's.
  package func inTurn(drain signals: [Signal]) -> [Signal] {
    func rank(_ signal: Signal) -> Int32 {
      signals.contains(signal) ? (signal == .term ? 0 : -1) : signal.rawValue
    }
    return sorted { rank($0) < rank($1) }
  }
}
