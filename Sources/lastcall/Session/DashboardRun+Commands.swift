import ShutdownModel
import Views

extension DashboardRun {
  /// Starts a command for the selected pod and opens its view, or says why not.
  mutating func start(_ command: UserCommand) {
    guard let podCommands else {
      screenState.notice = "\(command.name) was not run: \(noCommands)"
      return
    }
    let state = timeTravel.state(of: session)
    let pod = screenState.selection(state).flatMap { state.pod($0) }
    do {
      podCommands.start(command.name, try command.words(for: pod, in: state))
      if let output = podCommands.output { screenState.open(output) }
    } catch {
      screenState.notice = "\(error)"
    }
  }

  /// Takes what the command has written meanwhile.
  mutating func followCommand() {
    guard screenState.isCommandOpen, let podCommands, podCommands.takeNews() else { return }
    screenState.command = podCommands.output
  }

  /// Something has come of the command, or it has ended: the picture is behind.
  var hasCommandNews: Bool {
    screenState.view == .command && screenState.command?.end == nil
      && podCommands?.isRunning == false
  }

  /// Ends the command when its view has been closed.
  mutating func closeCommand() {
    guard screenState.command != nil, !screenState.isCommandOpen else { return }
    screenState.command = nil
    podCommands?.close()
  }
}
