import HarmlessText
import Inputs
import Recording
import RunReports
import Settings
import ShutdownDiagnosis
import ShutdownModel
import Terminal
import Time
import Views

/// A run on live sources, from its parts to the exit code.
struct LiveRun {
  /// What is watched, as far as the command line alone tells.
  let scope: Scope
  let goal: GoalOptions
  let output: OutputOptions
  let record: RecordOptions
  let loaded: LoadedSettings
  /// How the dashboard opens.
  let screen: ScreenState
  /// stdin is a log stream, so that keys come from the controlling terminal.
  var readsStandardInput = false
  var hasCommand = false
  /// The environment of the user's commands for a pod; nil where there is no cluster for them.
  var commandEnvironment: [String: String]?
  /// The exit code judges nothing, and off the screen the run ends with its story.
  var isDemo = false

  /// Runs to the end; a failure to start is one sentence on stderr and code 1.
  func run(_ makeSources: (EventQueue, LocalClock) -> any LiveSources) async -> Int32 {
    let clock = LocalClock()
    let queue = EventQueue(clock: clock)
    let onAlert = loaded.settings.onAlert.map {
      OnAlert($0, environment: Environment.variables, queue: queue)
    }
    let podCommands = commandEnvironment.map { PodCommands(environment: $0, queue: queue) }
    let signals = Signals(queue: queue) {
      onAlert?.killNow()
      podCommands?.killNow()
    }
    defer { withExtendedLifetime(signals) {} }
    let sources = makeSources(queue, clock)
    let isOnScreen = output.isOnScreen
    let goal = goal(isOnScreen: isOnScreen)
    var session: Session
    let saved: SavedRecording
    do {
      session = Session(state: try state(goal), queue: queue, clock: clock)
      let header = RecordingHeader(
        program: Version.text, started: clock.now, scope: scope, goal: goal,
        thresholds: loaded.settings.thresholds, patterns: try loaded.logPatterns(),
        servers: try loaded.servers())
      session.recorder = try SessionRecorder(record, loaded, header, queue: queue)
      saved = SavedRecording(header, redaction: try record.redaction(), queue: queue)
    } catch {
      complain(error)
      return 1
    }
    let recorder = session.recorder
    defer { recorder?.finish() }
    signals.whenKilled { recorder?.finish() }
    session.onAlert = onAlert
    if isOnScreen { session.history = History(initial: session.state) }
    session.whenListed = { Task { await sources.isListed() } }

    let failure = Shared<String?>(nil)
    let task = Task(executorPreference: InputExecutor.sources) {
      do {
        try await sources.run()
      } catch is CancellationError {
      } catch {
        failure.value = "\(error)".harmless(limit: 2000)
        queue.close()
      }
    }
    let follow: (PollPlan, LogPlan) -> Void = { sources.follow($0, $1) }
    let code: Int32
    if isOnScreen {
      code = await dashboard(session, podCommands, saved, follow)
    } else {
      var run = HeadlessRun(
        session: session, format: output.output ?? .text, isQuiet: output.quiet, follow: follow)
      code = await run.run()
    }
    // What fails because the run ends is no failure of it.
    let reason = failure.value
    signals.loopHasEnded()
    queue.release()
    async let untold = onAlert?.finish() ?? []
    async let commandsEnd: Void? = podCommands?.finish()
    task.cancel()
    await task.end(within: .seconds(1))
    for line in await untold { complain(line) }
    await commandsEnd
    if let reason {
      complain(reason)
      return 1
    }
    return code
  }

  private func goal(isOnScreen: Bool) -> Goal {
    var goal = goal.goal(hasCommand: hasCommand, isOnScreen: isOnScreen)
    if isDemo {
      goal.alwaysSucceeds = true
      if goal.until == .drained { goal.until = .gone }
    }
    return goal
  }

  private func state(_ goal: Goal) throws -> State {
    let settings = loaded.settings
    return State(
      scope: scope, diagnosing: DiagnosisRules(), goal: goal, thresholds: settings.thresholds,
      servers: try loaded.servers(),
      log: LogRing(entryLimit: settings.logLines, byteLimit: settings.logBytes))
  }

  private func dashboard(
    _ session: Session, _ podCommands: PodCommands?, _ saved: SavedRecording,
    _ follow: @escaping (PollPlan, LogPlan) -> Void
  ) async -> Int32 {
    do {
      let isUTF8 = useLocale()
      let settings = loaded.settings
      let usesColor = settings.usesColor(environment: Environment.variables)
      let themes = usesColor ? try loaded.themes() : GroundThemes(.plain)
      let context = ScreenContext(
        glyphs: settings.ascii ?? !isUTF8 ? .ascii : .unicode, keymap: try loaded.keymap(),
        columns: loaded.settings.columns,
        zone: settings.isUTC ? .utc : .local)
      var run = DashboardRun(
        session: session, context: context, screen: screen, follow: follow)
      run.podCommands = podCommands
      run.savedRecording = saved
      run.noCommands = isDemo ? "kubectl does not reach the demo" : "no cluster is connected"
      run.themes = usesColor ? try loaded.allThemes() : []
      if !output.quiet {
        run.rings = settings.bell
        run.notificationRoute = settings.notificationRoute(isUTF8: isUTF8)
      }
      let code = try await run.run(
        themes: themes, usesMouse: settings.mouse, keysFromTerminal: readsStandardInput)
      if let sentence = await saved.finish() { complain(sentence) }
      if let last = run.lastWords { _ = writeToStandardOutput(last) }
      if let sentence = run.session.state.closingSentence {
        _ = writeToStandardOutput(closingLines(sentence.harmless(limit: 1000)))
      }
      return code
    } catch {
      complain(error)
      return 1
    }
  }
}

/// What is said when the screen has gone; the code has a line of its own where one is too short for both.
private func closingLines(_ sentence: String) -> String {
  let line = "\(invokedName): \(sentence)"
  guard line.count > 79, let end = line.lastIndex(of: ";") else { return line + "\n" }
  return "\(line[..<end])\n\(invokedName): \(line[end...].dropFirst(2))\n"
}

extension Settings {
  /// How this terminal is asked for a notification; nil when it is not.
  fileprivate func notificationRoute(isUTF8: Bool) -> NotificationRoute? {
    let kind: NotificationKind?
    switch notify {
    case .never: return nil
    case .auto: kind = nil
    case .osc9: kind = .osc9
    case .osc777: kind = .osc777
    case .osc99: kind = .osc99
    }
    return NotificationRoute(environment: Environment.variables, kind: kind, isUTF8: isUTF8)
  }
}
