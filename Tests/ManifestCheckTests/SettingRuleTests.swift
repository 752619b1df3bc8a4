import Testing

@testable import ManifestCheck

/// Delays and limits that stand in variables, ConfigMaps and files, and those of supervisors.
struct SettingRuleTests {
  private static func config(_ data: String) -> String {
    "\n---\napiVersion: v1\nkind: ConfigMap\nmetadata: {name: conf}\ndata:\n  \(data)\n"
  }

  private static let mount = "volumeMounts: [{name: v, mountPath: /etc/app}]"
  private static let volume = "volumes: [{name: v, configMap: {name: conf}}]"

  @Test(arguments: [
    (
      "JAVA_TOOL_OPTIONS", "-Xmx1g -Dspring.lifecycle.timeout-per-shutdown-phase=60s",
      ["R09 warning"]
    ),
    ("JAVA_TOOL_OPTIONS", "-Dspring.lifecycle.timeout-per-shutdown-phase=10s", []),
    (
      "SPRING_APPLICATION_JSON",
      #"{\"spring\":{\"lifecycle\":{\"timeout-per-shutdown-phase\":\"60s\"}}}"#, ["R09 warning"]
    ),
    ("SERVER_SHUTDOWN", "graceful", ["R09 notice"]), ("SERVER_SHUTDOWN", "immediate", []),
    ("SIDEKIQ_TIMEOUT", "60", ["R09 warning"]),
    ("UVICORN_TIMEOUT_GRACEFUL_SHUTDOWN", "60", ["R09 warning"]),
    ("SHUTDOWN_GRACE_MS", "300000", ["R09 notice"]), ("SHUTDOWN_GRACE_MS", "3000", []),
    ("SHUTDOWN_POLL_TIMEOUT_INTERVAL", "60", []),
    ("HOSTOPTIONS__SHUTDOWNTIMEOUT", "00:01:00", ["R09 warning"]),
    ("PM2_KILL_TIMEOUT", "60000", ["R09 warning"]), ("PM2_KILL_TIMEOUT", "6000", []),
    ("S6_SERVICES_GRACETIME", "60000", ["R09 warning"]),
  ])
  func `R09 reads what variables hold`(name: String, value: String, found: [String]) {
    let line = "env: [{name: \(name), value: \"\(value)\"}]"
    #expect(Manifests.found(Manifests.deployment(line)) == found, "\(name)=\(value)")
  }

  @Test func `R09 reads an option by its name, with its value behind it or in the next word`() {
    func found(_ arguments: String) -> [String] {
      Manifests.found(Manifests.deployment("args: [\(arguments)]"))
    }
    #expect(found("--shutdown-timeout, 45s") == ["R09 notice"])
    #expect(found("--shutdown-timeout=45s") == ["R09 notice"])
    #expect(found("--shutdown-timeout, --verbose") == [])
    #expect(found("--shutdown-timeout, 15s") == [])
    #expect(found("shutdown-timeout, 45s") == [])
  }

  @Test func `R09 knows that a variable the hook reads is the hook's`() {
    func found(_ script: String) -> [String] {
      Manifests.found(
        Manifests.deployment(
          "env: [{name: DRAIN_TIME_SECONDS, value: '15'}]\n"
            + "lifecycle: {preStop: {exec: {command: [sh, -c, '\(script)']}}}", preStop: false))
    }
    #expect(found("/app/drain; sleep $DRAIN_TIME_SECONDS") == [])
    #expect(found("/app/drain; sleep ${DRAIN_TIME_SECONDS}") == [])
    #expect(found("/app/drain; sleep 15") == ["R09 notice"])
  }

  @Test(arguments: [
    ("command: [gunicorn, app]", "--graceful-timeout 20", []),
    ("command: [gunicorn, app]", "--graceful-timeout 60", ["R09 warning"]),
    ("command: [gunicorn, -c, gunicorn.conf.py, app]", "", []),
  ])
  func `R09 says no default that something else may set`(
    command: String, options: String, found: [String]
  ) {
    let line = "\(command)\nenv: [{name: GUNICORN_CMD_ARGS, value: '\(options)'}]"
    #expect(Manifests.found(Manifests.deployment(line)) == found)
  }

  @Test(arguments: [
    (
      "env: [{name: SHUTDOWN_TIMEOUT, valueFrom: {configMapKeyRef: {name: conf, key: t}}}]",
      "t: 60s"
    ),
    ("envFrom: [{configMapRef: {name: conf}}]", "SHUTDOWN_TIMEOUT: 60s"),
    ("envFrom: [{prefix: SHUTDOWN_, configMapRef: {name: conf}}]", "TIMEOUT: 60s"),
  ])
  func `R09 follows a variable into its ConfigMap`(line: String, data: String) throws {
    let yaml = Manifests.deployment(line) + Self.config(data)
    let finding = try #require(Manifests.report(yaml).findings.first)
    #expect(finding.rule == "R09" && finding.sentence.contains("SHUTDOWN_TIMEOUT=60s"))
    #expect(finding.evidence.first?.text.hasPrefix("configmap/conf holds ") == true)
    let own = yaml.replacing("name: conf}\ndata", with: "name: other}\ndata")
    #expect(Manifests.found(own) == [])
  }

  @Test(arguments: [
    (
      "application.yaml: |\n    spring:\n      lifecycle:\n        timeout-per-shutdown-phase: 60s",
      ["R09 warning"]
    ),
    ("application.yaml: |\n    # timeout-per-shutdown-phase: 60s", []),
    ("app.conf: |\n    shutdownTimeout = 60s", ["R09 notice"]),
    ("app.conf: |\n    requestTimeout = 60s", []),
    ("supervisord.conf: |\n    [program:web]\n    stopwaitsecs=60", ["R09 warning"]),
  ])
  func `R09 reads files of ConfigMaps`(data: String, found: [String]) {
    let yaml = Manifests.deployment(Self.mount, pod: Self.volume) + Self.config(data)
    #expect(Manifests.found(yaml) == found)
    #expect(Manifests.found(Manifests.deployment() + Self.config(data)) == [])
  }

  @Test(arguments: [
    ("15", "25", ["R09 notice"]), ("2", "20", []), ("15", "10", ["R09 notice"]), ("10", "10", []),
  ])
  func `R09 adds a delay of the program's own to its limit`(
    delay: String, limit: String, found: [String]
  ) {
    let line =
      "env: [{name: SHUTDOWN_DELAY_SECONDS, value: '\(delay)'}, {name: SHUTDOWN_TIMEOUT_SECONDS, "
      + "value: '\(limit)'}]"
    #expect(Manifests.found(Manifests.deployment(line)) == found)
  }

  @Test(arguments: [
    ("args: ['--entryPoints.web.transport.lifeCycle.requestAcceptGraceTimeout=10']", ""),
    (mount, "Corefile: |\n    .:53 {\n      health {\n        lameduck 5s\n      }\n    }"),
    (mount, "app.yaml: |\n    shutdownDelay: 10s"),
    ("env: [{name: LAMEDUCK_SECONDS, value: '5'}]", ""),
    ("env: [{name: DRAIN_DELAY, value: '5'}]", ""),
  ])
  func `R01 is silent where the program delays its end`(line: String, data: String) {
    let yaml =
      Manifests.deployment(line, pod: data.isEmpty ? "" : Self.volume, preStop: false)
      + (data.isEmpty ? "" : Self.config(data))
    #expect(Manifests.found(yaml) == [], "\(line) \(data)")
  }

  @Test func `R01 is not silent for a delay of nothing`() {
    let yaml =
      Manifests.deployment(Self.mount, pod: Self.volume, preStop: false)
      + Self.config("Corefile: |\n    lameduck 0s")
    #expect(Manifests.found(yaml) == ["R01 warning"])
  }

  @Test func `R03 is silent where the hook signals the program itself`() {
    func found(_ hook: String) -> [String] {
      Manifests.found(
        Manifests.deployment(
          "command: [sh, -c, 'cp a b; ./server']\nlifecycle: {preStop: {exec: {command: [sh, -c, '\(hook)']}}}",
          preStop: false))
    }
    #expect(found("sleep 5; kill -TERM $(pidof server)") == [])
    #expect(found("sleep 5; pkill server") == [])
    #expect(found("sleep 5; kill -TERM 1") == ["R03 warning"])
    #expect(found("sleep 5") == ["R03 warning"])
  }

  @Test(arguments: [
    ("command: [pm2-runtime, start, app.js]", ["R38 notice"]),
    ("command: [pm2-runtime, start, app.js, --kill-timeout, '20000']", []),
    ("command: [supervisord, -n]", ["R38 notice"]), ("command: [node, app.js]", []),
    ("command: [su, app, -c, ./server]", ["R38 notice"]),
    ("command: [bundle, exec, foreman, start]", ["R38 notice"]),
  ])
  func `R38 is a supervisor whose limit is shorter than the grace`(line: String, found: [String]) {
    #expect(Manifests.found(Manifests.deployment(line)) == found)
  }

  @Test(arguments: [("3000", "120", ["R38 notice"]), ("3000", "10", []), ("60000", "90", [])])
  func `R38 is a limit that is set far below a grace that is set`(
    limit: String, grace: String, found: [String]
  ) {
    let line = "env: [{name: S6_KILL_GRACETIME, value: '\(limit)'}]"
    let yaml = Manifests.deployment(line, pod: "terminationGracePeriodSeconds: \(grace)")
    #expect(Manifests.found(yaml) == found)
  }

  @Test(arguments: [
    ("command: [make, run]", ["R03 notice"]), ("command: [go, run, .]", ["R03 notice"]),
    ("command: [go, tool]", []), ("command: [doppler, run, --, ./server]", ["R03 notice"]),
    ("command: [./gradlew, bootRun]", ["R03 notice"]),
  ])
  func `R03 names what starts the program as its child`(line: String, found: [String]) {
    #expect(Manifests.found(Manifests.deployment(line)) == found)
  }

  @Test(arguments: [
    ("tini, -g, --, celery, worker", ["R23 warning"]), ("tini, --, celery, worker", []),
    ("dumb-init, celery, worker", ["R23 warning"]),
    ("dumb-init, --single-child, celery, worker", []), ("dumb-init, ./server", []),
  ])
  func `R23 is an init that signals the workers, too`(command: String, found: [String]) {
    #expect(Manifests.found(Manifests.deployment("command: [\(command)]")) == found)
  }

  @Test func `R05 asks for the signal that lets long work finish`() {
    let image = "gitlab/gitlab-runner:v17"
    #expect(Manifests.found(Manifests.deployment(image: image)) == ["R05 warning"])
    let hook =
      "lifecycle: {preStop: {exec: {command: [sh, -c, 'kill -QUIT 1; while pidof gitlab-runner; do "
      + "sleep 1; done']}}}"
    #expect(Manifests.found(Manifests.deployment(hook, image: image, preStop: false)) == [])
  }

  @Test func `R10 knows the signal after which a server ignores the next`() {
    let hook = "lifecycle: {preStop: {exec: {command: [kill, -USR2, '1']}}}"
    func rules(_ image: String) -> [String] {
      Manifests.found(Manifests.deployment(hook, image: image, preStop: false))
        .filter { !$0.hasPrefix("R01") }
    }
    #expect(rules("nats:2-alpine") == [])
    #expect(rules("shop/web:1") == ["R10 warning"])
  }

  @Test(arguments: [
    ("command: [tail, -f, /dev/null]", "shop/web:1", ["R04 notice"]),
    ("args: [sleep, infinity]", "busybox:1.36", ["R04 notice"]),
    ("args: [sleep, infinity]", "shop/web:1", []),
    ("command: [tini, --, sleep, infinity]", "shop/web:1", []),
    ("command: [sh, -c, 'exec tail -f /log']", "shop/web:1", ["R04 notice"]),
  ])
  func `R04 is a program that ignores its signal as PID 1`(
    line: String, image: String, found: [String]
  ) {
    #expect(Manifests.found(Manifests.deployment(line, image: image)) == found)
  }
}
