package import ContainerCommands
import HarmlessText
import ShutdownModel

/// What the manifests say of how their pods will end: findings, and each rollout's numbers.
public struct ManifestReport: Sendable {
  /// Worst first within a file, files and lines in order.
  public private(set) var findings: [Finding] = []
  /// What a comment in the manifest sets aside, with its reason.
  public private(set) var ignored: [(finding: Finding, reason: String)] = []
  /// Objects of kinds that are not checked, though they hold a pod template.
  private(set) var unchecked: [Manifest] = []
  /// What could not be read, as `file:line: problem`; harmless text.
  public private(set) var problems: [String]
  var rollouts: [(workload: Workload, arithmetic: Arithmetic)] = []
  /// The recorded runs the manifests are held against; nil when there are none.
  var history: DrainHistory?
  var objectCount: Int
  var fileCount: Int
  /// The level of each rule that somebody has set; nil for one that is off.
  private var levels: [String: Finding.Severity?] = [:]

  /// Checks every workload of the files.
  ///
  /// `servers` are what the rules know of programs. `seesNeighbours` is false when Services and budgets could not be asked for, so that their
  /// absence says nothing. `levels` are `off`, `notice`, `warning` or `critical` by the name of a rule.
  /// Without files the report tells what the history advises by itself.
  package init(
    _ files: [ManifestFile], servers: ServerTable, seesNeighbours: Bool = true,
    history: DrainHistory? = nil, levels: [String: String] = [:]
  ) {
    self.levels = levels.mapValues { Finding.Severity(rawValue: $0) }
    var set = ManifestSet(files, servers)
    set.seesNeighbours = seesNeighbours
    set.history = history
    self.history = history
    problems = set.problems
    objectCount = set.objectCount
    fileCount = files.count
    unchecked = set.unchecked
    let rules = Set(Rules.texts.map(\.id))
    for file in files {
      for problem in set.comments[file.name]?.useless(rules: rules) ?? [] {
        problems.append("\(file.name.harmless(limit: 300)):\(problem.line): \(problem.problem)")
      }
    }
    for workload in set.workloads {
      let subject = Subject(workload, in: set)
      rollouts.append((workload, Arithmetic(subject)))
      for rule in Rules.all where workload.knowsGrace || Rules.needsNoGrace.contains(rule.text.id) {
        for finding in rule.findings(in: subject) { add(finding, workload, set.comments) }
      }
    }
    let order = Dictionary(files.enumerated().map { ($0.element.name, $0.offset) }) { first, _ in
      first
    }
    findings.sort {
      let one = (order[$0.place.file] ?? 0, $0.place.line, $0.rule)
      return one < (order[$1.place.file] ?? 0, $1.place.line, $1.rule)
    }
  }

  /// `rollout.argoproj.io/web`.
  static func uncheckedName(_ manifest: Manifest) -> String {
    let group = manifest.group.isEmpty ? "" : ".\(manifest.group)"
    return "\(manifest.kind.lowercased())\(group)/\(manifest.name)"
  }

  private mutating func add(
    _ finding: Finding, _ workload: Workload, _ comments: [String: IgnoreComments]
  ) {
    var finding = finding
    if let level = levels[finding.rule] {
      guard let level else { return }
      finding.severity = level
    }
    // Two workloads under one budget have the same finding, each its own object.
    let places = [finding.place] + finding.evidence.map(\.place)
    let lines = places.filter { $0.file == finding.place.file }.map(\.line)
    let reason = comments[finding.place.file]?.reason(
      rule: finding.rule, lines: lines, objectLine: workload.manifest.node.line)
    if let reason {
      ignored.append((finding, reason))
    } else {
      findings.append(finding)
    }
  }

  /// The names of all rules.
  public static var ruleNames: Set<String> { Set(Rules.texts.map(\.id)) }

  /// 1 when something could not be read, 2 for a warning or worse, else 0.
  public var exitCode: Int {
    if !problems.isEmpty { return 1 }
    return findings.contains { $0.severity >= .warning } ? 2 : 0
  }
}
