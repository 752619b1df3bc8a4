import CLibrary
import Inputs
import OutputLines
import ShutdownModel
import Time
import Views

/// The run without a screen: one line a change, and the exit code.
struct HeadlessRun {
  var session: Session
  let format: OutputFormat
  /// Verdicts and the summary only.
  let isQuiet: Bool
  /// Told whenever the plans are made anew.
  let follow: (PollPlan, LogPlan) -> Void

  /// Runs until the goal is reached, and returns the exit code.
  mutating func run() async -> Int32 {
    // Time passes before anything has come.
    session.queue.wakeUp()
    for await _ in session.queue.wakeups {
      guard write(session.step(), format: format, isQuiet: isQuiet) else { return 1 }
      if let summary = session.state.run.summary { return Int32(summary.exitCode) }
      if let plans = session.plans() { follow(plans.polls, plans.logs) }
      session.scheduleWake(noLaterThan: session.clock.now + .milliseconds(500))
    }
    return 1
  }

}

/// Writes the lines of some changes; false when nobody reads them any more.
func write(_ outputs: [Output], format: OutputFormat, isQuiet: Bool) -> Bool {
  var text = ""
  for output in outputs where !isQuiet || output.isLastWord {
    let line: String? =
      switch format {
      case .text: output.text
      case .json: output.json
      case .plain: output.plain
      }
    if let line { text += line + "\n" }
  }
  return text.isEmpty || writeToStandardOutput(text)
}

extension Output {
  /// A verdict or the summary.
  var isLastWord: Bool {
    switch change {
    case .verdict, .summary: true
    case .phase, .condition, .alert, .diagnosis, .restart, .notice: false
    }
  }
}

/// Writes text to stdout, all of it; false when the reader is gone or the disk is full.
func writeToStandardOutput(_ text: String) -> Bool {
  var text = text
  return text.withUTF8 { bytes in
    var rest = UnsafeRawBufferPointer(bytes)
    while !rest.isEmpty {
      let count = write(STDOUT_FILENO, rest.baseAddress, rest.count)
      if count < 0 && errno == EINTR { continue }
      guard count > 0 else { return false }
      rest = UnsafeRawBufferPointer(rebasing: rest[count...])
    }
    return true
  }
}
