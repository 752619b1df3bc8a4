import PodStatus
import Settings
import ShutdownDiagnosis
import ShutdownModel
import Views

@testable import KubernetesObjects
@testable import LogText

/// The states the golden frames are drawn from.
enum Scene: String, CaseIterable {
  /// A rolling update with a pod in every plight, at the moment one is about to be killed.
  case rollout
  /// Pods that have ended, one of each verdict.
  case endings
  /// Several workloads, a lost connection, and names and lines in all scripts.
  case hostile
  /// Nothing has been seen yet.
  case nothing
  /// One process by its status endpoint.
  case attached

  var state: State {
    switch self {
    case .rollout: Scene.rolloutState()
    case .endings: Scene.endingsState()
    case .hostile: Scene.hostileState()
    case .nothing: State(scope: .namespace("shop"), diagnosing: DiagnosisRules())
    case .attached: Scene.attachedState()
    }
  }

  static let deployment = WorkloadID(kind: .deployment, namespace: "shop", name: "web")
}

extension ScreenContext {
  /// The shipped keys.
  static func shipped(_ glyphs: Glyphs = .unicode) throws -> ScreenContext {
    ScreenContext(
      glyphs: glyphs, keymap: try LoadedSettings(flags: [:], environment: [:]).keymap())
  }
}

extension Story {
  /// The story with what was told of each pod put in the order of time.
  func inOrder() -> State {
    let told = events.enumerated().sorted {
      ($0.element.time, $0.offset) < ($1.element.time, $1.offset)
    }
    return told.reduce(into: State(scope: state.scope, diagnosing: DiagnosisRules())) {
      _ = $0.apply($1.element)
    }
  }

  mutating func log(
    _ seconds: Double, _ sign: LogSign?, _ inFlight: Int? = nil, text: String, uid: String
  ) {
    feed(
      seconds,
      .log(
        LogLine(
          pod: .uid(uid), container: "web", time: .at(seconds), text: text, sign: sign,
          inFlight: inFlight)))
  }
}
