/// The processes that descend from one, as `/proc` shows them at one moment.
struct ProcessTree {
  private var children: [Int32: [Int32]] = [:]

  init() {
    for processID in ProcFiles.processIDs {
      guard let parent = ProcessTree.parent(of: processID) else { continue }
      children[parent, default: []].append(processID)
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

  /// The fourth field of `stat`; the second is a name in parentheses, which may hold anything.
  private static func parent(of processID: Int32) -> Int32? {
    guard let stat = ProcFiles.text(of: "/proc/\(processID)/stat"),
      let end = stat.lastIndex(of: ")")
    else { return nil }
    let fields = stat[stat.index(after: end)...].split(separator: " ")
    return fields.count > 1 ? Int32(fields[1]) : nil
  }
}
