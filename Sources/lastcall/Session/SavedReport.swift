import CLibrary
import HarmlessText
import ReportForms
import RunReports
import ShutdownModel
import Time
import Views

/// The report of a run in every form, as files in the working directory.
struct SavedReport {
  private let report: Report

  init(of state: State) { report = Report(of: state) }

  /// What every file of it is called, but for its ending.
  var base: String { "lastcall-\(stem)" }

  /// Writes them beside what is there, and says in a line what became of it.
  func write() -> String {
    var written: [String] = []
    for (ending, text) in [
      ("txt", report.text), ("md", report.markdown), ("html", [report].html),
      ("json", report.json + "\n"), ("xml", [report].junit),
    ] {
      let path = "\(base).\(ending)"
      if let reason = SavedReport.write(text, to: path) { return "cannot write \(path): \(reason)" }
      written.append(ending)
    }
    return "saved \(base).\(written.joined(separator: ", ."))"
  }

  /// `web-20261124-140231`: harmless for every file system.
  private var stem: String {
    let target = report.scope.text.split(separator: "/").last.map(String.init) ?? "run"
    let name = String(
      target.unicodeScalars.prefix(60).map { scalar in
        scalar.isASCII && (scalar.properties.isAlphabetic || ("0"..."9").contains(scalar))
          ? Character(scalar) : "-"
      })
    let time = (report.endedAt?.rfc3339 ?? "").prefix(19).filter { $0.isNumber || $0 == "T" }
    return [name, String(time)].filter { !$0.isEmpty }.joined(separator: "-")
  }

  /// A reason where it cannot be written; what is there stays.
  private static func write(_ text: String, to path: String) -> String? {
    // What pods are called may be private: only its owner reads it.
    let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
    guard descriptor >= 0, let file = fdopen(descriptor, "w") else {
      return errno == EEXIST ? "it already exists" : String(cString: strerror(errno))
    }
    defer { fclose(file) }
    guard fputs(text, file) >= 0, fflush(file) == 0 else { return String(cString: strerror(errno)) }
    return nil
  }
}
