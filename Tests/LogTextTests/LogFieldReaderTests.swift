import ShutdownModel
import Testing
import Time

@testable import HarmlessText
@testable import LogText

/// The forms of tools and programs, byte for byte as they write them.
struct LogFieldReaderTests {
  private struct Read: Equatable {
    var pod: String?
    var container: String?
    var time: Int64?
    var message: String
  }

  private static func fields(_ text: String, year: Int? = 2026) throws -> (LogFields, [UInt8]) {
    let bytes = Array(text.utf8)
    let reader = LogFieldReader(forms: try ShippedPatterns.forms.get(), year: year)
    return (bytes.withUnsafeBufferPointer { reader.fields(of: $0) }, bytes)
  }

  /// Nanoseconds after 2026-11-23T04:29:35Z.
  private static func offset(_ time: Instant?) -> Int64? {
    time.map { $0.nanoseconds - 1_795_408_175_000_000_000 }
  }

  private static func read(_ text: String) throws -> Read {
    let (fields, bytes) = try fields(text)
    return Read(
      pod: fields.pod, container: fields.container, time: offset(fields.time),
      message: String(decoding: bytes[fields.message], as: UTF8.self))
  }

  @Test(
    arguments: [
      ("I1123 04:29:35.123456       1 file.go:12] draining", 123_456_000),
      ("I20261123 04:29:35.123456     1 file.go:12] draining", 123_456_000),
      ("2026/11/23 04:29:35 draining", 0),
      ("2026/11/23 04:29:35.123456 draining", 123_456_000),
      ("2026/11/23 04:29:35 [error] 29#30: *7 draining", 0),
      ("[Mon Nov 23 04:29:35.123456 2026] [mpm_event:notice] [pid 1:tid 1] draining", 123_456_000),
      ("2026-11-23 04:29:35.123  INFO 1 --- [main] o.s.b.Shop : draining", 123_000_000),
      (
        "2026-11-23T05:29:35.123+01:00  INFO 1 --- [shop] [main] o.s.b.Shop   : draining",
        123_000_000
      ),
      ("2026-11-23T05:29:35,123+0100  WARN 1 --- [main] o.s.b.Shop : draining", 123_000_000),
      ("[2026-11-23 04:29:35 +0000] [1] [INFO] draining", 0),
      ("[2026-11-23 05:29:35 +0100] [1] [INFO] draining", 0),
      ("2026-11-23 04:29:35,123 - shop.web - INFO - draining", 123_000_000),
      ("2026-11-23 04:29:35.123 | INFO     | shop:serve:7 - draining", 123_000_000),
      ("INFO  [2026-11-23 04:29:35,123] draining", 123_000_000),
      ("[INFO] 2026-11-23 04:29:35 draining", 0),
      ("INFO:     draining", nil),
      ("[info] draining", nil),
      ("1:M 23 Nov 2026 04:29:35.123 * draining", 123_000_000),
      ("2026-11-23 04:29:35.123 UTC [1] LOG:  draining", 123_000_000),
      ("[23-Nov-2026 04:29:35] NOTICE: draining", 0),
      ("[2026-11-23 04:29:35.123][1][info][main] draining", 123_000_000),
      ("I, [2026-11-23T04:29:35.123456 #1]  INFO -- : draining", 123_456_000),
      ("Nov 23 04:29:35 host shop[1]: draining", 0),
      ("<34>Nov 23 04:29:35 host shop[1]: draining", 0),
      ("<34>Nov 23 04:29:35 shop[1]: draining", 0),
      ("<34>1 2026-11-23T04:29:35.003Z host shop 1 ID47 - draining", 3_000_000),
      (#"<34>1 2026-11-23T04:29:35.003Z host shop 1 ID47 [a@1 b="c"] draining"#, 3_000_000),
      ("[WARNING] 327/042935 (8) : draining", 0),
      ("2026-11-23T04:29:35.123456Z\tinfo\tdraining", 123_456_000),
      (#"time=2026-11-23T04:29:35.123Z level=INFO msg=draining jobs=3"#, 123_000_000),
      (#"time="2026-11-23T04:29:35Z" level=info msg="draining""#, 0),
      (#"ts=2026-11-23T04:29:35.123456789Z caller=a.go:1 level=info msg=draining"#, 123_456_789),
    ] as [(String, Int64?)])
  func `a program's own time and message are found`(text: String, time: Int64?) throws {
    #expect(try Self.read(text) == Read(time: time, message: "draining"), "\(text)")
    let line = try ShippedPatterns.line(text, year: 2026)
    #expect(line.sign == .draining, "\(text)")
    #expect(Self.offset(line.time) == time, "\(text)")
    // What the program wrote is shown as it is, but for a time that kubectl could have put before.
    #expect(text.harmless().hasSuffix(line.text), "\(text)")

    // Behind the prefixes of a tool.
    for prefix in [
      "[pod/web-1/app] ", "web-7d9c5b8f6d-x2x4z app ", "web-7d9c5b8f6d-x2x4z app │ ",
    ] {
      let expected = Read(
        pod: prefix.contains("web-7") ? "web-7d9c5b8f6d-x2x4z" : "web-1",
        container: "app", time: time, message: "draining")
      #expect(try Self.read(prefix + text) == expected, "\(text)")
      #expect(try ShippedPatterns.line(prefix + text, year: 2026).sign == .draining, "\(text)")
    }
    let later = "2026-11-23T04:29:35.999999999Z "
    for prefix in [
      later, later + "stdout F ", later + "stderr P ", "[pod/web-1/app] " + later,
      "web-7d9c5b8f6d-x2x4z app " + later,
    ] {
      let read = try Self.read(prefix + text)
      #expect(read.time == 999_999_999, "\(text)")
      #expect(read.message == "draining", "\(text)")
    }
  }

  @Test(arguments: [
    #"10.0.0.1 - - [23/Nov/2026:04:29:35 +0000] "GET /cart HTTP/1.1" 200 5"#,
    #"::1 - bob [23/Nov/2026:05:29:35 +0100] "GET / HTTP/1.1" 200 5 "-" "curl""#,
    "10.0.0.1:33317 [23/Nov/2026:04:29:35.000] fe be/s1 0/0/1/2/3 200 5 - - ---- 1/1/0/0/0 0/0",
  ])
  func `a request's time stands behind its address`(text: String) throws {
    #expect(try Self.read(text) == Read(time: 0, message: text))
    #expect(try ShippedPatterns.line(text).sign == nil)
  }

  @Test(
    arguments: [
      ("web-7d9c5b8f6d-x2x4z app draining", "web-7d9c5b8f6d-x2x4z", "app"),
      ("shop web-7d9c5b8f6d-x2x4z web draining", "web-7d9c5b8f6d-x2x4z", "web"),
      ("web-1 web draining", "web-1", "web"),
      ("log-agent-x7k2p log-agent draining", "log-agent-x7k2p", "log-agent"),
      ("\u{1B}[94mdb-0\u{1B}[0m \u{1B}[92mapp\u{1B}[0m draining", "db-0", "app"),
      (
        "\u{1B}[94mshop\u{1B}[0m \u{1B}[94mweb-7d9c5b8f6d-x2x4z\u{1B}[0m \u{1B}[92mapp\u{1B}[0m draining",
        "web-7d9c5b8f6d-x2x4z", "app"
      ),
      // A message, and no names.
      ("worker-1 stopped draining", nil, nil),
      ("pod web-7d9c5b8f6d-x2x4z is draining", nil, nil),
      ("web-7d9c5b8f6d-x2x4z: app draining", nil, nil),
      ("Web-7d9c5b8f6d-x2x4z app draining", nil, nil),
      ("web-7d9c5b8f6d-x2x4z 17 draining", nil, nil),
      ("now-application-there app draining", nil, nil),
      ("draining", nil, nil),
    ] as [(String, String?, String?)])
  func `stern's names are told from words`(text: String, pod: String?, container: String?) throws {
    let read = try Self.read(text)
    #expect(read == Read(pod: pod, container: container, message: pod == nil ? text : "draining"))
  }

  @Test func `stern's short time is read`() throws {
    let read = try Self.read("web-7d9c5b8f6d-x2x4z app 11-23 04:29:35 draining")
    #expect(read.time == 0)
    #expect(read.message == "draining")
  }

  @Test(arguments: [
    "+ web-7d9c5b8f6d-x2x4z › app", "- web-7d9c5b8f6d-x2x4z › app",
    "+ shop web-7d9c5b8f6d-x2x4z › app",
    "\u{1B}[32m+\u{1B}[0m \u{1B}[94mweb-7d9c5b8f6d-x2x4z\u{1B}[0m › \u{1B}[92mapp\u{1B}[0m",
  ])
  func `what stern says itself says nothing of the shutdown`(text: String) throws {
    let (fields, _) = try Self.fields(text)
    #expect(fields.isNotice)
    #expect(fields.pod == "web-7d9c5b8f6d-x2x4z")
    #expect(fields.container == "app")
    #expect(try ShippedPatterns.line(text).sign == nil)
  }

  @Test(arguments: [
    "unable to retrieve container logs for containerd://daeae7dcaf4dcbcf4f8d547cfc3e777c",
    "failed to try resolving symlinks in path \"/var/log/pods/web/0.log\": no such file or directory",
    "Defaulted container \"web\" out of: web, drain-helper",
    "Error from server (NotFound): pods \"web-1\" not found",
    "Error from server: Get \"https://10.0.0.1:10250/containerLogs/shutdown/web\": EOF",
    "error: You must be logged in to the server (Unauthorized)",
    "The connection to the server 10.0.0.1:6443 was refused - did you specify the right host?",
  ])
  func `what kubectl or a kubelet says in a log's place is no word of the pod`(text: String) throws
  {
    for prefix in ["", "[pod/web-1/app] "] {
      let line = try ShippedPatterns.line(prefix + text)
      #expect(line.isNotice, "\(prefix)\(text)")
      #expect(line.sign == nil && line.inFlight == nil)
      #expect(line.text == text)
    }
    // A program may say it, too, and the API stamps what it says.
    #expect(try !ShippedPatterns.line("2026-11-23T04:29:35.1Z " + text).isNotice)
  }

  @Test(arguments: [
    "error: draining", "failed to open the shop", "unable to retrieve orders", "Error: shutdown",
    "Defaulted to 8080",
  ])
  func `a program's own words that begin alike are its own`(text: String) throws {
    #expect(try !ShippedPatterns.line(text).isNotice)
  }

  @Test func `a part of a line says so`() throws {
    #expect(try Self.fields("2026-11-23T04:29:35Z stdout P half").0.isPartial)
    #expect(try !Self.fields("2026-11-23T04:29:35Z stdout F whole").0.isPartial)
    #expect(try !Self.fields("half").0.isPartial)
  }

  @Test(arguments: [
    "I1123 04:29:35.123456       1 file.go:12] x", "Nov 23 04:29:35 host shop[1]: x",
    "[WARNING] 327/042935 (8) : x",
  ])
  func `without a year a time that has none is not read`(text: String) throws {
    #expect(try Self.fields(text, year: nil).0.time == nil)
  }

  @Test(arguments: [
    "2026/13/23 04:29:35 x", "2026/11/31 04:29:35 x", "2026/11/23 24:29:35 x", "I1323 04:29:35 x",
    "2026/11/23 04:29 x", "23/Now/2026:04:29:35 x", "9999/11/23 04:29:35 x",
    "[WARNING] 367/042935 (8) : x", "12345", "2026", "2026-11-23", "I", "<34>", "[", "I, [",
  ])
  func `what is no time is none`(text: String) throws {
    #expect(try Self.fields(text).0.time == nil)
  }

  @Test(
    arguments: [
      ("level=info msg=tick in_flight=3", nil, 3),
      ("level=info msg=tick active_requests=4", nil, 4),
      ("level=info msg=tick active=4", nil, nil),
      ("level=info msg=draining active=4", .draining, 4),
      (#"level=info msg="draining" open-jobs=5 active=4"#, .draining, 5),
      ("level=info msg=tick openJobs=x", nil, nil), ("a=b open_jobs=5", nil, 5),
      (#"msg="say \"hi\"" open_jobs=5"#, nil, 5),
    ] as [(String, LogSign?, Int?)])
  func `pairs have counts`(text: String, sign: LogSign?, inFlight: Int?) throws {
    let line = try ShippedPatterns.line(text)
    #expect(line.sign == sign)
    #expect(line.inFlight == inFlight)
    #expect(line.text == text)
  }

  @Test(arguments: [
    "2026/11/23 04:29:35 exited gracefully", "INFO:     exited gracefully",
    "I1123 04:29:35.123456       1 file.go:12] exited gracefully",
    "level=info msg=\"exited gracefully\"",
  ])
  func `what is sought at the start is found behind the program's time`(text: String) throws {
    #expect(try ShippedPatterns.line(text, year: 2026).sign == .finished)
  }

  @Test(arguments: 0..<300)
  func `whatever comes in, the fields are within the line`(seed: Int) throws {
    var generator = SeededGenerator(seed: seed)
    let reader = LogFieldReader(forms: try ShippedPatterns.forms.get(), year: 2026)
    for _ in 0..<20 {
      let bytes = generator.hostileFields()
      let isPodKnown = Bool.random(using: &generator)
      let fields = bytes.withUnsafeBufferPointer {
        reader.fields(of: $0, isPodKnown: isPodKnown)
      }
      #expect(0...bytes.count ~= fields.body.lowerBound && fields.body.upperBound <= bytes.count)
      #expect(0...bytes.count ~= fields.message.lowerBound)
      #expect(fields.message.upperBound <= bytes.count)
      #expect(fields.pod.map(\.isHarmless) ?? true)
      #expect(fields.container.map(\.isHarmless) ?? true)
      #expect(!isPodKnown || fields.pod == nil)
    }
  }
}
