package import ShutdownModel

/// What was lost, as far as anybody looked.
///
/// The numbers are last looks: a task of the last look may have ended after it, and others may have
/// come. Nothing here says how many were lost, only how many were there when it was last seen.
public struct Loss: Equatable, Sendable {
  /// Pods that did not end well, those whose end is unknown aside.
  public var pods = 0
  /// Of them, those whose work was seen at the last look to be more than nothing.
  public var podsWithWork = 0
  /// Of them, those whose work was seen to be nothing.
  public var podsWithoutWork = 0
  /// Tasks in flight at the last looks, of all of them; nil when nobody looked.
  public var inFlight: Int?
  /// The age of the oldest of those looks when its pod ended.
  public var oldestLookSeconds: Double?
  /// Pods whose end is unknown.
  public var unknownPods = 0

  /// Nothing was lost yet.
  package init() {}

  /// Of ``pods``, those whose work nobody measured.
  public var unmeasuredPods: Int { pods - podsWithWork - podsWithoutWork }

  /// Takes the verdict of one more pod into account.
  package mutating func add(_ verdict: Verdict) {
    guard !verdict.kind.isGood else { return }
    guard verdict.kind != .unknown else {
      unknownPods += 1
      return
    }
    pods += 1
    guard let count = verdict.inFlightAtEnd else { return }
    if count > 0 { podsWithWork += 1 } else { podsWithoutWork += 1 }
    let (sum, overflows) = (inFlight ?? 0).addingReportingOverflow(count)
    inFlight = overflows ? .max : sum
    guard let age = verdict.inFlightAgeSeconds else { return }
    oldestLookSeconds = max(oldestLookSeconds ?? 0, age)
  }
}
