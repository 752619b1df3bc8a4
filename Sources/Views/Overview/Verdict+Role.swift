import KubernetesObjects
package import ShutdownModel

extension Verdict.Kind {
  /// What the verdict means to whoever looks.
  package var role: Role {
    switch self {
    case .clean, .ended: .good
    case .unknown: .unknown
    case .vanished, .oom, .killed, .killedEarly, .crashed, .timedOut, .cut: .lost
    }
  }

  /// Its glyph, so that no meaning is in the colour alone.
  package func glyph(_ glyphs: Glyphs) -> String {
    switch self {
    case .clean: glyphs.good
    case .ended: glyphs.dash
    case .unknown: glyphs.unknown
    default: glyphs.bad
    }
  }
}

extension Pod {
  /// Its containers have ended after its deletion, and how is not known yet: neither good nor bad.
  var isUnjudged: Bool { phase >= .exited && shutdown != nil && verdict == nil }

  /// What it does, in a word.
  var phaseWord: (text: String, role: Role) {
    if let stallReason { return (stallReason, .warning) }
    if isUnjudged { return (phase.text, .unknown) }
    switch phase {
    case .ready where conditions[.notReady] != nil: return ("not ready", .warning)
    case .preStop where isMissingSignal,
      .draining where isMissingSignal && shutdown?.signalAt == nil:
      return ("no signal", .critical)
    // Where nothing runs before the signal, it is on its way.
    case .preStop where !object.containers.contains { $0.preStop != nil }:
      return ("stopping", .warning)
    default: return (phase.text, phase.role)
    }
  }
}

extension Phase {
  /// What the phase means to whoever looks.
  package var role: Role {
    switch self {
    case .pending, .starting: .quiet
    case .ready: .plain
    case .preStop: .warning
    case .draining: .busy
    case .drained: .good
    case .timedOut: .lost
    case .exited, .gone: .quiet
    }
  }

  /// Its word in the table.
  package var text: String { self == .timedOut ? "timed out" : rawValue }
}
