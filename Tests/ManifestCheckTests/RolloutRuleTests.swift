import Testing

@testable import ManifestCheck

struct RolloutRuleTests {
  @Test func `C01 is Recreate, which a volume may ask for`() {
    let spec = "replicas: 3\nstrategy: {type: Recreate}"
    #expect(Manifests.found(Manifests.deployment(spec: spec)) == ["C01 warning"])
    let volume = "volumes: [{name: v, persistentVolumeClaim: {claimName: c}}]"
    #expect(Manifests.found(Manifests.deployment(pod: volume, spec: spec)) == ["C01 notice"])
    let none = spec.replacing("replicas: 3", with: "replicas: 0")
    #expect(Manifests.found(Manifests.deployment(spec: none)) == [])
  }

  @Test(arguments: [
    ("replicas: 3", "0", "3", ["C02 warning"]), ("replicas: 3", "0", "100%", ["C02 warning"]),
    ("replicas: 3", "1", "2", []), ("replicas: 3", "1", "99%", []),
    ("replicas: 1", "0", "1", ["C02 warning"]), ("replicas: 1", "0", "0", ["C02 critical"]),
    ("replicas: 3", "0", "0%", ["C02 critical"]), ("replicas: 0", "0", "0", ["C02 critical"]),
    ("replicas: 1", "0", "50%", ["C02 warning"]), ("replicas: 3", "0", "25%", []),
    ("replicas: 1", "1", "50%", []), ("replicas: 0", "0", "1", []),
  ])
  func `C02 is an unavailability that leaves none`(
    replicas: String, surge: String, unavailable: String, found: [String]
  ) {
    let spec = """
      \(replicas)
      strategy: {rollingUpdate: {maxSurge: \(surge), maxUnavailable: \(unavailable)}}
      """
    #expect(Manifests.found(Manifests.deployment(spec: spec)) == found)
  }

  @Test(arguments: [
    ("maxUnavailable: 100%", ["C02 warning"]), ("maxUnavailable: 99%", []),
    ("maxUnavailable: 50", []), ("maxUnavailable: 0", ["C02 critical"]),
    ("{maxUnavailable: 0, maxSurge: 1}", []),
  ])
  func `C02 of a DaemonSet is all nodes at once, or none ever`(bounds: String, found: [String]) {
    let rolling = bounds.hasPrefix("{") ? bounds : "{\(bounds)}"
    let yaml = Manifests.deployment(spec: "updateStrategy: {rollingUpdate: \(rolling)}")
      .replacing("kind: Deployment", with: "kind: DaemonSet")
    #expect(Manifests.found(yaml) == found)
  }

  @Test func `how long no pod is live is one sentence`() {
    let one = Manifests.deployment(spec: "replicas: 1")
      .replacing("kind: Deployment", with: "kind: StatefulSet")
    #expect(
      Manifests.report(one).findings[0].sentence
        == "the only pod ends before its successor starts, so that no pod is live for as long as the "
        + "old one takes to end (at most 30 s) and the new one to start")
    let spec = "replicas: 3\nstrategy: {type: Recreate}"
    #expect(
      Manifests.report(Manifests.deployment(spec: spec)).findings[0].sentence
        == "with strategy Recreate no pod is live for as long as the old ones take to end (at most "
        + "30 s) and the new ones to start")
  }

  @Test func `an autoscaler knows the replicas better`() {
    let spec = "replicas: 1\nstrategy: {rollingUpdate: {maxSurge: 0, maxUnavailable: 1}}"
    let scaled =
      Manifests.deployment(spec: spec) + """

        ---
        apiVersion: autoscaling/v2
        kind: HorizontalPodAutoscaler
        metadata: {name: web}
        spec:
          minReplicas: 4
          scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: web}
        """
    #expect(Manifests.found(scaled) == ["C14 notice"])
    #expect(
      Manifests.found(scaled.replacing("minReplicas: 4", with: "minReplicas: 1")).sorted()
        == ["C02 warning", "C14 notice"])
    let unset = scaled.replacing("  replicas: 1\n", with: "")
    #expect(Manifests.found(unset) == [])
  }

  @Test func `C03 is a StatefulSet of one`() {
    let one = Manifests.deployment(spec: "replicas: 1")
      .replacing("kind: Deployment", with: "kind: StatefulSet")
    #expect(Manifests.found(one) == ["C03 notice"])
    #expect(Manifests.found(one.replacing("replicas: 1", with: "replicas: 2")) == [])
    let held = one.replacing("replicas: 1", with: "replicas: 1\n  updateStrategy: {type: OnDelete}")
    #expect(Manifests.found(held) == [])
  }

  @Test func `C04 asks for a readiness probe where a Service sends`() {
    #expect(Manifests.found(Manifests.deployment(probe: false)) == ["C04 warning"])
    let startup = "startupProbe: {tcpSocket: {port: http}}"
    #expect(Manifests.found(Manifests.deployment(startup, probe: false)) == [])
    let slow = "replicas: 3\nminReadySeconds: 10"
    #expect(Manifests.found(Manifests.deployment(spec: slow, probe: false)) == ["C04 notice"])
    let gone = "replicas: 3\nstrategy: {type: Recreate}"
    #expect(
      Manifests.found(Manifests.deployment(spec: gone, probe: false)).sorted()
        == ["C01 warning", "C04 notice"])
    let alone = Manifests.deployment(probe: false).replacing(
      "{app: web}\n  ports", with: "{app: x}\n  ports")
    #expect(Manifests.found(alone) == [])
  }

  @Test(arguments: [
    ("targetPort: http", "ports: [{name: udp, containerPort: 53, protocol: UDP}, PORT]", "http"),
    ("targetPort: 8080", "ports: [{name: admin, containerPort: 9000}, PORT]", "8080"),
    ("name: x", "ports: [{containerPort: 80}]", "80"),
    ("targetPort: 3000", "ports: []", "3000"),
    ("targetPort: web", "ports: [PORT]", "http"), ("targetPort: web", "ports: []", "PORT"),
  ])
  func `C04 advises a probe of the port to which the Service sends`(
    target: String, ports: String, advised: String
  ) throws {
    let port = "{name: http, containerPort: 8080}"
    let yaml = Manifests.deployment(probe: false)
      .replacing("ports: [\(port)]", with: ports.replacing("PORT", with: port))
      .replacing("targetPort: http", with: target)
    let finding = try #require(Manifests.report(yaml).findings.first { $0.rule == "C04" })
    #expect(
      finding.advice
        == "let it say when it can serve:\n  readinessProbe:\n    tcpSocket:\n      port: "
        + advised)
  }

  @Test func `C05 advises the workload's own selector`() throws {
    let yaml = Manifests.deployment().replacing("kind: PodD", with: "kind: NoPodD")
      .replacing(
        "selector: {matchLabels: {app: web}}\n  template:",
        with:
          "selector: {matchLabels: {app: web, v: '12'}, matchExpressions: [{key: v, operator: In, "
          + "values: ['12', 'true']}]}\n  template:"
      ).replacing("labels: {app: web}", with: "labels: {app: web, v: '12', a: b}")
    let finding = try #require(Manifests.report(yaml).findings.first { $0.rule == "C05" })
    #expect(
      finding.advice.hasSuffix(
        """
          spec:
            maxUnavailable: 1
            selector:
              matchExpressions: [{key: "v", operator: "In", values: ["12", "true"]}]
              matchLabels:
                app: "web"
                v: "12"
        """))
    let advised = finding.advice.split(separator: "\n").dropFirst().joined(separator: "\n")
    #expect(Manifests.found(yaml + "\n---\n" + advised) == [])
  }

  @Test func `C05 and C06 are about the budget`() {
    let yaml = Manifests.deployment()
    let without = yaml.replacing("matchLabels: {app: web}}}", with: "matchLabels: {app: x}}}")
    #expect(
      Manifests.found(without.replacing("kind: PodD", with: "kind: NoPodD")) == ["C05 notice"])
    #expect(
      Manifests.found(yaml.replacing("maxUnavailable: 1", with: "minAvailable: 67%")) == [
        "C06 warning"
      ])
    #expect(Manifests.found(yaml.replacing("maxUnavailable: 1", with: "minAvailable: 66%")) == [])
    #expect(
      Manifests.found(yaml.replacing("maxUnavailable: 1", with: "maxUnavailable: 0%")) == [
        "C06 warning"
      ])
    let second = yaml.prefix(upTo: yaml.firstRange(of: "\n---")!.lowerBound)
      .replacing("name: web}", with: "name: web2}")
    let both = yaml.replacing("maxUnavailable: 1", with: "minAvailable: 3") + "\n---\n" + second
    #expect(Manifests.found(both) == [])
  }

  @Test(arguments: [
    (4, "1", "0", 4, 5), (10, "25%", "25%", 2, 13), (3, "0", "1", 3, 3), (1, "1", "0", 1, 2),
    (3, "100%", "0", 1, 6),
  ])
  func `a rollout is counted in waves as the controller rolls`(
    replicas: Int, surge: String, unavailable: String, waves: Int, peak: Int
  ) throws {
    let spec = """
      replicas: \(replicas)
      minReadySeconds: 4
      strategy: {rollingUpdate: {maxSurge: \(surge), maxUnavailable: \(unavailable)}}
      """
    let report = Manifests.report(Manifests.deployment(spec: spec))
    let numbers = try #require(report.rollouts.first).arithmetic
    #expect(numbers.waves == waves)
    #expect(numbers.peak == peak)
    #expect(try #require(numbers.peakWithTerminating) <= 2 * replicas)
    #expect(numbers.readySeconds == 4)
  }

  @Test(arguments: [
    ("sleep: {seconds: 5}", "8", 8), ("sleep: {seconds: 7}", "8", 9),
    ("exec: {command: [sleep, '20']}", "8", 10), ("exec: {command: [/drain]}", "8", 10),
    ("httpGet: {path: /, port: 80}", "30", 32), ("sleep: {seconds: 0}", "1", 2),
  ])
  func `a pod is gone when preStop and what the kubelet leaves are over`(
    hook: String, grace: String, seconds: Int
  ) throws {
    let report = Manifests.report(
      Manifests.deployment(
        "lifecycle: {preStop: {\(hook)}}", pod: "terminationGracePeriodSeconds: \(grace)",
        preStop: false))
    #expect(try #require(report.rollouts.first).arithmetic.mostEnd == seconds)
    #expect(report.text.contains("then at most \(seconds) s until the last old pod is gone"))
  }

  @Test func `the grace is compared with preStop, limit and margin`() {
    let text = Manifests.report(
      Manifests.deployment("command: [uvicorn, app, --timeout-graceful-shutdown, '22']")
    ).text
    #expect(
      text.contains(
        "grace    30 s - preStop 5 s = 25 s for the program; its own limit is 22 s, with a margin of "
          + "5 s it needs 32 s: 2 s short"))
  }
}
