public import KubernetesObjects
public import LogText
import Time

/// What was said of a pod: by its logs, and by the cluster's events.
public struct PodWords: Sendable {
  /// One track a container whose log was seen.
  public internal(set) var logs: [LogTrack] = []
  /// What its log said that the rules want to know; at most ``Pod/clueLimit``.
  public internal(set) var clues: [LogClue.Line] = []
  /// How many lines were looked at for clues.
  var clueLinesRead = 0
  /// The newest Kubernetes events about the pod, oldest first; at most ``Pod/eventLimit``.
  public internal(set) var events: [EventObject] = []
  /// When a `Killing` event about a stop was last seen.
  var killingSeenAt: Instant?
}

extension Pod {
  public internal(set) var logs: [LogTrack] {
    _read { yield said.logs }
    _modify { yield &said.logs }
  }

  public internal(set) var clues: [LogClue.Line] {
    _read { yield said.clues }
    _modify { yield &said.clues }
  }

  public internal(set) var events: [EventObject] {
    _read { yield said.events }
    _modify { yield &said.events }
  }

  /// How many Kubernetes events a pod keeps.
  public static let eventLimit = 50

  /// How many lines of its log a pod keeps as evidence.
  public static let clueLimit = 20
}
