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
    ("replicas: 1", "0", "1", ["C02 warning"]), ("replicas: 1", "0", "0", ["C02 warning"]),
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
    #expect(Manifests.found(scaled) == [])
    #expect(
      Manifests.found(scaled.replacing("minReplicas: 4", with: "minReplicas: 1")) == ["C02 warning"]
    )
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
