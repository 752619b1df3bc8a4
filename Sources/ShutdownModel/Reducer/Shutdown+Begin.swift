extension Shutdown {
  /// The shutdown an object asks for in the version that first carries a deletionTimestamp.
  init(
    asking object: PodObject, deletion: Instant, before: PodObject?, seenAt: Instant, isOver: Bool
  ) {
    let grace = object.deletionGracePeriodSeconds ?? object.terminationGracePeriodSeconds ?? 30
    let asked = deletion - .seconds(Double(grace))
    self.init(
      origin: .deletion,
      // A gap of the watch ate the request: the kubelet's own delete says nothing of it.
      asked: isOver ? nil : asked,
      seenAt: seenAt,
      graceSeconds: isOver ? nil : grace,
      participants: object.participants(notBefore: isOver ? nil : asked, before: before))
    guard grace > 0 else {
      kubeletSawAt = seenAt
      return
    }
    deadline = Deadline(
      asked: asked,
      grace: .seconds(Double(grace)),
      begin: Shutdown.begin(asked: asked, seenAt: seenAt, wasKnown: before != nil),
      hook: object.hook(of: participants))
  }

  /// When the kubelet began: the arrival of the change, or the middle of the second it was asked in.
  ///
  /// Seen live means seen soon: on a busy cluster the change came up to 0.8 s after the request, the
  /// request lies up to 1 s after its whole second, and the clocks are known to half a second.
  private static func begin(asked: Instant, seenAt: Instant, wasKnown: Bool) -> Instant {
    guard wasKnown, seenAt <= asked + .seconds(3) else { return asked + .milliseconds(500) }
    return min(max(seenAt, asked), asked + .seconds(1))
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
