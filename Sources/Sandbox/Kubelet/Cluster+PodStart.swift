import LastcallPod
import PodStatus

// How scheduler and kubelet bring a pod up, and up again.
extension Cluster {
  /// Binds a pod to a node.
  func schedule(_ uid: String) {
    guard let runtime = pods[uid], let pod = pod(uid), !pod.isTerminating else { return }
    let now = Timestamp.now
    update(uid) { pod in
      pod["spec"]["nodeName"] = .string("node-\(runtime.node)")
      pod.set("PodScheduled", true, at: now, extra: ["lastProbeTime": .null])
    }
    self.pod(uid).map(recordScheduled)
    after(.milliseconds(20)) { $0.createContainer(uid) }
  }

  private func createContainer(_ uid: String) {
    guard let runtime = pods[uid], let pod = pod(uid), !pod.isTerminating else { return }
    let now = Timestamp.now
    update(uid) { pod in
      pod["status"]["observedGeneration"] = pod["metadata"]["generation"]
      pod["status"]["hostIP"] = .string("10.99.0.\(runtime.node)")
      pod["status"]["hostIPs"] = [["ip": .string("10.99.0.\(runtime.node)")]]
      pod["status"]["startTime"] = .string(now.rfc3339)
      pod["status"]["conditions"] = []
      let unready = "containers with unready status: [\(Objects.container)]"
      setKubeletCondition(&pod, "PodReadyToStartContainers", false)
      setKubeletCondition(&pod, "Initialized", true)
      setKubeletCondition(&pod, "Ready", false, "ContainersNotReady", unready)
      setKubeletCondition(&pod, "ContainersReady", false, "ContainersNotReady", unready)
      setKubeletCondition(&pod, "PodScheduled", true)
      pod["status"]["containerStatuses"] = [
        containerStatus(runtime, state: ["waiting": ["reason": "ContainerCreating"]])
      ]
    }
    after(.milliseconds(150)) { $0.startContainer(uid) }
  }

  /// Starts the container's process, the first time or again.
  func startContainer(_ uid: String) {
    guard var runtime = pods[uid], let pod = pod(uid), !pod.isTerminating else { return }
    var generator = SeededGenerator(seed: UInt64.random(in: .min ... .max))
    runtime.containerID =
      "containerd://" + (0..<4).map { _ in hex(generator.next()) }.joined()
    let say = { (reason: String, message: String) in
      self.record(
        about: pod, reason, message, from: "kubelet", container: Objects.container)
    }
    say(
      "Pulled",
      "Container image \"\(image(of: pod))\" already present on machine and can be accessed"
        + " by the pod")
    do {
      let process = try ContainerProcess(command(for: runtime))
      runtime.process = process
      runtime.startedAt = .now
      runtime.failedProbes = 0
      pods[uid] = runtime
      say("Created", "Container created")
      say("Started", "Container started")
      update(uid) { setKubeletCondition(&$0, "PodReadyToStartContainers", true) }
      start { await $0.attend(process, of: uid) }
    } catch {
      record(
        about: pod, "Failed", "Error: \(error)", isWarning: true, from: "kubelet",
        container: Objects.container)
      after(.seconds(2)) { $0.startContainer(uid) }
    }
  }

  private func command(for runtime: PodRuntime) -> [String] {
    let command =
      workerCommand + [
        "--ready-after", "\(story.readyAfterSeconds)",
        "--drain-timeout", "\(story.drainTimeoutSeconds)", "--directory", directory,
      ]
    guard runtime.habit.hasShell else { return command }
    // A shell that waits for its child does not pass signals on. As a container's first process
    // it would not even die of one; here it needs the trap for that.
    return ["/bin/sh", "-c", "trap : TERM HUP\n\"$@\"\nexit $?", "sh"] + command
  }

  /// Takes down what a container says until it ends.
  private func attend(_ process: ContainerProcess, of uid: String) async {
    for await output in process.output {
      switch output {
      case .line(let time, let text):
        pods[uid]?.log.append(ContainerLog.Line(time: time, text: text))
      case .listening(let web, let status):
        containerIsUp(uid, web: web, status: status)
      case .exited(let code, let time):
        containerEnded(uid, code: code, at: time)
      }
    }
  }

  private func containerIsUp(_ uid: String, web: Int, status: Int) {
    pods[uid]?.ports = (web, status)
    guard let runtime = pods[uid] else { return }
    let startedAt = runtime.startedAt ?? .now
    update(uid) { pod in
      pod["status"]["phase"] = "Running"
      pod["status"]["podIP"] = .string(runtime.address)
      pod["status"]["podIPs"] = [["ip": .string(runtime.address)]]
      var status = containerStatus(
        runtime, state: ["running": ["startedAt": .string(startedAt.rfc3339)]])
      status["started"] = true
      status["lastState"] = pod["status"]["containerStatuses"].elements.first?["lastState"] ?? [:]
      pod["status"]["containerStatuses"] = [status]
    }
    guard let process = runtime.process else { return }
    start { await $0.probe(process, of: uid) }
    start { await $0.sendLoad(to: process, of: uid) }
  }

  /// What stands in `containerStatuses` while the container is not ready.
  func containerStatus(_ runtime: PodRuntime, state: JSON) -> JSON {
    let image = pod(runtime: runtime).map(image) ?? ""
    var status: JSON = [
      "name": .string(Objects.container), "state": state, "lastState": [:], "ready": false,
      "restartCount": .integer(runtime.restarts), "image": .string(image),
      "imageID": runtime.startedAt == nil ? "" : "sha256:lastcall", "started": false,
    ]
    if runtime.startedAt != nil { status["containerID"] = .string(runtime.containerID) }
    return status
  }

  private func pod(runtime: PodRuntime) -> JSON? { store[.pods, runtime.name] }

  private func image(of pod: JSON) -> String {
    pod["spec"]["containers"].elements.first?["image"].string ?? ""
  }
}

/// Sets one of the conditions that carry the generation they were seen at.
func setKubeletCondition(
  _ pod: inout JSON, _ type: String, _ isTrue: Bool, _ reason: String? = nil,
  _ message: String? = nil
) {
  pod.set(
    type, isTrue, at: .now, reason: reason, message: message,
    extra: ["lastProbeTime": .null, "observedGeneration": pod["metadata"]["generation"]])
}

private func hex(_ number: UInt64) -> String {
  let digits = String(number, radix: 16)
  return String(repeating: "0", count: 16 - digits.utf8.count) + digits
}
