import Testing

@testable import ManifestCheck

/// Each rule where it fires, and the nearest case where it must not.
struct RuleTests {
  @Test func `nothing is wrong with the manifest that the others differ from`() {
    #expect(Manifests.found(Manifests.deployment()) == [])
  }

  @Test func `R01 needs a Service and nothing that waits`() {
    let bare = Manifests.deployment(preStop: false)
    #expect(Manifests.found(bare) == ["R01 warning"])
    #expect(Manifests.found(String(bare.prefix { $0 != "\u{0}" }.split(separator: "---")[0])) == [])
    #expect(
      Manifests.found(bare.replacing("targetPort: http", with: "targetPort: http, protocol: UDP"))
        == [])
    #expect(Manifests.found(bare.replacing("port: 80,", with: "name: metrics, port: 80,")) == [])
    #expect(
      Manifests.found(bare.replacing("selector: {app: web}\n", with: "selector: {app: other}\n"))
        == [])
    #expect(
      Manifests.found(Manifests.deployment("args: [--shutdown-delay=10s]", preStop: false)) == [])
    #expect(
      Manifests.found(Manifests.deployment("command: [sleep, infinity]", preStop: false))
        == ["R04 notice"])
    #expect(
      Manifests.found(Manifests.deployment(image: "redis:7", preStop: false)) == ["R01 notice"])
    let zero = Manifests.deployment().replacing("seconds: 5", with: "seconds: 0")
    #expect(Manifests.found(zero) == ["R01 warning"])
  }

  @Test(arguments: [("30", nil), ("10", nil), ("9", 14), ("2", 7)])
  func `R01 asks for more grace where the delay would use it up`(grace: String, advised: Int?)
    throws
  {
    let yaml = Manifests.deployment(pod: "terminationGracePeriodSeconds: \(grace)", preStop: false)
    let advice = try #require(Manifests.report(yaml).findings.first { $0.rule == "R01" }).advice
    #expect(advice.contains("terminationGracePeriodSeconds") == (advised != nil))
    if let advised {
      #expect(advice.contains("\n  terminationGracePeriodSeconds: \(advised)\n  lifecycle:\n"))
    }
  }

  @Test func `R01 is silent where another rule says more`() {
    func found(_ yaml: String) -> [String] { Manifests.found(yaml).sorted() }
    let none = Manifests.deployment(pod: "terminationGracePeriodSeconds: 0", preStop: false)
    #expect(found(none) == ["R35 warning"])
    let gate = "readinessGates: [{conditionType: target-health.elbv2.k8s.aws/k8s-web}]"
    #expect(found(Manifests.deployment(pod: gate, preStop: false)) == ["R02 warning"])
    #expect(
      found(Manifests.deployment("command: [npm, start]", preStop: false)) == ["R03 warning"])
    #expect(
      found(Manifests.deployment("command: [sh, /start.sh]", preStop: false))
        == ["R01 warning", "R03 notice"])
    let gone = "replicas: 2\nstrategy: {rollingUpdate: {maxSurge: 0, maxUnavailable: 2}}"
    #expect(found(Manifests.deployment(spec: gone, preStop: false)) == ["C02 warning"])
    let one = Manifests.deployment(spec: "replicas: 1", preStop: false)
    #expect(found(one) == ["R01 warning"])
    #expect(found(one.replacing("kind: Deployment", with: "kind: StatefulSet")) == ["C03 notice"])
    let two = one.replacing("replicas: 1", with: "replicas: 2")
    #expect(found(two.replacing("kind: Deployment", with: "kind: StatefulSet")) == ["R01 notice"])
  }

  @Test func `R02 asks for as long as the load balancer takes`() {
    let gate = "readinessGates: [{conditionType: target-health.elbv2.k8s.aws/k8s-web}]"
    #expect(Manifests.found(Manifests.deployment(pod: gate)) == ["R02 warning"])
    let longer = Manifests.deployment(pod: gate).replacing("seconds: 5", with: "seconds: 20")
    #expect(Manifests.found(longer) == [])
    let other = gate.replacing("target-health.elbv2.k8s.aws", with: "example.com")
    #expect(Manifests.found(Manifests.deployment(pod: other)) == [])
  }

  @Test(arguments: [
    ("command: [sh, -c, './server']", ["R03 warning"]),
    ("command: [/bin/sh, -ec, './migrate; ./server']", ["R03 warning"]),
    ("command: [sh, -c]\nargs: ['./migrate && ./server']", ["R03 warning"]),
    ("args: [sh, -c, './server | tee log']", ["R03 warning"]),
    ("command: [bash, -c, './server | tee log']", ["R03 warning"]),
    ("command: [bash, -c, './migrate; ./server']", ["R03 notice"]),
    ("command: [npm, start]", ["R03 warning"]),
    ("command: [yarn, start]", ["R03 warning"]),
    ("command: [sh, /start.sh]", ["R03 notice"]),
    ("command: [sh, -c, 'while true; do date; sleep 5; done']", ["R03 notice"]),
    ("command: [sh, -c, 'exec ./server']", []),
    ("command: [sh, -c, './migrate && exec ./server --port 80']", []),
    ("command: [sh, -c, 'if [ -f a ]; then exec ./a; else exec ./b; fi']", []),
    ("command: [bash, -c, './server --port 80']", []),
    ("command: [bash, -euo, pipefail, -c, ./server]", []),
    ("command: [docker-entrypoint.sh, postgres]", []),
    ("command: [node, server.js]", []),
    ("command: [/app/shell, -c, config]", []),
    ("args: [-c, config.yaml]", []),
  ])
  func `R03 knows which shell stays in front of its program`(start: String, found: [String]) {
    #expect(Manifests.found(Manifests.deployment(start)) == found, "\(start)")
  }

  @Test func `R03 is a notice where the shell may be another`() {
    let start = "command: [sh, -c, './server']"
    #expect(Manifests.found(Manifests.deployment(start, image: "web:1-alpine")) == ["R03 notice"])
    #expect(Manifests.found(Manifests.deployment(start, image: "redhat/ubi9:1")) == [])
  }

  @Test(arguments: [
    ("nginx:1.14.2", ["R05 warning"]), ("docker.io/library/nginx:1.16", ["R05 warning"]),
    ("public.ecr.aws/docker/library/nginx:1.16.1", ["R05 warning"]),
    ("mirror.gcr.io/library/nginx:1.16", ["R05 warning"]),
    ("harbor.example.com/hub/library/nginx:1.16", ["R05 warning"]),
    ("quay.io/nginxinc/nginx-unprivileged:1.16", ["R05 warning"]),
    ("mirror.example.com/envoyproxy/envoy:v1.30", ["R05 warning"]),
    ("example.com/myenvoyproxy/envoy:v1.30", []), ("example.com/library/web/nginx:1.14", []),
    ("nginx:1.25", []), ("nginx", []), ("nginx:1", []), ("example.com/nginx:1.14", []),
    ("envoyproxy/envoy:v1.30", ["R05 warning"]), ("php:8.3-fpm", ["R05 notice"]),
    ("php:8.3-apache", []), ("httpd:2.4", []), ("haproxy:2.9", []),
  ])
  func `R05 knows the images that a stop signal makes cut`(image: String, found: [String]) {
    #expect(
      Manifests.found(Manifests.deployment(image: image, preStop: false))
        == (["R01 warning"] + found).sorted())
    #expect(Manifests.found(Manifests.deployment(image: image)) == [])
  }

  @Test(arguments: [
    ("sh, -c, \"envsubst < a > b && exec nginx -g 'daemon off;'\"", ["R05 warning"]),
    ("bash, -c, nginx", ["R05 warning"]), ("sh, -c, 'nginx -t; exec ./proxy'", []),
  ])
  func `R05 looks for an old nginx in scripts, too`(command: String, found: [String]) {
    let yaml = Manifests.deployment("command: [\(command)]", image: "nginx:1.16", preStop: false)
    #expect(Manifests.found(yaml).filter { !$0.hasPrefix("R01") } == found)
  }

  @Test func `R06 sees another program in an image with a stop signal of its own`() {
    let other = Manifests.deployment("command: [/app/server]", image: "nginx:1.25")
    #expect(Manifests.found(other) == ["R06 notice"])
    let same = Manifests.deployment("command: [nginx, -g, 'daemon off;']", image: "nginx:1.25")
    #expect(Manifests.found(same) == [])
    let elsewhere = Manifests.deployment(
      "command: [/app/server]", image: "ghcr.io/nginxinc/nginx-unprivileged:1.27")
    #expect(Manifests.found(elsewhere) == ["R06 notice"])
  }

  @Test func `R07 knows images without a shell`() {
    let hook = "lifecycle: {preStop: {exec: {command: [sleep, '5']}}}"
    let image = "gcr.io/distroless/base"
    #expect(
      Manifests.found(Manifests.deployment(hook, image: image, preStop: false)) == ["R07 critical"])
    #expect(
      Manifests.found(Manifests.deployment(hook, image: "\(image):debug", preStop: false)) == [])
    let own = "lifecycle: {preStop: {exec: {command: [/app/drain]}}}"
    #expect(Manifests.found(Manifests.deployment(own, image: image, preStop: false)) == [])
  }

  @Test(arguments: [
    ("sleep: {seconds: 30}", "30", ["R08 critical"]),
    ("sleep: {seconds: 31}", "30", ["R08 critical"]),
    ("sleep: {seconds: 28}", "30", ["R08 warning"]),
    ("sleep: {seconds: 27}", "30", []),
    ("exec: {command: [sh, -c, 'sleep 20; sleep 20']}", "30", ["R08 critical"]),
    ("exec: {command: [sleep, 1m]}", "30", ["R08 critical"]),
    ("exec: {command: [sh, -c, 'sleep 20 & echo']}", "30", ["R01 warning", "C09 warning"]),
    ("exec: {command: [sh, -c, 'sleep 20']}", "30", []),
    ("exec: {command: [sh, -c, 'sleep $DELAY']}", "30", ["R08 warning"]),
    ("exec: {command: [sh, -c, 'sleep \"${DELAY}\"']}", "28", ["R08 critical"]),
    ("exec: {command: [sh, -c, 'sleep $OTHER']}", "28", []),
    ("exec: {command: [sleep, $DELAY]}", "28", ["C09 critical"]),
    ("sleep: {seconds: 2147483640}", "2147483647", ["R22 notice"]),
    ("httpGet: {path: /drain, port: 80}", "30", []),
  ])
  func `R08 adds up what the hook takes`(hook: String, grace: String, found: [String]) {
    let yaml = Manifests.deployment(
      "lifecycle: {preStop: {\(hook)}}\nenv: [{name: DELAY, value: '28'}]",
      pod: "terminationGracePeriodSeconds: \(grace)",
      preStop: false)
    #expect(Manifests.found(yaml) == found)
  }

  @Test(arguments: [
    ("command: [uvicorn, app, --timeout-graceful-shutdown, '25']", ["R09 warning"]),
    ("command: [uvicorn, app, --timeout-graceful-shutdown=24]", []),
    ("command: [uvicorn, app]", []),
    ("command: [gunicorn, app]", ["R09 notice"]),
    ("command: [gunicorn, app, --graceful-timeout, '20']", []),
    ("command: [sidekiq, -t, '60']", ["R09 warning"]),
    ("env: [{name: SPRING_LIFECYCLE_TIMEOUT_PER_SHUTDOWN_PHASE, value: 30s}]", ["R09 warning"]),
    ("env: [{name: SPRING_LIFECYCLE_TIMEOUT_PER_SHUTDOWN_PHASE, value: 20s}]", []),
    ("env: [{name: DRAIN_TIMEOUT, value: '60'}]", ["R09 notice"]),
    ("env: [{name: SHUTDOWN_TIMEOUT_MS, value: '20000'}]", []),
    ("env: [{name: REQUEST_TIMEOUT, value: '60'}]", []),
    ("env: [{name: TERMINATION_GRACE_PERIOD_SECONDS, value: '30'}]", []),
  ])
  func `R09 compares the program's limit with what is left`(line: String, found: [String]) {
    #expect(Manifests.found(Manifests.deployment(line)) == found, "\(line)")
  }

  @Test func `R09 is silent about a program that never hears of its end`() {
    let limit = "gunicorn app --graceful-timeout 60"
    #expect(
      Manifests.found(Manifests.deployment("command: [sh, -c, '\(limit)']")) == ["R03 warning"])
    #expect(
      Manifests.found(Manifests.deployment("command: [sh, -c, 'exec \(limit)']")) == ["R09 warning"]
    )
  }

  @Test(arguments: [
    ("sh, -c, 'kill -HUP 1'", "web:1", ["R01 warning", "R10 warning"]),
    ("sh, -c, 'kill -s QUIT 1'", "web:1", ["R01 warning", "R10 warning"]),
    ("kill, '1'", "web:1", ["R01 warning", "R10 notice"]),
    ("sh, -c, 'kill -HUP 1; sleep 20'", "web:1", []),
    ("sh, -c, 'nginx -s quit; while pgrep -x nginx; do sleep 1; done'", "web:1", []),
    ("nginx, -s, quit", "openresty/openresty:1", ["R01 warning", "R10 warning"]),
    ("nginx, -s, quit", "nginx:1.25", ["R01 warning"]),
    ("nginx, -s, quit", "ghcr.io/nginxinc/nginx-unprivileged:1.27", ["R01 warning"]),
    ("nginx, -s, quit", "ghcr.io/shop/nginx-unprivileged:1.27", ["R01 warning", "R10 warning"]),
    ("sh, -c, 'kill -0 1'", "web:1", ["R01 warning"]),
  ])
  func `R10 is a hook that signals and does not wait`(
    command: String, image: String, found: [String]
  ) {
    let hook = "lifecycle: {preStop: {exec: {command: [\(command)]}}}"
    #expect(
      Manifests.found(Manifests.deployment(hook, image: image, preStop: false)).sorted() == found)
  }

  @Test func `R17 is a plain proxy beside a program, and no native sidecar`() {
    let proxy = "- {name: cloud-sql-proxy, image: cloud-sql-proxy:2}"
    let plain = Manifests.deployment("resources: {}").replacing(
      "resources: {}", with: "resources: {}\n      \(proxy)")
    #expect(Manifests.found(plain) == ["R17 warning"])
    let waiting = plain.replacing(":2}", with: ":2, args: [--max-sigterm-delay=30s]}")
    #expect(Manifests.found(waiting) == [])
    // A gateway's connections are its own.
    let mesh = plain.replacing(proxy, with: "- {name: istio-proxy, image: istio/proxyv2:1}")
    #expect(Manifests.found(mesh) == ["R17 warning"])
    #expect(Manifests.found(mesh.replacing(":1}", with: ":1, args: [proxy, router]}")) == [])
    let native =
      "initContainers:\n- {name: cloud-sql-proxy, image: cloud-sql-proxy:2, restartPolicy: Always}"
    #expect(Manifests.found(Manifests.deployment(pod: native)) == [])
  }

  @Test(arguments: [
    ("0", ["R35 warning"]), ("1", ["R35 warning"]), ("10", []), ("299", []),
    ("300", ["R40 notice"]), ("600", ["R40 notice"]), ("601", ["R22 notice"]),
    ("2147483647", ["R22 notice"]), ("9223372036854775807", ["R22 notice"]),
  ])
  func `R22, R35 and R40 are about the grace alone`(grace: String, found: [String]) {
    let yaml = Manifests.deployment(pod: "terminationGracePeriodSeconds: \(grace)")
    #expect(Manifests.found(yaml).filter { !$0.hasPrefix("R08") } == found)
  }

  @Test func `R27 is a signal to PID 1 where that is pause`() {
    let hook = "lifecycle: {preStop: {exec: {command: [sh, -c, 'kill -QUIT 1; sleep 9']}}}"
    let shared = "shareProcessNamespace: true"
    #expect(
      Manifests.found(Manifests.deployment(hook, pod: shared, preStop: false)) == ["R27 critical"])
    #expect(Manifests.found(Manifests.deployment(hook, preStop: false)) == [])
    let named = hook.replacing("kill -QUIT 1", with: "pkill -QUIT -x web")
    #expect(Manifests.found(Manifests.deployment(named, pod: shared, preStop: false)) == [])
  }

  @Test(arguments: [
    ("trap 'exit 0' TERM; ./server", ["R31 warning"]),
    ("trap 'exit 0' TERM; sleep infinity", ["R31 warning"]),
    ("trap 'kill $p' TERM; ./server & p=$!; wait $p", []),
    ("trap 'exit 0' TERM; while true; do sleep 1; done", []),
    ("trap 'exit 0' INT; exec ./server", []),
  ])
  func `R31 is a trap that the foreground keeps waiting`(script: String, found: [String]) {
    #expect(
      Manifests.found(Manifests.deployment("command:\n- sh\n- -c\n- \"\(script)\"")) == found)
  }

  @Test(arguments: [
    ("tini, --, sh, -c, './a; ./server'", ["R34 warning"]),
    ("dumb-init, npm, start", ["R34 warning"]),
    ("tini, -g, --, sh, -c, './a; exec ./server'", []), ("tini, --, ./server", []),
  ])
  func `R34 is a shell between an init and the program`(command: String, found: [String]) {
    #expect(Manifests.found(Manifests.deployment("command: [\(command)]")) == found)
  }
}
