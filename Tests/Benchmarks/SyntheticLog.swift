/// Log lines as a cluster's pods write them while some shut down, the same for the same seed.
struct SyntheticLog {
  /// How many lines in a hundred speak of a shutdown.
  let drainPercent: Int
  private var generator: SplitMix64
  private var count = 0

  init(drainPercent: Int, seed: UInt64 = 1) {
    self.drainPercent = drainPercent
    generator = SplitMix64(state: seed)
  }

  /// Text of at least so many bytes; all lines are whole.
  mutating func text(bytes: Int) -> [UInt8] {
    var text: [UInt8] = []
    text.reserveCapacity(bytes + 512)
    while text.count < bytes {
      text += line().utf8
      text.append(UInt8(ascii: "\n"))
    }
    return text
  }

  private static let drains = [
    "2026/11/23 04:29:35 start gracefully shutdown with terminated",
    "2026/11/23 04:29:35 still waiting, 7 in flight",
    "2026/11/23 04:29:35 finished all tasks",
    "2026/11/23 04:29:35 [notice] 8#8: gracefully shutting down",
    #"{"level":"info","ts":"2026-11-23T04:29:35.123Z","msg":"draining","active":4}"#,
    #"time=2026-11-23T04:29:35.123Z level=INFO msg="shutting down" in_flight=3"#,
    "INFO:     Waiting for connections to close. (CTRL+C to force quit)",
    "[2026-11-23 04:29:35 +0000] [1] [INFO] Handling signal: term",
  ]
  private static let paths = ["/cart", "/items/17", "/login", "/api/v1/orders?page=2", "/healthz"]
  private static let words = [
    "order", "cart", "customer", "stock", "invoice", "shipment", "cache", "row", "page", "token",
  ]

  private mutating func line() -> String {
    count += 1
    let pod = "web-7d9c5b8f6d-\(["x2x4z", "bbnq9", "kp7vd", "zz2fw"][below(4)])"
    let fraction = String(100_000_000 + count % 900_000_000)
    let prefix = "[pod/\(pod)/web] 2026-11-23T04:29:35.\(fraction)Z "
    if below(100) < drainPercent { return prefix + Self.drains[below(Self.drains.count)] }
    return prefix + ordinary()
  }

  private mutating func ordinary() -> String {
    let path = Self.paths[below(Self.paths.count)]
    let word = Self.words[below(Self.words.count)]
    switch below(8) {
    case 0, 1:
      return #"10.0.\#(below(256)).\#(below(256)) - - [23/Nov/2026:04:29:35 +0000] "#
        + #""GET \#(path) HTTP/1.1" 200 \#(below(9000)) "-" "Mozilla/5.0 (X11; Linux x86_64)""#
    case 2, 3:
      return
        #"{"level":"info","ts":"2026-11-23T04:29:35.123Z","caller":"shop/\#(word).go:\#(below(400))","#
        + #""msg":"request completed","path":"\#(path)","status":200,"duration_ms":\#(below(90))}"#
    case 4:
      return "time=2026-11-23T04:29:35.123Z level=INFO msg=\"\(word) saved\" id=\(below(100_000))"
    case 5: return "2026/11/23 04:29:35 \(word) \(below(100_000)) done in \(below(900)) ms"
    case 6:
      return "2026-11-23 04:29:35.123  INFO 1 --- [nio-8080-exec-\(below(9))] shop.\(word).Service "
        + "                 : Loaded \(word) \(below(100_000)) for customer \(below(100_000))"
    default:
      return
        "I1123 04:29:35.123456       1 \(word).go:\(below(900))] reconciled \(word) \(below(99))"
    }
  }

  private mutating func below(_ limit: Int) -> Int { Int.random(in: 0..<limit, using: &generator) }
}

/// The same numbers from the same seed, on every machine.
private struct SplitMix64: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
    return mixed ^ (mixed >> 31)
  }
}
