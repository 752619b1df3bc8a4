import Inputs
import Recording
import Settings
import ShutdownModel
import Terminal
import Views

/// A recorded run, shown again: the same states and the same lines as the live one.
struct ReplayRun {
  let recording: Recording
  let loaded: LoadedSettings

  /// Writes what the live run would have written, and returns its exit code.
  ///
  /// A recording that was cut off ends as an interrupted run does.
  func headless(format: OutputFormat, isQuiet: Bool) -> Int32 {
    var state = initialState
    var events = recording.events[...]
    while state.run.summary == nil {
      let end = Event(
        time: recording.events.last?.time ?? Instant(nanoseconds: 0), .stop(.interrupted))
      let outputs = state.apply(events.popFirst() ?? end)
      guard write(outputs, format: format, isQuiet: isQuiet) else { return 1 }
    }
    return Int32(state.run.summary?.exitCode ?? 1)
  }

  /// Prints the frame at a time after the start as text.
  func printFrame(at time: TimeSpan, size: Frame.Size) -> Int32 {
    do {
      let history = history()
      let context = try context(isUTF8: true)
      let picture = frame(
        of: history.state(at: history.range.lowerBound + time), ScreenState(), context, size: size)
      return writeToStandardOutput(picture.text) ? 0 : 1
    } catch {
      writeToStandardError("\(invokedName): \(error)\n")
      return 1
    }
  }

  /// The dashboard with a time line, until the user quits.
  func dashboard(keysFromTerminal: Bool) async -> Int32 {
    let clock = LocalClock()
    let queue = EventQueue(clock: clock)
    let signals = Signals(queue: queue)
    defer { withExtendedLifetime(signals) {} }
    do {
      let isUTF8 = useLocale()
      let usesColor = loaded.settings.usesColor(environment: Environment.variables)
      var run = DashboardRun(
        session: Session(state: initialState, queue: queue, clock: clock),
        context: try context(isUTF8: isUTF8), follow: { _, _ in })
      return try await run.replay(
        history(), theme: usesColor ? try loaded.theme() : .plain,
        usesMouse: loaded.settings.mouse, keysFromTerminal: keysFromTerminal)
    } catch {
      writeToStandardError("\(invokedName): \(error)\n")
      return 1
    }
  }

  private var initialState: State {
    recording.initialState(
      log: LogRing(entryLimit: loaded.settings.logLines, byteLimit: loaded.settings.logBytes))
  }

  private func history() -> History {
    var state = initialState
    var history = History(initial: state, limit: .max / 8)
    for event in recording.events {
      let outputs = state.apply(event)
      history.append(event, outputs, state: state)
    }
    return history
  }

  private func context(isUTF8: Bool) throws -> ScreenContext {
    ScreenContext(
      glyphs: loaded.settings.ascii ?? !isUTF8 ? .ascii : .unicode, keymap: try loaded.keymap())
  }
}
