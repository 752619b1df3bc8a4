/// Which listeners are the command's, and how many connections they have accepted.
///
/// Whoever holds a listener has what arrives at it: its connections are counted by their address, so that the
/// processes which serve them need not be looked into. That is allowed less often than one thinks: to a worker
/// of another user, only with CAP_SYS_PTRACE.
struct Listeners {
  /// What the processes told of their sockets.
  struct Owners {
    /// Those that the command's processes hold.
    var command: Set<UInt64> = []
    /// Those that this process holds.
    var ours: Set<UInt64> = []
    /// Each process could be asked: what is not among them is somebody else's.
    var isComplete = true
  }

  /// The command's, also those that are closed while connections of theirs are left.
  private(set) var own: Set<TCPSocket.Endpoint> = []
  /// Those of them that are not closed.
  private var open: Set<TCPSocket.Endpoint> = []
  /// Whose the listeners are that there are, by their inodes.
  private var isOwn: [UInt64: Bool] = [:]
  /// The newest look could not tell whose one of them is.
  private var isAnyUnknown = false
  /// Somebody else listens where the command does.
  private var isAnyShared = false

  /// Whether one of the command's has closed since the last look; whatever else may have one now.
  private(set) var hasAnyClosed = false

  /// Takes the listeners that there are.
  ///
  /// - Parameter owners: asked only when there are some of whom it is not known whose they are.
  mutating func look(at listeners: [TCPSocket], owners: () -> Owners) {
    let before = isOwn
    isOwn = isOwn.filter { inode, _ in listeners.contains { $0.inode == inode } }
    hasAnyClosed = hasAnyClosed || before.contains { $0.value && isOwn[$0.key] == nil }
    isAnyUnknown = false
    if listeners.contains(where: { isOwn[$0.inode] == nil }) {
      let owners = owners()
      for socket in listeners where isOwn[socket.inode] == nil {
        if owners.command.contains(socket.inode) {
          isOwn[socket.inode] = true
        } else if owners.isComplete || owners.ours.contains(socket.inode) {
          isOwn[socket.inode] = false
        } else {
          isAnyUnknown = true
        }
      }
    }
    open = Set(listeners.filter { isOwn[$0.inode] == true }.map(\.local))
    own.formUnion(open)
    let others = listeners.filter { isOwn[$0.inode] == false }.map(\.local)
    isAnyShared = others.contains { other in
      own.contains { $0.accepts(other) || other.accepts($0) }
    }
  }

  /// How many connections the command has accepted; nil where that is not known, or it never listened.
  ///
  /// - Parameters:
  ///   - sockets: those with the ports of ``own``.
  ///   - isDraining: what has closed its listener keeps its connections, and perhaps is asked for more.
  mutating func count(_ sockets: [TCPSocket], isDraining: Bool) -> Int? {
    var used: Set<TCPSocket.Endpoint> = []
    var count = 0
    for socket in sockets where socket.inode != 0 {
      guard let listener = own.first(where: { $0.accepts(socket.local) }) else { continue }
      used.insert(listener)
      count += 1
    }
    guard !own.isEmpty, !isAnyUnknown, !isAnyShared else { return nil }
    if !isDraining {
      // Its number may become that of a connection the command makes itself.
      own = used.union(open)
      hasAnyClosed = false
    }
    return count
  }
}
