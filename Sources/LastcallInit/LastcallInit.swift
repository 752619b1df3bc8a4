import CLibrary
import CProcess
import LastcallPod
import Processes

/// `lastcall-init`: a PID 1 for a program that cannot drain by itself, or is hidden behind a shell.
@main struct LastcallInit {
  static func main() {
    // First of all: what comes before the command has started is not lost.
    PassedSignals.block()
    openStandardDescriptors()
    let arguments = Array(allArguments.dropFirst())
    if ["--help", "-h"].contains(arguments.first(where: { $0 != "--quiet" })) {
      writeLine(InitOptions.usage)
      exit(0)
    }
    do {
      exit(try run(try InitOptions(arguments)))
    } catch let refusal as InitOptions.Refusal {
      complain("\(refusal)")
      exit(64)
    } catch let error as SystemError where error.code == ENOENT {
      complain("\(error): is it in the image and in PATH?")
      exit(127)
    } catch {
      complain("\(error)")
      exit(126)
    }
  }

  private static func run(_ options: InitOptions) throws -> Int32 {
    let wrapper = try Wrapper(options)
    // Signals are waited for here.
    let drain = try DrainController(configuration: wrapper.configuration, signals: .none)
    let place = drain.tasks.enter(.job)
    // Before the command: nothing that fails leaves it behind.
    let server = try options.statusPort.map { port throws(SystemFailure) in
      try StatusServer(
        drain: drain, address: options.statusAddress, port: port, drainHeader: options.drainHeader,
        drainsOnLocalPost: options.drainsOnLocalPost)
    }
    let descendants = try Descendants(
      options.command, isOnlyChildSignalled: options.signalsOnlyChild)
    wrapper.take(descendants)
    try PassedSignals.receive { wrapper.receive($0, drain) }
    try startThread {
      descendants.waitForAll { exit in
        if !options.isQuiet { writeLine("\(options.command[0]) ended with \(exit)") }
        if descendants.areThereAny { wrapper.endOthers(drain) }
      }
      // Everything has ended by itself.
      if !drain.hasBegun { exit(wrapper.exitCode) }
      drain.tasks.leave(place)
    }
    let code = drain.blockUntilOver().exitCode
    server?.close()
    return code == 0 || descendants.hasFailed ? wrapper.exitCode : code
  }

  /// What was started without them would take others' descriptors for them.
  private static func openStandardDescriptors() {
    for descriptor in STDIN_FILENO...STDERR_FILENO where fcntl(descriptor, F_GETFD) < 0 {
      // The lowest free one is this one.
      if open("/dev/null", O_RDWR) != descriptor { return }
    }
  }

  private static var allArguments: [String] {
    guard var next = lastcall_arguments() else { return CommandLine.arguments }
    var arguments: [String] = []
    while let word = next.pointee {
      arguments.append(String(cString: word))
      next += 1
    }
    return arguments
  }

  private static func complain(_ text: String) {
    writeWithoutSignal(STDERR_FILENO, Array("lastcall-init: \(text.harmless)\n".utf8))
  }
}

extension String {
  /// Without control characters: what somebody else wrote may be among it.
  fileprivate var harmless: String {
    String(
      String.UnicodeScalarView(
        unicodeScalars.map { $0.properties.generalCategory == .control ? "?" : $0 }))
  }
}
