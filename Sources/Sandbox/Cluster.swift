import LastcallPod
import PodStatus

/// The sandbox's cluster: its objects and everything that changes them.
///
/// The controllers and the kubelet stand-in are extensions of this one actor, so that no two of
/// them ever see different states.
actor Cluster {
  typealias Job = @Sendable (isolated Cluster) async -> Void

  let story: Story
  /// What starts a worker, without the worker's own arguments.
  let workerCommand: [String]
  /// What workers remove when the sandbox was killed.
  let directory: String
  let client: WorkerClient
  let seed: UInt64
  var store: ObjectStore
  var random: SeededGenerator
  /// What the kubelet stand-in knows of each pod, by UID.
  var pods: [String: PodRuntime] = [:]
  var podCount = 0
  /// How many pods each ReplicaSet has made, by its UID.
  var createdPods: [String: Int] = [:]
  var eventNames: [String: String] = [:]
  var isStoryOver = false
  var settleWaiters: [AsyncStream<Void>.Continuation] = []
  var storyWaiters: [AsyncStream<Void>.Continuation] = []

  private let jobs: AsyncStream<Job>
  private let newJobs: AsyncStream<Job>.Continuation
  private let changes: AsyncStream<Void>
  private let newChange: AsyncStream<Void>.Continuation

  init(
    story: Story, seed: UInt64, workerCommand: [String], directory: String, client: WorkerClient,
    historyLimit: Int
  ) {
    self.story = story
    self.seed = seed
    self.workerCommand = workerCommand
    self.directory = directory
    self.client = client
    store = ObjectStore(historyLimit: historyLimit)
    random = SeededGenerator(seed: seed)
    (jobs, newJobs) = AsyncStream.makeStream()
    (changes, newChange) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
  }

  /// Runs the controllers, the kubelet and the story until it is cancelled.
  func run() async {
    createObjects()
    start { await $0.reconcileForEver() }
    start { await $0.tell() }
    await withDiscardingTaskGroup { group in
      for await job in jobs { group.addTask { await job(self) } }
      group.cancelAll()
    }
    for pod in pods.values {
      pod.process?.killAll()
      pod.hook?.killAll()
    }
    for waiter in settleWaiters + storyWaiters { waiter.finish() }
  }

  /// Does something beside everything else; it ends with the cluster.
  func start(_ body: @escaping Job) {
    newJobs.yield(body)
  }

  /// Does something later, unless the cluster has ended by then.
  func after(_ duration: Duration, _ body: @escaping Job) {
    start { cluster in
      do {
        try await Task.sleep(for: duration)
      } catch {
        return
      }
      await body(cluster)
    }
  }

  /// Has the controllers look at everything again.
  func reconcile() {
    newChange.yield()
  }

  private func reconcileForEver() async {
    for await _ in changes {
      var version: Int
      repeat {
        version = store.version
        // The pauses keep the order in which separate controllers are seen to act.
        syncDeployment()
        try? await Task.sleep(for: .milliseconds(8))
        syncReplicaSets()
        try? await Task.sleep(for: .milliseconds(8))
        syncEndpoints()
        syncDeploymentStatus()
      } while store.version != version && !Task.isCancelled
      noteSettled()
    }
  }

  private func createObjects() {
    let now = Timestamp.now
    store.put(.services, Objects.service(uid: newUID(), now: now))
    if let service = store[.services, Objects.name] {
      store.put(
        .endpointslices,
        Objects.endpointSlice(of: service, suffix: random.suffix(5), uid: newUID(), now: now))
    }
    store.put(.deployments, Objects.deployment(story, uid: newUID(), now: now))
    reconcile()
  }

  /// A UID that no other run has, whatever the seed.
  func newUID() -> String {
    var generator = SeededGenerator(seed: UInt64.random(in: .min ... .max))
    return generator.uid()
  }

  /// Changes a pod as long as it is the one of that UID.
  func update(_ uid: String, _ change: (inout JSON) -> Void) {
    guard let name = pods[uid]?.name, var pod = store[.pods, name], pod.uid == uid else { return }
    change(&pod)
    store.put(.pods, pod)
    reconcile()
  }

  /// The pod of that UID, while it has an object.
  func pod(_ uid: String) -> JSON? {
    guard let name = pods[uid]?.name, let pod = store[.pods, name], pod.uid == uid else {
      return nil
    }
    return pod
  }
}
