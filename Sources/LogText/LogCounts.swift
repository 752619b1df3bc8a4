/// Numbers of tasks in flight that a line says under names.
struct LogCounts: Equatable, Sendable {
  private var best: (rank: Int, count: Int)?
  private var bestShort: (rank: Int, count: Int)?

  static func == (left: LogCounts, right: LogCounts) -> Bool {
    left.best?.rank == right.best?.rank && left.best?.count == right.best?.count
      && left.bestShort?.rank == right.bestShort?.rank
      && left.bestShort?.count == right.bestShort?.count
  }

  mutating func add(_ name: some StringProtocol, _ count: Int) {
    guard (0...999_999_999).contains(count), name.utf8.count <= Self.longestName else { return }
    let name = String(decoding: name.utf8.map(\.inLowerCase), as: UTF8.self)
    if let rank = Self.ranks[name] {
      best = Self.better(best, (rank, count))
    } else if let rank = Self.shortNames.firstIndex(of: name) {
      bestShort = Self.better(bestShort, (rank, count))
    }
  }

  /// How many tasks are in flight.
  ///
  /// Short names such as `active` may be of anything, a pool of connections for one: they count
  /// only beside a message about the shutdown.
  func inFlight(ifSigned isSigned: Bool) -> Int? {
    best?.count ?? (isSigned ? bestShort?.count : nil)
  }

  /// Of several of one name the larger: better too much work than too little.
  private static func better(
    _ best: (rank: Int, count: Int)?, _ other: (rank: Int, count: Int)
  ) -> (rank: Int, count: Int) {
    guard let best else { return other }
    return (best.rank, -best.count) <= (other.rank, -other.count) ? best : other
  }

  private static let states = ["inflight", "active", "remaining", "pending", "open"]
  private static let things = ["requests", "tasks", "jobs", "connections"]
  private static let shortNames = ["active", "remaining", "pending", "running"]
  private static let longestName = 24

  /// What the names look like in either case; a sieve finds them by it.
  static let pattern =
    #"in[_.-]?flight|(active|remaining|pending|open)[_.-]?(requests|tasks|jobs|connections)"#

  /// Each name, with `_`, `-`, `.` or nothing between its words, and how telling it is.
  private static let ranks: [String: Int] = {
    var ranks: [String: Int] = [:]
    let separators = ["", "_", "-", "."]
    for (place, state) in states.enumerated() {
      let spellings = place == 0 ? separators.map { "in\($0)flight" } : [state]
      for spelling in spellings {
        if place == 0 { ranks[spelling] = 0 }
        for (thing, noun) in things.enumerated() {
          for separator in separators {
            ranks[spelling + separator + noun] = 1 + place * things.count + thing
          }
        }
      }
    }
    return ranks
  }()
}

extension UInt8 {
  /// An ASCII letter in lower case; any other byte as it is.
  var inLowerCase: UInt8 { 0x41...0x5A ~= self ? self | 0x20 : self }
}
