/// How a drain ended.
public struct DrainOutcome: Equatable, Sendable, CustomStringConvertible {
  /// What happened.
  public enum Kind: Equatable, Sendable {
    /// Nothing was left.
    case drained
    /// The limit came first; how much was left, nil where that is not known.
    case timedOut(left: Int?)
    /// A signal ended it at once, with work left.
    case ended(by: Signal)
    /// A program that this process had started said that its work was not done.
    case childFailed(ChildExit)
    /// A service ended with an error, or was cancelled.
    case serviceFailed
  }

  /// What happened.
  public let kind: Kind
  /// What the process is to exit with: 0 only when it has drained.
  public let exitCode: Int32

  init(_ kind: Kind, exitCode: Int32) {
    self.kind = kind
    self.exitCode = exitCode
  }

  public var description: String {
    switch kind {
    case .drained: "drained"
    case .timedOut(let left?): "timed out with \(left) in flight"
    case .timedOut(nil): "timed out, what was left is not counted"
    case .ended(let signal): "ended by \(signal)"
    case .childFailed(let exit): "a child ended with \(exit)"
    case .serviceFailed: "a service failed"
    }
  }
}
