public import ShutdownModel

/// A run on its way to a report: its events are applied, and what a report tells is kept.
public struct ReportedRun: Sendable {
  public private(set) var state: State
  private var chronicle = Chronicle()

  /// Begins with the state before the first event.
  public init(_ initialState: State) {
    state = initialState
  }

  /// Applies an event; behind the summary nothing counts any more.
  public mutating func append(_ event: Event) {
    guard state.run.summary == nil else { return }
    chronicle.append(event, state.apply(event), state: state)
  }

  /// What it came to so far.
  ///
  /// - Parameters:
  ///   - name: what the user called it, a file or a stream.
  ///   - program: what recorded it.
  ///   - warnings: what the reader has to know of it.
  public func report(name: String?, program: String?, warnings: [String]) -> Report {
    Report(of: state, chronicle: chronicle, name: name, program: program, warnings: warnings)
  }
}
