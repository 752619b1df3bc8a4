import ContainerCommands
import ShutdownDiagnosis
import ShutdownModel
import Testing

@testable import LogText
@testable import Recording

/// The first line, and what is said when it is not what it should be.
@Suite struct HeaderTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func refusal(of text: String) throws -> String {
    let recording = try Recording(path: folder.write(text, to: "file"))
    return recording.refusal ?? "\(recording.events.count) events were read"
  }

  @Test func `lines of unknown kinds are kept as they are and counted`() throws {
    let line = #"{"kind":"hologram","more":[1,2.5,null,{"ü":"\n"}],"time":"2026-11-24T00:00:00Z"}"#
    let record = try Record(line: line.utf8)
    guard case .unknown("hologram", _) = record else {
      Issue.record("it was read as \(record)")
      return
    }
    #expect(record.line == line)
    let recording = Lines.read(Lines.text(Lines.events(2)) + line + "\n" + line + "\n")
    #expect(recording.unknownCount == 2)
    #expect(recording.events == Lines.events(2))
    #expect(recording.damage == [])
  }

  @Test func `members that this version does not know are passed over`() throws {
    let text = Lines.text(Lines.events(1)).replacing(#"{""#, with: #"{"new":{"a":[1]},""#)
    let recording = Lines.read(text)
    #expect(recording.header == Lines.header)
    #expect(recording.events == Lines.events(1))
  }

  @Test func `of a newer format what is understood is read, and line 1 says so`() {
    var header = Lines.header
    header.format = 2
    let recording = Lines.read(Lines.text(header, Lines.events(3)))
    #expect(recording.header == header)
    #expect(recording.events == Lines.events(3))
    #expect(
      recording.damage.map(\.description) == [
        "line 1: format 2 is newer than 1, the newest known here; what is understood of it is shown"
      ])
  }

  @Test func `more servers than any table has are refused`() {
    var header = Lines.header
    header.servers = ServerTable((0...10_000).map { Server(name: "\($0)") })
    let recording = Lines.read(Lines.text(header, []))
    #expect(recording.header == nil)
    #expect(
      recording.damage.map(\.description) == ["line 1: servers has more than 10000 names"])
  }

  @Test func `a newer format whose header is not understood is still named as one`() {
    let header = #"{"recording":"lastcall","format":3,"watching":{"everything":true}}"#
    let recording = Lines.read(header + "\n" + Lines.text(nil, Lines.events(3)))
    #expect(recording.events == Lines.events(3))
    #expect(
      recording.damage.map(\.description) == [
        "line 1: format 3 is newer than 1, the newest known here: program is missing; "
          + "no header is read"
      ])
  }

  @Test(arguments: ["", "\n", #"{"kind":"hologram"}"# + "\n"])
  func `without a header the defaults stand in, and that is said once`(before: String) {
    let recording = Lines.read(before + Lines.text(nil, Lines.events(3)))
    #expect(recording.header == nil)
    #expect(recording.events == Lines.events(3))
    let line = before.split(separator: "\n", omittingEmptySubsequences: false).count
    #expect(
      recording.damage.map(\.description) == ["line \(line): no header; the defaults stand in"])
    #expect(recording.initialState(diagnosing: DiagnosisRules()).scope == .namespace(""))
  }

  @Test func `a damaged header is the only damage there is`() {
    let recording = Lines.read("{?\n" + Lines.text(nil, Lines.events(3)))
    #expect(recording.events == Lines.events(3))
    #expect(recording.damage.map(\.line) == [1])
  }

  @Test func `a second header is named`() {
    let text = Lines.text(Lines.events(1))
    let recording = Lines.read(text + text)
    #expect(recording.damage.map(\.description) == ["line 3: a second header"])
  }

  @Test func `an older header without what came later has its defaults`() throws {
    let line =
      #"{"recording":"lastcall","format":1,"program":"p","started":"2026-11-24T00:00:00Z","#
      + #""scope":{"namespace":"shop"}}"#
    let recording = Lines.read(line + "\n")
    #expect(recording.damage == [])
    #expect(recording.header?.thresholds == Thresholds())
    #expect(recording.header?.goal == Goal())
    #expect(recording.header?.patterns == LogPatterns())
  }

  @Test func `of thresholds what an older version did not write has its default`() throws {
    let line =
      #"{"recording":"lastcall","format":1,"program":"p","started":"2026-11-24T00:00:00Z","#
      + #""scope":{"namespace":"shop"},"thresholds":{"deadlineWarningPart":0.25}}"#
    var expected = Thresholds()
    expected.deadlineWarningPart = 0.25
    #expect(Lines.read(line + "\n").header?.thresholds == expected)
  }

  @Test func `what is no recording is refused with the reason`() throws {
    let nothing = "nothing in it is a recording of lastcall"
    #expect(try refusal(of: "") == nothing + ", for it is empty")
    #expect(
      try refusal(of: "hello\n") == nothing + "; line 1: not JSON: unexpected hello at byte 0")
    #expect(try refusal(of: #"{"a":1}"# + "\n") == nothing + "; line 1: kind is missing")
    #expect(try refusal(of: "[]\n") == nothing + "; line 1: the line is no object")
    #expect(
      try refusal(of: #"{"kind":"Pod","apiVersion":"v1"}"# + "\n")
        == nothing + "; every line is of an unknown kind")
  }

  @Test func `a recording of a header alone is one`() throws {
    let path = try folder.write(Lines.text([]), to: "file")
    let recording = try Recording(path: path)
    #expect(recording.header == Lines.header)
    #expect(recording.events == [])
  }
}
