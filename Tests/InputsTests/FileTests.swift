import ContainerCommands
import Dispatch
import FoundationEssentials
import Inputs
import Settings
import ShutdownDiagnosis
import ShutdownModel
import Subprocess
import Testing
import Time

@testable import LogText

#if canImport(System)
  import System
#else
  import SystemPackage
#endif

/// Logs and kubectl's output, read from real files.
@Suite struct FileTests {
  private let folder: URL

  init() throws {
    folder = FileManager.default.temporaryDirectory.appending(path: "files-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  }

  private func write(_ text: some DataProtocolBytes, to name: String) throws -> String {
    let path = folder.appending(path: name).path(percentEncoded: false)
    try text.data.write(to: URL(filePath: path))
    return path
  }

  private static func recogniser() throws -> LogRecogniser {
    try LogRecogniser(
      LogPatterns(
        tiers: [
          .init(
            signs: [
              .signal: ["got SIGTERM"], .finished: ["all done"], .waiting: ["still waiting"],
            ],
            inFlight: ["(\\d+) in flight"])
        ], forms: LoadedSettings(flags: [:], environment: [:]).logPatterns().forms))
  }

  private static func lines(_ paths: [String], pod: String? = nil) throws -> [Event] {
    var order = TimeOrder(
      try paths.map {
        PlainLog(try FileBytes(path: $0), pod: pod, recogniser: try recogniser())
      })
    var events: [Event] = []
    while let batch = try order.next() { events += batch }
    return events
  }

  /// Reading waits, which a thread that others need must not.
  private func onThread<Result: Sendable>(
    _ work: @escaping @Sendable () throws -> Result
  ) async throws -> Result {
    try await withCheckedThrowingContinuation { continuation in
      DispatchQueue.global().async { continuation.resume(with: .init(catching: work)) }
    }
  }

  private static func texts(_ events: [Event]) -> [String] {
    events.compactMap { event in
      if case .log(let line) = event.observation { line.text } else { nil }
    }
  }

  @Test(arguments: ["gzip", "zstd"])
  func `what was packed is unpacked, and what is damaged shows its good part`(
    program: String
  ) async throws {
    let text = (0..<5000).map { "2026-11-23T04:57:02.000000000Z line \($0 &* 2_654_435_761)\n" }
      .joined()
    let plain = try write(text, to: "app.log")
    let packed = try await Subprocess.run(
      .name(program), arguments: ["-cq", plain], output: .bytes(limit: 1 << 20))
    try #require(packed.terminationStatus.isSuccess)
    let whole = try write(packed.standardOutput, to: "app.log.packed")
    let unpacked = try await onThread { Self.texts(try Self.lines([whole])) }
    #expect(unpacked == Self.texts(try Self.lines([plain])))

    let cut = try write(packed.standardOutput.dropLast(2000), to: "cut.packed")
    let (count, damage) = try await onThread {
      let bytes = try FileBytes(path: cut)
      let log = PlainLog(bytes, pod: nil, recogniser: try Self.recogniser())
      var count = 0
      while let events = try log.next() { count += Self.texts(events).count }
      return (count, bytes.damage)
    }
    #expect(count < 5000)
    #expect("\(try #require(damage))".contains("cut.packed"))
  }

  @Test func `a file that is missing or a folder is refused in one sentence`() throws {
    for path in [folder.path(percentEncoded: false), "/no/such/file"] {
      #expect { try FileBytes(path: path) } throws: { "\($0)".hasPrefix("cannot read \(path): ") }
    }
  }

  @Test func `lines of several files come in the order of their times`() throws {
    let one = try write(
      "2026-11-23T04:00:01Z a\n2026-11-23T04:00:03Z c\n2026-11-23T04:00:02Z b\n", to: "one.log")
    let two = try write("2026-11-23T04:00:02.5Z bb\nno time of its own\n", to: "two.log")
    let events = try Self.lines([one, two])
    #expect(Self.texts(events) == ["a", "b", "bb", "no time of its own", "c"])
    #expect(zip(events, events.dropFirst()).allSatisfy { $0.time <= $1.time })
  }

  @Test func `a window too small loses nothing and never runs backwards`() throws {
    let times = (0..<1000).map { ($0 * 7919) % 1000 }
    var order = TimeOrder([OneByOne(times)], window: 10)
    var events: [Event] = []
    while let batch = try order.next() { events += batch }
    #expect(Set(Self.texts(events)) == Set(times.map { "line \($0)" }))
    #expect(zip(events, events.dropFirst()).allSatisfy { $0.time <= $1.time })
    #expect(order.lateCount > 0)

    var whole = TimeOrder([OneByOne(times)], window: 1000)
    let all = try whole.next() ?? []
    #expect(Self.texts(all) == (0..<1000).map { "line \($0)" })
    #expect(whole.lateCount == 0)
  }

  @Test func `a file without times keeps its order, and its lines have none`() throws {
    let path = try write("got SIGTERM\nstill waiting, 2 in flight\nall done\n", to: "web.log")
    let events = try Self.lines([path])
    #expect(Self.texts(events) == ["got SIGTERM", "still waiting, 2 in flight", "all done"])
    var state = State(scope: .logs(["web.log"], grace: .seconds(30)), diagnosing: DiagnosisRules())
    let outputs = events.flatMap { state.apply($0) }
    let verdict = try #require(
      outputs.lazy.compactMap { output in
        if case .verdict(_, let verdict) = output.change { verdict } else { nil }
      }.first)
    #expect(verdict.kind == .clean)
    #expect(verdict.usedSeconds == nil)
    #expect(verdict.graceSeconds == nil)
  }

  @Test(arguments: [
    ("web.log", "web", nil), ("web-1.log.gz", "web-1", nil), ("web-1.log.2.gz", "web-1", nil),
    ("pods/shop_web-5d68-hq9mt_1234/app/0.log.20261123-042935.gz", "web-5d68-hq9mt", "app"),
    ("shop/web-1/logs.txt", "web-1", nil),
    ("namespaces/shop/pods/web-1/app/app/logs/current.log", "web-1", "app"),
    ("cluster-resources/pods/logs/shop/web-1/app.log", "web-1", "app"),
    ("pods/shop_web-5d68-hq9mt_1234/app/0.log", "web-5d68-hq9mt", "app"),
    (
      "web-5d68-hq9mt_shop_app-" + String(repeating: "a", count: 64) + ".log", "web-5d68-hq9mt",
      "app"
    ),
  ])
  func `the name of a file says whose its lines are`(
    name: String, pod: String, container: String?
  ) throws {
    let parts = name.split(separator: "/").dropLast()
    try FileManager.default.createDirectory(
      at: folder.appending(path: parts.joined(separator: "/")), withIntermediateDirectories: true)
    let events = try Self.lines([write("got SIGTERM\n", to: name)])
    guard case .log(let line) = events.first?.observation else {
      Issue.record("no line")
      return
    }
    #expect(line.pod == .name(pod))
    #expect(line.container == container)
  }

  @Test func `lines longer than the buffer are cut, and the next is whole`() throws {
    let long = String(repeating: "x", count: 10 << 20)
    let path = try write("\(long)\ngot SIGTERM\n\(long)", to: "long.log")
    let texts = Self.texts(try Self.lines([path]))
    #expect(texts.count == 3)
    #expect(texts.dropFirst().first == "got SIGTERM")
    #expect(texts.allSatisfy { $0.utf8.count <= 4200 })
  }

  @Test(arguments: 0..<20)
  func `random bytes are read to their end`(seed: Int) throws {
    var random = SeededGenerator(seed: seed)
    let bytes = (0..<20_000).map { _ in UInt8.random(in: 0...255, using: &random) }
    let path = try write(bytes, to: "random.log")
    _ = try Self.lines([path])
    let objects = KubectlObjects(try FileBytes(path: path), servers: ServerTable())
    while try objects.next() != nil {}
  }
}

/// Lines at these seconds, each in a batch of its own.
private final class OneByOne: EventSource {
  private var events: [Event]

  init(_ seconds: [Int]) {
    events = seconds.reversed().map { second in
      Event(
        time: Instant(seconds: Double(second)),
        .log(LogLine(pod: .name("web"), text: "line \(second)")))
    }
  }

  func next() throws(FileError) -> [Event]? { events.popLast().map { [$0] } }
}

/// Text or bytes for a file.
private protocol DataProtocolBytes {
  var data: Data { get }
}

extension String: DataProtocolBytes {
  fileprivate var data: Data { Data(utf8) }
}

extension [UInt8]: DataProtocolBytes {
  fileprivate var data: Data { Data(self) }
}

extension ArraySlice<UInt8>: DataProtocolBytes {
  fileprivate var data: Data { Data(self) }
}
