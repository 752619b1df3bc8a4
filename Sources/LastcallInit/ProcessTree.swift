import CLibrary
import Processes

/// The processes that `/proc` shows, and who has started whom.
struct ProcessTree {
  private(set) var processes: [Int32: Stat] = [:]
  private var children: [Int32: [Int32]] = [:]

  /// What there is now.
  init() {
    self.init(Self.listed())
  }

  init(_ processes: [Int32: Stat]) {
    self.processes = processes
    for (processID, stat) in processes { children[stat.parent, default: []].append(processID) }
  }

  private static func listed() -> [Int32: Stat] {
    var processes: [Int32: Stat] = [:]
    for processID in names(inDirectory: "/proc").compactMap({ Int32($0) }) {
      processes[processID] = Stat(of: processID)
    }
    // A parent that has ended since it was named: its children are somebody else's now.
    for (processID, stat) in processes where stat.parent != 0 && processes[stat.parent] == nil {
      processes[processID] = Stat(of: processID)
    }
    return processes
  }

  /// All descendants of a process, parents first.
  ///
  /// What somebody outside has left behind is not among them, though it is adopted: its session belongs to a
  /// process that lives and is no descendant, as the shell of `kubectl exec` and a preStop hook.
  ///
  /// - Parameter session: that of the process itself.
  func descendants(of processID: Int32, inSession session: Int32) -> [Int32] {
    var found: [Int32] = []
    var next = children[processID] ?? []
    while !next.isEmpty {
      found += next
      next = next.flatMap { children[$0] ?? [] }
    }
    let own = Set(found).union([processID, session])
    return found.filter { process in
      processes[process].map { own.contains($0.session) || processes[$0.session] == nil } ?? false
    }
  }

  /// What `/proc/PID/stat` tells; source: proc(5) of Linux.
  struct Stat: Equatable {
    var parent: Int32
    var group: Int32
    var session: Int32
    var isZombie: Bool
    /// When it was started, in ticks since the system was.
    var start: UInt64
  }
}

extension ProcessTree.Stat {
  /// Nil when there is no such process.
  init?(of processID: Int32) {
    guard let bytes = ProcFiles.bytes(of: "/proc/\(processID)/stat") else { return nil }
    self.init(bytes)
  }

  /// Nil for what is none.
  ///
  /// The second field is a name in parentheses, which may hold any bytes: also some that would join the
  /// parenthesis to one character of a string.
  init?(_ bytes: [UInt8]) {
    guard let end = bytes.lastIndex(of: UInt8(ascii: ")")) else { return nil }
    let fields = bytes[(end + 1)...].split(separator: UInt8(ascii: " "))
    func number<Number: FixedWidthInteger>(_ field: Int) -> Number? {
      guard fields.indices.contains(field) else { return nil }
      return Number(String(decoding: fields[field], as: UTF8.self))
    }
    guard let parent: Int32 = number(1), let group: Int32 = number(2),
      let session: Int32 = number(3), let start: UInt64 = number(19)
    else { return nil }
    (self.parent, self.group, self.session, self.start) = (parent, group, session, start)
    isZombie = fields[0].first == UInt8(ascii: "Z")
  }

  /// This moment as ``start`` has it.
  static var now: UInt64 {
    var now = timespec()
    #if canImport(Darwin)
      clock_gettime(CLOCK_MONOTONIC, &now)
    #else
      clock_gettime(CLOCK_BOOTTIME, &now)
    #endif
    let ticks = UInt64(max(sysconf(Int32(_SC_CLK_TCK)), 1))
    return UInt64(now.tv_sec) * ticks + UInt64(now.tv_nsec) * ticks / 1_000_000_000
  }
}
