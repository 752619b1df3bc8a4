import PodStatus
import Testing

private func reason(_ text: String) -> String {
  do {
    _ = try ShutdownStatus(json: Array(text.utf8))
    return "read"
  } catch {
    return error.reason
  }
}

private func answer(_ changes: String) throws -> ShutdownStatus {
  try ShutdownStatus(
    json: Array(#"{"phase":"draining","inFlight":3,"drainElapsedSeconds":1.5\#(changes)}"#.utf8))
}

@Suite struct ShutdownStatusTests {
  @Test func `a full answer is read field by field`() throws {
    let status = try answer(
      #"""
      , "drainTimeoutSeconds": 15, "signal": "SIGTERM", "oldestSeconds": [9.25, 1, 0],
      "durations": [[0.1, 900], [1, 90]], "streams": 1, "completed": 5000000000,
      "gracePeriodSeconds": 20
      """#)
    #expect(
      status
        == ShutdownStatus(
          phase: .draining, inFlight: 3, drainElapsedSeconds: 1.5, drainTimeoutSeconds: 15,
          signal: "SIGTERM", oldestSeconds: [9.25, 1, 0],
          durations: [
            .init(upperBoundSeconds: 0.1, count: 900), .init(upperBoundSeconds: 1, count: 90),
          ],
          streams: 1, completed: 5_000_000_000, gracePeriodSeconds: 20))
  }

  @Test(arguments: ShutdownStatus.Phase.allCases)
  func `what is encoded is read back the same`(phase: ShutdownStatus.Phase) throws {
    let status = ShutdownStatus(
      phase: phase, inFlight: 7, drainElapsedSeconds: 0.125, drainTimeoutSeconds: 12.5,
      signal: "SIG\"\\\u{1}\u{2028}é", oldestSeconds: [3, 2, 1],
      durations: [.init(upperBoundSeconds: 60, count: 1)], streams: 0, completed: 10,
      gracePeriodSeconds: 30)
    #expect(try ShutdownStatus(json: status.json.utf8) == status)
    let bare = ShutdownStatus(phase: phase, inFlight: 0)
    #expect(try ShutdownStatus(json: bare.json.utf8) == bare)
    #expect(!bare.json.contains("streams"))
  }

  @Test(arguments: [
    (#"{"inFlight":0,"drainElapsedSeconds":0}"#, "phase is missing"),
    (#"{"phase":"idle","inFlight":0,"drainElapsedSeconds":0}"#, #"phase is "idle""#),
    (#"{"phase":1,"inFlight":0,"drainElapsedSeconds":0}"#, "phase is 1"),
    (#"{"phase":"running","drainElapsedSeconds":0}"#, "inFlight is missing"),
    (#"{"phase":"running","inFlight":"3","drainElapsedSeconds":0}"#, #"inFlight is "3""#),
    (#"{"phase":"running","inFlight":-1,"drainElapsedSeconds":0}"#, "inFlight is -1"),
    (#"{"phase":"running","inFlight":2.5,"drainElapsedSeconds":0}"#, "inFlight is 2.5"),
    (#"{"phase":"running","inFlight":1e300,"drainElapsedSeconds":0}"#, "inFlight is 1e+300"),
    (#"{"phase":"running","inFlight":9000000000}"#, "inFlight is 9000000000"),
    (#"{"phase":"running","inFlight":true,"drainElapsedSeconds":0}"#, "inFlight is true"),
    (#"{"phase":"running","inFlight":0}"#, "drainElapsedSeconds is missing"),
    (#"{"phase":"running","inFlight":0,"drainElapsedSeconds":-1.5}"#, "drainElapsedSeconds is -"),
    (#"{"phase":"running","inFlight":0,"drainElapsedSeconds":1e999}"#, "lapsedSeconds is inf"),
    (#"{"phase":"running","inFlight":0,"drainElapsedSeconds":1e12}"#, "drainElapsedSeconds is 1"),
    (#"{"phase":"running","inFlight":NaN,"drainElapsedSeconds":0}"#, "inFlight: unexpected NaN,"),
    (#"{"phase":"running","inFlight":0,"drainElapsedSeconds":Infinity}"#, "drainElapsedSeconds: "),
    ("[]", "not a JSON object: []"),
    ("", "not JSON: ends too early"),
    ("<html>", "not JSON: unexpected <html>"),
    (#"{"phase":"running","inFlight":0,"drainElapsedSeconds":0}x"#, "not JSON: unexpected x"),
    (#"{"phase":"running","inFlight":01}"#, "not JSON: inFlight: unexpected"),
    ("{\"phase\":\"\u{1b}[31m\"", "not JSON: phase: unexpected a control"),
    (#"{"phase":"\u001b[31m"}"#, #"phase is "\u001b[31m""#),
  ])
  func `a bad required field is named with its value`(text: String, expected: String) {
    let reason = reason(text)
    #expect(reason.contains(expected), "\(reason)")
    #expect(reason.utf8.allSatisfy { (0x20...0x7e).contains($0) }, "\(reason)")
    #expect(reason.utf8.count < 200)
  }

  @Test(arguments: [
    #""drainTimeoutSeconds":-1"#, #""drainTimeoutSeconds":0"#, #""drainTimeoutSeconds":"15""#,
    #""signal":15"#, #""signal":null"#, #""oldestSeconds":[1,"2"]"#, #""oldestSeconds":3"#,
    #""oldestSeconds":[-1]"#, #""durations":[[1,2,3]]"#, #""durations":[[2,1],[1,1]]"#,
    #""durations":[[1,-1]]"#, #""durations":{}"#, #""streams":-1"#, #""streams":1.5"#,
    #""completed":[]"#, #""gracePeriodSeconds":1e400"#, #""anything":{"else":[1,{"x":null}]}"#,
  ])
  func `a bad optional field and an unknown one are as if absent`(member: String) throws {
    #expect(
      try answer("," + member)
        == ShutdownStatus(phase: .draining, inFlight: 3, drainElapsedSeconds: 1.5))
  }

  @Test func `an in-flight count of null is not known, and is written as such`() throws {
    let text = #"{"phase":"draining","inFlight":null,"drainElapsedSeconds":2}"#
    let status = try ShutdownStatus(json: text.utf8)
    #expect(status == ShutdownStatus(phase: .draining, inFlight: nil, drainElapsedSeconds: 2))
    #expect(status.json.contains(#""inFlight":null"#))
    #expect(try ShutdownStatus(json: status.json.utf8) == status)
  }

  @Test func `a whole number may be written with a fraction`() throws {
    let text = #"{"phase":"running","inFlight":3.0,"drainElapsedSeconds":0}"#
    #expect(try ShutdownStatus(json: text.utf8).inFlight == 3)
  }

  @Test func `at most a hundred ages are kept`() throws {
    let ages = (0..<150).map { String(150 - $0) }.joined(separator: ",")
    let status = try answer(#","oldestSeconds":[\#(ages)]"#)
    #expect(status.oldestSeconds.count == 100)
    #expect(status.oldestSeconds.first == 150)
  }

  @Test func `size and depth are bounded`() {
    let padding = String(repeating: " ", count: ShutdownStatus.maximumBytes)
    #expect(reason("{}" + padding).contains("at most 262144 are read"))
    let deep = #"{"x":"# + String(repeating: "[", count: 100_000)
    #expect(reason(deep).contains("nested deeper than 32 levels"))
  }

  @Test func `bytes that are not UTF-8 are refused, never replaced`() {
    let bytes = Array(#"{"phase":""#.utf8) + [0xff, 0xfe] + Array(#""}"#.utf8)
    #expect(throws: ShutdownStatus.Malformed.self) { try ShutdownStatus(json: bytes) }
  }

  @Test(arguments: UInt64(0)..<200)
  func `random bytes are read or refused, and refused in one plain line`(seed: UInt64) {
    var state = seed &* 0x9e37_79b9_7f4a_7c15 | 1
    func next() -> Int {
      state ^= state << 13
      state ^= state >> 7
      state ^= state << 17
      return Int(state >> 33)
    }
    var bytes = Array(
      #"{"phase":"running","inFlight":12,"drainElapsedSeconds":0.5,"durations":[[1,2]]}"#.utf8)
    for _ in 0..<(1 + next() % 4) { bytes[next() % bytes.count] = UInt8(next() % 256) }
    do {
      let status = try ShutdownStatus(json: bytes)
      #expect(status.phase != nil && status.inFlight ?? -1 >= 0 && status.drainElapsedSeconds >= 0)
    } catch {
      #expect(error.reason.utf8.allSatisfy { (0x20...0x7e).contains($0) }, "\(error.reason)")
    }
  }

  @Test func `that a server closes its status is a recording's word, not a pod's`() throws {
    let json = ShutdownStatus.untilDrain(inFlight: 3).members
    #expect(try ShutdownStatus(members: json, mayLack: true).closesOnDrain)
    #expect(try !ShutdownStatus(members: json).closesOnDrain)
  }
}
