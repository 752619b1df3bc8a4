import Inputs
import RunReports
import Settings
import ShutdownModel

/// Files that have been replayed to their end, as one run.
struct ReplayedRun {
  /// The files' names, joined.
  var name: String
  /// The version of lastcall that recorded it, if one did.
  var program: String?
  /// What the user has to know of the files.
  var warnings: [String]
  var run: ReportedRun

  private init(_ opened: [ReplayFile], _ files: ReplayFiles, _ loaded: LoadedSettings) throws {
    var input = try ReplayInput(opened, files, loaded)
    run = ReportedRun(input.initialState)
    while let events = try input.next() {
      for event in events { run.append(event) }
    }
    run.append(input.end(after: run.state))
    name = opened.map(\.name).joined(separator: ", ")
    program = input.program
    warnings = input.warnings
  }

  /// Replays all files: each recording is a run; the logs and what kubectl printed are one together.
  ///
  /// - Throws: `FileError`, ``ReplayInputError``: one sentence for the user.
  static func all(_ files: ReplayFiles, _ loaded: LoadedSettings) throws -> [ReplayedRun] {
    let opened = try files.open()
    let logs = opened.filter { !$0.isRecording }
    var groups = opened.filter(\.isRecording).map { [$0] }
    if !logs.isEmpty { groups.append(logs) }
    return try groups.map { try ReplayedRun($0, files, loaded) }
  }

  var report: Report { run.report(name: name, program: program, warnings: warnings) }
}
