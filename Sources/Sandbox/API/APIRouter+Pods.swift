import PodStatus

// What the API server asks the kubelet or the pod for.
extension APIRouter {
  /// Answers `pods/NAME/log`.
  func log(_ request: APIRequest, _ name: String) async -> APIAnswer {
    if let container = request.query["container"], container != Objects.container {
      let message = "container \(container) is not valid for pod \(name)"
      return .failure(400, "BadRequest", message)
    }
    guard let log = await cluster.log(of: name, follows: request.isSet("follow")) else {
      return missing(.pods, name)
    }
    let since = request.query["sinceTime"].flatMap { Timestamp(rfc3339: $0) }
    let recent = request.query["sinceSeconds"].flatMap { Int($0) }.map { Timestamp.now + -$0 }
    let earliest = [since, recent].compactMap(\.self).max()
    var past = log.past.filter { line in earliest.map { line.time >= $0 } ?? true }
    if let tail = request.query["tailLines"].flatMap({ Int($0) }) {
      past = past.suffix(max(0, tail))
    }
    let (shown, hasStamps) = (past, request.isSet("timestamps"))
    return .stream("text/plain") { write in
      func text(_ line: ContainerLog.Line) -> String {
        (hasStamps ? line.time.rfc3339Nano + " " : "") + line.text + "\n"
      }
      if !shown.isEmpty { try await write(shown.map(text).joined()) }
      for await line in log.coming { try await write(text(line)) }
    }
  }

  /// Answers `pods/NAME[:PORT]/proxy/PATH` with what the worker answers.
  func proxy(_ request: APIRequest, _ target: String) async -> APIAnswer {
    var parts = target.split(separator: ":").map(String.init)
    if ["http", "https"].contains(parts.first), parts.count > 1 { parts.removeFirst() }
    let name = parts.first ?? ""
    let port = parts.count > 1 ? parts[1] : String(Objects.webPort)
    guard request.method == "GET", let pod = await cluster.store[.pods, name] else {
      return missing(.pods, name)
    }
    guard let address = pod["status"]["podIP"].string else {
      return .failure(400, "BadRequest", "address not allowed")
    }
    guard let real = await cluster.realPort(of: pod.uid, port) else {
      return unreachable("dial tcp \(address):\(port): connect: connection refused")
    }
    let path = request.rawTarget.firstRange(of: "/proxy").map {
      String(request.rawTarget[$0.upperBound...])
    }
    do {
      let rest = path ?? ""
      let answer = try await cluster.client.get(
        port: real, path: rest.hasPrefix("/") ? rest : "/" + rest, timeout: .seconds(30))
      return APIAnswer(
        code: answer.code, contentType: answer.contentType, content: .whole(answer.body),
        isProxied: true)
    } catch {
      return unreachable("dial tcp \(address):\(port): connect: connection refused")
    }
  }

  private func unreachable(_ why: String) -> APIAnswer {
    .failure(503, "ServiceUnavailable", "error trying to reach service: \(why)")
  }
}

extension Cluster {
  /// A pod's log so far, and what comes while it is followed.
  func log(of name: String, follows: Bool) -> (
    past: [ContainerLog.Line], coming: AsyncStream<ContainerLog.Line>
  )? {
    guard let uid = store[.pods, name]?.uid, let runtime = pods[uid] else { return nil }
    let hasEnded = runtime.process == nil && runtime.startedAt != nil && runtime.deletedAt != nil
    guard follows, !hasEnded, let coming = pods[uid]?.log.follow() else {
      return (runtime.log.lines, AsyncStream { $0.finish() })
    }
    return (runtime.log.lines, coming)
  }

  /// The port of this machine behind a port of a pod, by its number or name.
  func realPort(of uid: String, _ port: String) -> Int? {
    switch port {
    case String(Objects.webPort), "http": pods[uid]?.ports?.web
    case String(Objects.statusPort), "status": pods[uid]?.ports?.status
    default: nil
    }
  }
}
