import Inputs
import ReportForms
import RunReports
import ShutdownModel
import Terminal
import Time
import Views

/// The run with a screen: one loop that owns the state and the terminal.
struct DashboardRun {
  var session: Session
  let context: ScreenContext
  /// Told whenever the plans are made anew.
  let follow: (PollPlan, LogPlan) -> Void
  /// The bell rings for a new critical alert.
  var rings = false
  /// How the terminal is asked for a notification of it; nil when it is not.
  var notificationRoute: NotificationRoute?
  /// The themes the user may change to, with their names.
  var themes: [(name: String, theme: Theme)] = []
  /// Runs the user's commands; nil where there is no cluster for them.
  var podCommands: PodCommands?
  /// Why there is none.
  var noCommands = "a replay has no cluster"
  /// Writes what is kept for looking back; nil in a replay, which is a file already.
  var savedRecording: SavedRecording?
  private var themePlace: Int?
  private var pace = NotificationPace()
  var screenState: ScreenState
  var timeTravel: TimeTravel
  private var drawnAt: Instant?
  private var shown: Frame?
  /// The terminal has not told that somebody looks elsewhere.
  private var isFocused = true

  init(
    session: Session, context: ScreenContext, screen: ScreenState,
    follow: @escaping (PollPlan, LogPlan) -> Void
  ) {
    self.session = session
    self.context = context
    screenState = screen
    self.follow = follow
    timeTravel = TimeTravel()
  }

  /// Runs on this process's terminal until the user quits or the goal is reached.
  ///
  /// - Returns: the exit code; the terminal is then as it was before.
  mutating func run(
    themes: GroundThemes, usesMouse: Bool, keysFromTerminal: Bool
  ) async throws -> Int32 {
    await run(on: try screen(themes, usesMouse, keysFromTerminal))
  }

  /// Shows a recording on this process's terminal until the user quits.
  mutating func replay(
    _ history: History, themes: GroundThemes, usesMouse: Bool, keysFromTerminal: Bool
  ) async throws -> Int32 {
    session.history = history
    timeTravel = TimeTravel(replaying: history)
    let screen = try screen(themes, usesMouse, keysFromTerminal)
    let signals = TerminalSignals(keyDescriptor: screen.keyDescriptor, queue: session.queue)
    draw(on: screen)
    session.queue.wakeUp()
    for await _ in session.queue.wakeups {
      obey(signals, screen)
      _ = readKeys(screen, signals)
      for event in session.queue.drain() {
        guard case .stop(let reason) = event.observation else { continue }
        switch reason {
        case .quit, .inputEnded: return 0
        case .interrupted: return 130
        case .terminated: return 143
        case .hungUp: return 129
        }
      }
      draw(on: screen)
      session.queue.scheduleWake(at: session.clock.now + interval)
    }
    return 1
  }

  /// What became of the pods, for the screen as it was before; nil when the run has no end.
  var lastWords: String? {
    session.state.run.summary == nil ? nil : Report(of: session.state).shortText(context.glyphs)
  }

  private func screen(
    _ themes: GroundThemes, _ usesMouse: Bool, _ keysFromTerminal: Bool
  ) throws -> Screen {
    try Screen(
      themes: themes, usesMouse: usesMouse, keysFromTerminal: keysFromTerminal,
      environment: Environment.variables)
  }

  private mutating func run(on screen: Screen) async -> Int32 {
    let signals = TerminalSignals(keyDescriptor: screen.keyDescriptor, queue: session.queue)
    draw(on: screen)
    // Time passes before anything has come.
    session.queue.wakeUp()
    for await _ in session.queue.wakeups {
      obey(signals, screen)
      let isAsked = readKeys(screen, signals)
      let outputs = session.step()
      if let summary = session.state.run.summary { return Int32(summary.exitCode) }
      let isAlarmed = alarm(outputs, on: screen)
      session.selectedUID = screenState.selectedUID
      if let plans = session.plans() { follow(plans.polls, plans.logs) }
      let now = session.clock.now
      let isDue = drawnAt.map { now - $0 >= interval } ?? true
      let news = savedRecording?.takeNews()
      if let news { screenState.notice = news }
      if isAsked || isAlarmed || isDue || hasCommandNews || news != nil { draw(on: screen) }
      let next = (drawnAt ?? now) + interval
      session.scheduleWake(
        noLaterThan: screen.awaitsGround ? min(next, now + .milliseconds(100)) : next,
        restingUntil: now + rest)
    }
    return 1
  }

  /// Rings, and asks the terminal for a notification, where alerts have become critical; whether any has.
  private mutating func alarm(_ outputs: [Output], on screen: Screen) -> Bool {
    let messages = outputs.compactMap(\.criticalMessage)
    if rings, !messages.isEmpty { screen.beep() }
    if let notificationRoute {
      for message in messages { pace.add(message) }
      if let text = pace.next(at: session.clock.now) { screen.notify(text, by: notificationRoute) }
    }
    return !messages.isEmpty
  }

  /// How often the picture moves by itself: tenths of seconds while something counts down and somebody
  /// looks at it.
  private var interval: TimeSpan {
    guard isFocused else { return .seconds(1) }
    if podCommands?.isRunning == true { return .milliseconds(100) }
    return timeTravel.playback.map(\.isPlaying) ?? session.state.isAnyShuttingDown
      ? .milliseconds(100) : .milliseconds(500)
  }

  /// How long what comes may wait, to be taken together.
  private var rest: TimeSpan {
    session.state.isListed && !session.state.isAnyShuttingDown
      ? .milliseconds(200) : .milliseconds(40)
  }

  private mutating func draw(on screen: Screen) {
    drawnAt = session.clock.now
    let state = timeTravel.state(of: session)
    screenState.timeline = timeTravel.timeline(of: session)
    screenState.notePresent(session.state)
    followCommand()
    screenState.noteLines(state)
    // The present's, whatever moment is looked at.
    screen.setTitle(windowTitle(screenState.timeline?.isReplay == true ? state : session.state))
    let picture = frame(of: state, screenState, context, size: screen.size)
    guard picture != shown else { return }
    screen.show(picture)
    shown = picture
  }

  /// Applies every key that has come; true when something was pressed.
  private mutating func readKeys(_ screen: Screen, _ signals: TerminalSignals) -> Bool {
    var isPressed = false
    while let input = screen.read() {
      isPressed = true
      isFocused = true
      let state = timeTravel.state(of: session)
      screenState.timeline = timeTravel.timeline(of: session)
      let size = screenState.viewSize(screen.size)
      switch input {
      case .mouse(let event):
        let effect = screenState.apply(
          event, at: session.clock.now, on: shown ?? Frame(size: size), state: state, size: size)
        carryOut(effect, screen, signals)
      case .paste(let text): screenState.paste(text)
      case .focus(let hasFocus): isFocused = hasFocus
      case .ground: shown = nil
      case .key(let key):
        let effect = screenState.apply(key, keymap: context.keymap, state: state, size: size)
        carryOut(effect, screen, signals)
      }
    }
    closeCommand()
    return isPressed
  }

  private mutating func carryOut(
    _ effect: ScreenEffect, _ screen: Screen, _ signals: TerminalSignals
  ) {
    switch effect {
    case .none: break
    case .quit: session.queue.post(.stop(.quit))
    case .redraw: redraw(screen)
    case .suspend: suspend(screen, signals)
    case .travel(let travel): timeTravel.go(travel, in: session)
    case .copy(let text, let name):
      screenState.notice =
        screen.copy(text)
        ? "copied: \(name) (if the terminal allows OSC 52)"
        : "not copied: the terminal does not accept it, or it is longer than 75 kB"
    case .save: save()
    case .nextTheme: changeTheme(screen)
    case .run(let command): start(command)
    }
  }

  /// Saves the report of what is shown, and of a run that nothing records the recording.
  private mutating func save() {
    let report = SavedReport(of: timeTravel.state(of: session)).write()
    if let path = session.recorder?.livePath {
      screenState.notice = "\(report); the run is recorded in \(path)"
    } else if let savedRecording, let history = session.history, !history.isEmpty {
      let path = SavedReport(of: session.state).base + ".jsonl"
      screenState.notice = savedRecording.start(history, path: path, beside: report)
    } else {
      screenState.notice = report
    }
  }

  private mutating func changeTheme(_ screen: Screen) {
    guard !themes.isEmpty else { return screenState.notice = "theme unchanged: colours are off" }
    let place = themePlace.map { ($0 + 1) % themes.count } ?? 0
    themePlace = place
    screen.change(to: themes[place].theme)
    screenState.notice = "theme: \(themes[place].name)"
    shown = nil
  }

  private mutating func obey(_ signals: TerminalSignals, _ screen: Screen) {
    let flags = signals.take()
    if flags.shallSuspend { suspend(screen, signals) }
    if flags.isContinued {
      screen.resume()
      redraw(screen)
    }
    if flags.isResized {
      screen.resize()
      redraw(screen)
    }
  }

  private mutating func suspend(_ screen: Screen, _ signals: TerminalSignals) {
    screen.suspend()
    signals.sleep()
    screen.resume()
    redraw(screen)
  }

  private mutating func redraw(_ screen: Screen) {
    screen.redraw()
    shown = nil
    drawnAt = nil
  }
}

extension Output {
  /// What an alert says that has just become critical.
  fileprivate var criticalMessage: String? {
    guard case .alert(_, let alert) = change, alert.isRaised, alert.level == .critical else {
      return nil
    }
    return alert.message
  }
}
