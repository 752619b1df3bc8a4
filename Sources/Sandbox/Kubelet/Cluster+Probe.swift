import PodStatus

// The kubelet's readiness probe: real requests to the real worker, once a second.
extension Cluster {
  /// Probes until the container has ended, also while the pod terminates.
  func probe(_ process: ContainerProcess, of uid: String) async {
    do {
      try await Task.sleep(for: .seconds(story.readyAfterSeconds + 0.1))
      while pods[uid]?.process === process, let port = pods[uid]?.ports?.web {
        let failure = await probe(port: port, address: pods[uid]?.address ?? "")
        guard pods[uid]?.process === process else { return }
        note(failure, of: uid)
        try await Task.sleep(for: .seconds(1))
      }
    } catch {
      // The sandbox ends.
    }
  }

  private func probe(port: Int, address: String) async -> String? {
    do {
      let answer = try await client.get(port: port, path: "/healthz", timeout: .seconds(1))
      return answer.code < 400 ? nil : "HTTP probe failed with statuscode: \(answer.code)"
    } catch {
      let target = "\(address):\(Objects.webPort)"
      return "Get \"http://\(target)/healthz\": dial tcp \(target): connect: connection refused"
    }
  }

  private func note(_ failure: String?, of uid: String) {
    guard let pod = pod(uid) else { return }
    guard let failure else {
      pods[uid]?.failedProbes = 0
      if !pod.has("Ready") { setReady(uid, true) }
      return
    }
    record(
      about: pod, "Unhealthy", "Readiness probe failed: \(failure)", isWarning: true,
      from: "kubelet", container: Objects.container)
    let failures = (pods[uid]?.failedProbes ?? 0) + 1
    pods[uid]?.failedProbes = failures
    if failures >= 2, pod.has("Ready") { setReady(uid, false) }
  }

  /// Sets Ready and ContainersReady with everything that follows from them.
  func setReady(_ uid: String, _ isReady: Bool) {
    update(uid) { pod in
      let reason = isReady ? nil : "ContainersNotReady"
      let message =
        isReady ? nil : "containers with unready status: [\(Objects.container)]"
      setKubeletCondition(&pod, "Ready", isReady, reason, message)
      setKubeletCondition(&pod, "ContainersReady", isReady, reason, message)
      var status = pod["status"]["containerStatuses"].elements.first ?? [:]
      status["ready"] = .bool(isReady)
      pod["status"]["containerStatuses"] = [status]
    }
    // It becomes available by time alone.
    if isReady { after(.seconds(story.minReadySeconds)) { $0.reconcile() } }
  }
}
