internal import HarmlessText
internal import KubernetesObjects
public import RunReports
internal import ShutdownModel
internal import Time
internal import Views

extension Array where Element == Report {
  /// JUnit's XML as Jenkins and Surefire read it (`junit-10.xsd`): a suite a run, a test case a pod.
  ///
  /// - A bad verdict, `vanished` too, is a failure of its kind: work was lost, or may have been.
  /// - `unknown` is an error: the run counts it as bad (exit code 2), but nobody could tell.
  /// - A shutdown that was not over is skipped: it is no verdict on the pod.
  /// - A run that did not reach its goal (any exit code but 0 and 2) has one more case that says so,
  ///   an error: else a rollout that timed out before a pod was judged would look well.
  public var junit: String {
    let suites = enumerated().map { JUnitSuite($0.element, number: $0.offset + 1) }
    var text = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"lastcall\""
    text += " tests=\"\(suites.reduce(0) { $0 + $1.cases.count })\""
    text += " failures=\"\(suites.reduce(0) { $0 + $1.count("failure") })\""
    text += " errors=\"\(suites.reduce(0) { $0 + $1.count("error") })\""
    text += " time=\"\(reduce(0) { $0 + ($1.length?.seconds ?? 0) }.milliseconds)\">\n"
    return text + suites.map(\.text).joined() + "</testsuites>\n"
  }
}

/// The cases of one run.
private struct JUnitSuite {
  struct Case {
    var name: String
    var classname: String
    var seconds: Double?
    /// `failure`, `error` or `skipped`; nil for a test that passed.
    var element: String?
    var type = ""
    var message = ""
    var body: String
  }

  let report: Report
  let number: Int
  private(set) var cases: [Case] = []

  init(_ report: Report, number: Int) {
    self.report = report
    self.number = number
    var seen: Set<String> = []
    for row in report.pods {
      var junitCase = JUnitSuite.makeCase(row, report)
      // A StatefulSet's pods come back with their names.
      if !seen.insert(junitCase.classname + " " + junitCase.name).inserted {
        junitCase.name += " [\(row.pod.uid.harmless(limit: 100))]"
      }
      cases.append(junitCase)
    }
    if let run = runCase { cases.append(run) }
  }

  func count(_ element: String) -> Int { cases.count { $0.element == element } }

  var text: String {
    let words = report.words
    func escaped(_ text: String) -> String { Markup.escaped(text) }
    var text = "  <testsuite name=\"\(escaped(words.title))\" id=\"\(number)\""
    text += " tests=\"\(cases.count)\" failures=\"\(count("failure"))\""
    text += " errors=\"\(count("error"))\" skipped=\"\(count("skipped"))\""
    if let length = report.length { text += " time=\"\(length.seconds.milliseconds)\"" }
    if let began = report.beganAt { text += " timestamp=\"\(began.rfc3339.prefix(19))\"" }
    text += ">\n    <properties>\n"
    for (name, value) in properties {
      text += "      <property name=\"\(name)\" value=\"\(escaped(value))\"/>\n"
    }
    text += "    </properties>\n"
    for junitCase in cases { text += JUnitSuite.text(junitCase) }
    return text + "    <system-out>\(escaped(report.shortText))</system-out>\n  </testsuite>\n"
  }

  private var properties: [(String, String)] {
    let words = report.words
    return [
      ("source", report.name?.harmless(limit: 300) ?? "unknown"),
      ("program", report.program?.harmless(limit: 300) ?? "unknown"),
      ("result", words.result), ("drains", words.drains), ("slack", words.leastSlack),
      ("lost", words.loss), ("grace", words.grace),
      ("sure", words.sureness),
    ]
  }

  private static func makeCase(_ row: PodReport, _ report: Report) -> Case {
    let pod = PodReportWords(row: row, isStrict: report.isStrict)
    let place = [row.pod.namespace, row.pod.workload.text].filter { !$0.isEmpty }
    var junitCase = Case(
      name: pod.name, classname: place.joined(separator: ".").harmless(limit: 300),
      seconds: row.usedSeconds, type: pod.verdict, message: pod.reason,
      body: """
        verdict \(pod.verdict), by \(pod.evidence): \(pod.reason)
        used \(pod.usedOfGrace), \(pod.slack) to spare
        in flight \(pod.inFlight)
        signal \(pod.signal)
        uid \(row.pod.uid.harmless(limit: 100))
        """
          + row.diagnoses.map { "\n\($0.rule): \($0.sentence)\n\($0.advice)" }.joined()
          .harmlessLines)
    switch row.verdict?.kind {
    case nil: junitCase.element = "skipped"
    case .unknown: junitCase.element = "error"
    case .some(let kind): junitCase.element = report.isBad(kind) ? "failure" : nil
    }
    return junitCase
  }

  /// The run itself, when it did not do what it was asked.
  private var runCase: Case? {
    guard let summary = report.summary, ![0, 2].contains(summary.exitCode) else { return nil }
    return Case(
      name: "the run" + (report.name.map { " \($0.harmless(limit: 300))" } ?? ""),
      classname: "lastcall", seconds: report.length?.seconds, element: "error",
      type: summary.result.rawValue, message: report.words.result, body: report.words.counts)
  }

  private static func text(_ junitCase: Case) -> String {
    let (name, classname) = (Markup.escaped(junitCase.name), Markup.escaped(junitCase.classname))
    var text = "    <testcase name=\"\(name)\" classname=\"\(classname)\""
    if let seconds = junitCase.seconds { text += " time=\"\(seconds.milliseconds)\"" }
    let body = Markup.escaped(junitCase.body)
    guard let element = junitCase.element else {
      return text + ">\n      <system-out>\(body)</system-out>\n    </testcase>\n"
    }
    text += ">\n      <\(element) type=\"\(Markup.escaped(junitCase.type))\""
    text += " message=\"\(Markup.escaped(junitCase.message))\">\(body)</\(element)>\n"
    return text + "    </testcase>\n"
  }
}

extension String {
  /// Harmless, line by line.
  fileprivate var harmlessLines: String {
    split(separator: "\n", omittingEmptySubsequences: false)
      .map { String($0).harmless(limit: 1000) }.joined(separator: "\n")
  }
}

extension Double {
  /// Seconds as JUnit writes them: `12.345`, never negative, no exponent.
  fileprivate var milliseconds: String {
    guard isFinite, self > 0, self < 1e12 else { return "0.000" }
    let whole = Int((self * 1000).rounded())
    let rest = String(whole % 1000)
    return "\(whole / 1000)." + String(repeating: "0", count: 3 - rest.count) + rest
  }
}
