/// Who or what asked a pod to end, and what says so.
///
/// Only what the object, an event or the workload positively says is a cause: most deletions name none.
public struct Cause: Equatable, Sendable {
  /// What it was.
  public enum Kind: String, CaseIterable, Sendable {
    /// Its workload rolls out another revision.
    case rollout
    /// Its workload has fewer replicas than before.
    case scaleDown = "scale-down"
    /// Its node is emptied.
    case drain
    /// By the Eviction API or by the kubelet, for reasons of the node or of its own resources.
    case eviction
    case preemption
    /// The machine goes down, and the kubelet ends its pods.
    case nodeShutdown = "node-shutdown"
    /// The node does not answer, or no longer exists.
    case nodeLost = "node-lost"
    /// A taint with the effect NoExecute.
    case taint
    case jobDeadline = "job-deadline"
    case liveness
    case namespace
    case user
  }

  public var kind: Kind
  /// Who did it: a component, a workload, a user; nil when nothing names it.
  public var by: String?
  /// The condition, the field or the event that says so, as harmless text.
  public var evidence: String

  /// Makes a cause.
  public init(_ kind: Kind, by: String? = nil, evidence: String) {
    self.kind = kind
    self.by = by
    self.evidence = evidence
  }

  /// In a few words: `node drain by karpenter`.
  public var text: String {
    let (whose, by) = (by.map { " of \($0)" } ?? "", by.map { " by \($0)" } ?? "")
    switch kind {
    case .rollout: return "rollout\(whose)"
    case .scaleDown: return "scale-down\(whose)"
    case .drain: return "node drain\(by)"
    case .eviction: return "eviction\(by)"
    case .preemption: return "preemption\(by)"
    case .nodeShutdown: return "node shutdown"
    case .nodeLost: return "node lost"
    case .taint: return "NoExecute taint of its node"
    case .jobDeadline: return "deadline\(whose) exceeded"
    case .liveness: return "liveness probe failed"
    case .namespace: return "deletion of its namespace"
    case .user: return "deletion\(by)"
    }
  }

  /// The words with what they rest on.
  public var sentence: String { "\(text) (\(evidence))" }

  /// It comes from the node or from what manages nodes, not from the workload.
  public var isDisruption: Bool {
    switch kind {
    case .drain, .eviction, .preemption, .nodeShutdown, .nodeLost, .taint: true
    case .rollout, .scaleDown, .jobDeadline, .liveness, .namespace, .user: false
    }
  }
}
