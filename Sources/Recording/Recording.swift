package import ContainerCommands
public import ShutdownModel

/// A recorded run, as far as it can be read.
public struct Recording: Sendable {
  /// A line that could not be read, or not wholly.
  public struct Damage: Equatable, Sendable, CustomStringConvertible {
    /// The number of the line, from 1.
    public var line: Int
    public var problem: String

    public var description: String { "line \(line): \(problem)" }
  }

  /// Nil when the first line is damaged: a replay then begins with the defaults.
  public internal(set) var header: RecordingHeader?
  /// In the order of their times, which never run backwards.
  public internal(set) var events: [Event] = []
  /// Lines of kinds that this version does not know.
  public internal(set) var unknownCount = 0
  /// What could not be read, at most ``damageLimit`` of them.
  public internal(set) var damage: [Damage] = []
  /// How many lines could not be read.
  public internal(set) var damageCount = 0

  /// So many damaged lines are named.
  public static let damageLimit = 100

  /// Why it is none at all; nil when something of it could be read.
  public var refusal: String? {
    guard header == nil, events.isEmpty else { return nil }
    let found =
      damage.first.map { "; \($0)" }
      ?? (unknownCount > 0 ? "; every line is of an unknown kind" : ", for it is empty")
    return "nothing in it is a recording of lastcall\(found)"
  }

  /// The state before the first event.
  ///
  /// - Parameters:
  ///   - diagnosing: the rules, which no recording holds.
  ///   - servers: what the rules know of servers where the recording does not say.
  package func initialState(
    diagnosing: any Diagnosing, servers: ServerTable = ServerTable(), log: LogRing = LogRing()
  ) -> State {
    State(
      scope: header?.scope ?? .namespace(""), diagnosing: diagnosing, goal: header?.goal ?? Goal(),
      thresholds: header?.thresholds ?? Thresholds(), servers: header?.servers ?? servers, log: log)
  }
}
