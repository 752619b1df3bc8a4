/// The processes that descend from one, as `/proc` shows them at one moment.
struct ProcessTree {
  private var children: [Int32: [Int32]] = [:]
  /// Those that have ended, and that nobody has waited for.
  private(set) var zombies: Set<Int32> = []

  init() {
    for processID in ProcFiles.processIDs {
      guard let stat = ProcFiles.bytes(of: "/proc/\(processID)/stat").flatMap(Stat.init) else {
        continue
      }
      children[stat.parent, default: []].append(processID)
      if stat.isZombie { zombies.insert(processID) }
    }
  }

  /// All descendants of a process, parents first.
  func descendants(of processID: Int32) -> [Int32] {
    var found: [Int32] = []
    var next = children[processID] ?? []
    while !next.isEmpty {
      found += next
      next = next.flatMap { children[$0] ?? [] }
    }
    return found
  }

  /// What `/proc/PID/stat` tells; source: proc(5) of Linux.
  struct Stat: Equatable {
    var parent: Int32
    var isZombie: Bool

    /// Nil for what is none.
    ///
    /// The second field is a name in parentheses, which may hold any bytes: also some that would join the
    /// parenthesis to one character of a string.
    init?(_ bytes: [UInt8]) {
      guard let end = bytes.lastIndex(of: UInt8(ascii: ")")) else { return nil }
      let fields = bytes[(end + 1)...].split(separator: UInt8(ascii: " "))
      guard fields.count > 1, let parent = Int32(String(decoding: fields[1], as: UTF8.self)) else {
        return nil
      }
      self.parent = parent
      isZombie = fields[0].first == UInt8(ascii: "Z")
    }
  }
}
