import ShutdownModel
import Testing
import Time

@testable import LogText

/// Lines as programs and tools write them by their documentation, each the same moment and the same
/// text.
struct LogFormatTests {
  static let programs: [(name: String, line: String)] = [
    ("logback", "2026-11-23 04:29:35,123 [main] INFO  com.example.Main - draining"),
    ("log4j 2", "04:29:35.123 [main] INFO  com.example.Main - draining"),
    ("log4j 1", "2026-11-23 04:29:35,123 INFO  [main] c.e.Main (Main.java:12) - draining"),
    (
      "tomcat",
      "23-Nov-2026 04:29:35.123 INFO [main] org.apache.catalina.core.StandardService.stop draining"
    ),
    ("Cassandra", "INFO  [main] 2026-11-23 04:29:35,123 StorageService.java:123 - draining"),
    ("ZooKeeper", "2026-11-23 04:29:35,123 [myid:1] - INFO  [main:QuorumPeer@123] - draining"),
    (
      "Elasticsearch",
      "[2026-11-23T04:29:35,123][INFO ][o.e.n.Node               ] [node-1] draining"
    ),
    ("Kafka", "[2026-11-23 04:29:35,123] INFO draining (kafka.server.KafkaServer)"),
    ("MySQL", "2026-11-23T04:29:35.123456Z 0 [System] [MY-013172] [Server] draining"),
    ("PostgreSQL", "2026-11-23 04:29:35.123 GMT [1] LOG:  draining"),
    ("MongoDB 4.2", "2026-11-23T04:29:35.123+0000 I CONTROL  [signalProcessingThread] draining"),
    ("Redis", "1:M 23 Nov 2026 04:29:35.123 # draining"),
    ("RabbitMQ", "2026-11-23 04:29:35.123456+00:00 [notice] <0.64.0> draining"),
    ("Erlang", "2026-11-23 04:29:35.123 [info] <0.1.0>@shop:stop:12 draining"),
    ("Elixir", "2026-11-23 04:29:35.123 [info] draining"),
    ("hclog", "2026-11-23T04:29:35.123Z [INFO]  agent.server: draining"),
    ("zap", "2026-11-23T04:29:35.123Z\tINFO\tapp/main.go:12\tdraining"),
    (
      "zap with fields",
      "2026-11-23T04:29:35.123Z\tINFO\tsetup\tdraining\t{\"pid\": 1, \"in\": \"x\"}"
    ),
    ("zerolog", "2026-11-23T04:29:35Z INF cmd/main.go:51 > draining"),
    ("slog", "time=2026-11-23T04:29:35.123Z level=INFO msg=draining pid=1"),
    ("logrus", "INFO[2026-11-23T04:29:35Z] draining                            pid=1 unit=\"a b\""),
    ("charm", "2026/11/23 04:29:35 INFO <app/main.go:12> draining pid=1"),
    ("Go with a prefix", "shop: 2026/11/23 04:29:35.123456 main.go:12: draining"),
    ("tracing", "2026-11-23T04:29:35.123456Z  INFO app::server: draining"),
    (
      "tracing in a span",
      "2026-11-23T04:29:35.123456Z  INFO request{method=GET uri=\"/\"}: app::server: draining"
    ),
    ("env_logger", "[2026-11-23T04:29:35Z INFO  app] draining"),
    ("loguru", "2026-11-23 04:29:35.123 | INFO     | shop:serve:7 - draining"),
    ("Python", "2026-11-23 04:29:35,123 - shop.web - INFO - draining"),
    ("Python without a dot", "2026-11-23 04:29:35,123 - shop - INFO - draining"),
    (
      "structlog",
      "2026-11-23 04:29:35 [info     ] draining                       [app.server] pid=1"
    ),
    ("Celery", "[2026-11-23 04:29:35,123: INFO/MainProcess] draining"),
    ("Airflow", "[2026-11-23T04:29:35.123+0000] {scheduler_job.py:123} INFO - draining"),
    ("gunicorn", "[2026-11-23 04:29:35 +0000] [1] [INFO] draining"),
    ("Monolog", "[2026-11-23T04:29:35.123456+00:00] app.INFO: draining [] []"),
    ("Laravel", "[2026-11-23 04:29:35] production.INFO: draining {\"pid\":1} "),
    ("Symfony", "04:29:35 INFO      [app] draining"),
    ("pino-pretty", "[2026-11-23 04:29:35.123 +0000] INFO (app/1): draining"),
    ("winston", "2026-11-23T04:29:35.123Z [info]: draining"),
    ("winston's JSON behind", "info: draining {\"timestamp\":\"2026-11-23T04:29:35.123Z\"}"),
    ("log4js", "[2026-11-23T04:29:35.123] [INFO] default - draining"),
    ("Nest", "[Nest] 1  - 11/23/2026, 4:29:35 AM     LOG [NestApplication] draining"),
    ("Nest elsewhere", "[Nest] 1  - 23/11/2026, 04:29:35     LOG [NestApplication] draining"),
    ("Rails", "I, [2026-11-23T04:29:35.123456 #1]  INFO -- web: draining"),
    ("Serilog", "[04:29:35 INF] draining"),
    ("Serilog with a date", "2026-11-23 04:29:35.123 +00:00 [INF] draining"),
    ("NLog", "2026-11-23 04:29:35.1234|INFO|Shop.Program|draining"),
    ("log4net", "2026-11-23 04:29:35,123 [1] INFO  Shop.Program - draining"),
    ("swift-log", "2026-11-23T04:29:35+0000 info shop : [Shop] draining"),
    ("PM2", "PM2        | 2026-11-23 04:29:35: draining"),
    ("squid", "2026/11/23 04:29:35| draining"),
    ("Envoy", "[2026-11-23 04:29:35.123][1][info][main] [source/server/server.cc:834] draining"),
    ("HAProxy", "[NOTICE] 327/042935 (1) : draining"),
    ("Apache", "[Mon Nov 23 04:29:35.123456 2026] [mpm_event:notice] [pid 1:tid 1] draining"),
    ("PHP-FPM", "[23-Nov-2026 04:29:35] NOTICE: draining"),
    ("klog", "I1123 04:29:35.123456       1 main.go:12] \"draining\" logger=\"a b\""),
    ("ISO basic", "20261123T042935Z draining"),
    ("date(1)", "Mon Nov 23 04:29:35 UTC 2026: draining"),
    ("RFC 1123", "Mon, 23 Nov 2026 04:29:35 GMT INFO draining"),
    ("Germany", "23.11.2026 04:29:35,123 INFO draining"),
    ("Java's zone", "2026-11-23T05:29:35.123+01:00[Europe/Berlin] INFO draining"),
    ("seconds", "1795408175.123 [main] draining"), ("milliseconds", "1795408175123 INFO draining"),
    ("Helidon", "2026.11.23 04:29:35 INFO io.helidon.Server Thread[#1,main,5,main]: draining"),
  ]

  /// Those of them that tell no point in time.
  private static let undated: Set<String> = ["log4j 2", "Serilog", "Symfony"]

  @Test(arguments: programs)
  func `a program's frame is taken off`(name: String, line: String) throws {
    let (fields, message) = try Self.read(line)
    // A time of JSON behind the message is for the parser.
    #expect(message == "draining", "\(name)")
    #expect(try ShippedPatterns.line(line, year: 2026).sign == .draining, "\(name)")
    if Self.undated.contains(name) {
      #expect(fields.time == nil, "\(name)")
      #expect(fields.moment != nil, "\(name)")
      return
    }
    let time = try ShippedPatterns.line(line, year: 2026).time
    #expect(time.map { Int($0.seconds) } == 1_795_408_175, "\(name): \(time?.rfc3339 ?? "none")")
  }

  private static func read(_ line: String) throws -> (LogFields, String) {
    let bytes = Array(line.utf8)
    let reader = LogFieldReader(forms: try ShippedPatterns.forms.get(), year: 2026)
    let fields = bytes.withUnsafeBufferPointer { reader.fields(of: $0) }
    return (fields, String(decoding: bytes[fields.message], as: UTF8.self))
  }

  /// Names in a frame that speak of a shutdown are no word of the program.
  @Test(arguments: [
    "2026-11-23 04:29:35,123 [graceful-shutdown] INFO  c.e.GracefulShutdown - order 7 is paid",
    "2026-11-23T04:29:35.123Z [INFO]  shutdown.draining: order 7 is paid",
    "2026-11-23T04:29:35.123Z\tINFO\tshutting/down.go:12\torder 7 is paid",
    "level=info logger=\"shutting down\" msg=\"order 7 is paid\" state=draining",
    "[2026-11-23 04:29:35,123] INFO order 7 is paid (shop.shutting.Down)",
    #"{"logger":"graceful shutdown","msg":"order 7 is paid","thread":"draining"}"#,
    "I1123 04:29:35.123456       1 main.go:12] \"order 7 is paid\" controller=\"shutting down\"",
  ])
  func `a frame says nothing`(line: String) throws {
    #expect(try ShippedPatterns.line(line, year: 2026).sign == nil)
  }

  /// Where a frame seems to begin, a message may.
  @Test(arguments: [
    "2026-11-23T04:29:35Z Shutdown: draining", "2026-11-23T04:29:35Z INFO shutdown - draining",
    "error in shutdown: draining", "2026-11-23T04:29:35Z Server (draining)",
    "2026-11-23T04:29:35Z server is now draining", "worker 7 is draining: 3 tasks",
  ])
  func `what could be a word of a message stays`(line: String) throws {
    let message = try Self.read(line).1
    #expect(
      message == line || "2026-11-23T04:29:35Z \(message)" == line
        || "2026-11-23T04:29:35Z INFO \(message)" == line)
  }

  @Test(
    arguments: [
      ("kubectl", "[pod/web-1/app] 2026-11-23T04:29:35.123Z draining", "web-1", "app"),
      ("stern", "web-7d9c5b8f6d-x2x4z app draining", "web-7d9c5b8f6d-x2x4z", "app"),
      ("kail", "shop/web-1[app]: 2026-11-23T04:29:35.123Z draining", "web-1", "app"),
      ("kubetail", "[web-7d9c5b8f6d-x2x4z app] draining", "web-7d9c5b8f6d-x2x4z", "app"),
      ("k9s", "│ 2026-11-23T04:29:35.123Z draining      │", nil, nil),
      ("compose", "web-1  | 2026-11-23T04:29:35.123Z draining", "web-1", nil),
      ("compose with a bar only", "web_1  | draining", "web_1", nil),
      ("docker service", "web.1.x7k2p@node-1    | draining", "web.1.x7k2p", nil),
      ("foreman", "04:29:35 web.1  | draining", nil, nil),
      ("heroku", "2026-11-23T04:29:35.123456+00:00 app[web.1]: draining", "web.1", nil),
      ("CRI", "2026-11-23T04:29:35.123456789Z stderr F draining", nil, nil),
      (
        "CRI below kubectl", "[pod/a-1/b] 2026-11-23T04:29:35.123456789Z stdout F draining", "a-1",
        "b"
      ),
      ("logcli", #"2026-11-23T04:29:35Z {container="app", pod="web-1"} draining"#, "web-1", "app"),
      (
        "CloudWatch", "2026-11-23T04:29:35.123000+00:00 web-7d9c5b8f6d-x2x4z_shop_app draining",
        "web-7d9c5b8f6d-x2x4z", "app"
      ),
      ("journal", "Nov 23 04:29:35 node-1 app[12]: draining", nil, nil),
      ("journal in full", "Mon 2026-11-23 04:29:35 UTC node-1 app[12]: draining", nil, nil),
      ("journal in seconds", "1795408175.123456 node-1 app[12]: draining", nil, nil),
      ("journal since boot", "[   12.345678] node-1 app[12]: draining", nil, nil),
      ("journal without a process", "Nov 23 04:29:35 node-1 app: draining", nil, nil),
      ("syslog", "<14>1 2026-11-23T04:29:35.123Z node-1 app 12 - - draining", nil, nil),
      ("svlogd", "2026-11-23_04:29:35.12300 draining", nil, nil),
      ("tai64n", "@400000006ab4e8ff07ca2e84 draining", nil, nil),
      (
        "tabs", "2026-11-23T04:29:35.123Z\tweb-7d9c5b8f6d-x2x4z\tdraining", "web-7d9c5b8f6d-x2x4z",
        nil
      ),
      ("cells", #""2026-11-23T04:29:35.123Z","web-1","draining""#, "web-1", nil),
    ] as [(String, String, String?, String?)])
  func `a tool's prefix is taken off, and names the pod`(
    name: String, line: String, pod: String?, container: String?
  ) throws {
    let coloured = "\u{1B}[32m" + line.replacing(" ", with: "\u{1B}[0m ", maxReplacements: 1)
    for text in [line, "\u{FEFF}" + line] + (name == "stern" ? [coloured] : []) {
      let read = try ShippedPatterns.line(text, year: 2026)
      #expect(read.pod == pod.map(PodReference.name) ?? .unnamed, "\(name)")
      #expect(read.container == container, "\(name)")
      #expect(read.sign == .draining, "\(name): \(read.text)")
      #expect(read.text.hasSuffix("draining"), "\(name): \(read.text)")
    }
  }

  @Test(arguments: [
    #"{"MESSAGE":"draining","__REALTIME_TIMESTAMP":"1795408175123000"}"#,
    #"{"@t":"2026-11-23T04:29:35.123Z","@mt":"draining"}"#,
    #"{"Timestamp":"2026-11-23T04:29:35.123Z","Body":"draining"}"#,
    #"{"timeUnixNano":"1795408175123000000","body":{"stringValue":"draining"}}"#,
    #"{"short_message":"draining","timestamp":1795408175.123}"#,
    #"{"textPayload":"draining","timestamp":"2026-11-23T04:29:35.123456789Z"}"#,
    #"{"jsonPayload":{"message":"draining","level":"info"},"timestamp":"2026-11-23T04:29:35.123Z"}"#,
    #"{"_source":{"@timestamp":"2026-11-23T04:29:35.123Z","message":"draining"}}"#,
    #"{"preview":false,"result":{"_raw":"draining","_time":"2026-11-23 04:29:35.123 UTC"}}"#,
    #"{"text":"x","record":{"message":"draining","time":{"timestamp":1795408175.123}}}"#,
    #"{"t":{"$date":"2026-11-23T04:29:35.123Z"},"msg":"draining"}"#,
    #"{"instant":{"epochSecond":1795408175,"nanoOfSecond":123000000},"message":"draining"}"#,
    #"{"timestamp":{"seconds":1795408175,"nanos":123000000},"message":"draining"}"#,
    #"{"TimeStamp":"2026-11-23T04:29:35.123","Log":"2026-11-23T04:29:35.123Z stdout F draining"}"#,
    #"{"_msg":"draining","_time":"2026-11-23T04:29:35.123Z"}"#,
    #"{"labels":{"pod":"web-1"},"line":"draining","timestamp":"2026-11-23T04:29:35.123Z"}"#,
    #"{"attributes":{"message":"draining","timestamp":"2026-11-23T04:29:35.123Z"},"id":"x"}"#,
    #"{"level":30,"time":1795408175123,"pid":1,"msg":"draining"}"#,
    #"{"log":"{\"msg\":\"draining\",\"ts\":1795408175.123}\n","stream":"stdout"}"#,
    #"{"message":"{\"message\":\"draining\",\"time\":\"2026-11-23T04:29:35.123Z\"}"}"#,
    #"{"time":"2026-11-23T04:29:35.123Z","log":"2026/11/23 04:29:30 [notice] draining","stream":"stderr"}"#,
    #"{"message":"2026-11-23 04:29:35,123 [main] INFO  c.e.Main - draining"}"#,
    #"{"event":{"original":"draining"},"@timestamp":"2026-11-23T04:29:35.123Z"}"#,
  ])
  func `of JSON any known member is read`(line: String) throws {
    let read = try ShippedPatterns.line(line, year: 2026)
    #expect(read.sign == .draining, "\(read.text)")
    #expect(read.time.map { Int($0.seconds) } == 1_795_408_175, "\(read.time?.rfc3339 ?? "none")")
  }

  @Test(arguments: [
    (#"{"msg":"Received signal","attr":{"signal":15,"error":"Terminated"}}"#, LogSign.signal),
    (#"{"msg":"caught signal","signal":"SIGTERM"}"#, .signal),
    (#"level=info msg="received signal" signal=terminated"#, .signal),
    ("INFO[0012] Received system signal                signal=interrupt", .signal),
    ("2026-11-23T04:29:35Z\tINFO\treceived signal\t{\"signal\": \"terminated\"}", .signal),
    (#"level=error msg="shutdown failed" err="context deadline exceeded""#, .timedOut),
  ])
  func `a signal or an error beside the message belongs to it`(line: String, sign: LogSign) throws {
    #expect(try ShippedPatterns.line(line).sign == sign)
  }

  @Test(arguments: [
    ("2026-11-22 22:29:35.123 CST draining", LogMoment.Kind.unknownZone),
    ("2026-11-23 09:59:35.123 IST [1] LOG:  draining", .unknownZone),
    ("04:29:35.123 draining", .timeOfDay), ("4:29:35 PM draining", .timeOfDay),
    ("4:29:35\u{202F}PM draining", .timeOfDay), ("01/02/2026 04:29:35 draining", .timeOfDay),
    ("26/11/23 04:29:35 INFO draining", .timeOfDay), ("[   12.345678] draining", .sinceStart),
    ("INFO[0012] draining", .sinceStart), ("Nov 23 04:29:35 a b[1]: draining", .withoutYear),
  ])
  func `a time that is no point in time is told apart`(
    line: String, kind: LogMoment.Kind
  ) throws {
    let (fields, _) = try Self.read(line)
    #expect(fields.moment?.kind == kind)
    #expect((fields.time == nil) == (kind != .withoutYear))
  }

  @Test(arguments: [
    ("2026-11-23 05:29:35 +01 draining"), ("2026-11-23 05:29:35+01 draining"),
    ("2026-11-22 23:29:35-0500 draining"), ("2026-11-23 04:29:35 UTC+00 draining"),
    ("11/23/2026 4:29:35 AM draining"), ("23/11/2026 04:29:35 draining"),
    ("Nov 23, 2026 @ 04:29:35.123 draining"),
  ])
  func `an offset in numbers and a date that can be but one are certain`(line: String) throws {
    let (fields, message) = try Self.read(line)
    #expect(fields.time.map { Int($0.seconds) } == 1_795_408_175)
    #expect(message == "draining")
  }

  @Test(arguments: [
    "12:34:56:78:9a:bc came up", "version 1.2.3 is out", "10:00 is too early", "25:00:00 draining",
    "1234567890123456789012 x", "1.2.3.4 connected", "[12345] x", "fe80:12:34:56::1 x",
  ])
  func `what is no time is none`(line: String) throws {
    #expect(try Self.read(line).0.moment == nil)
  }

  @Test func `a time without a year is not later than its file`() throws {
    let line = Array("Dec 31 23:59:50 node-1 app[1]: draining".utf8)
    let notAfter = try #require(Instant(rfc3339: "2027-01-01T00:10:00Z"))
    let reader = LogFieldReader(
      forms: try ShippedPatterns.forms.get(), year: 2027, notAfter: notAfter)
    let fields = line.withUnsafeBufferPointer { reader.fields(of: $0) }
    #expect(fields.time?.rfc3339 == "2026-12-31T23:59:50.000Z")
  }
}
