import ArgumentParser
import FoundationEssentials
import Inputs
import ManifestCheck
import Settings

/// The forms of what a check finds.
enum CheckFormat: String, CaseIterable, ExpressibleByArgument {
  case text
  case json
  case sarif
  case github
  case gitlab
}

/// Checks manifests before they cost requests.
struct Check: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Check manifests for what will go wrong when their pods end, without a cluster.",
    usage: """
      \(invokedName) check -f FILE|DIR|- ... [-k DIR ...] [-R] [-o FORMAT]
      \(invokedName) check TYPE/NAME ... [-n NAMESPACE] [-o FORMAT]
      \(invokedName) check --history RECORDING ... [-f FILE ... | TYPE/NAME ...]
      """,
    discussion: """
      EXAMPLES:
        \(invokedName) check -f web.yaml
            What the pod spec alone can tell, each with file, line and the lines to write instead.
        \(invokedName) check -k overlays/prod
        helm template shop | \(invokedName) check -f - -o sarif > lastcall.sarif
            What is really applied, for a code scanning service.
        \(invokedName) check -R -f manifests -o json | jq 'select(.severity == "warning")'
            One JSON object a finding, one a rollout, and a summary.
        \(invokedName) check deploy/web
            What stands in the cluster, its Services and budgets included.
        \(invokedName) check --history monday.jsonl tuesday.jsonl -f web.yaml
            And whether the grace and the preStop suffice by the drains that were recorded.
        \(invokedName) check --history *.jsonl
            Advise a grace period and preStop delay for each recorded workload.

      A comment sets a finding aside, on its line, above it, or above the object for all of it:
        # lastcall-ignore: R01 clients retry

      The exit code is 2 when there is a warning or worse, 1 when something could not be read, else 0.
      """)

  @Argument(
    help: ArgumentHelp("Objects of the cluster, as kubectl names them.", valueName: "type/name"))
  var targets: [String] = []

  @Option(
    name: [.customShort("f"), .customLong("filename")],
    help: ArgumentHelp(
      "A file or a folder of YAML or JSON, or - for stdin.", valueName: "file"))
  var files: [String] = []

  @Option(
    name: [.customShort("k"), .customLong("kustomize")],
    help: ArgumentHelp(
      "A folder with a kustomization.yaml, which kubectl kustomize renders.", valueName: "dir"))
  var kustomizations: [String] = []

  @Option(
    name: .customLong("rule"),
    help: ArgumentHelp(
      "The level of a rule: off, notice, warning or critical.", valueName: "id=level"))
  var levels: [String] = []

  @Option(
    parsing: .upToNextOption,
    help: ArgumentHelp(
      "Recorded runs, or logs and kubectl's pods as report reads them, to hold the manifests against.",
      valueName: "recording"))
  var history: [String] = []

  @Flag(name: [.customShort("R"), .long], help: "Also read subfolders.")
  var recursive = false

  @Option(
    name: .shortAndLong,
    help: ArgumentHelp("Output format.", valueName: "format"))
  var output = CheckFormat.text

  @OptionGroup(title: "Cluster") var access: KubectlOptions
  @OptionGroup(title: "Configuration") var config: ConfigOptions

  mutating func validate() throws {
    takeTargetsFromHistory()
    if targets.isEmpty, files.isEmpty, kustomizations.isEmpty, history.isEmpty, !config.isPrinted {
      throw ValidationError(
        "name what to check: -f FILE, -f - for stdin, TYPE/NAME such as deploy/web, or --history "
          + "with a recording")
    }
    if !targets.isEmpty, !files.isEmpty || !kustomizations.isEmpty {
      throw ValidationError("-f and names exclude each other; give one of them")
    }
    for level in levels where Self.level(level) == nil {
      throw ValidationError(
        "\(level.quotedForMessage) sets no rule's level; write for example --rule C05=off or "
          + "--rule R01=notice")
    }
    if (files + history).contains("") { throw ValidationError("a file's name is empty") }
    if (files + history).count(where: { $0 == "-" }) > 1 {
      throw ValidationError("- is given twice; stdin can be read only once")
    }
    for target in targets where !Self.isTarget(target) {
      throw ValidationError(
        "\(target.quotedForMessage) is not TYPE/NAME; "
          + "write for example deploy/web, or -f with a file")
    }
  }

  /// What stands behind the recordings and is no file, but could be an object, is one.
  private mutating func takeTargetsFromHistory() {
    let objects = history.reversed().prefix { name in
      !FileManager.default.fileExists(atPath: name) && (try? WatchTarget(argument: name)) != nil
    }
    history.removeLast(objects.count)
    targets += objects.reversed()
  }

  /// `C05=off` taken apart; nil for a rule or a level that does not exist.
  private static func level(_ text: String) -> (rule: String, level: String)? {
    let parts = text.split(separator: "=", omittingEmptySubsequences: false).map(String.init)
    guard parts.count == 2, ManifestReport.ruleNames.contains(parts[0]),
      ["off", "notice", "warning", "critical"].contains(parts[1])
    else { return nil }
    return (parts[0], parts[1])
  }

  private static func isTarget(_ text: String) -> Bool {
    let parts = text.utf8.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
    return parts.count == 2
      && parts.allSatisfy { part in
        !part.isEmpty && part.count <= 253 && part.first != UInt8(ascii: "-")
          && part.allSatisfy {
            switch $0 {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
              UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."):
              true
            default: false
            }
          }
      }
  }

  func run() async throws {
    if try config.printIfAsked(flags: [:]) { return }
    let loaded = try config.load(flags: [:])
    let past = history.isEmpty ? nil : (files: ReplayFiles(paths: history), loaded: loaded)
    var rules = try loaded.ruleLevels()
    for case (let rule, let level)? in levels.map(Self.level) { rules[rule] = level }
    let run = CheckRun(
      output: output, servers: try loaded.servers(), levels: rules, history: past)
    if targets.isEmpty, files.isEmpty, kustomizations.isEmpty {
      throw ExitCode(await run.adviseByHistory())
    }
    throw ExitCode(
      targets.isEmpty
        ? await run.check(files: files, kustomizations, isRecursive: recursive)
        : await run.check(targets, access.kubectl))
  }
}
