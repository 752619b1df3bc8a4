public import Time

/// One line of a pod's log, made harmless, with what was recognised in it.
public struct LogLine: Equatable, Sendable {
  public var pod: PodReference
  public var container: String?
  /// The line's own time, if it has one (the node's clock for API logs).
  public var time: Instant?
  /// Harmless text: no control characters, bounded in length.
  public var text: String
  /// What it says of the shutdown, if anything.
  public var sign: LogSign?
  /// The word is of one server, pool or worker, beside which there may be others; of ``LogSign/part``: it is
  /// the word of its begin.
  public var isOfPart: Bool
  /// The word of an end also says by itself that the process shuts down: a signal is named, or the shutdown.
  public var tellsShutdown: Bool
  /// How many tasks it says are in flight, if it does.
  public var inFlight: Int?
  /// It is no word of the pod: a tool or a server that carried its log said it instead.
  public var isNotice = false

  /// Makes a line.
  public init(
    pod: PodReference, container: String? = nil, time: Instant? = nil, text: String,
    sign: LogSign? = nil, isOfPart: Bool = false, tellsShutdown: Bool = false,
    inFlight: Int? = nil
  ) {
    self.pod = pod
    self.container = container
    self.time = time
    self.text = text
    self.sign = sign
    self.isOfPart = isOfPart
    self.tellsShutdown = tellsShutdown
    self.inFlight = inFlight
  }
}

/// What a log line says of the shutdown.
///
/// Source: the design of evidence: who speaks, whether the process is ending at all, and that a word of an
/// end is provisional.
public enum LogSign: String, Equatable, Sendable, CaseIterable {
  /// A signal was received that ends the process.
  case signal
  /// The process is shutting down.
  case draining
  /// Draining, and still waiting.
  case waiting
  /// It gave up by its own limit. Means something only after a signal or a drain.
  case timedOut
  /// It ended with its work done.
  case finished
  /// It ended and cut its work.
  case cut
  /// It ends, and nothing is said of its work.
  case ended
  /// What is left it ends by force, or hands back: a later word of its end says nothing of the work.
  case forced
  /// A part of it stops, or has: begins no shutdown by itself.
  case part
  /// A signal or a word that need not mean its end, such as SIGHUP: begins no shutdown by itself.
  case weak
  /// A process has started, in the place of one that has ended.
  case started
  /// What stops in the next moments is replaced: a reload, a new worker.
  case reloaded
  /// What had stopped was a rehearsal, such as the temporary server of an entrypoint.
  case resumed
}

extension LogSign {
  /// The process is on its way out, whatever else is said.
  public var isBegin: Bool {
    switch self {
    case .signal, .draining, .waiting: true
    default: false
    }
  }

  /// A word of the end, which does not say that the process goes on.
  public var isEnd: Bool {
    switch self {
    case .timedOut, .finished, .cut, .ended, .forced: true
    default: false
    }
  }
}
