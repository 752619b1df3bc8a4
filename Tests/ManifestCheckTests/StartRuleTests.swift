import Testing

@testable import ManifestCheck

/// What stands in front of a program: shells, their scripts, pipes, package runners.
struct StartRuleTests {
  /// The findings of R03, R31 and R34 about the one container of a pod, with sentence and advice.
  private func said(
    _ script: String, shell: String = "sh", pod: String = "", kind: String = "Deployment",
    image: String = "shop/web:1"
  ) -> [Finding] {
    let lines = script.split(separator: "\n").map { "    \($0)" }.joined(separator: "\n")
    let yaml = Manifests.deployment(
      "command:\n- \(shell)\n- -c\n- |\n\(lines)", pod: pod, image: image
    ).replacing("kind: Deployment", with: "kind: \(kind)")
      .replacing("apps/v1", with: kind == "Job" ? "batch/v1" : "apps/v1")
    return Manifests.report(yaml).findings.filter { ["R03", "R31", "R34"].contains($0.rule) }
  }

  @Test(arguments: [
    ("./server\nexit $?", "server"), ("./server\nls -lh /data", "server"),
    ("./server || echo failed", "server"), ("A=1 B=2 nohup ./server; true", "server"),
    ("sleep 5; ./server", "server"), ("cp a b\nbash /run.bash", "bash run.bash"),
  ])
  func `R03 names the program, not what comes after it`(script: String, program: String) throws {
    let finding = try #require(said(script).first)
    #expect(finding.sentence.hasPrefix("web runs \(program) as the child of sh"))
    #expect(finding.severity == .warning)
  }

  @Test func `R03 advises exec only where nothing comes after the program`() throws {
    #expect(try #require(said("./migrate; ./server").first).advice.contains("exec ./server"))
    let tail = try #require(said("./server; echo ended").first)
    #expect(tail.advice.contains("trap 'kill -TERM $p' TERM; ./server & p=$!; wait $p"))
    #expect(!tail.advice.contains("exec"))
  }

  @Test func `R03 says of several commands that none of them hears`() throws {
    let several = try #require(said("./migrate\n./server\necho ended").first)
    #expect(several.sentence.hasPrefix("web runs its commands (migrate, server) as children of sh"))
    #expect(several.advice.contains("wait $p"))
  }

  @Test(arguments: [
    ("rm -rf /data/*", []), ("mkdir a && cp -r b a", []), ("curl -X POST https://example.com", []),
    ("apk add curl\ncurl https://example.com || echo failed", []),
    ("for a in \\\n  b:80 \\\n  c:80; do\n  curl $a\ndone\nexit 0", []),
    ("pg_dump > a\nls -l a", ["R03"]), ("./migrate && ./load", ["R03"]),
  ])
  func `R03 is silent about a job that does small things only`(script: String, rules: [String]) {
    let found = said(script, kind: "Job")
    #expect(found.map(\.rule) == rules)
    #expect(found.allSatisfy { $0.severity == .notice })
  }

  @Test(arguments: [
    ("./consumer.sh | tee /log", "consumer.sh"), ("tail -f in | ./producer.sh", "producer.sh"),
    ("./a | ./b", "a"),
  ])
  func `R03 names the program of a pipe, and exec is no advice`(script: String, program: String)
    throws
  {
    let finding = try #require(said(script, shell: "bash").first)
    #expect(finding.sentence.hasPrefix("web runs \(program) as the child of bash"))
    #expect(finding.advice.contains("exec does not help in a pipe"))
    #expect(finding.advice.contains("kill 0"))
  }

  @Test func `with a shared PID namespace the shell dies, which is R34`() throws {
    let shared = "shareProcessNamespace: true"
    let found = said("./server --port 80", pod: shared)
    #expect(found.map(\.rule) == ["R34"])
    #expect(found.first?.sentence.contains("server of web is killed in the middle") == true)
    let nested = try #require(said("/sbin/tini -- /usr/lib/start", pod: shared).first)
    #expect(nested.sentence.contains("start of web is killed"))
    let pipe = try #require(said("./a | ./b", pod: shared).first)
    #expect(pipe.advice.contains("kill 0"))
    #expect(said("sleep infinity", pod: shared) == [])
    #expect(said("exec ./server", pod: shared) == [])
    #expect(said("./server", shell: "bash", pod: shared) == [])
    #expect(said("./server", pod: shared, image: "web:1-alpine").map(\.severity) == [.notice])
    #expect(said("sleep infinity").map(\.rule) == ["R03"])
  }

  @Test(arguments: [
    ("hdfs --daemon start namenode\nwhile true; do sleep 5; done", "hdfs"),
    ("service nginx start; tail -f /var/log/nginx/access.log", "service"),
    ("./server &\nsleep infinity", "server"),
  ])
  func `R03 sees daemons behind a script that then only waits`(script: String, daemon: String)
    throws
  {
    let finding = try #require(said(script, shell: "bash").first)
    #expect(finding.severity == .warning)
    #expect(finding.sentence.hasPrefix("web runs \(daemon) and then only loops or waits in bash"))
  }

  @Test(arguments: [
    "echo ready\nwhile true; do date; sleep 5; done", "apk add curl && sleep infinity",
    "touch log; tail -f log", "while true; do curl -s web; sleep 5; done",
  ])
  func `R03 of an idle script stays a notice`(script: String) throws {
    let finding = try #require(said(script).first)
    #expect(finding.severity == .notice)
    #expect(finding.sentence.contains("only runs a loop or a sleep"))
  }

  @Test func `R03 says nothing of a bare pod that waits to be looked into`() {
    let pod = """
      apiVersion: v1
      kind: Pod
      metadata: {name: shell}
      spec: {containers: [{name: a, image: busybox, command: [sh, -c, "sleep 3600; true"]}]}
      """
    #expect(Manifests.found(pod) == [])
  }

  /// A container that starts by a script of a ConfigMap, and that.
  private func mounted(
    _ script: String, command: String = "[sh, /etc/scripts/run.sh]",
    mount: String = "{name: s, mountPath: /etc/scripts}", map: String = "{name: scripts}",
    name: String = "scripts"
  ) -> String {
    let lines = script.split(separator: "\n").map { "    \($0)" }.joined(separator: "\n")
    return Manifests.deployment(
      "command: \(command)\nvolumeMounts: [\(mount)]",
      pod: "volumes: [{name: s, configMap: \(map)}]")
      + "\n---\napiVersion: v1\nkind: ConfigMap\nmetadata: {name: \(name)}\ndata:\n  run.sh: |\n"
      + lines + "\n"
  }

  @Test(arguments: [
    ("exec ./server", []), ("./server", ["R03 warning"]),
    ("#!/bin/bash\n./server", ["R03 warning"]),
    ("trap 'exit 0' TERM\n./server", ["R31 warning"]),
    ("trap 'kill $p' TERM\n./server & p=$!\nwait $p", []),
    ("start() { ./server; }\nstart", ["R03 warning"]),
    ("start() {\n  exec ./server\n}\nif a; then start; fi", []),
    ("start() { ./server; }\nexec ./other", []),
    ("cat > a <<X\n./server", ["R03 notice"]),
    (
      "trap 'exit 0' TERM\nlook() { redis-cli ping; }\nwhile true; do sleep 60; look; done",
      ["R31 warning"]
    ),
    ("trap 'exit 0' TERM\nlook() { redis-cli ping; }\nwhile true; do sleep 5; look; done", []),
    ("start() { exec ./server; }\ntrap start TERM\nstart", []),
    ("#!/usr/bin/env python3\nserve()", []),
  ])
  func `a script of a ConfigMap is read`(script: String, found: [String]) {
    let isPython = script.contains("python")
    let file = "/etc/scripts/run.sh"
    let yaml = mounted(script, command: isPython ? "[\(file)]" : "[sh, \(file)]")
    #expect(Manifests.found(yaml) == found, "\(script)")
  }

  @Test func `a script of a ConfigMap is found by items and by subPath, and its line is told`()
    throws
  {
    let named = mounted(
      "exec ./server", command: "[/go]", mount: "{name: s, mountPath: /go, subPath: run.sh}")
    #expect(Manifests.found(named) == [])
    let items = mounted(
      "./server", command: "[bash, /a/go.sh]", mount: "{name: s, mountPath: /a}",
      map: "{name: scripts, items: [{key: run.sh, path: go.sh}]}")
    #expect(Manifests.found(items) == ["R03 warning"])
    let finding = try #require(Manifests.report(items).findings.first)
    let evidence = try #require(finding.evidence.dropFirst().first)
    let lines = items.split(separator: "\n", omittingEmptySubsequences: false)
    #expect(lines[evidence.place.line - 1].contains("run.sh: |"))
    #expect(evidence.text == "configmap/scripts holds run.sh")
    let other = mounted("exec ./server", name: "others")
    #expect(Manifests.found(other) == ["R03 notice"])
    let sentence = Manifests.report(other).findings.first?.sentence
    #expect(sentence?.contains("which was not looked into") == true)
  }

  @Test(arguments: [
    ("./bin/kafka-server-start.sh, a.properties", []),
    ("/opt/kafka/bin/connect-mirror-maker.sh", []), ("zookeeper-server-start.sh", []),
    ("catalina.sh, run", []), ("catalina.sh, start", ["R03 notice"]),
    ("/server-start.sh", ["R03 notice"]),
  ])
  func `R03 knows scripts that end in exec`(command: String, found: [String]) {
    #expect(Manifests.found(Manifests.deployment("command: [\(command)]")) == found)
  }

  @Test(arguments: [
    ("bun, run, start", ["R03 warning"]), ("bun, --bun, run, start", ["R03 warning"]),
    ("bun, start", ["R03 warning"]), ("bunx, next", ["R03 warning"]),
    ("bun, server.ts", []), ("bun, run, src/server.ts", []), ("bun, --hot, server.ts", []),
  ])
  func `bun runs a file by itself and a script as its child`(command: String, found: [String]) {
    #expect(Manifests.found(Manifests.deployment("command: [\(command)]")) == found)
  }
}
