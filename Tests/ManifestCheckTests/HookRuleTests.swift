import Testing

@testable import ManifestCheck

/// Hooks that cannot work, fields that have no effect, and what the API server refuses.
struct HookRuleTests {
  private func found(_ hook: String, pod: String = "", image: String = "shop/web:1") -> [String] {
    Manifests.found(
      Manifests.deployment(
        "lifecycle: {preStop: {\(hook)}}", pod: pod, image: image, preStop: false)
    ).filter { !$0.hasPrefix("R01") }
  }

  @Test(arguments: [
    ("exec: {command: ['sleep 20']}", ["C09 critical"]),
    ("exec: {command: ['/bin/sh -c \"sleep 20\"']}", ["C09 critical"]),
    ("exec: {command: [sleep, '5', '&&', kill, -QUIT, '1']}", ["C09 critical"]),
    ("exec: {command: [/app/drain, '&&', sleep, '5']}", ["C09 warning"]),
    ("exec: {command: [/app/drain, 'a&&b']}", []),
    ("exec: {command: [sh, -c, sleep, '20']}", ["C09 critical"]),
    ("exec: {command: [sh, -c, nginx, -s, quit]}", ["C09 warning"]),
    ("exec: {command: [sh, -c, 'sleep 20']}", []),
    ("exec: {command: [sh, -c, 'sleep $0', '20']}", []),
    ("exec: {command: [sh, -c, 'sleep 20 &']}", ["C09 warning"]),
    ("exec: {command: [sh, -c, 'sleep 20 & wait']}", []),
    ("exec: {command: [sh, -c, '/drain & sleep 20']}", []),
    ("exec: {command: [sh, -c, 'nohup sleep 20 &']}", ["C09 warning"]),
    ("exec: {command: ['/bin/sh -c', 'sleep 20']}", ["C09 critical"]),
    ("exec: {command: ['/opt/My App/stop', now]}", []),
    ("exec: {command: [/bin/sh, 'sleep 20']}", ["C09 critical"]),
    ("exec: {command: [/bin/sh, '/scripts/a stop.sh']}", []),
    ("exec: {command: [sh, -c, \"'sleep 20'\"]}", ["C09 critical"]),
    ("exec: {command: [sh, -c, \"'/app/a b' && 'c'\"]}", []),
    ("exec: {command: [kill, -QUIT, '$(cat /run/web.pid)']}", ["C09 critical"]),
    ("exec: {command: [sh, -c, 'kill -QUIT $(cat /run/web.pid); sleep 9']}", []),
    ("exec: {command: [sleep, '$DELAY']}", ["C09 critical"]),
    ("exec: {command: [/app/drain, '${DELAY}']}", ["C09 warning"]),
    ("exec: {command: [/app/drain, 'US$', 'a$']}", []),
    ("httpGet: {path: /drain, port: 80, host: localhost}", ["C09 critical"]),
    ("httpGet: {path: /drain, port: 80, host: example.com}", []),
    ("httpGet: {path: /drain, port: admin}", ["C09 critical"]),
    ("httpGet: {path: /drain, port: http}", []),
    ("tcpSocket: {port: 80}", ["C09 critical"]),
  ])
  func `C09 is a hook that cannot do what it says`(hook: String, found: [String]) {
    #expect(self.found(hook) == found, "\(hook)")
  }

  @Test func `C09 knows that the kubelet finds no address in the host network`() {
    let onHost = "hostNetwork: true\nterminationGracePeriodSeconds: 60"
    func rules(_ hook: String) -> [String] {
      found(hook, pod: onHost).filter { !$0.hasPrefix("C12") }
    }
    #expect(rules("httpGet: {path: /drain, port: 80}") == ["C09 critical"])
    #expect(rules("httpGet: {path: /drain, port: 80, host: 127.0.0.1}") == [])
  }

  @Test(arguments: [
    ("bash, -c, 'sleep 5'", "nginx:1.25-alpine", ["R07 critical"]),
    ("bash, -c, 'sleep 5'", "nginx:1.25", []), ("sh, -c, 'sleep 5'", "nginx:1.25-alpine", []),
    ("bash, -c, 'sleep 5'", "shop/web:1-alpine", []),
    ("sh, -c, 'sleep 5'", "coredns/coredns:1.11", ["R07 critical"]),
  ])
  func `R07 knows images without bash`(command: String, image: String, found: [String]) {
    #expect(self.found("exec: {command: [\(command)]}", image: image) == found)
  }

  @Test(arguments: [
    ("exec: {command: [sleep, 20]}", ["C08 critical"]),
    ("exec: {command: [sleep, '20']}", []),
    ("command: [sleep, '20']", ["C08 critical"]),
    ("exec: {command: [sleep, '5']}, sleep: {seconds: 5}", ["C08 critical"]),
  ])
  func `C08 is a hook that the API server refuses`(hook: String, found: [String]) {
    #expect(self.found(hook) == found, "\(hook)")
  }

  @Test(arguments: [
    ("15", true), ("'15'", false), ("true", true), ("15s", false), ("1.5", true), ("0x10", true),
    ("on", true), ("oN", false), ("1.2.3", false), ("-", false), ("nan", false),
  ])
  func `C08 is a variable that is no string`(value: String, isRefused: Bool) {
    let found = Manifests.found(Manifests.deployment("env: [{name: A, value: \(value)}]"))
    #expect(found == (isRefused ? ["C08 critical"] : []), "\(value)")
  }

  @Test func `C08 compares minReadySeconds with the deadline`() {
    func found(_ spec: String) -> [String] { Manifests.found(Manifests.deployment(spec: spec)) }
    #expect(found("replicas: 3\nminReadySeconds: 600") == ["C08 critical"])
    #expect(found("replicas: 3\nminReadySeconds: 599") == [])
    #expect(found("replicas: 3\nminReadySeconds: 700\nprogressDeadlineSeconds: 900") == [])
  }

  @Test(arguments: [
    (
      "terminationGracePeriodSeconds: 60", "", "",
      "spec.template.spec.terminationGracePeriodSeconds"
    ),
    ("maxUnavailable: 0", "", "", "spec.strategy.rollingUpdate.maxUnavailable"),
    ("rollingUpdate: {maxSurge: 1}", "", "", "spec.strategy.rollingUpdate"),
    ("updateStrategy: {type: Recreate}", "", "", "spec.strategy"),
    (
      "", "lifecycle: {preStop: {sleep: {seconds: 5}}}", "",
      "spec.template.spec.containers.lifecycle"
    ),
    (
      "", "readinessProbe: {tcpSocket: {port: 80}}", "",
      "spec.template.spec.containers.readinessProbe"
    ),
    ("", "terminationGracePeriod: 60", "", "spec.template.spec.terminationGracePeriodSeconds"),
    ("", "replicas: 3", "", "spec.replicas"),
    (
      "", "", "terminationGracePeriodSeconds: 60",
      "spec.template.spec.terminationGracePeriodSeconds"
    ),
    ("", "", "preStop: {sleep: {seconds: 5}}", "spec.template.spec.containers.lifecycle.preStop"),
    (
      "", "", "readinessprobe: {tcpSocket: {port: 80}}",
      "spec.template.spec.containers.readinessProbe"
    ),
  ])
  func `C07 says where a field belongs`(spec: String, pod: String, container: String, path: String)
    throws
  {
    let yaml = Manifests.deployment(
      container, pod: pod, spec: "replicas: 3" + (spec.isEmpty ? "" : "\n\(spec)"))
    let finding = try #require(Manifests.report(yaml).findings.first { $0.rule == "C07" })
    #expect(finding.advice == "write it as \(path)")
    #expect(finding.severity == .warning)
  }

  @Test func `C07 knows the fields of metadata, too`() throws {
    let yaml = Manifests.deployment().replacing(
      "labels: {app: web}}\n    spec",
      with: "labels: {app: web}, terminationGracePeriodSeconds: 60}\n    spec")
    let finding = try #require(Manifests.report(yaml).findings.first)
    #expect(finding.advice == "write it as spec.template.spec.terminationGracePeriodSeconds")
  }

  @Test(arguments: [
    "annotations: {lifecycle: a}", "nodeSelector: {strategy: a}", "shopField: 5",
    "livenessProbe: {tcpSocket: {port: 80}, terminationGracePeriodSeconds: 5}",
    "resources: {limits: {sleep: 1}}",
  ])
  func `C07 is silent about what it does not know and where names are free`(line: String) {
    let isPod = line.hasPrefix("nodeSelector") || line.hasPrefix("shop")
    let yaml =
      isPod
      ? Manifests.deployment(pod: line)
      : line.hasPrefix("annotations")
        ? Manifests.deployment().replacing(
          "labels: {app: web}}", with: "labels: {app: web}, \(line)}")
        : Manifests.deployment(line)
    #expect(Manifests.found(yaml) == [])
  }
}
