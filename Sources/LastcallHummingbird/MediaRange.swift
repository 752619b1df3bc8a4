#if Hummingbird
  import Hummingbird

  /// One of the types that a client accepts, or the type of an answer (RFC 9110, 12.5.1).
  struct MediaRange {
    private let type: String
    private var quality = 1.0

    init(_ text: Substring) {
      let parts = text.split(separator: ";").map { $0.filter { !$0.isWhitespace }.lowercased() }
      type = parts.first ?? ""
      for part in parts.dropFirst() where part.hasPrefix("q=") {
        quality = Double(part.dropFirst(2)) ?? 0
      }
    }

    var isEventStream: Bool { type == "text/event-stream" }

    /// Whether events are wanted more than anything else.
    static func prefersEventStream(_ text: String) -> Bool {
      let ranges = text.split(separator: ",").map(MediaRange.init)
      guard let events = ranges.first(where: \.isEventStream), events.quality > 0 else {
        return false
      }
      return ranges.allSatisfy { $0.isEventStream || $0.quality < events.quality }
    }
  }

  extension Request {
    /// Whether it asks for an answer that ends only when it is closed.
    var prefersEventStream: Bool {
      headers[values: .accept].contains { MediaRange.prefersEventStream($0) }
    }
  }
#endif
