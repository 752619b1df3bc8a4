import PodStatus
import Testing

@testable import ManifestCheck

struct HostileManifestTests {
  private func problems(_ yaml: String) -> [String] { Manifests.report(yaml).problems }

  @Test func `a bomb of aliases is refused before it is followed`() {
    var bomb = "a0: &a0 [x, x]\n"
    for level in 1...40 { bomb += "a\(level): &a\(level) [*a\(level - 1), *a\(level - 1)]\n" }
    #expect(
      problems(bomb) == ["web.yaml:14: the file has more than 24 aliases; write the values out"])
    let small = (0..<10).reduce("a0: &a0 [x, x, x]\n") { text, level in
      text + "a\(level + 1): &a\(level + 1) [*a\(level), *a\(level)]\n"
    }
    #expect(problems(small + "apiVersion: v1\nkind: Pod\n") != [])
  }

  @Test func `an alias and a merge key mean what they say`() {
    let yaml = Manifests.deployment(
      "env: [{name: A, value: &v '60'}, {name: DRAIN_TIMEOUT, value: *v}]")
    #expect(Manifests.found(yaml) == ["R09 notice"])
    let merged = Manifests.deployment(
      "<<: {command: [npm, start]}", before: "x-common: &c {a: 1}\n")
    #expect(Manifests.found(merged) == ["R03 warning"])
  }

  @Test func `depth, size and bytes are bounded`() {
    let deep = String(repeating: "[", count: 5000)
    #expect(problems("a: " + deep).count == 1)
    let nested = String(repeating: "{a: ", count: 200) + "1" + String(repeating: "}", count: 200)
    #expect(problems(nested) == ["web.yaml:1: this is nested too deeply; flatten it"])
    let large = "a: " + String(repeating: "x", count: ManifestFile.mostBytes)
    #expect(problems(large) == ["web.yaml:1: the file is larger than 8 MB; split it"])
    let file = ManifestFile(name: "bytes.yaml", bytes: Array("a: 1\nb: ".utf8) + [0xFF, 0xFE])
    #expect(
      ManifestReport([file]).problems
        == ["bytes.yaml:2: the file is not UTF-8; save it as UTF-8 without special bytes"])
    #expect(problems("a: \u{0}\n").count == 1)
  }

  @Test func `a key twice, a wrong type and a template are each one sentence`() {
    #expect(problems("a: 1\na: 2\n") == ["web.yaml:1: 'a' is set twice; remove one of the lines"])
    #expect(
      problems(Manifests.deployment(spec: "replicas: three")) == [
        "web.yaml:5: spec.replicas is 'three'; write a whole number from 0 to 1000000"
      ])
    #expect(problems("name: {{ .Values.name }}\nkind: x\n")[0].contains("helm template"))
    #expect(problems("apiVersion: apps/v1\nkind: Deployment\n")[0].contains("kubectl kustomize"))
  }

  @Test func `an unreadable document does not hide those before it`() {
    let report = Manifests.report(Manifests.deployment(preStop: false) + "\n---\na: [\n")
    #expect(report.findings.map(\.rule) == ["R01"])
    #expect(report.problems.count == 1)
    #expect(report.exitCode == 1)
  }

  @Test func `a broken document hides none but itself`() {
    let good = Manifests.deployment(preStop: false)
    let broken = [
      "a: [", "a: b: c", "a: 1\na: 2", "a: \"open", "? [a]: b",
      String(repeating: "{a: ", count: 200) + "1" + String(repeating: "}", count: 200),
    ]
    for text in broken {
      let yaml =
        "\(text)\n---\n" + good + "\n---\n\(text)\n---\n" + good.replacing("web", with: "b")
      let report = Manifests.report(yaml)
      #expect(report.problems.count == 2, "\(text)")
      #expect(report.exitCode == 1)
      #expect(report.findings.map(\.object) == ["deployment/web", "deployment/b"], "\(text)")
      let lines = yaml.split(separator: "\n", omittingEmptySubsequences: false)
      for finding in report.findings {
        #expect(lines[finding.place.line - 1].contains("- name: "), "\(text)")
      }
    }
    let many = String(repeating: "a: b: c\n---\n", count: 20)
    #expect(problems(many).count == 10)
    #expect(problems(many).last?.hasSuffix("; the rest of the file was not read") == true)
    let template = "a: b: c\n---\nb: {{ .Values.b }}: c\n"
    #expect(problems(template).map { $0.contains("helm template") } == [false, true])
  }

  @Test func `no control character gets out, in any form`() {
    let yaml = Manifests.deployment(
      "command: [sh, -c, \"ev\\e[31mil \\u202e; ./x\\a\"]", image: "\"i\\e]0;t\\a:1\"",
      preStop: false
    ).replacing("name: front", with: "name: \"fr\\e[2Jont\"")
    let file = ManifestFile(name: "a\u{1B}[2J.yaml", bytes: Array(yaml.utf8))
    let report = ManifestReport([file])
    #expect(!report.findings.isEmpty)
    for text in [report.text, report.json, report.sarif(version: "1")] {
      let wrong = text.unicodeScalars.filter {
        $0 != "\n" && [.control, .format].contains($0.properties.generalCategory)
      }
      #expect(wrong.isEmpty)
    }
  }

  @Test func `functions that call each other without end are not followed without end`() {
    var script = "f0() { :; }\n"
    for index in 1...40 { script += "f\(index)() { f\(index - 1); f\(index - 1); }\n" }
    script += "g() { g; g; }\nf40\ng"
    let lines = script.split(separator: "\n").map { "    \($0)" }.joined(separator: "\n")
    #expect(Manifests.found(Manifests.deployment("command:\n- sh\n- -c\n- |\n\(lines)")) == [])
  }

  @Test func `damaged manifests never crash the check`() {
    let bytes = Array(Manifests.deployment("command: [sh, -c, \"a 'b' $(c) && `d`; exec\"]").utf8)
    var state: UInt64 = 7
    for _ in 0..<400 {
      var damaged = bytes
      for _ in 0..<4 {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        let place = Int(state >> 33) % damaged.count
        damaged[place] = Array("{}[]:'\"\n -$()`;&|\\#*".utf8)[Int(state >> 17) % 20]
      }
      _ = ManifestReport([ManifestFile(name: "d", bytes: damaged)]).text
    }
  }
}
