import CLibrary
import Testing

@testable import LastcallInit

/// Which connections are the command's, as the sockets of a namespace say.
struct ListenersTests {
  private static let everyIPv4: UInt64 = 0xffff_0000_0000

  private func socket(
    _ port: UInt16, _ state: TCPSocket.State, _ inode: UInt64, low: UInt64 = 0
  ) -> TCPSocket {
    TCPSocket(local: .init(high: 0, low: low, port: port), state: state, inode: inode)
  }

  /// What is counted of the sockets when the command holds some of them.
  private func count(
    _ sockets: [TCPSocket], own: Set<UInt64>, ours: Set<UInt64> = [], isComplete: Bool = true
  ) -> Int? {
    var listeners = Listeners()
    listeners.look(at: sockets.filter { $0.state == .listening }) {
      .init(command: own, ours: ours, isComplete: isComplete)
    }
    return listeners.count(sockets.filter { $0.state != .listening }, isDraining: false)
  }

  @Test func `what was accepted is counted, and nothing else`() {
    let sockets = [
      socket(80, .listening, 1), socket(80, .established, 2), socket(80, .closeWait, 3),
      // In the queue of the listener, or closed by the program.
      socket(80, .established, 0),
      // Connections that the command has made, and those of somebody else's listener.
      socket(40_000, .established, 4), socket(90, .listening, 5), socket(90, .established, 6),
    ]
    #expect(count(sockets, own: [1, 4]) == 2)
    #expect(count(Array(sockets.prefix(1)), own: [1]) == 0)
  }

  @Test func `a listener of one address has what arrives there`() {
    let sockets = [
      socket(80, .listening, 1, low: Self.everyIPv4 | 0x7f00_0001),
      socket(80, .established, 2, low: Self.everyIPv4 | 0x7f00_0001),
      socket(80, .established, 3, low: Self.everyIPv4 | 0x0a00_0001),
    ]
    #expect(count(sockets, own: [1]) == 1)
    let every = [socket(80, .listening, 1, low: Self.everyIPv4)] + sockets.dropFirst()
    #expect(count(every + [socket(80, .established, 4, low: 5)], own: [1]) == 2)
    #expect(count([socket(80, .listening, 1)] + sockets.dropFirst(), own: [1]) == 2)
  }

  @Test func `what is not known is no number`() {
    let sockets = [socket(80, .listening, 1), socket(80, .established, 2)]
    // It never listened; nobody knows whose the listener is; one of two listeners may be its own.
    #expect(count([socket(40_000, .established, 4)], own: [4]) == nil)
    #expect(count(sockets, own: [], isComplete: false) == nil)
    #expect(count(sockets + [socket(90, .listening, 3)], own: [1], isComplete: false) == nil)
    #expect(
      count(sockets + [socket(90, .listening, 3)], own: [1], ours: [3], isComplete: false) == 1)
    // Somebody else listens at the same port.
    let other = socket(80, .listening, 3, low: Self.everyIPv4 | 0x0a00_0001)
    #expect(count(sockets + [other], own: [1]) == nil)
  }

  @Test func `a listener that is closed is known while it has connections`() {
    var listeners = Listeners()
    let sockets = [socket(80, .listening, 1), socket(80, .established, 2)]
    listeners.look(at: [sockets[0]]) { .init(command: [1]) }
    listeners.look(at: []) { .init() }
    #expect(listeners.hasAnyClosed)
    #expect(listeners.count([sockets[1]], isDraining: false) == 1)
    #expect(listeners.count([], isDraining: true) == 0)
    #expect(listeners.count([], isDraining: false) == 0)
    // The port is anybody's now.
    #expect(listeners.count([sockets[1]], isDraining: false) == nil)
  }

  @Test func `the processes are asked once for each listener`() {
    var listeners = Listeners()
    var asked = 0
    func look(_ sockets: [TCPSocket], isComplete: Bool = true) {
      listeners.look(at: sockets) {
        asked += 1
        return .init(command: [1, 3], isComplete: isComplete)
      }
    }
    let sockets = [socket(80, .listening, 1), socket(90, .listening, 2)]
    look(sockets, isComplete: false)
    look(sockets)
    look(sockets)
    #expect(asked == 2)
    look(sockets + [socket(81, .listening, 3)])
    look(sockets)
    #expect(asked == 3)
  }

  /// Other programs of this machine open and close theirs meanwhile: only these two are compared.
  @Test func `the kernel tells of a listener and of what waits for it`() throws {
    let listener = listeningLoopback()
    let client = connection(listener.port)
    defer { for descriptor in [client, listener.descriptor] { close(descriptor) } }
    func own(_ sockets: [TCPSocket]?) -> [TCPSocket] {
      (sockets ?? []).filter { $0.local.port == listener.port }.sorted { $0.inode < $1.inode }
    }
    let states: [TCPSocket.State] = [.listening, .established, .closeWait]
    let answer = own(TCPSocket.all(in: states))
    // The kernel sorts the ports out, up to so many.
    for others in [1, 2, 63, 64] as [UInt16] {
      let ports = Set([listener.port] + (1...others).map { listener.port ^ $0 })
      let chosen = TCPSocket.all(in: states, ports: ports) ?? []
      #expect(chosen.allSatisfy { others == 64 || ports.contains($0.local.port) })
      #expect(own(chosen) == answer)
    }
    // The one that was not accepted has no inode.
    #expect(answer.map(\.state) == [.established, .listening])
    #expect(answer.first?.inode == 0)
    guard case .known(let inodes) = ProcFiles.sockets(of: getpid()) else {
      Issue.record("the sockets of this process cannot be read")
      return
    }
    #expect(inodes.contains(answer[1].inode))
    guard case .gone = ProcFiles.sockets(of: 0) else {
      Issue.record("there is no process 0")
      return
    }
  }

  private func listeningLoopback() -> (descriptor: Int32, port: UInt16) {
    let descriptor = streamSocket()
    let port = boundPort(of: descriptor)
    listen(descriptor, 5)
    return (descriptor, port)
  }
}
