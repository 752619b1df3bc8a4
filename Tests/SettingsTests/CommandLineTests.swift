import FoundationEssentials
import Testing

struct CommandLineTests {
  @Test func `the lone executable, copied elsewhere, has its defaults with it`() async throws {
    let folder = try TemporaryFolder()
    let copy = folder.path + "/lc"
    try FileManager.default.copyItem(atPath: Program.path, toPath: copy)
    let outcome = try await Program.run(["--print-config"], program: copy, folder: folder.path)
    #expect(outcome.exitCode == 0)
    #expect(outcome.errors == "")
    #expect(outcome.output.contains("poll-rate: 50                       # built-in\n"))
  }

  @Test(arguments: [
    (
      ["foo/web"], "Deployments, StatefulSets, DaemonSets and pods, not 'foo'; select other pods by"
    ),
    (["deploymnt/web"], "did you mean deployment/web?"),
    (["deplo/web"], "did you mean deploy/web?"),
    (["deploy", "web"], "did you mean deploy/web?"),
    (["watch", "sts", "db", "cache"], "did you mean sts/db sts/cache?"),
    (["deploy"], "write deploy/NAME, or leave it out to watch every workload of the namespace"),
    (["deplo"], "did you mean deploy/NAME?"),
    (["job/import"], "for the pods of a Job write -l job-name=import"),
    (["svc/web"], "select the pods behind it by their labels"),
    (["deploy/web,sts/db"], "separate names with spaces"),
    (["get", "pods"], "'get' is a command of kubectl"),
    (["rollout", "status", "deploy/web"], "'rollout' is a command of kubectl"),
    (["deploy/web", "--json"], "unknown option '--json': write -o json"),
    (["demo", "--json"], "unknown option '--json': write -o json"),
    (["deploy/web", "-w"], "unknown option '-w': leave it out"),
    (["deploy/web", "--watch"], "lastcall always watches"),
    (["-f", "web.yaml"], "lastcall check -f FILE"),
    (["deploy/web", "--tail", "10"], "lastcall follows logs from now on"),
    (["--user", "me"], "choose the cluster with --context and --kubeconfig"),
    (["demo", "--cafe"], "Unknown option '--cafe'"),
    (["web"], "'web' is not TYPE/NAME; write for example deploy/web"),
    (["atach"], "did you mean the command 'attach'?"),
    (["deploy/Web"], "'Web' is not the name of an object"),
    (["deploy/"], "'' is not the name of an object"),
    (["deploy/web/x"], "'deploy/web/x' is not TYPE/NAME"),
    (["-A"], "lastcall watches one namespace at a time; name it with -n instead of -A"),
    (["deploy/web", "-l", "app=web"], "-l and names exclude each other"),
    (["deploy/web", "pod/web-1"], "pods and workloads cannot be watched in one run"),
    (["pod/web-1", "--until", "available"], "--until available needs a workload"),
    (["deploy/web", "--until", "done"], "'done' is invalid for '--until <goal>'"),
    (["deploy/web", "--until", "gone", "--for", "1s"], "--until and --for exclude each other"),
    (["deploy/web", "--for", "1d"], "write a duration as 90, 90s, 1m30s or 500ms"),
    (["deploy/web", "--timeout", "0"], "write a duration as"),
    (["deploy/web", "-o", "yaml"], "'yaml' is invalid"),
    (["deploy/web", "--poll-rate", "fast"], "--poll-rate is 'fast'; use a whole number"),
    (["deploy/web", "--logs", "-", "--logs", "-"], "stdin can be read only once"),
    (["deploy/web", "--logs", "-", "--no-logs"], "--logs and --no-logs exclude each other"),
    (["--pol-rate", "1"], "Did you mean '--poll-rate'?"),
    (["attach"], "Missing expected argument '<url>'"),
    (["attach", "localhost:1", "--until", "available"], "--until available needs a workload"),
    (
      ["attach", "localhost:1", "--grace", "30", "--pre-stop", "40"],
      "--pre-stop 40 s is longer than --grace 30 s"
    ),
    (
      ["replay", "x.log", "--grace", "30", "--pre-stop", "40"],
      "--pre-stop 40 s is longer than --grace 30 s"
    ),
    (["attach", "localhost:1", "--", "ls"], "Unexpected argument 'ls'"),
    (["report"], "Missing expected argument '<file> ...'"),
    (["report", "-", "-"], "stdin can be read only once"),
    (["report", "web.jsonl", "-o", "xml"], "'xml' is invalid for '-o <format>'"),
    (["reprt"], "did you mean the command 'report'?"),
    (["demo", "--scenario", "mixd"], "late-traffic"),
    (["demo", "deploy/web"], "Unexpected argument 'deploy/web'"),
    (["deploy/\u{1B}[2J"], #"the argument 'deploy/\u{1B}[2J' has a control character"#),
  ])
  func `wrong usage is said in a sentence, with exit code 64`(
    arguments: [String], sentence: String
  ) async throws {
    let outcome = try await Program.run(arguments)
    #expect(outcome.exitCode == 64)
    #expect(outcome.output == "")
    #expect(outcome.errors.contains(sentence), "\(outcome.errors)")
    #expect(!outcome.errors.contains("\u{1B}"))
  }

  @Test(arguments: [
    ["deploy/web"], ["watch", "deployments.apps/web", "sts/db", "ds/x"], ["po/web-1"], [],
    ["-l", "app in (a,b)", "-n", "shop", "--context", "c", "--kubeconfig", "k"],
    ["deploy/web", "--logs", "-", "--logs", "file", "--poll-rate", "5", "--strict", "-q"],
    ["attach", "localhost:8080", "--grace", "30", "--status", "caddy:2019"],
    ["probe", "localhost"],
    ["demo", "--scenario", "stuck", "--seed", "1"],
  ])
  func `right usage is accepted`(arguments: [String]) async throws {
    let outcome = try await Program.run(arguments + ["--print-config"])
    #expect(outcome.exitCode == 0)
    #expect(outcome.errors == "")
  }

  @Test func `what stands behind two dashes belongs to the command`() async throws {
    let outcome = try await Program.run(
      ["deploy/web", "--print-config", "--", "kubectl", "--poll-rate", "x", "--", "-A"])
    #expect(outcome.exitCode == 0)
    #expect(outcome.output.contains("poll-rate: 50 "))
  }

  @Test(arguments: [
    ["--help"], ["watch", "--help"], ["attach", "--help"], ["demo", "--help"],
    ["report", "--help"], ["probe", "--help"],
  ])
  func `help begins with examples and fits 80 columns`(arguments: [String]) async throws {
    let help = try await Program.run(arguments, environment: ["COLUMNS": "80"]).output
    let examples = try #require(help.firstRange(of: "EXAMPLES:"))
    let usage = try #require(help.firstRange(of: "USAGE:"))
    #expect(examples.lowerBound < usage.lowerBound)
    let long = help.split(separator: "\n").filter { $0.count > 82 }
    #expect(long.isEmpty, "\(long)")
  }

  @Test func `as a kubectl plugin it calls itself so`() async throws {
    let folder = try TemporaryFolder()
    let link = folder.path + "/kubectl-lastcall"
    try FileManager.default.createSymbolicLink(
      atPath: link, withDestinationPath: Program.path)
    let help = try await Program.run(["--help"], program: link).output
    #expect(help.contains("USAGE: kubectl lastcall [watch] [TYPE/NAME ...]"))
    let errors = try await Program.run(["-A"], program: link).errors
    #expect(errors.contains("See 'kubectl lastcall watch --help'"))
  }

  @Test func `the version says how the executable was built`() async throws {
    let version = try await Program.run(["--version"]).output
    #expect(
      version.wholeMatch(of: /lastcall \d+\.\d+\.\d+ \((debug|release), Swift .+, .+\)\n/) != nil)
  }

  @Test func `a wrong configuration is one line and exit code 1`() async throws {
    let folder = try TemporaryFolder()
    let path = try folder.write("poll-rate: 5\nthme: plain\n", to: "c.yaml")
    let outcome = try await Program.run(["--config", path, "--print-config"])
    #expect(outcome.exitCode == 1)
    #expect(outcome.errors == "Error: \(path):2: unknown key 'thme'; did you mean 'theme'?\n")
  }

  @Test func `an unknown variable is a warning on stderr`() async throws {
    let outcome = try await Program.run(
      ["--print-config"], environment: ["LASTCALL_THEEM": "x", "LASTCALL_THEME": "plain"])
    #expect(outcome.exitCode == 0)
    #expect(outcome.errors.contains("'LASTCALL_THEEM' is unknown and ignored"))
    #expect(outcome.output.contains("theme: plain                        # LASTCALL_THEME\n"))
  }
}
