import FoundationEssentials
import ShutdownModel
import Testing

@testable import LogText

/// Who speaks, and of what, in the words of programs that no pattern names.
///
/// `Texts/` has a message a line: as programs of many kinds write them, without what stands before.
struct SpeakerTests {
  private static func lines(of file: String) throws -> [String] {
    let folder = URL(filePath: #filePath).deletingLastPathComponent()
    let text = try String(contentsOf: folder.appending(path: "Texts/\(file).txt"), encoding: .utf8)
    return text.split(separator: "\n").map(String.init)
  }

  private static func signs(of file: String) throws -> [(text: String, sign: LogSign?)] {
    try lines(of: file).map { ($0, try ShippedPatterns.finding($0).sign) }
  }

  @Test func `a line about the whole process begins a shutdown`() throws {
    for (text, sign) in try Self.signs(of: "begins") {
      #expect(sign?.isBegin == true, "\(text): \(String(describing: sign))")
    }
  }

  @Test func `a line about anything else begins none and ends none`() throws {
    for text in try Self.lines(of: "silent") {
      let finding = try ShippedPatterns.finding(text)
      // That a part has finished counts only once a shutdown has begun, and if nothing follows.
      let isOfPart = finding.sign == .finished && finding.isOfPart && !finding.tellsShutdown
      let isSilent = [nil, .part, .weak, .reloaded].contains(finding.sign)
      #expect(isSilent || isOfPart, "\(text): \(String(describing: finding.sign))")
    }
  }

  @Test func `a line about the end of the process ends it`() throws {
    for (text, sign) in try Self.signs(of: "ends") {
      #expect([.finished, .ended].contains(sign), "\(text): \(String(describing: sign))")
    }
  }

  @Test func `a line about its own limit gives up`() throws {
    for (text, sign) in try Self.signs(of: "limits") {
      #expect(sign == .timedOut, "\(text): \(String(describing: sign))")
    }
  }

  @Test func `a line about a cut cuts`() throws {
    for (text, sign) in try Self.signs(of: "cuts") {
      #expect(sign == .cut, "\(text): \(String(describing: sign))")
    }
  }

  @Test func `what is forced, lost or handed back spoils the end that follows`() throws {
    for (text, sign) in try Self.signs(of: "forces") {
      #expect([.forced, .cut, .timedOut].contains(sign), "\(text): \(String(describing: sign))")
    }
  }

  @Test func `what is announced for later, or of nothing, spoils none`() throws {
    for (text, sign) in try Self.signs(of: "announced") {
      #expect(![.forced, .cut, .timedOut].contains(sign), "\(text): \(String(describing: sign))")
    }
  }

  @Test func `the end of what stands beside the work says nothing of the work`() throws {
    for text in try Self.lines(of: "accessories") {
      let sign = try ShippedPatterns.line(text).sign
      #expect([nil, .part, .weak].contains(sign), "\(text): \(String(describing: sign))")
    }
  }

  @Test(arguments: [
    (
      #"{"level":"error","msg":"server shutdown","error":"server graceful shutdown 10s timeout"}"#,
      LogSign.timedOut
    ),
    (#"level=error msg="Error shutting down server" err="context deadline exceeded""#, .timedOut),
    (
      "2026-11-23T04:29:35Z\tinfo\tx.go:1\tReceived signal from OS\t{\"signal\": \"hangup\"}", .weak
    ),
    (
      "2026-11-23T04:29:35Z\tinfo\tx.go:1\tReceived signal from OS\t{\"signal\": \"terminated\"}",
      .signal
    ),
  ])
  func `what stands beside the message is of it`(text: String, sign: LogSign) throws {
    #expect(try ShippedPatterns.line(text).sign == sign)
  }

  @Test(arguments: [
    ("HTTP server closed", true), ("GRPC server: graceful shutdown complete", true),
    ("Shutdown complete", false), ("application shutdown complete", false),
    ("all connections closed", false), ("orders-server stopped", true),
  ])
  func `the end of a server need not be the end of all`(text: String, isOfPart: Bool) throws {
    let finding = try ShippedPatterns.finding(text)
    #expect(finding.sign == .finished)
    #expect(finding.isOfPart == isOfPart)
  }

  @Test(arguments: [
    ("signal 15 (SIGTERM) received from 29, exiting", true),
    ("aborting any active transactions", false), ("directly end with terminated", true),
  ])
  func `a cut says that a shutdown begins when it names a signal`(
    text: String, tells: Bool
  ) throws {
    let finding = try ShippedPatterns.finding(text)
    #expect(finding.sign == .cut)
    #expect(finding.tellsShutdown == tells)
  }
}
