/// How a workload replaces its pods.
enum UpdateStrategy: Equatable, Sendable {
  /// New pods first and old ones away in step, as far as these bounds allow.
  case rolling(surge: Bound, unavailable: Bound)
  /// All old pods away, then all new ones.
  case recreate(Stated<String>)
  /// One pod after the other, each ended before its successor starts; `partition` and up only.
  case oneByOne(unavailable: Bound, partition: Int)
  /// A node's pod is replaced when the old one has ended.
  case nodeByNode(surge: Bound, unavailable: Bound)
  /// Only when somebody deletes a pod, or never.
  case none

  /// `maxSurge` or `maxUnavailable`: a number of pods or a percentage of the replicas.
  struct Bound: Equatable, Sendable {
    enum Amount: Equatable, Sendable {
      case pods(Int)
      case percent(Int)
    }

    var amount: Stated<Amount>

    /// How many pods that is; a surge is rounded up, what may be missing is rounded down.
    func pods(of replicas: Int, roundingUp: Bool) -> Int {
      switch amount.value {
      case .pods(let pods): pods
      case .percent(let percent): (replicas * percent + (roundingUp ? 99 : 0)) / 100
      }
    }

    /// Whether it is 0 as it is written; a percentage may still come to no pod.
    var isNone: Bool { amount.value == .pods(0) || amount.value == .percent(0) }

    /// As it is written.
    var text: String {
      switch amount.value {
      case .pods(let pods): "\(pods)"
      case .percent(let percent): "\(percent)%"
      }
    }
  }

  init(_ kind: Workload.Kind, spec: ManifestNode?) throws(ManifestProblem) {
    switch kind {
    case .deployment:
      let strategy = spec?["strategy"]
      if let type = strategy?["type"], type.text == "Recreate" {
        self = .recreate(Stated("Recreate", type))
        return
      }
      let rolling = strategy?["rollingUpdate"]
      self = .rolling(
        surge: try Bound(rolling, "maxSurge") ?? Bound(default: .percent(25)),
        unavailable: try Bound(rolling, "maxUnavailable") ?? Bound(default: .percent(25)))
    case .statefulSet:
      let strategy = spec?["updateStrategy"]
      guard try strategy?.text("type") != "OnDelete" else {
        self = .none
        return
      }
      let rolling = strategy?["rollingUpdate"]
      self = .oneByOne(
        unavailable: try Bound(rolling, "maxUnavailable") ?? Bound(default: .pods(1)),
        partition: try rolling?.integer("partition", in: 0...1_000_000)?.value ?? 0)
    case .daemonSet:
      let strategy = spec?["updateStrategy"]
      guard try strategy?.text("type") != "OnDelete" else {
        self = .none
        return
      }
      let rolling = strategy?["rollingUpdate"]
      self = .nodeByNode(
        surge: try Bound(rolling, "maxSurge") ?? Bound(default: .pods(0)),
        unavailable: try Bound(rolling, "maxUnavailable") ?? Bound(default: .pods(1)))
    case .replicaSet, .replicationController, .pod, .job, .cronJob, .rollout, .deploymentConfig,
      .knativeService, .scaledJob, .other:
      self = .none
    }
  }
}

extension UpdateStrategy.Bound {
  fileprivate init(default amount: Amount) { self.amount = Stated(default: amount) }

  fileprivate init?(_ node: ManifestNode?, _ key: String) throws(ManifestProblem) {
    guard let node = node?[key] else { return nil }
    if let text = node.text, text.hasSuffix("%"), let percent = Int(text.dropLast()),
      (0...1_000_000).contains(percent)
    {
      amount = Stated(.percent(percent), node)
    } else if case .text(let text, _) = node.content, let pods = Int(text),
      (0...1_000_000).contains(pods)
    {
      amount = Stated(.pods(pods), node)
    } else {
      throw node.refused("is \(node.shown); write a whole number or a percentage such as 25%")
    }
  }
}
