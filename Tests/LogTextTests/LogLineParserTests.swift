import ShutdownModel
import Testing
import Time

@testable import HarmlessText
@testable import LogText

struct LogLineParserTests {
  private static let noon = Instant(rfc3339: "2026-11-23T12:00:00Z")

  @Test func `a line of the API has a time`() throws {
    let line = try ShippedPatterns.line(
      "2026-11-23T12:00:00.000000000Z still waiting, 7 in flight", pod: .uid("u"))
    #expect(
      line
        == LogLine(
          pod: .uid("u"), time: Self.noon, text: "still waiting, 7 in flight", sign: .waiting,
          inFlight: 7))
  }

  @Test func `a line of the API cannot pose as another pod's`() throws {
    let line = try ShippedPatterns.line("[pod/other/app] 2026-11-23T12:00:00Z x", pod: .uid("u"))
    #expect(
      line
        == LogLine(
          pod: .uid("u"), time: Self.noon, text: "[pod/other/app] 2026-11-23T12:00:00Z x"))
  }

  @Test(
    arguments: [
      ("[pod/web-1/app] 2026-11-23T12:00:00Z hello", "web-1", "app", true, "hello"),
      ("[pod/web-1/app] hello", "web-1", "app", false, "hello"),
      ("[pod/web-1/app]", "web-1", "app", false, ""),
      ("[pod/web-1/app] ", "web-1", "app", false, ""),
      ("2026-11-23T12:00:00Z", nil, nil, true, ""),
      ("2026-11-23T13:00:00+01:00 hello\r", nil, nil, true, "hello"),
      ("2026-11-23T12:00:00Z stdout F hello", nil, nil, true, "hello"),
      ("stdout F hello", nil, nil, false, "stdout F hello"),
      ("2026-11-23T25:00:00Z hello", nil, nil, false, "2026-11-23T25:00:00Z hello"),
      ("[pod/web-1] hello", nil, nil, false, "[pod/web-1] hello"),
      ("[pod//app] hello", nil, nil, false, "[pod//app] hello"),
      ("[pod/a b/app] hello", nil, nil, false, "[pod/a b/app] hello"),
      ("[pod/a/b/c] hello", nil, nil, false, "[pod/a/b/c] hello"),
      ("[pod/web-1/app", nil, nil, false, "[pod/web-1/app"),
      ("", nil, nil, false, ""),
    ] as [(String, String?, String?, Bool, String)])
  func `what stands before the message is taken off`(
    bytes: String, pod: String?, container: String?, hasTime: Bool, text: String
  ) throws {
    #expect(
      try ShippedPatterns.line(bytes)
        == LogLine(
          pod: pod.map(PodReference.name) ?? .unnamed, container: container,
          time: hasTime ? Self.noon : nil, text: text))
  }

  @Test(
    arguments: [
      (#"{"msg":"shutting down"}"#, "shutting down", .draining, nil),
      (#"{"level":"info","message":"shutting down"}"#, "info shutting down", .draining, nil),
      (#"{"log":"shutting down\n"}"#, "shutting down", .draining, nil),
      (#"{"event":"shutting down"}"#, "shutting down", .draining, nil),
      (#"{"body":{"stringValue":"shutting down"}}"#, "shutting down", .draining, nil),
      (
        #"{"log":{"level":"info"},"message":"shutting down"}"#, "info shutting down", .draining, nil
      ),
      (
        #"{"msg":"shutdown failed","err":"context deadline exceeded"}"#,
        "shutdown failed: context deadline exceeded", .timedOut, nil
      ),
      (#"{"msg":"\u001b[31mshutting down"}"#, "shutting down", .draining, nil),
      (#"{"msg":"tick","inFlight":3}"#, "tick", nil, 3),
      (#"{"msg":"tick","in_flight_requests":3}"#, "tick", nil, 3),
      (#"{"msg":"tick","active":0}"#, "tick", nil, nil),
      (#"{"msg":"tick","inFlight":-1}"#, "tick", nil, nil),
      (#"{"msg":"tick","inFlight":"3"}"#, "tick", nil, nil),
      (#"{"msg":"draining","active":4}"#, "draining", .draining, 4),
      // Only the message speaks.
      (#"{"msg":"handled","path":"/shutting down"}"#, "handled", nil, nil),
      (#"{"path":"shutting down"}"#, #"{"path":"shutting down"}"#, nil, nil),
      (#"{"msg":"shutting down""#, #"{"msg":"shutting down""#, .draining, nil),
    ] as [(String, String, LogSign?, Int?)])
  func `of JSON the message is read`(
    bytes: String, text: String, sign: LogSign?, inFlight: Int?
  ) throws {
    #expect(
      try ShippedPatterns.line(bytes)
        == LogLine(pod: .unnamed, text: text, sign: sign, inFlight: inFlight))
  }

  @Test(arguments: [
    #""ts":1795435200"#, #""ts":1795435200.0"#, #""time":1795435200000"#,
    #""timestamp":"2026-11-23T12:00:00Z""#, #""@timestamp":"2026-11-23T13:00:00.000+01:00""#,
    #""ts":1795435200000000"#, #""ts":1795435200000000000"#,
  ])
  func `JSON has a time in many ways`(member: String) throws {
    #expect(try ShippedPatterns.line("{\(member),\"msg\":\"x\"}").time == Self.noon)
  }

  @Test(arguments: [
    #""ts":7"#, #""ts":1e300"#, #""ts":-1795435200"#, #""time":"noon""#, #""ts":null"#,
  ])
  func `what is no time is none`(member: String) throws {
    #expect(try ShippedPatterns.line("{\(member),\"msg\":\"x\"}").time == nil)
  }

  @Test func `the time of the node goes before that of the message`() throws {
    let line = try ShippedPatterns.line(#"2026-11-23T12:00:00Z {"ts":1700000000,"msg":"x"}"#)
    #expect(line.time == Self.noon)
    #expect(line.text == "x")
  }

  private static let start = Instant(rfc3339: "2026-11-23T04:29:35.123456789Z")

  @Test(
    arguments: [
      (
        #"{"log":"draining\n","stream":"stderr","time":"2026-11-23T04:29:35.123456789Z"}"#, nil, nil
      ),
      (
        #"{"log":"2026/11/23 04:29:34 draining\n","stream":"stdout","time":"2026-11-23T04:29:35.123456789Z"}"#,
        nil, nil
      ),
      (
        #"{"log":"{\"ts\":7e9,\"msg\":\"draining\"}\n","stream":"stdout","time":"2026-11-23T04:29:35.123456789Z"}"#,
        nil, nil
      ),
      (
        #"{"message":"2026-11-23T04:29:35.123456789Z draining","nodeName":"n","namespace":"shop","podName":"web-1","containerName":"app"}"#,
        "web-1", "app"
      ),
      (
        #"{"time":"2026-11-23T04:29:35.123456789Z","log":"draining","kubernetes":{"pod_name":"web-1","container_name":"app"}}"#,
        "web-1", "app"
      ),
      (
        #"{"@timestamp":"2026-11-23T04:29:35.123456789Z","message":"draining","kubernetes":{"pod":{"name":"web-1"},"container":{"name":"app"}}}"#,
        "web-1", "app"
      ),
      (
        #"{"time":"2026-11-23T04:29:35.123456789Z","msg":"draining","k8s.pod.name":"web-1","k8s.container.name":"app"}"#,
        "web-1", "app"
      ),
      (
        #"{"time":"2026-11-23T04:29:35.123456789Z","msg":"draining","kubernetes.pod_name":"web-1"}"#,
        "web-1", nil
      ),
      (
        #"{"time":"2026-11-23T04:29:35.123456789Z","msg":"draining","pod":"web-1","container":"app"}"#,
        "web-1", "app"
      ),
      (
        #"[pod/web-1/app] {"time":"2026-11-23T04:29:35.123456789Z","msg":"draining","pod":"web-2"}"#,
        "web-1", "app"
      ),
      (
        #"{"time":"2026-11-23T04:29:35.123456789Z","msg":"draining","pod":"shop/web-2"}"#, nil, nil
      ),
    ] as [(String, String?, String?)])
  func `JSON names its pod, or carries another line`(
    text: String, pod: String?, container: String?
  ) throws {
    let line = try ShippedPatterns.line(text)
    #expect(line.pod == pod.map(PodReference.name) ?? .unnamed)
    #expect(line.container == container)
    #expect(line.time == Self.start)
    #expect(line.sign == .draining)
    #expect(line.text.hasSuffix("draining"))
  }

  @Test func `JSON of a pod that is known cannot pose as another's`() throws {
    let line = try ShippedPatterns.line(#"{"msg":"x","pod":"web-2"}"#, pod: .uid("u"))
    #expect(line == LogLine(pod: .uid("u"), text: "x"))
  }

  @Test func `a coloured line is recognised`() throws {
    let line = try ShippedPatterns.line("\u{1B}[32mINFO\u{1B}[0m \u{1B}[1mShutting\u{1B}[0m down")
    #expect(line == LogLine(pod: .unnamed, text: "INFO Shutting down", sign: .draining))
  }

  @Test func `a line of a megabyte is read to its end and shown in part`() throws {
    let line = try ShippedPatterns.line(String(repeating: "x ", count: 500_000) + "shutting down")
    #expect(line.sign == .draining)
    #expect(line.text.utf8.count == 4096)
  }

  @Test func `a cut line says so`() throws {
    var parser = LogLineParser(recogniser: try ShippedPatterns.recogniser.get())
    let line = parser.line(#"{"msg":"x"}"#.utf8, pod: .unnamed, isCut: true)
    #expect(line.text == #"{"msg":"x"}…"#)
  }

  @Test(arguments: [
    #"{"kubernetes":{"pod_name":"evil-1"},"log":"[pod/victim-1/app] Server stopped"}"#,
    #"{"kubernetes":{"pod_name":"evil-1"},"log":"{\"pod\":\"victim-1\",\"msg\":\"Server stopped\"}"}"#,
    #"[pod/evil-1/app] {"log":"[pod/victim-1/app] Server stopped","stream":"stdout"}"#,
    #"[pod/evil-1/app] {"msg":"{\"pod\":\"victim-1\",\"msg\":\"Server stopped\"}"}"#,
  ])
  func `what a pod writes cannot pose as another pod's`(text: String) throws {
    let line = try ShippedPatterns.line(text)
    #expect(line.pod == .name("evil-1"))
    #expect(line.sign != nil)
  }

  @Test(arguments: [
    "9223372036.9 draining", #"{"time":"9223372036.9","msg":"draining"}"#,
    "2262-04-11T23:47:16-01:00 draining", "1677-09-21T00:12:44+01:00 draining",
    #"{"time":"2262-04-11 23:47:16 EST","msg":"draining"}"#,
    "11/04/2262 23:47:16 -0100 draining",
  ])
  func `a time that does not fit is none`(text: String) throws {
    let line = try ShippedPatterns.line(text)
    #expect(line.time == nil)
    #expect(line.sign == .draining)
  }

  @Test func `the spans before a message are its frame`() throws {
    let spans = "request{method=PUT path=/v1/tenant}:flush task{shard=0 tenant=3f}:"
    for message in ["shutting down upload queue", "Shutting down attached tenant"] {
      #expect(
        try ShippedPatterns.line("2026-11-23T12:00:00Z  INFO \(spans) \(message)").sign?.isBegin
          != true)
    }
    #expect(
      try ShippedPatterns.line("2026-11-23T12:00:00Z  INFO \(spans) shutting down").sign
        == .draining)
  }

  @Test(arguments: [
    "12:00:00 INFO  org.example.checkpoint.StandaloneCheckpointStore - Shutting down",
    #"{"level":"info","logger":"session-cache","msg":"Shutting down"}"#,
    #"level=info component=connection-pool msg="Shutting down""#,
  ])
  func `without a subject it is the logger that ends`(text: String) throws {
    #expect(try ShippedPatterns.line(text).sign == .part)
  }

  @Test func `dashes and arrows of typesetters are read as ASCII's`() throws {
    #expect(try ShippedPatterns.line("drain complete — exiting").sign == .finished)
    #expect(try ShippedPatterns.line("No active clients → proceeding to exit.").sign == .finished)
  }

  @Test(arguments: 0..<300)
  func `whatever comes in, a harmless line comes out`(seed: Int) throws {
    var generator = SeededGenerator(seed: seed)
    var parser = LogLineParser(recogniser: try ShippedPatterns.recogniser.get())
    for _ in 0..<5 {
      let bytes = generator.hostileBytes()
      let line = parser.line(bytes, pod: .unnamed, isCut: Bool.random(using: &generator))
      #expect(line.text.isHarmless, "\(bytes)")
      #expect(line.text.utf8.count <= 4200, "\(bytes)")
      #expect(line.inFlight ?? 0 >= 0)
    }
  }
}
