public import Time

/// One container of a pod: what its spec says of its end, and its newest status.
public struct ContainerObject: Equatable, Sendable {
  /// Which list of the spec it stands in, and how long it lives.
  public enum Kind: String, Equatable, Sendable {
    case main
    /// A native sidecar: `initContainers[].restartPolicy: Always`.
    case sidecar
    /// An ordinary init container: it ends before the main containers start.
    case `init`
    case ephemeral
  }

  /// `lifecycle.preStop`.
  public enum PreStop: Equatable, Sendable {
    /// Runs in the kubelet; its length is known.
    case sleep(seconds: Int)
    case exec(ExecHook = ExecHook())
    case httpGet
  }

  /// `state` of a container status.
  public enum RunState: Equatable, Sendable {
    /// No status yet, or a status without a state.
    case absent
    case waiting(reason: String?)
    case running(startedAt: Instant?)
    case terminated(Termination)
  }

  /// `state.terminated`.
  public struct Termination: Equatable, Sendable {
    public var exitCode: Int
    public var reason: String?
    /// Whole seconds, the node's clock; nil for a container that never started.
    public var startedAt: Instant?
    public var finishedAt: Instant?
    /// It had ended by then: finish times are cut to their second.
    public var finishedBy: Instant? { finishedAt.map { $0 + .seconds(1) } }

    /// Makes the end of a container.
    public init(
      exitCode: Int, reason: String? = nil, startedAt: Instant? = nil, finishedAt: Instant? = nil
    ) {
      self.exitCode = exitCode
      self.reason = reason
      self.startedAt = startedAt
      self.finishedAt = finishedAt
    }
  }

  /// A named or unnamed `ports[]` entry.
  public struct Port: Equatable, Sendable {
    public var name: String?
    public var number: Int

    /// Makes a container port.
    public init(name: String? = nil, number: Int) {
      self.name = name
      self.number = number
    }
  }

  public var name: String
  public var kind: Kind
  /// The last part of its image's name if the table of servers has it; empty for most.
  public var image: String
  public var start: Start?
  public var ownLimit: OwnLimit?
  public var ports: [Port]
  public var preStop: PreStop?
  /// `status.containerStatuses[].stopSignal`, else `spec…lifecycle.stopSignal`.
  public var stopSignal: String?
  /// How long the readiness probe takes to turn: `periodSeconds` × `failureThreshold`; nil without one.
  public var readinessTurnsAfterSeconds: Int?
  public var isReady: Bool
  public var restartCount: Int
  public var state: RunState
  /// `lastState.terminated`: how the run before this one ended.
  public var lastTermination: Termination?

  /// Makes a container; without a status its state is absent.
  public init(
    name: String,
    kind: Kind = .main,
    image: String = "",
    start: Start? = nil,
    ownLimit: OwnLimit? = nil,
    ports: [Port] = [],
    preStop: PreStop? = nil,
    stopSignal: String? = nil,
    readinessTurnsAfterSeconds: Int? = nil,
    isReady: Bool = false,
    restartCount: Int = 0,
    state: RunState = .absent,
    lastTermination: Termination? = nil
  ) {
    self.name = name
    self.kind = kind
    self.image = image
    self.start = start
    self.ownLimit = ownLimit
    self.ports = ports
    self.preStop = preStop
    self.stopSignal = stopSignal
    self.readinessTurnsAfterSeconds = readinessTurnsAfterSeconds
    self.isReady = isReady
    self.restartCount = restartCount
    self.state = state
    self.lastTermination = lastTermination
  }

  /// It runs at this moment.
  public var isRunning: Bool {
    if case .running = state { true } else { false }
  }

  /// The pod ends no earlier than it, but what it exits with says nothing of the pod's work.
  public var onlyHoldsPod: Bool { kind == .sidecar || kind == .ephemeral }

  /// How it ended, if it has.
  public var termination: Termination? {
    if case .terminated(let termination) = state { termination } else { nil }
  }
}
