import ShutdownModel
import Views

/// The forms of a report.
enum ReportFormat: String, CaseIterable {
  case text
  case json
  case markdown
  case junit
  case html
}

/// A report of runs that are over, wherever their events were read from.
struct ReportRun {
  private(set) var reports: [Report] = []

  /// Adds a run: one report of the document.
  ///
  /// - Parameters:
  ///   - name: what the user called it, a file or a stream.
  ///   - warnings: what the reader has to know of it.
  mutating func add(
    events: [Event], initialState: State, name: String, program: String? = nil,
    warnings: [String] = []
  ) {
    reports.append(
      Report(
        events: events, initialState: initialState, name: name, program: program,
        warnings: warnings))
  }

  /// Writes the document and returns the exit code of the worst run.
  func write(_ format: ReportFormat) -> Int32 {
    writeToStandardOutput(document(format)) ? Int32(reports.exitCode) : 1
  }

  private func document(_ format: ReportFormat) -> String {
    switch format {
    case .text: reports.map(\.text).joined(separator: "\n")
    case .json: reports.map { $0.json + "\n" }.joined()
    case .markdown: reports.map(\.markdown).joined(separator: "\n")
    case .junit: reports.junit
    case .html: reports.html
    }
  }
}
