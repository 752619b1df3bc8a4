import Testing

@testable import ManifestCheck

/// How long a preStop hook takes, and what it waits for.
struct HookTimeTests {
  private func found(_ script: String, _ more: String = "", grace: Int = 30) -> [String] {
    let lines = script.split(separator: "\n").map { "        \($0)" }.joined(separator: "\n")
    let hook =
      "lifecycle:\n  preStop:\n    exec:\n      command:\n      - sh\n      - -c\n      - |\n"
    return Manifests.found(
      Manifests.deployment(
        "\(hook)\(lines)\n\(more)", pod: "terminationGracePeriodSeconds: \(grace)", preStop: false))
  }

  @Test(arguments: [
    ("for i in 1 2 3 4; do sleep 10; done", ["R08 critical"]),
    ("for i in $(seq 1 4); do sleep 10; done", ["R08 critical"]),
    ("for i in `seq 4`; do echo $i; sleep 10; done", ["R08 critical"]),
    ("for i in {1..4}; do sleep 10; done", ["R08 critical"]),
    ("for ((i=0; i<4; i++)); do sleep 10; done", ["R08 critical"]),
    ("for i in 1 2; do sleep 10; done", []),
    ("for i in $LIST; do sleep 10; done", []),
    ("for i in 1 2 3 4; do curl -f web && break; sleep 10; done", ["R12 warning"]),
    ("for i in 1 2; do curl -f web && break; sleep 10; done", []),
    ("i=0; while [ $i -lt 60 ]; do i=$((i+1)); sleep 1; done", ["R12 warning"]),
    ("i=0\nuntil [ $i -ge 60 ]; do sleep 5; i=$((i + 5)); done", ["R12 warning"]),
    ("i=0; while [ $i -lt 20 ]; do i=$((i+1)); sleep 1; done", []),
    ("while pgrep nginx; do sleep 60; done", []),
  ])
  func `a loop that counts takes as long as its turns`(script: String, found: [String]) {
    #expect(self.found(script) == found, "\(script)")
  }

  @Test(arguments: [
    ("sleep ${WAIT:-40}", ["R08 critical"]), ("sleep ${WAIT:=20}", []),
    ("W=${WAIT:=40}\nsleep $W", ["R08 critical"]), ("W=40; sleep $W", ["R08 critical"]),
    ("W=$(get); sleep $W", []), ("sleep ${DELAY:-10}", ["R08 critical"]),
  ])
  func `a variable has its default or the value of the environment`(script: String, found: [String])
  {
    #expect(self.found(script, "env: [{name: DELAY, value: '40'}]") == found, "\(script)")
  }

  @Test(arguments: [
    ("curl -s --max-time 300 localhost/drain", ["R12 warning"]), ("curl -m 10 localhost/drain", []),
    ("curl 'localhost/drain?timeout=60s'", ["R12 warning"]), ("curl localhost/drain", []),
    ("wget -T 90 -qO- localhost/drain", ["R12 warning"]),
    ("timeout 120 /drain", ["R12 warning"]), ("timeout 20 /drain", []),
    ("timeout 20 sleep 90", []),
    ("if [ -f /a ]; then sleep 60; fi", ["R12 warning"]),
    ("if [ -f /a ]; then sleep 20; else sleep 15; fi", []),
    ("test -f /a && sleep 60", ["R12 warning"]), ("/drain || sleep 60", ["R12 warning"]),
    ("if [ -f /a ]; then exit 0; fi\nsleep 60", ["R12 warning"]),
    ("sleep 5; exit 0; sleep 60", []),
    ("sleep 40 & wait", ["R08 critical"]), ("sleep 40 & /drain", []),
  ])
  func `what may not run, or ends sooner, is no more than a bound`(script: String, found: [String])
  {
    #expect(self.found(script) == found, "\(script)")
  }

  @Test(arguments: [
    "kill -QUIT 1; sleep 60", "nginx -s quit; sleep 60",
    "sleep 5; kill -TERM $(pidof web); sleep 60",
    "curl -X POST localhost/shutdown; sleep 60",
  ])
  func `a sleep behind the signal is a guard, not a delay`(script: String) {
    #expect(found(script).filter { $0.hasPrefix("R08") || $0.hasPrefix("R12") } == [], "\(script)")
  }

  @Test func `a script of a ConfigMap is a hook, too`() throws {
    func yaml(_ script: String) -> String {
      Manifests.deployment(
        """
        lifecycle: {preStop: {exec: {command: [/bin/sh, /s/stop.sh]}}}
        volumeMounts: [{name: s, mountPath: /s}]
        """, pod: "volumes: [{name: s, configMap: {name: scripts}}]", preStop: false)
        + "\n---\napiVersion: v1\nkind: ConfigMap\nmetadata: {name: scripts}\ndata:\n"
        + "  stop.sh: |\n    #!/bin/sh\n    \(script)\n"
    }
    #expect(Manifests.found(yaml("sleep 20")) == [])
    #expect(Manifests.found(yaml("sleep 60")) == ["R08 critical"])
    let finding = try #require(Manifests.report(yaml("sleep 60")).findings.first)
    #expect(finding.evidence.first?.text == "configmap/scripts holds stop.sh")
  }

  @Test(arguments: [
    ("?wait_for_status=green&timeout=28800s", ["R12 warning"]), ("?timeout=20s", []),
    ("?delay=a", []), ("", []),
  ])
  func `a request says how long its answer may take`(query: String, found: [String]) {
    let hook = "lifecycle: {preStop: {httpGet: {path: '/health\(query)', port: 8080}}}"
    #expect(Manifests.found(Manifests.deployment(hook, preStop: false)) == found)
  }

  @Test func `a command substitution is shown as it is written`() throws {
    let hook = "lifecycle: {preStop: {exec: {command: [sh, -c, 'kill -15 $(pidof web);']}}}"
    let report = Manifests.report(Manifests.deployment(hook, preStop: false))
    let finding = try #require(report.findings.first { $0.rule == "R10" })
    #expect(finding.sentence.contains("(kill -15 $(pidof web))"))
  }
}
