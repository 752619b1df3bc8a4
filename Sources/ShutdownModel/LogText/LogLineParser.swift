/// Takes the bytes of a log line apart.
public struct LogLineParser: Sendable {
  private var recogniser: LogRecogniser

  /// Makes a parser that recognises by these patterns.
  public init(recogniser: LogRecogniser) {
    self.recogniser = recogniser
  }

  /// Reads one line, without its line feed.
  ///
  /// A prefix `[pod/NAME/CONTAINER]` (`kubectl logs --prefix`) takes the place of `pod` and
  /// `container`. A leading RFC 3339 time is the line's own. `isCut` says that the line was longer
  /// than what is given here.
  public mutating func line(
    _ bytes: some Collection<UInt8>, pod: PodReference, container: String? = nil,
    isCut: Bool = false
  ) -> LogLine {
    let finding = recogniser.recognise(bytes)
    return LogLine(
      pod: pod, container: container, text: String(harmless: bytes), sign: finding.sign,
      inFlight: finding.inFlight)
  }
}
