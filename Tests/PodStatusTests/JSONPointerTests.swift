import Testing

@testable import PodStatus

@Suite struct JSONPointerTests {
  // The examples of RFC 6901, section 5.
  private static let document =
    #"{"foo":["bar","baz"],"":0,"a/b":1,"c%d":2,"e^f":3,"g|h":4,"i\\j":5,"k\"l":6," ":7,"m~n":8}"#

  @Test(arguments: [
    ("/foo/0", JSON.string("bar")), ("/", 0), ("/a~1b", 1), ("/c%d", 2), ("/e^f", 3), ("/g|h", 4),
    ("/i\\j", 5), ("/k\"l", 6), ("/ ", 7), ("/m~0n", 8),
    ("/foo", .array([.string("bar"), .string("baz")])),
  ]) func `the RFC's examples are found`(text: String, value: JSON) throws {
    let json = try JSON(parsing: Self.document.utf8)
    #expect(try #require(JSONPointer(text)).value(in: json) == value)
    #expect(try #require(JSONPointer("")).value(in: json) == json)
  }

  @Test(arguments: ["/foo/2", "/foo/-", "/foo/00", "/foo/+1", "/foo/-1", "/foo/0/0", "/x", "/foo/"])
  func `where nothing stands nothing is found`(text: String) throws {
    let json = try JSON(parsing: Self.document.utf8)
    #expect(try #require(JSONPointer(text)).value(in: json) == nil)
  }

  @Test(arguments: ["foo", "/a~", "/a~2", "#/foo", " /a"])
  func `a text that is no pointer is none`(text: String) {
    #expect(JSONPointer(text) == nil)
  }

  private func status(_ body: String) throws -> ShutdownStatus {
    let mapping = StatusMapping(
      inFlight: JSONPointer("/jobs/0/active"), phase: JSONPointer("/state"),
      draining: ["stopping", "true"])
    return try StatusKind.json.status(code: 200, body: Array(body.utf8), mapping: mapping)
  }

  @Test(arguments: [
    (#"{"jobs":[{"active":3}],"state":"stopping"}"#, ShutdownStatus.Phase.draining),
    (#"{"jobs":[{"active":3}],"state":true}"#, .draining),
    (#"{"jobs":[{"active":3.0}],"state":"up"}"#, .running),
    (#"{"jobs":[{"active":3}],"state":"drained"}"#, .drained),
    (#"{"jobs":[{"active":3}],"state":null}"#, nil), (#"{"jobs":[{"active":3}]}"#, nil),
  ]) func `any JSON is read by the pointers`(body: String, phase: ShutdownStatus.Phase?) throws {
    #expect(try status(body) == ShutdownStatus(phase: phase, inFlight: 3))
  }

  @Test(arguments: [
    #"{"jobs":[{"active":"3"}]}"#, #"{"jobs":[{"active":-1}]}"#, #"{"jobs":[{"active":1e99}]}"#,
    #"{"jobs":[{"active":0.5}]}"#, #"{"jobs":[{"active":null}]}"#, #"{"jobs":[]}"#, "{}", "3", "",
  ]) func `what stands there and is no count is refused`(body: String) {
    #expect(throws: ShutdownStatus.Malformed.self) { try status(body) }
  }
}
