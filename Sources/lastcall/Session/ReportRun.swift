import ReportForms
import RunReports
import Settings
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

/// A report of runs that are over, whatever files tell of them.
struct ReportRun: Sendable {
  let files: ReplayFiles
  let loaded: LoadedSettings

  /// Writes the document and returns the exit code of the worst run.
  ///
  /// Each recording is a run; the logs and what kubectl printed are one together.
  func write(_ format: ReportFormat) async -> Int32 {
    await onReadingThread {
      let reports = try ReplayedRun.all(files, loaded).map(\.report)
      return writeToStandardOutput(document(reports, format)) ? Int32(reports.exitCode) : 1
    }
  }

  private func document(_ reports: [Report], _ format: ReportFormat) -> String {
    switch format {
    case .text: reports.map(\.text).joined(separator: "\n")
    case .json: reports.map { $0.json + "\n" }.joined()
    case .markdown: reports.map(\.markdown).joined(separator: "\n")
    case .junit: reports.junit
    case .html: reports.html
    }
  }
}
