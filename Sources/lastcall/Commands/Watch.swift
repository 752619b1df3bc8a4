import ArgumentParser
import Inputs
import KubernetesObjects
import Settings
import ShutdownModel

/// Watches workloads or pods of a cluster.
struct Watch: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Watch a rollout, a selector or a pod of a cluster.",
    usage: "\(invokedName) [watch] [TYPE/NAME ...] [-n NAMESPACE] [options] [-- COMMAND ...]",
    discussion: """
      EXAMPLES:
        \(invokedName) deploy/web sts/db        two workloads of the context's namespace
        \(invokedName) -n shop                  every workload of a namespace, grouped
        \(invokedName) -l app=web --for 10m     pods by label, whatever happens to them
        \(invokedName) pod/web-5d68-hq9mt       one pod
        \(invokedName) deploy/web -o text --strict -- kubectl rollout restart deploy/web
        kubectl logs -f deploy/web --prefix | \(invokedName) deploy/web --logs -

      EXIT CODES:
        0   reached (or --for is over), and every pod ended by itself in time;
            with --strict only if each was seen to be clean
        1   the job could not be done: no cluster, no such workload, the command
            failed, or nothing was observed
        2   a pod was killed, cut, timed out or crashed, or its end was not seen
        3   the rollout itself failed
        4   --timeout passed
        64  wrong usage
        129, 130, 143  hung up, interrupted, terminated
      """)

  @Argument(
    help: ArgumentHelp(
      "Deployments, StatefulSets, DaemonSets or pods (default: every workload of the namespace).",
      valueName: "type/name"))
  var names: [String] = []

  // `Lastcall.main` puts this option in the place of `--`: the parser allows one list of positional
  // arguments only.
  @Option(name: .customLong("command"), parsing: .remaining, help: .hidden)
  var command: [String] = []

  @OptionGroup(title: "Cluster") var cluster: ClusterOptions
  @OptionGroup(title: "End of the run") var goal: GoalOptions
  @OptionGroup(title: "Output") var output: OutputOptions
  @OptionGroup(title: "Recording") var record: RecordOptions
  @OptionGroup(title: "Shutdown status") var status: StatusOptions
  @OptionGroup(title: "Logs") var logs: LogOptions
  @OptionGroup(title: "Alerts") var alerts: AlertOptions
  @OptionGroup(title: "Screen") var screen: ScreenOptions
  @OptionGroup(title: "Configuration") var config: ConfigOptions

  /// What is to be watched; none: every workload of the namespace.
  var targets: [WatchTarget] {
    get throws { try names.map(WatchTarget.init(argument:)) }
  }

  /// The settings that flags override.
  var flags: [Setting: String] {
    [status.settings, logs.settings, alerts.settings, screen.settings].reduce(into: [:]) {
      $0.merge($1) { $1 }
    }
  }

  /// Refuses names and options that do not go together.
  ///
  /// Called by `run`, not by the parser: of a mistyped option with a value, the parser would
  /// complain that the value is no name, before it complains of the option.
  private func check() throws {
    if let problem = WatchTarget.problem(with: names) { throw ValidationError(problem) }
    let targets = try targets
    if !targets.isEmpty, cluster.selector != nil {
      throw ValidationError("-l and names exclude each other; give one of them")
    }
    let podCount = targets.count { $0.kind == .pod }
    if podCount > 0, podCount < targets.count {
      throw ValidationError("pods and workloads cannot be watched in one run; name only one kind")
    }
    if podCount > 0 || cluster.selector != nil, goal.until == .available {
      throw ValidationError(
        "--until available needs a workload; for pods write --until drained or gone")
    }
  }

  func run() async throws {
    try check()
    if try config.printIfAsked(flags: flags) { return }
    let loaded = try config.load(flags: flags)
    let kubectl = cluster.access.kubectl
    let (targets, selector, words) = (try targets, cluster.selector, command)
    let (mapping, servers) = (try loaded.statusMapping(), try loaded.servers())
    let logs = try LogSources(logs, loaded)
    var run = LiveRun(
      scope: Watch.scope(of: targets, selector: selector, namespace: kubectl.namespace ?? ""),
      goal: goal, output: output, record: record, loaded: loaded, screen: screen.opening,
      readsStandardInput: logs.local.contains("-"),
      hasCommand: !words.isEmpty)
    run.commandEnvironment = Environment.variables.merging(
      kubectl.kubeconfig.map { ["KUBECONFIG": $0] } ?? [:]
    ) { $1 }
    let echoes = !output.isOnScreen
    let echo: @Sendable (String) -> Void = { if echoes { writeToStandardError($0 + "\n") } }
    throw ExitCode(
      await run.run { queue, clock in
        ClusterSources(
          access: .kubectl(kubectl), settings: loaded.settings, mapping: mapping, servers: servers,
          logs: logs,
          command: words.isEmpty
            ? nil
            : CommandRun(words: words, queue: queue, echo: echo),
          queue: queue, clock: clock, echo: echo
        ) { namespace in
          Watch.scope(of: targets, selector: selector, namespace: namespace)
        }
      })
  }

  /// What the arguments name, in a namespace.
  private static func scope(
    of targets: [WatchTarget], selector: String?, namespace: String
  ) -> Scope {
    if let selector { return .selector(selector, namespace: namespace) }
    if targets.isEmpty { return .namespace(namespace) }
    if targets.allSatisfy({ $0.kind == .pod }) {
      return .pods(targets.map(\.name), namespace: namespace)
    }
    return .workloads(
      targets.map { WorkloadID(kind: $0.kind, namespace: namespace, name: $0.name) })
  }
}
