/// R01: a Service sends connections, and nothing delays the stop signal until it has stopped to.
enum NoDelayBeforeStop: Rule {
  static let text = RuleText(
    id: "R01", title: "no delay between the pod's removal from its Service and its stop signal",
    source: "https://kubernetes.io/docs/tutorials/services/pods-and-endpoint-termination-flow/")

  /// Servers whose clients hold connections and connect anew; a refused connection loses little.
  private static let stores = [
    "redis", "valkey", "postgres", "mysql", "mariadb", "mongo", "memcached", "rabbitmq", "kafka",
    "zookeeper", "etcd", "cassandra", "elasticsearch", "opensearch", "nats", "minio", "clickhouse",
    "cockroach", "consul", "vault", "influxdb", "prometheus", "loki",
  ]

  static func findings(in subject: Subject) -> [Finding] {
    guard !subject.workload.kind.runsToCompletion else { return [] }
    return subject.served.compactMap { container, service in
      // A zero sleep delays nothing; a hook of unknown length may.
      if let time = container.preStop?.time, time.least > 0 || !time.isExact { return nil }
      guard !delaysItself(container), container.preStop?.words.isEmpty ?? true else { return nil }
      let isStore = stores.contains { container.image.base.lowercased().contains($0) }
      let isPlain = subject.workload.kind == .deployment && !service.isHeadless && !isStore
      let service1 = service.manifest.name
      return finding(
        isPlain ? .warning : .notice, subject, container: container,
        at: subject.workload.place(of: container.node),
        "the Service \(service1) may still send connections to \(container.name) for some seconds "
          + "after its stop signal, for nothing delays it: they are refused unless the program "
          + "itself goes on accepting",
        evidence: [
          subject.evidence(container.node, "\(container.name) has no preStop"),
          subject.evidence(service),
        ],
        advice: """
          wait before the signal (Kubernetes 1.30 or later; else exec sleep):
            lifecycle:
              preStop:
                sleep:
                  seconds: 5
          """)
    }
  }

  /// Whether an argument or a variable is for such a delay.
  private static func delaysItself(_ container: Container) -> Bool {
    let names =
      container.start.allWords.filter { $0.hasPrefix("-") } + container.environment.keys
    return names.contains { name in
      let name = name.lowercased()
      return ["shutdown", "terminat", "drain", "stop"].contains(where: name.contains)
        && ["delay", "wait", "lameduck", "sleep"].contains(where: name.contains)
    }
  }
}
