import KubernetesObjects
import LogText
import ShutdownModel

/// What is kept of the events that a history has let go: all that a verdict may rest on.
///
/// Left out are lines that say nothing, of pods that were not yet asked to end: they are most of a long run.
struct LetGo: Sendable {
  private(set) var events: [Event] = []
  /// How many lines were left out.
  private(set) var lineCount = 0
  /// There was too much of it even so, and nothing is kept.
  private(set) var isLost = false
  private var leaving: Set<String> = []

  /// Takes events that are let go, oldest first, and keeps so many of all at most.
  mutating func add(_ more: some Sequence<Event>, limit: Int) {
    guard !isLost else { return }
    for event in more {
      if case .pod(let pod) = event.observation, pod.deletionTimestamp != nil {
        leaving.insert(pod.uid)
      }
      if saysNothing(event.observation) { lineCount += 1 } else { events.append(event) }
    }
    guard events.count > limit else { return }
    isLost = true
    (events, leaving) = ([], [])
  }

  private func saysNothing(_ observation: Observation) -> Bool {
    guard case .log(let line) = observation, case .uid(let uid) = line.pod else { return false }
    return line.sign == nil && line.inFlight == nil && !leaving.contains(uid)
  }
}
