import KubernetesObjects
import Time

/// An instant the reducer has scheduled, on the cluster's clock.
struct Timer: Comparable, Sendable {
  /// What is looked at anew when it comes.
  enum Subject: Comparable, Sendable {
    /// Every pod on its way out.
    case pods
    case pod(uid: String)
    case workload(WorkloadID)
  }

  var due: Instant
  var subject: Subject

  static func < (left: Timer, right: Timer) -> Bool {
    (left.due, left.subject) < (right.due, right.subject)
  }
}
