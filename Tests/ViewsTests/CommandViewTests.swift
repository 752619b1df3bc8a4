import ShutdownModel
import Testing

@testable import KubernetesObjects
@testable import Views

struct CommandViewTests {
  private let size = Frame.Size(rows: 10, columns: 80)

  private func command(_ words: String...) throws -> UserCommand {
    UserCommand(
      name: "describe", keys: [.character("d")], words: try words.map { try UserCommand.Word($0) })
  }

  @Test func `values stay within their word`() throws {
    let state = Scene.rollout.state
    let pod = try #require(state.pod("hq9mt"))
    let words = try command(
      "kubectl", "-n=$NAMESPACE", "${POD}x", "$$POD", "{$.items}", "$", "a$POD/$CONTAINER$", "${POD"
    )
    let name = pod.object.name
    #expect(
      try words.words(for: pod, in: state) == [
        "kubectl", "-n=shop", "\(name)x", "$POD", "{$.items}", "$", "a\(name)/web$", "${POD",
      ])
  }

  @Test func `an unknown variable is named`() {
    #expect(throws: UserCommand.UnknownVariable(name: "PODS")) { try UserCommand.Word("x$PODS") }
  }

  @Test(arguments: [
    ("$POD", "describe needs $POD: no pod is selected"),
    ("$CONTAINER", "describe needs $CONTAINER: the pod has no container yet"),
    ("$NODE", "describe needs $NODE: the pod has no node yet"),
    ("$CONTEXT", "describe needs $CONTEXT: kubectl has no current context"),
  ])
  func `a value that is missing is said`(word: String, message: String) throws {
    let error = try #require(throws: UserCommand.Refusal.self) {
      try command("kubectl", word).words(for: nil, in: Scene.nothing.state)
    }
    #expect("\(error)" == message)
  }

  @Test(arguments: ["--kubeconfig=/tmp/x", "a b", "a\nb", "$(id)", "web/../x", "日本"])
  func `a name that Kubernetes gives to nothing is not run`(name: String) throws {
    var state = Scene.rollout.state
    var object = PodObject.ready("evil")
    object.name = name
    _ = state.apply(Event(time: Story.start, .pod(object)))
    let pod = try #require(state.pod(object.uid))
    let error = try #require(throws: UserCommand.Refusal.self) {
      try command("kubectl", "$POD").words(for: pod, in: state)
    }
    #expect("\(error)".hasSuffix("$POD is not a valid Kubernetes name"))
  }

  @Test func `the view says how it ended, and scrolls to both ends`() throws {
    var screen = ScreenState()
    screen.open(.example)
    let state = Scene.rollout.state
    let context = try ScreenContext.shipped()
    func draw() -> [String] {
      // Below the status line.
      let screenSize = Frame.Size(rows: size.rows + 1, columns: size.columns)
      let drawn = frame(of: state, screen, context, size: screenSize)
      return (1...size.rows).map { drawn.line($0) }
    }
    func press(_ key: Key) {
      _ = screen.apply(key, keymap: context.keymap, state: state, size: size)
    }
    #expect(draw()[0].contains(" describe ── running ─"))
    #expect(draw()[0].contains(" lines 1-7 of 40 "))
    #expect(draw()[1].hasPrefix(" kubectl describe pod web-1 "))
    #expect(draw()[2].hasPrefix(" line 0 "))
    screen.command?.end = .exited(1)
    press(.character("G"))
    #expect(draw()[0].contains(" exit 1 ─"))
    #expect(draw()[8].hasPrefix(" line 39 "))
    press(.character("g"))
    #expect(draw()[2].hasPrefix(" line 0 "))
    screen.filter = "5$"
    #expect(draw()[0].contains(" lines 1-4 of 4 "))
    #expect(draw()[3].hasPrefix(" line 15 "))
    press(.escape)
    #expect(screen.view == .overview)
    #expect(!screen.isCommandOpen)
  }

  @Test func `its key asks for the command, but not while something is typed`() throws {
    var screen = ScreenState()
    let state = Scene.rollout.state
    let keymap = try ScreenContext.shipped().keymap
    for command in keymap.commands {
      for key in command.keys {
        #expect(screen.apply(key, keymap: keymap, state: state, size: size) == .run(command))
        #expect(keymap.intent(of: key) == nil)
      }
    }
    screen.typing = .filter("")
    #expect(
      screen.apply(.character("d"), keymap: keymap, state: state, size: size) == ScreenEffect.none)
    #expect(screen.filter == "d")
  }

  @Test func `the help lists the commands`() throws {
    let drawn = frame(
      of: Scene.nothing.state, ScreenState(.help), try .shipped(),
      size: Frame.Size(rows: 24, columns: 80))
    #expect(drawn.text.contains("d Y P"))
    #expect(drawn.text.contains("describe, yaml, logs -p"))
  }
}

extension CommandOutput {
  /// 40 lines of a command that still runs.
  static var example: CommandOutput {
    var output = CommandOutput(name: "describe", words: ["kubectl", "describe", "pod", "web-1"])
    output.lines = (0..<40).map { "line \($0)" }
    return output
  }
}
