/// What a rule found in a manifest.
public struct Finding: Equatable, Sendable {
  /// How bad it is; a warning or worse makes the exit code 2.
  public enum Severity: String, CaseIterable, Comparable, Sendable {
    /// Worth knowing, and often on purpose.
    case notice
    /// Requests or work may be lost.
    case warning
    /// It cannot work as written.
    case critical

    private var rank: Int {
      switch self {
      case .notice: 0
      case .warning: 1
      case .critical: 2
      }
    }

    /// Whether one is less bad than the other.
    public static func < (one: Severity, other: Severity) -> Bool { one.rank < other.rank }
  }

  /// A line of the manifest that the finding rests on.
  public struct Evidence: Equatable, Sendable {
    public var place: Place
    /// What stands there, as `terminationGracePeriodSeconds: 30`.
    public var text: String
  }

  /// `R03`.
  public var rule: String
  public var severity: Severity
  /// `deployment/web`.
  public var object: String
  public var namespace: String
  /// Nil when it is about the pod or the workload.
  public var container: String?
  /// One sentence with the manifest's own names and numbers.
  public var sentence: String
  public var place: Place
  public var evidence: [Evidence]
  /// What to change; lines of YAML are indented by two.
  public var advice: String
}
