import ShutdownModel
import Views

/// How fast the pure parts are; `make bench` runs it in release.
///
/// `Benchmarks reducer` and `Benchmarks frame` run one of them, for a profiler.
@main struct Benchmarks {
  static func main() {
    let chosen = CommandLine.arguments.dropFirst().first
    if chosen != "frame" { print(reducer(pods: 50, count: 300_000).text) }
    if chosen != "reducer" {
      print(frame(pods: 50, count: 200).text)
      print(frame(pods: 10_000, count: 20).text)
    }
  }

  /// Events a second through the reducer, in the mix of a rolling update.
  static func reducer(pods: Int, count: Int) -> Measurement {
    let events = RollingUpdate(pods: pods, count: count).events
    return Measurement(
      "reducer, rolling update of \(pods) pods, \(events.count) events", unit: "events/s",
      target: (1_000_000, isLeast: true)
    ) {
      var state = State(
        scope: .workloads([RollingUpdate.deployment]), goal: Goal(until: .drained))
      var outputs = 0
      let time = ContinuousClock().measure {
        for event in events { outputs += state.apply(event).count }
      }
      // Without output nothing was measured.
      precondition(outputs > pods && state.run.summary == nil)
      return Double(events.count) / time.seconds
    }
  }

  /// Milliseconds for one frame of the overview.
  static func frame(pods: Int, count: Int) -> Measurement {
    var state = State(scope: .workloads([RollingUpdate.deployment]))
    for event in RollingUpdate(pods: pods, count: pods * 30).events { _ = state.apply(event) }
    let context = ScreenContext(glyphs: .unicode, keymap: Keymap([:]))
    let size = Frame.Size(rows: 60, columns: 200)
    return Measurement(
      "frame of 200x60, \(state.pods.count) pods", unit: "ms", target: (2, isLeast: false)
    ) {
      var frames: Frame?
      let time = ContinuousClock().measure {
        for _ in 0..<count {
          frames = Views.frame(of: state, ScreenState(), context, size: size)
        }
      }
      precondition(frames?.size == size)
      return time.seconds * 1000 / Double(count)
    }
  }
}
