import ShutdownModel
import Testing
import Time

@testable import LogText

/// The notation of forms.
struct LogFormTests {
  private static func fields(_ form: String, _ line: String) throws -> (LogFields, String) {
    let reader = LogFieldReader(forms: try LogForms([form]), year: 2026)
    let bytes = Array(line.utf8)
    let fields = bytes.withUnsafeBufferPointer { reader.fields(of: $0) }
    return (fields, String(decoding: bytes[fields.message], as: UTF8.self))
  }

  @Test(arguments: [
    (
      "{time} [{thread}] {level} {logger} - {message}",
      "2026-11-23T04:29:35 [worker 7] INFO shop.Main - closing - now", "closing - now"
    ),
    ("{time} <{thread}> {message}", "2026-11-23 04:29:35 <a b> closing", "closing"),
    ("{time}{? {level}} | {message}", "04:29:35 WARN | closing", "closing"),
    ("{time}{? {level}} | {message}", "04:29:35 | closing", "closing"),
    ("{level}: {message} ({logger})", "INFO: closing (now) (shop)", "closing (now)"),
    ("{number}:{letter} {message}", "12:M closing", "closing"),
    ("{word}={word} {message}", "a=b=c closing", "closing"),
    ("§ {message} §", "§ closing §", "closing"),
    ("{epoch} {frame}{message}", "1795408175.5 [main] INFO closing", "closing"),
  ])
  func `a form finds the message`(form: String, line: String, message: String) throws {
    #expect(try Self.fields(form, line).1 == message)
  }

  @Test(arguments: [
    ("{time} [{thread}] {message}", "2026-11-23T04:29:35Z (main) closing"),
    ("{time} [{thread}] {message}", "closing [main] now"),
    ("{word} - {message}", "two words - closing"), ("{number} {message}", "x closing"),
    ("<{text}> {message}", "<never closed"),
  ])
  func `a line of another form keeps all of its text`(form: String, line: String) throws {
    let message = try Self.fields(form, line).1
    #expect(message == line || line == "2026-11-23T04:29:35Z \(message)")
  }

  @Test func `a tool's form names pod and container, and its line is read again`() throws {
    let forms = try LogForms(
      ["{time} {pod}/{container} > {line}", "{level}: {message}"])
    let line = Array("2026-11-23T04:29:35Z web-1/app > INFO: closing".utf8)
    let fields = line.withUnsafeBufferPointer { LogFieldReader(forms: forms).fields(of: $0) }
    #expect(fields.pod == "web-1")
    #expect(fields.container == "app")
    #expect(fields.time?.rfc3339 == "2026-11-23T04:29:35.000Z")
    #expect(String(decoding: line[fields.body], as: UTF8.self) == "INFO: closing")
    #expect(String(decoding: line[fields.message], as: UTF8.self) == "closing")
    // Of a pod that is known the names are its own words.
    let known = line.withUnsafeBufferPointer {
      LogFieldReader(forms: forms).fields(of: $0, isPodKnown: true)
    }
    #expect(known.pod == nil)
  }

  @Test(
    arguments: [
      ("{time}", nil), ("{time} {message}", nil), ("{tim} {message}", "unknown field {tim}"),
      ("{time} {message", "has a { without a }"), ("time} {message}", "has a } without a {"),
      ("{time} {?{level} {message}", "has a {? without its }"), ("{level} - ", "has no {message}"),
      ("{message} {line}", "has two rests"), ("", "has no {message}"),
      ("{?{?{?{?{?x}}}}} {message}", "has too many {?"),
      (String(repeating: "{number} ", count: 40) + "{message}", "has more than 64 pieces"),
    ] as [(String, String?)])
  func `a form that is none is refused in half a sentence`(form: String, problem: String?) {
    var said: String?
    do { _ = try LogForm(form) } catch { said = error.problem }
    if let problem {
      #expect(said?.contains(problem) == true, "\(said ?? "accepted")")
    } else {
      #expect(said == nil)
    }
  }

  @Test func `no line takes longer than its length allows`() throws {
    let form = try LogForm("{text}a{text}a{text}a{text}a{text}a{text}ab {message}")
    var forms = LogForms()
    forms.add(form)
    let line = Array(String(repeating: "a", count: 60_000).utf8)
    let reader = LogFieldReader(forms: forms)
    for _ in 0..<200 {
      let fields = line.withUnsafeBufferPointer { reader.fields(of: $0) }
      #expect(fields.message == fields.body)
    }
  }
}
