import Inputs
import Testing
import Time
import Views

@testable import lastcall

/// A command for the selected pod, as a process that runs beside.
struct PodCommandTests {
  private let folder: TemporaryFolder
  private let queue = EventQueue(clock: LocalClock())

  init() throws { folder = try TemporaryFolder() }

  private func commands(_ limits: PodCommands.Limits = PodCommands.Limits()) -> PodCommands {
    PodCommands(
      environment: ["PATH": Programs.path, "D": folder.path], limits: limits, queue: queue)
  }

  /// The output once the command has ended.
  private func ended(_ commands: PodCommands) async throws -> CommandOutput {
    for await _ in queue.wakeups {
      guard let output = commands.output else { break }
      if output.end != nil { return output }
    }
    throw CancellationError()
  }

  @Test func `what it writes to stdout and stderr is kept as harmless lines`() async throws {
    let commands = commands()
    commands.start(
      "x",
      [
        "/bin/sh", "-c",
        #"printf 'a\n\n\033[31mb\033]0;x\007\t'; echo c >&2; printf 'd\200'; exit 3"#,
      ])
    let output = try await ended(commands)
    #expect(output.lines == ["a", "", "b c", "d\u{FFFD}"])
    #expect(output.end == .exited(3))
    await commands.finish()
  }

  @Test func `no shell reads its words, and it gets no input`() async throws {
    let commands = commands()
    let words = ["$(touch owned)", "; id", "a\"b'c", "*"]
    commands.start("x", ["sh", "-c", #"cat; printf '%s\n' "$@""#, "sh"] + words)
    #expect(try await ended(commands).lines == words)
    await commands.finish()
  }

  @Test(arguments: [["no-such-program"], [""], ["/"]])
  func `what cannot be started is said`(words: [String]) async throws {
    let commands = commands()
    commands.start("x", words)
    guard case .notStarted(let reason)? = try await ended(commands).end else {
      Issue.record("it was started")
      return
    }
    #expect(reason.hasPrefix("cannot start"))
    await commands.finish()
  }

  /// A command that does not end and a child of it that does not either, both with the folder's name.
  private var hangs: [String] {
    let script =
      "trap '' TERM; echo begun; sh -c 'trap \"\" TERM; while :; do sleep 1; done; : $0' \"$D\" & wait; wait"
    return ["/bin/sh", "-c", script, folder.path]
  }

  @Test func `after its time it is ended with its children, and what it wrote is kept`()
    async throws
  {
    var limits = PodCommands.Limits()
    limits.time = .milliseconds(300)
    let commands = commands(limits)
    commands.start("x", hangs)
    let output = try await ended(commands)
    #expect(output.end == .overran(seconds: 0))
    #expect(output.lines == ["begun"])
    #expect(try await folder.processes() == [])
  }

  @Test func `of what never ends the beginning is kept, and the rest is not waited for`()
    async throws
  {
    let commands = commands()
    commands.start("x", ["yes", String(repeating: "y", count: 98)])
    let output = try await ended(commands)
    #expect(output.end == .wroteTooMuch(bytes: 1_000_000))
    #expect(output.lines.count == 10_102)
    #expect(output.lines.reduce(0) { $0 + $1.utf8.count + 1 } == 1_000_001)
  }

  private func waitUntilBegun(_ commands: PodCommands) async {
    for await _ in queue.wakeups where commands.output?.lines.isEmpty == false { return }
  }

  @Test func `it ends with its view, with its children`() async throws {
    let commands = commands()
    commands.start("x", hangs)
    await waitUntilBegun(commands)
    commands.close()
    #expect(commands.output == nil)
    #expect(!commands.isRunning)
    await commands.finish()
    #expect(try await folder.processes() == [])
  }

  @Test func `the next ends the one before, which writes nothing into its output`() async throws {
    let commands = commands()
    commands.start("x", hangs)
    await waitUntilBegun(commands)
    commands.start("y", ["echo", "second"])
    #expect(try await ended(commands).lines == ["second"])
    await commands.finish()
    #expect(try await folder.processes() == [])
  }

  @Test func `an end that waits for nothing leaves nothing behind`() async throws {
    let commands = commands()
    commands.start("x", hangs)
    await waitUntilBegun(commands)
    commands.killNow()
    #expect(try await folder.processes() == [])
    commands.start("y", ["touch", folder.path + "/started"])
    await commands.finish()
    #expect(try folder.names() == [])
  }
}
