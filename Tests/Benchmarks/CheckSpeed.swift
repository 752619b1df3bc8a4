import ManifestCheck
import Settings

/// How fast `lastcall check` is, and whether twice the input takes twice the time.
enum CheckSpeed {
  /// So many workloads, each with a Service, make a megabyte.
  private static let workloadsPerMegabyte = 1000

  /// Seconds for one megabyte of manifests.
  static var megabyte: Measurement {
    let file = manifests(workloads: workloadsPerMegabyte)
    return Measurement(
      "check of \(workloadsPerMegabyte) workloads and as many Services", unit: "s",
      target: (1, isLeast: false)
    ) { seconds(file) }
  }

  /// How many times as long seven times as much takes.
  static var slope: Measurement {
    let small = manifests(workloads: workloadsPerMegabyte)
    let large = manifests(workloads: 7 * workloadsPerMegabyte)
    return Measurement("check of seven times as much", unit: "times", target: (7.7, isLeast: false))
    { seconds(large) / seconds(small) }
  }

  private static func seconds(_ file: ManifestFile) -> Double {
    guard let servers = try? LoadedSettings(flags: [:], environment: [:]).servers() else {
      preconditionFailure("the shipped table of servers is wrong")
    }
    var text = ""
    let time = ContinuousClock().measure { text = ManifestReport([file], servers: servers).json }
    precondition(text.contains("finding"))
    return time.seconds
  }

  private static func manifests(workloads: Int) -> ManifestFile {
    let text = (0..<workloads).map { number in
      """
      apiVersion: apps/v1
      kind: Deployment
      metadata: {name: app-\(number), namespace: team-\(number % 20)}
      spec:
        replicas: 3
        selector: {matchLabels: {app: app-\(number)}}
        template:
          metadata: {labels: {app: app-\(number), team: t\(number % 20)}}
          spec:
            terminationGracePeriodSeconds: 45
            containers:
            - name: web
              image: registry.example.com/shop/app-\(number):1.2.3
              command: [sh, -c, "exec java -jar /app/app.jar --server.port=8080"]
              env:
              - {name: SPRING_PROFILES_ACTIVE, value: prod}
              - {name: SHUTDOWN_TIMEOUT, value: "20s"}
              - {name: DB_HOST, value: db-\(number).internal}
              ports: [{name: http, containerPort: 8080}]
              readinessProbe: {httpGet: {path: /ready, port: http}}
              resources: {requests: {cpu: 100m, memory: 128Mi}}
      ---
      apiVersion: v1
      kind: Service
      metadata: {name: app-\(number), namespace: team-\(number % 20)}
      spec: {selector: {app: app-\(number)}, ports: [{port: 80, targetPort: http}]}
      ---

      """
    }.joined()
    return ManifestFile(name: "apps.yaml", bytes: Array(text.utf8))
  }
}
