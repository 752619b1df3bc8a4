import HarmlessText
import PodStatus
import ShutdownModel

/// The forms that the pipelines of code hosts read.
extension ManifestReport {
  /// A workflow command a finding, which GitHub shows beside the line.
  ///
  /// Source: https://docs.github.com/actions/reference/workflow-commands-for-github-actions
  public var github: String {
    findings.map { finding in
      let level =
        switch finding.severity {
        case .notice: "notice"
        case .warning: "warning"
        case .critical: "error"
        }
      let title = "\(finding.rule) \(finding.object)".harmless(limit: 200)
      let text = finding.sentence.harmless(limit: 600) + "\n" + Self.lines(finding.advice)
      return "::\(level) file=\(Self.property(finding.place.file.harmless(limit: 300))),"
        + "line=\(finding.place.line),title=\(Self.property(title))::\(Self.data(text))\n"
    }.joined()
  }

  private static func data(_ text: String) -> String {
    text.replacing("%", with: "%25").replacing("\r", with: "%0D").replacing("\n", with: "%0A")
  }

  private static func property(_ text: String) -> String {
    data(text).replacing(":", with: "%3A").replacing(",", with: "%2C")
  }

  /// A code quality report, as GitLab reads it.
  ///
  /// Source: https://docs.gitlab.com/ci/testing/code_quality/#code-quality-report-format
  public var gitlab: String {
    let issues = findings.map { finding -> JSON in
      let severity =
        switch finding.severity {
        case .notice: "info"
        case .warning: "major"
        case .critical: "critical"
        }
      let file =
        finding.place.file.hasPrefix("./")
        ? finding.place.file.dropFirst(2) : finding.place.file[...]
      return [
        "description": Self.text("\(finding.rule) \(finding.object): \(finding.sentence)"),
        "check_name": .string(finding.rule), "severity": .string(severity),
        "fingerprint": .string(Self.fingerprint(of: finding)),
        "location": [
          "path": Self.text(String(file)), "lines": ["begin": .integer(max(finding.place.line, 1))],
        ],
      ]
    }
    return JSON.array(issues).text + "\n"
  }

  /// The same for the same finding wherever its line has moved to: FNV-1a over what names it.
  private static func fingerprint(of finding: Finding) -> String {
    let name =
      "\(finding.rule) \(finding.place.file) \(finding.namespace)/\(finding.object) "
      + "\(finding.container ?? "") \(finding.place.path) \(finding.sentence)"
    var hash: UInt64 = 0xcbf2_9ce4_8422_2325
    for byte in name.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
    let digits = String(hash, radix: 16)
    return String(repeating: "0", count: 16 - digits.count) + digits
  }
}
