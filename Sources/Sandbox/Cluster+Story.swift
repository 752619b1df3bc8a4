import PodStatus

// What happens by itself: one rolling update, from its beginning to the last old pod's end.
extension Cluster {
  /// Tells the story once.
  func tell() async {
    let begun = ContinuousClock.now
    guard await settles() else { return }
    do {
      try await Task.sleep(until: begun + .seconds(story.rolloutAfterSeconds))
    } catch {
      return
    }
    restartRollout()
    guard await settles() else { return }
    isStoryOver = true
    for waiter in storyWaiters { waiter.finish() }
    storyWaiters = []
  }

  /// What `kubectl rollout restart` does.
  func restartRollout() {
    patchDeployment(
      .object([
        "spec": [
          "template": [
            "metadata": [
              "annotations": [
                "kubectl.kubernetes.io/restartedAt": .string(Timestamp.now.rfc3339)
              ]
            ]
          ]
        ]
      ]))
  }

  /// Merges a patch into the Deployment; what changes its spec is a new generation.
  func patchDeployment(_ patch: JSON) {
    var changed = deployment
    changed.merge(patch)
    // Neither identity nor status are anyone's to patch.
    changed["status"] = deployment["status"]
    for name in ["name", "namespace", "uid", "creationTimestamp", "generation"] {
      changed["metadata"][name] = deployment["metadata"][name]
    }
    if changed["spec"] != deployment["spec"] {
      let generation = deployment["metadata"]["generation"].int ?? 1
      changed["metadata"]["generation"] = .integer(generation + 1)
    }
    store.put(.deployments, changed)
    reconcile()
  }

  /// Waits until the rollout is complete and no old pod is left; false if the sandbox ends first.
  private func settles() async -> Bool {
    let (stream, continuation) = AsyncStream<Void>.makeStream()
    settleWaiters.append(continuation)
    reconcile()
    for await _ in stream {}
    return !Task.isCancelled
  }

  /// Tells those who wait for it, when everything is at rest.
  func noteSettled() {
    guard isSettled else { return }
    for waiter in settleWaiters { waiter.finish() }
    settleWaiters = []
  }

  private var isSettled: Bool {
    isRolledOut && store.list(.pods).allSatisfy { !$0.isTerminating }
  }

  /// Ends when the story is over.
  func storyEnd() -> AsyncStream<Void> {
    let (stream, continuation) = AsyncStream<Void>.makeStream()
    if isStoryOver {
      continuation.finish()
    } else {
      storyWaiters.append(continuation)
    }
    return stream
  }
}

extension JSON {
  /// Applies a patch as the API does for these objects: members merge, null removes, and elements
  /// of an array that have names merge by name.
  mutating func merge(_ patch: JSON) {
    switch (self, patch) {
    case (_, .object(let members)):
      if !isObject { self = [:] }
      for (name, value) in members where !name.hasPrefix("$") {
        if value == .null {
          remove(name)
        } else {
          self[name].merge(value)
        }
      }
    case (.array(var elements), .array(let patches))
    where !patches.isEmpty && patches.allSatisfy { $0["name"].string != nil }:
      for patch in patches {
        if let index = elements.firstIndex(where: { $0["name"] == patch["name"] }) {
          elements[index].merge(patch)
        } else {
          elements.append(patch)
        }
      }
      self = .array(elements)
    default:
      self = patch
    }
  }
}
