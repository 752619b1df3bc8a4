import PodStatus
import Testing

@testable import ManifestCheck

struct OutputTests {
  @Test func `a finding names its file, line, fields and what to write`() throws {
    let yaml = Manifests.deployment(
      "command: [npm, start]", pod: "terminationGracePeriodSeconds: 20")
    let report = Manifests.report(yaml)
    let finding = try #require(report.findings.first)
    let lines = yaml.split(separator: "\n", omittingEmptySubsequences: false)
    #expect(lines[finding.place.line - 1].contains("npm"))
    #expect(finding.place.path == "spec.template.spec.containers[0].command[0]")
    let grace = try #require(finding.evidence.last)
    #expect(lines[grace.place.line - 1].contains("terminationGracePeriodSeconds"))
    #expect(
      report.text.hasPrefix(
        """
        web.yaml:\(finding.place.line): warning: R03 deployment/web: web starts by npm, which runs \
        the program as the child of a shell: the stop signal may not reach the program, and SIGKILL \
        ends it
            line \(finding.place.line): npm
            line \(grace.place.line): terminationGracePeriodSeconds: 20
            start the program itself: command: ["node", "server.js"]

        """))
    #expect(report.text.hasSuffix("1 warning; 1 workload among 3 objects in 1 file\n"))
    #expect(report.exitCode == 2)
  }

  @Test func `lists, documents and the kinds with templates are all read`() {
    let pod = "metadata: {labels: {a: b}}, spec: {containers: [{name: c, command: [npm, start]}]}"
    let yaml = """
      apiVersion: v1
      kind: List
      items:
      - {apiVersion: v1, kind: Pod, \(pod)}
      - {apiVersion: apps/v1, kind: DaemonSet, spec: {template: {\(pod)}}}
      - {apiVersion: apps/v1, kind: ReplicaSet, spec: {template: {\(pod)}}}
      - {apiVersion: batch/v1, kind: Job, spec: {template: {\(pod)}}}
      ---
      {"apiVersion": "batch/v1", "kind": "CronJob",
       "spec": {"jobTemplate": {"spec": {"template": {\(pod)}}}}}
      ---
      {apiVersion: example.com/v1, kind: Deployment, spec: {}}
      """
    let report = Manifests.report(yaml)
    #expect(report.problems == [])
    #expect(report.findings.map(\.rule) == Array(repeating: "R03", count: 5))
    #expect(report.findings.map(\.place.line) == [4, 5, 6, 7, 10])
  }

  @Test func `a comment sets a finding aside, with its reason`() {
    let comment = "# lastcall-ignore: R03 the child gets it"
    let line = Manifests.deployment("command: [npm, start] \(comment)")
    let above = Manifests.deployment("\(comment)\ncommand: [npm, start]")
    let object = Manifests.deployment("command: [npm, start]", before: comment + "\n")
    for yaml in [line, above, object] {
      let report = Manifests.report(yaml)
      #expect(report.findings == [])
      #expect(report.ignored.map(\.reason) == ["the child gets it"])
      #expect(report.exitCode == 0)
    }
    let other = object.replacing("R03", with: "R09")
    #expect(Manifests.found(other) == ["R03 warning"])
    let bare = object.replacing(" the child gets it", with: "")
    #expect(Manifests.report(bare).findings.count == 1)
    #expect(
      Manifests.report(bare).problems == [
        "web.yaml:1: lastcall-ignore of R03 gives no reason, so it ignores nothing; "
          + "write '# lastcall-ignore: R03 the reason'"
      ])
    #expect(
      Manifests.report(object.replacing("R03", with: "R99")).problems[0].contains("does not exist"))
  }

  @Test func `JSON has an object a finding, a rollout and a summary`() throws {
    let report = Manifests.report(Manifests.deployment("command: [npm, start]"))
    let lines = try report.json.split(separator: "\n").map { try JSON(parsing: Array($0.utf8)) }
    #expect(lines.map { $0["event"].string } == ["finding", "rollout", "summary"])
    #expect(lines[0]["rule"].string == "R03")
    #expect(lines[0]["container"].string == "web")
    #expect(lines[0]["line"].int == report.findings[0].place.line)
    #expect(lines[1]["waves"].int == 3)
    #expect(lines[1]["graceSuffices"] == .null)
    #expect(lines[1]["neededSeconds"] == .null)
    #expect(lines[1]["mostEndSeconds"].int == 30)
    #expect(lines[2]["unchecked"].elements == [])
    #expect(lines[2]["exitCode"].int == 2)
  }

  @Test func `what cannot be read of other kinds is named, and nothing is said of it`() throws {
    let pod = "template: {spec: {containers: [{name: c, image: a, ports: 80}]}}"
    let yaml = """
      {apiVersion: example.com/v1, kind: Farm, metadata: {name: web}, spec: {\(pod)}}
      ---
      {apiVersion: argoproj.io/v1alpha1, kind: Rollout, metadata: {name: r}, spec: {workloadRef: {name: web}}}
      ---
      {apiVersion: example.com/v1, kind: Setup, metadata: {name: s}, spec: {template: {}}}
      """
    let report = Manifests.report(yaml)
    #expect(
      report.text
        == "not checked, though they hold pod templates: farm.example.com/web, "
        + "rollout.argoproj.io/r\nnothing found; 0 workloads among 3 objects in 1 file\n")
    #expect(report.exitCode == 0)
    let summary = try JSON(parsing: Array(report.json.utf8))
    #expect(summary["unchecked"].elements.count == 2)
    #expect(report.sarif(version: "1").contains("not checked"))
    #expect(!Manifests.report(Manifests.deployment()).text.contains("not checked"))
  }

  @Test func `GitHub gets a command a finding, and nothing of a finding ends it`() {
    let report = Manifests.report(
      Manifests.deployment("command: [sh, -c, 'a; ./b 100%,::error']", image: "a:1-alpine"))
    let lines = report.github.split(separator: "\n")
    #expect(lines.count == report.findings.count)
    #expect(
      lines.allSatisfy {
        $0.hasPrefix("::warning file=web.yaml,line=")
          || $0.hasPrefix("::notice file=web.yaml,line=")
      })
    #expect(lines.first?.contains("title=R03 deployment/web::web runs ") == true)
    #expect(lines.first?.contains("100%25") == true)
    #expect(lines.first?.contains("%0A") == true)
  }

  @Test func `GitLab gets a list of issues, each with a fingerprint of its own`() throws {
    let report = Manifests.report(
      Manifests.deployment("command: [npm, start]", preStop: false, probe: false))
    let issues = try JSON(parsing: Array(report.gitlab.utf8)).elements
    #expect(issues.count == report.findings.count && issues.count > 1)
    for issue in issues {
      #expect(["info", "major", "critical"].contains(issue["severity"].string))
      #expect(issue["location"]["path"].string == "web.yaml")
      #expect((issue["location"]["lines"]["begin"].int ?? 0) > 0)
    }
    #expect(Set(issues.compactMap { $0["fingerprint"].string }).count == issues.count)
  }

  @Test func `a rule can be set aside or have another level`() {
    let file = ManifestFile(
      name: "web.yaml", bytes: Array(Manifests.deployment("command: [npm, start]").utf8))
    func found(_ levels: [String: String]) -> [Finding.Severity] {
      ManifestReport([file], servers: Manifests.servers, levels: levels).findings.map(\.severity)
    }
    #expect(found([:]) == [.warning])
    #expect(found(["R03": "off"]) == [])
    #expect(found(["R03": "critical", "R01": "off"]) == [.critical])
  }

  @Test func `SARIF has rules, places and suppressions`() throws {
    let yaml = Manifests.deployment(
      "command: [sh, /start.sh] # lastcall-ignore: R03 so be it", preStop: false)
    let file = ManifestFile(name: "a dir/web.yaml", bytes: Array(yaml.utf8))
    let log = try JSON(parsing: Array(ManifestReport([file]).sarif(version: "1.0").utf8))
    #expect(log["version"].string == "2.1.0")
    let run = try #require(log["runs"].elements.first)
    let rules = run["tool"]["driver"]["rules"].elements
    #expect(Set(rules.compactMap { $0["id"].string }).count == rules.count)
    #expect(rules.allSatisfy { $0["helpUri"].string?.hasPrefix("https://") == true })
    for rule in rules {
      for key in ["shortDescription", "fullDescription", "help"] {
        #expect(rule[key]["text"].string?.isEmpty == false)
      }
      #expect(
        ["note", "warning", "error"].contains(rule["defaultConfiguration"]["level"].string ?? ""))
    }
    let results = run["results"].elements
    #expect(results.map { $0["ruleId"].string } == ["R01", "R03"])
    for result in results {
      let index = try #require(result["ruleIndex"].int)
      #expect(rules[index]["id"] == result["ruleId"])
      let place = try #require(result["locations"].elements.first)["physicalLocation"]
      #expect(place["artifactLocation"]["uri"].string == "a%20dir/web.yaml")
      #expect(try #require(place["region"]["startLine"].int) > 1)
    }
    #expect(results[0]["level"].string == "warning")
    #expect(
      results[0]["message"]["text"].string?.hasSuffix(
        "\n  lifecycle:\n    preStop:\n      sleep:\n        seconds: 5") == true)
    let print = results[0]["partialFingerprints"]["lastcall/v1"].string ?? ""
    #expect(print.contains("a dir/web.yaml"))
    #expect(print.contains("spec.template.spec.containers[0]"))
    #expect(results[1]["suppressions"].elements.first?["kind"].string == "inSource")
  }

  @Test func `every rule has a name of its own and a source`() {
    #expect(Set(Rules.texts.map(\.id)).count == Rules.texts.count)
    #expect(Rules.texts.allSatisfy { $0.source.hasPrefix("https://") && !$0.title.isEmpty })
  }
}
