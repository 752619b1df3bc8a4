/// One line of a pod's log, made harmless, with what was recognised in it.
public struct LogLine: Equatable, Sendable {
  public var pod: PodReference
  public var container: String?
  /// The line's own time, if it has one (the node's clock for API logs).
  public var time: Instant?
  /// Harmless text: no control characters, bounded in length.
  public var text: String
  /// The shutdown phase it speaks of, if any.
  public var sign: LogSign?
  /// How many tasks it says are in flight, if it does.
  public var inFlight: Int?
  /// It is no word of the pod: a tool or a server that carried its log said it instead.
  public var isNotice = false

  /// Makes a line.
  public init(
    pod: PodReference, container: String? = nil, time: Instant? = nil, text: String,
    sign: LogSign? = nil, inFlight: Int? = nil
  ) {
    self.pod = pod
    self.container = container
    self.time = time
    self.text = text
    self.sign = sign
    self.inFlight = inFlight
  }
}

/// What a log line says of the shutdown.
public enum LogSign: String, Equatable, Sendable, CaseIterable {
  /// A signal was received.
  case signal
  case draining
  /// Draining, and still waiting.
  case waiting
  /// It gave up by its own limit. Means something only after a signal or a drain.
  case timedOut
  /// It ended with its work done.
  case finished
  /// It ended and cut its work.
  case cut
}
