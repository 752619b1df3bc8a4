import Inputs
import Settings
import RunReports
import ShutdownModel
import Terminal
import Time
import Views

/// Files shown again: the same states and the same lines as of the run they tell of.
struct ReplayRun: Sendable {
  let files: ReplayFiles
  let loaded: LoadedSettings
  /// How the dashboard opens.
  let screen: ScreenState

  /// Writes what the live run would have written, and returns its exit code.
  ///
  /// A recording that was cut off ends as an interrupted run does.
  func headless(format: OutputFormat, isQuiet: Bool) async -> Int32 {
    await onReadingThread {
      var input = try ReplayInput(files.open(), files, loaded)
      var state = input.initialState
      while let events = try input.next() {
        for event in events {
          let outputs = state.apply(event)
          guard write(outputs, format: format, isQuiet: isQuiet) else { return 1 }
          if state.run.summary != nil { break }
        }
      }
      if state.run.summary == nil {
        let outputs = state.apply(input.end(after: state))
        guard write(outputs, format: format, isQuiet: isQuiet) else { return 1 }
      }
      return Int32(state.run.summary?.exitCode ?? 1)
    }
  }

  /// Prints the frame at a time after the start as text.
  func printFrame(at time: TimeSpan, size: Frame.Size) async -> Int32 {
    await onReadingThread {
      let history = try history()
      let start = history.range.lowerBound
      var playback = Playback(position: start, isPlaying: false)
      playback.seek(to: start + time, in: history)
      let state = playback.state(in: history)
      let picture = picture(of: state, playback, history, try context(isUTF8: true), size: size)
      return writeToStandardOutput(picture.text + "\n") ? 0 : 1
    }
  }

  /// Writes the dashboard's picture as an asciicast, as it was at every moment.
  ///
  /// - Parameter path: a file that does not exist yet; `-` is stdout.
  func exportCast(to path: String, size: Frame.Size) async -> Int32 {
    await onReadingThread {
      let history = try history()
      let context = try context(isUTF8: true)
      let output = try CastFile(path: path)
      let range = history.range
      var playback = Playback(position: range.lowerBound, isPlaying: false)
      var cast = Cast(
        title: "lastcall \(history.state(at: range.upperBound).scope.text)", size: size,
        began: range.lowerBound, theme: try loaded.theme())
      try output.write(cast.header)
      while true {
        let state = playback.state(in: history)
        playback.isPlaying = playback.position < range.upperBound
        let picture = picture(of: state, playback, history, context, size: size)
        if let line = cast.show(picture, at: playback.position) { try output.write(line) }
        guard playback.position < range.upperBound else { break }
        let interval: TimeSpan = state.isAnyShuttingDown ? .milliseconds(100) : .milliseconds(500)
        var next = playback.position + interval
        // While nobody is on the way out, long silence shows nothing.
        if !state.isAnyShuttingDown,
          let event = history.event(from: playback.position, forward: true)
        {
          next = max(next, event)
        }
        playback.seek(to: next, in: history)
      }
      return 0
    }
  }

  /// The dashboard with a time line, until the user quits.
  func dashboard(keysFromTerminal: Bool) async -> Int32 {
    let history = Shared<History?>(nil)
    let failure = await onReadingThread {
      history.value = try self.history()
      return 0
    }
    guard let history = history.value else { return failure }
    let clock = LocalClock()
    let queue = EventQueue(clock: clock)
    let signals = Signals(queue: queue)
    do {
      let isUTF8 = useLocale()
      let usesColor = loaded.settings.usesColor(environment: Environment.variables)
      var run = DashboardRun(
        session: Session(
          state: history.state(at: history.range.lowerBound), queue: queue, clock: clock),
        context: try context(isUTF8: isUTF8), screen: screen, follow: { _, _ in })
      run.themes = usesColor ? try loaded.allThemes() : []
      defer { signals.loopHasEnded() }
      return try await run.replay(
        history, themes: usesColor ? try loaded.themes() : GroundThemes(.plain),
        usesMouse: loaded.settings.mouse, keysFromTerminal: keysFromTerminal)
    } catch {
      complain(error)
      return 1
    }
  }

  /// The dashboard as it is at a place of the history, with its time line.
  private func picture(
    of state: State, _ playback: Playback, _ history: History, _ context: ScreenContext,
    size: Frame.Size
  ) -> Frame {
    var screen = ScreenState()
    screen.timeline = Timeline(
      range: history.range, position: playback.position, marks: history.marks,
      speed: playback.speed, isPlaying: playback.isPlaying, isReplay: true)
    return frame(of: state, screen, context, size: size)
  }

  private func history() throws -> History {
    var input = try ReplayInput(files.open(), files, loaded)
    var state = input.initialState
    // What was recorded is shown whole; of plain logs the newest part, however long they are.
    var history =
      input.isRecording ? History(initial: state, limit: .max / 8) : History(initial: state)
    func append(_ event: Event) {
      let outputs = state.apply(event)
      history.append(event, outputs, state: state)
    }
    while let events = try input.next() { events.forEach(append) }
    // A recording that was cut off ends on the screen where it ends.
    if !input.isRecording { append(input.end(after: state)) }
    return history
  }

  private func context(isUTF8: Bool) throws -> ScreenContext {
    ScreenContext(
      glyphs: loaded.settings.ascii ?? !isUTF8 ? .ascii : .unicode, keymap: try loaded.keymap(),
      columns: loaded.settings.columns,
      zone: loaded.settings.isUTC ? .utc : .local)
  }
}
