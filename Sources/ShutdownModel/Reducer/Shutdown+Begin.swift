import KubernetesObjects
import Time

extension Shutdown {
  /// A shutdown of an object as it is seen first.
  ///
  /// - Parameter before: the version before, which shows what ran.
  init(
    origin: Origin, asked: Instant?, seenAt: Instant, graceSeconds: Int? = nil, object: PodObject,
    before: PodObject?
  ) {
    self.init(origin: origin, asked: asked, seenAt: seenAt, graceSeconds: graceSeconds)
    wasKnown = before != nil
    for version in [before, object].compactMap({ $0 }) { noteRunning(version) }
    participants = object.participants(
      notBefore: asked, seenRunning: seenRunning, wasKnown: wasKnown)
  }

  /// The shutdown an object asks for in the version that first carries a deletionTimestamp.
  init(
    asking object: PodObject, deletion: Instant, before: PodObject?, seenAt: Instant, isOver: Bool
  ) {
    let grace = object.deletionGracePeriodSeconds ?? object.terminationGracePeriodSeconds ?? 30
    let asked = deletion - .seconds(Double(grace))
    // Before its creation: one of the times is wrong, and nothing can be counted from it.
    let isUntimed = object.createdAt.map { asked < $0 - .seconds(5) } ?? false
    self.init(
      origin: .deletion,
      // A gap of the watch ate the request: the kubelet's own delete says nothing of it.
      asked: isOver || isUntimed ? nil : asked,
      seenAt: seenAt,
      graceSeconds: isOver ? nil : grace,
      object: object, before: before)
    guard grace > 0, !isUntimed else {
      kubeletSawAt = seenAt
      return
    }
    // Not seen live: the middle of the second it was asked in.
    var deadline = Deadline(
      asked: asked, grace: .seconds(Double(grace)), begin: asked + .milliseconds(500),
      hook: object.hook(of: participants))
    if before != nil { deadline.begin(withArrival: seenAt) }
    self.deadline = deadline
  }
}

extension Deadline {
  /// The kubelet began when the change arrived: its watch gets it at the same time.
  ///
  /// The request lies up to 1 s after its whole second, and the clocks are known to half a second. A
  /// slow API server shows a deletion seconds after it has stamped it: then the kubelet may have begun at
  /// any time between.
  fileprivate mutating func begin(withArrival arrival: Instant) {
    self.arrival = max(arrival, asked)
    begin = min(self.arrival, asked + .seconds(1))
    beginLatest = begin
    guard arrival > asked + .milliseconds(1500) else { return }
    begin = asked
    beginLatest = arrival
  }
}

extension PodObject {
  /// The preStop hook the countdown has to reckon with: that of the first main container.
  func hook(of participants: [String]) -> Deadline.Hook {
    let main = containers.first { $0.kind == .main && participants.contains($0.name) }
    return main?.hook ?? .lasted(.zero)
  }
}

extension ContainerObject {
  /// How long its preStop hook runs, as far as the spec says.
  var hook: Deadline.Hook {
    switch preStop {
    case nil: .lasted(.zero)
    case .sleep(let seconds): .lasted(.seconds(Double(seconds)))
    case .exec, .httpGet: .unknown
    }
  }
}
