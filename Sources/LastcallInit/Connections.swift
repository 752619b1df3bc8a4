import CLibrary
import Processes
import Synchronization

/// The connections that the command's processes have accepted, as Linux knows them.
///
/// One that is kept alive between two requests counts like one with a request: the kernel does not know
/// the difference.
final class Connections: Sendable {
  private struct Count {
    var number: Int?
    var time: ContinuousClock.Instant
  }

  private let descendants = Mutex<Descendants?>(nil)
  /// Held while the kernel is asked; whoever begins the drain never waits for it.
  private let listeners = Mutex(Listeners())
  private let newest = Mutex<Count?>(nil)
  private let isDraining = Atomic(false)

  /// Looks for listeners twice a second: a server that drains has closed its own, and then nothing tells what it
  /// has accepted from what it has asked for itself.
  ///
  /// - Throws: when no thread can be started.
  init() throws(SystemError) {
    try startThread { [weak self] in
      while let connections = self {
        connections.look()
        usleep(500_000)
      }
    }
  }

  /// The command has started.
  func watch(_ descendants: Descendants) { self.descendants.withLock { $0 = descendants } }

  /// The drain has begun.
  func drainBegins() { isDraining.store(true, ordering: .releasing) }

  /// How many there are; nil where that is not known.
  ///
  /// However many ask, the kernel is asked twice a second.
  var count: Int? {
    if let count = fresh { return count.number }
    return listeners.withLock { listeners in
      // Another one may have counted meanwhile.
      fresh.map(\.number) ?? count(with: &listeners)
    }
  }

  /// The newest there was, however old.
  var newestCount: Int? { newest.withLock { $0?.number } }

  private var fresh: Count? {
    newest.withLock { $0.flatMap { $0.time + .milliseconds(500) > .now ? $0 : nil } }
  }

  private func count(with listeners: inout Listeners) -> Int? {
    var number: Int?
    if look(with: &listeners), !listeners.own.isEmpty,
      let sockets = TCPSocket.all(
        in: [.established, .closeWait], ports: Set(listeners.own.map(\.port)))
    {
      number = listeners.count(sockets, isDraining: isDraining.load(ordering: .acquiring))
    }
    newest.withLock { $0 = Count(number: number, time: .now) }
    return number
  }

  private func look() {
    listeners.withLock { listeners in
      // Those that are closed are kept only where they have connections.
      if look(with: &listeners), listeners.hasAnyClosed { _ = count(with: &listeners) }
    }
  }

  /// False where the system does not tell.
  private func look(with listeners: inout Listeners) -> Bool {
    guard let sockets = TCPSocket.all(in: [.listening]) else { return false }
    let descendants = descendants.withLock { $0 }
    listeners.look(at: sockets) {
      // A process that ends meanwhile may have left its sockets to one that was not listed yet.
      for _ in 0..<3 {
        if let owners = descendants?.socketOwners { return owners }
      }
      return Listeners.Owners(isComplete: false)
    }
    return true
  }
}

extension Descendants {
  /// Whose the sockets are; nil when a process has ended while they were read.
  fileprivate var socketOwners: Listeners.Owners? {
    let tree = ProcessTree()
    var owners = Listeners.Owners()
    if case .known(let inodes) = ProcFiles.sockets(of: getpid()) { owners.ours = inodes }
    // Without /proc, or where it hides other users' processes.
    if !isVisible(in: tree) { owners.isComplete = false }
    for processID in own(in: tree) where tree.processes[processID]?.isZombie == false {
      switch ProcFiles.sockets(of: processID) {
      case .known(let inodes): owners.command.formUnion(inodes)
      case .refused: owners.isComplete = false
      case .gone: return nil
      }
    }
    return owners
  }
}
