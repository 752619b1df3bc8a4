import CLibrary
import LastcallPod
import PodStatus

// How a pod's deletion goes, with the API server's and the kubelet's own arithmetic.
extension Cluster {
  /// The kubelet gives a container at least this long after its stop signal, in seconds.
  private static let leastStopSeconds = 2

  /// Asks for a pod's deletion as the API server takes it; nil is the pod's own grace.
  func delete(_ name: String, grace asked: Int?) {
    guard let pod = store[.pods, name] else { return }
    let isRunning = pod["spec"]["nodeName"] != .null && !pod.isOver
    let own = pod["spec"]["terminationGracePeriodSeconds"].int ?? 30
    let grace = isRunning ? (asked ?? own) < 0 ? 1 : asked ?? own : 0
    if grace == 0 { return deleteAtOnce(pod) }
    if pod.isTerminating { return shorten(pod, to: grace) }
    let uid = pod.uid
    pods[uid]?.deletedAt = .now
    update(uid) { pod in
      pod["metadata"]["deletionTimestamp"] = .string((Timestamp.now + grace).rfc3339)
      pod["metadata"]["deletionGracePeriodSeconds"] = .integer(grace)
      pod["metadata"]["generation"] = .integer((pod["metadata"]["generation"].int ?? 1) + 1)
    }
    after(.milliseconds(12)) { $0.seeDeletion(of: uid, grace: grace) }
    if let second = pods[uid]?.habit.secondDelete {
      after(.seconds(second.afterSeconds)) { $0.delete(name, grace: second.graceSeconds) }
    }
  }

  /// A further deletion can only shorten the grace, and never into the past.
  ///
  /// The kubelet's kill goes on with its first grace.
  private func shorten(_ pod: JSON, to asked: Int) {
    let before = pod["metadata"]["deletionGracePeriodSeconds"].int ?? 0
    guard asked < before,
      let deadline = pod["metadata"]["deletionTimestamp"].string.flatMap({
        Timestamp(rfc3339: $0)
      })
    else { return }
    let now = Timestamp.now
    let isPast = deadline + (asked - before) < now
    let grace = isPast ? 1 : asked
    update(pod.uid) { pod in
      let moved = isPast ? now + 1 : deadline + (asked - before)
      pod["metadata"]["deletionTimestamp"] = .string(moved.rfc3339)
      pod["metadata"]["deletionGracePeriodSeconds"] = .integer(grace)
    }
  }

  /// A forced deletion: the object goes at once, the container when the kubelet gets to it, or, of a pod
  /// whose kill has begun, at its first deadline.
  private func deleteAtOnce(_ pod: JSON) {
    let uid = pod.uid
    update(uid) { pod in
      pod["metadata"]["deletionTimestamp"] = .string(Timestamp.now.rfc3339)
      pod["metadata"]["deletionGracePeriodSeconds"] = 0
    }
    store.remove(.pods, pod.name)
    reconcile()
    if pods[uid]?.process == nil {
      forget(uid)
    } else if pods[uid]?.kill == nil || pods[uid]?.kill == 0 {
      kill(uid, grace: 1)
    }
  }

  private func seeDeletion(of uid: String, grace: Int) {
    guard let pod = pod(uid) else { return }
    if pods[uid]?.process != nil {
      record(
        about: pod, "Killing", "Stopping container \(Objects.container)", from: "kubelet",
        container: Objects.container)
    }
    update(uid) { pod in
      let generation = pod["metadata"]["generation"]
      pod["status"]["observedGeneration"] = generation
      pod["status"]["conditions"] = .array(
        pod["status"]["conditions"].elements.map { condition in
          var condition = condition
          condition["observedGeneration"] = generation
          return condition
        })
    }
    kill(uid, grace: grace)
  }

  /// Begins to kill the container: its preStop hook, the stop signal, SIGKILL.
  private func kill(_ uid: String, grace: Int) {
    guard let process = pods[uid]?.process else { return end(uid, code: nil, at: .now) }
    let number = (pods[uid]?.kill ?? 0) + 1
    pods[uid]?.kill = number
    let begun = ContinuousClock.now
    let stop: @Sendable (isolated Cluster) -> Void = { cluster in
      cluster.stop(process, of: uid, kill: number, begun: begun, grace: grace)
    }
    let hook = preStop(of: uid)
    if let seconds = hook["sleep"]["seconds"].int {
      after(.seconds(min(seconds, grace))) { stop($0) }
    } else if hook.isObject {
      start { cluster in
        await cluster.run(hook, of: uid)
        stop(cluster)
      }
      after(.seconds(grace)) { stop($0) }
    } else {
      stop(self)
    }
  }

  private func preStop(of uid: String) -> JSON {
    pod(uid)?["spec"]["containers"].elements.first?["lifecycle"]["preStop"] ?? .null
  }

  /// Sends the stop signal, once a kill, and SIGKILL when what is left of the grace has passed.
  private func stop(
    _ process: ContainerProcess, of uid: String, kill number: Int,
    begun: ContinuousClock.Instant, grace: Int
  ) {
    guard let runtime = pods[uid], runtime.process === process, runtime.kill == number,
      runtime.stoppedKill < number
    else { return }
    pods[uid]?.stoppedKill = number
    let hookSeconds = Int((ContinuousClock.now - begun).components.seconds)
    let left = max(grace - hookSeconds, Self.leastStopSeconds)
    process.signal((story.stopSignal ?? .term).rawValue)
    after(.seconds(left)) { cluster in
      if cluster.pods[uid]?.kill == number { process.killAll() }
    }
  }

  /// Runs a preStop hook to its end; whether it failed is only an event.
  private func run(_ hook: JSON, of uid: String) async {
    var isFailure = false
    if hook["httpGet"].isObject, let ports = pods[uid]?.ports {
      let isStatus = hook["httpGet"]["port"].int == Objects.statusPort
      let path = hook["httpGet"]["path"].string ?? "/"
      let headers = hook["httpGet"]["httpHeaders"].elements.map {
        ($0["name"].string ?? "", $0["value"].string ?? "")
      }
      let answer = try? await client.get(
        port: isStatus ? ports.status : ports.web, path: path, headers: headers,
        timeout: .seconds(3600))
      // The kubelet looks at transport errors only, never at the code.
      isFailure = answer == nil
    } else if let process = try? ContainerProcess(execCommand(hook)) {
      pods[uid]?.hook = process
      for await output in process.output {
        if case .exited(let code, _) = output { isFailure = code != 0 }
      }
      pods[uid]?.hook = nil
    }
    if isFailure, let pod = pod(uid) {
      record(
        about: pod, "FailedPreStopHook", "PreStopHook failed", isWarning: true, from: "kubelet",
        container: Objects.container)
    }
  }

  private func execCommand(_ hook: JSON) -> [String] {
    let command = hook["exec"]["command"].elements.compactMap(\.string)
    // The one program of this image is the worker, which lives and dies with the sandbox.
    return command.starts(with: ["lastcall", "sandbox-worker"])
      ? workerCommand + command.dropFirst(2) : command
  }

  /// The container's process has ended: the pod's end when it is deleted, else a restart.
  func containerEnded(_ uid: String, code: Int, at time: Timestamp) {
    pods[uid]?.process = nil
    pods[uid]?.ports = nil
    pods[uid]?.hook?.killAll()
    guard pods[uid]?.deletedAt == nil, let pod = pod(uid) else {
      pods[uid]?.log.finish()
      return after(.milliseconds(120)) { $0.end(uid, code: code, at: time) }
    }
    pods[uid]?.restarts += 1
    guard let runtime = pods[uid] else { return }
    setReady(uid, false)
    update(uid) { pod in
      var status = containerStatus(
        runtime, state: ["waiting": ["reason": "CrashLoopBackOff"]])
      status["lastState"] = ["terminated": terminated(runtime, code: code, at: time)]
      pod["status"]["containerStatuses"] = [status]
    }
    record(
      about: pod, "BackOff", "Back-off restarting failed container \(Objects.container)",
      isWarning: true, from: "kubelet", container: Objects.container)
    after(.seconds(1)) { $0.startContainer(uid) }
  }

  /// Publishes the end of every container, then deletes the object for good.
  private func end(_ uid: String, code: Int?, at time: Timestamp) {
    guard let runtime = pods[uid], pod(uid) != nil else { return forget(uid) }
    let isSuccess = code == 0
    let reason = isSuccess ? "PodCompleted" : "PodFailed"
    update(uid) { pod in
      pod["status"]["phase"] = isSuccess ? "Succeeded" : "Failed"
      setKubeletCondition(&pod, "PodReadyToStartContainers", false)
      if isSuccess { setKubeletCondition(&pod, "Initialized", true, reason) }
      setKubeletCondition(&pod, "Ready", false, reason)
      setKubeletCondition(&pod, "ContainersReady", false, reason)
      if let code {
        let state = terminated(runtime, code: code, at: time)
        pod["status"]["containerStatuses"] = [
          containerStatus(runtime, state: ["terminated": state])
        ]
      }
    }
    after(.milliseconds(650)) { cluster in
      cluster.update(uid) { pod in
        pod["metadata"]["deletionGracePeriodSeconds"] = 0
        pod["metadata"]["deletionTimestamp"] = .string(Timestamp.now.rfc3339)
      }
      cluster.forget(uid)
    }
  }

  private func terminated(_ runtime: PodRuntime, code: Int, at time: Timestamp) -> JSON {
    [
      "exitCode": .integer(code), "reason": code == 0 ? "Completed" : "Error",
      "startedAt": .string((runtime.startedAt ?? time).rfc3339),
      "finishedAt": .string(time.rfc3339), "containerID": .string(runtime.containerID),
    ]
  }

  /// Removes a pod and everything that was known of it.
  private func forget(_ uid: String) {
    if pod(uid) != nil, let name = pods[uid]?.name { store.remove(.pods, name) }
    pods[uid]?.log.finish()
    pods[uid] = nil
    reconcile()
  }
}
