import CLibrary
package import Processes
import Synchronization

/// A small HTTP/1.1 server: one thread, one listener, no bodies, everything bounded.
package final class HTTPListener: Sendable {
  /// The port it listens on.
  package let port: UInt16
  private let listener: Int32
  /// Interrupts `poll`.
  private let wake: WakePipe
  private let isFinishing = Atomic(false)
  private let isFinished: Latch

  /// Listens on an address, nil being every one; port 0 takes any free one.
  package init(address: String?, port: UInt16) throws(SystemError) {
    isFinished = try Latch()
    listener = try listeningSocket(address: address, port: port)
    self.port = try localPort(of: listener)
    wake = try WakePipe()
  }

  /// Serves on a thread of its own until the process ends or ``finish(within:)``.
  package func start(_ reply: @escaping @Sendable (HTTPRequest) -> HTTPReply) throws(SystemError) {
    try startThread {
      var loop = Loop(listener: self.listener, wake: self.wake, reply: reply)
      while !(self.isFinishing.load(ordering: .acquiring) && loop.isIdle) { loop.turn() }
      close(self.listener)
      self.isFinished.open()
    }
  }

  /// Gives the answers that are ready their time to go out, at most that many seconds.
  package func finish(within seconds: Double) {
    isFinishing.store(true, ordering: .releasing)
    wake.wake()
    isFinished.wait(atMost: seconds)
  }
}

/// What one thread of a listener does and knows; it never leaves that thread.
private struct Loop {
  static let maximumConnections = 512
  /// So many may wait at once: the others are for plain reads, and for who begins the drain.
  static let maximumWaiting = 448
  static let headSeconds = 5.0
  static let writeSeconds = 5.0

  private let listener: Int32
  private let wake: WakePipe
  private let reply: @Sendable (HTTPRequest) -> HTTPReply
  private let maximumConnections: Int
  private let maximumWaiting: Int
  private var connections: [Int32: Connection] = [:]
  /// The system has no descriptor left: nothing is accepted until then.
  private var acceptsAgainAt = ContinuousClock.now

  init(
    listener: Int32, wake: WakePipe, reply: @escaping @Sendable (HTTPRequest) -> HTTPReply
  ) {
    self.listener = listener
    self.wake = wake
    self.reply = reply
    // Half of the descriptors there are is enough, where there are few.
    var limit = rlimit()
    #if canImport(Glibc)
      let isKnown = getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0
    #else
      let isKnown = getrlimit(RLIMIT_NOFILE, &limit) == 0
    #endif
    let descriptors = isKnown ? Int(min(limit.rlim_cur, 1 << 20)) : 1024
    maximumConnections = min(Self.maximumConnections, max(descriptors / 2, 8))
    maximumWaiting = maximumConnections * Self.maximumWaiting / Self.maximumConnections
  }

  var isIdle: Bool { connections.isEmpty }

  /// Waits for the next thing to happen and does it.
  mutating func turn() {
    var polled = [pollfd(fd: wake.reader, events: Int16(POLLIN), revents: 0)]
    polled += connections.map { pollfd(fd: $0, events: $1.interest, revents: 0) }
    if acceptsAgainAt <= .now {
      polled.append(pollfd(fd: listener, events: Int16(POLLIN), revents: 0))
    }
    let next = connections.values.map(\.due).min()
    let milliseconds = next.map { max(0, min(1, ($0 - .now).inSeconds)) * 1000 + 1 }
    _ = poll(&polled, nfds_t(polled.count), Int32(milliseconds ?? 1000))
    for entry in polled where entry.revents != 0 {
      switch entry.fd {
      case wake.reader: wake.calm()
      case listener: accept()
      default:
        let reply = reply
        connections[entry.fd]?.advance(reply)
        if connections[entry.fd]?.isWaiting == true { makeRoomForWaiting() }
      }
    }
    let now = ContinuousClock.now
    for descriptor in connections.keys {
      connections[descriptor]?.settle(at: now)
      if connections[descriptor]?.isDone == true {
        connections[descriptor] = nil
        close(descriptor)
      }
    }
  }

  private mutating func accept() {
    var accepted: Set<Int32> = []
    // Some at a time: those that are open already get their turn.
    for _ in 0..<64 {
      if connections.count >= maximumConnections, !closeIdlest(but: accepted) {
        return acceptLater()
      }
      let descriptor = acceptConnection(listener)
      guard descriptor >= 0 else {
        if errno == EMFILE || errno == ENFILE, !closeIdlest(but: accepted) { acceptLater() }
        return
      }
      closeOnExecWithoutBlocking(descriptor)
      accepted.insert(descriptor)
      connections[descriptor] = Connection(descriptor: descriptor)
      if connections.count >= maximumConnections { return }
    }
  }

  /// Whoever has the most that wait gives one up, so that nobody keeps the kubelet's hook from waiting.
  private mutating func makeRoomForWaiting() {
    let waiting = connections.filter { $0.value.isWaiting }
    guard waiting.count > maximumWaiting else { return }
    let byPeer = Dictionary(grouping: waiting.filter { $0.value.mayGiveWay }) { $0.value.peer }
    let most = byPeer.max { $0.value.count < $1.value.count }?.value
    let oldest = most?.min { $0.value.waitsSince < $1.value.waitsSince }
    if let oldest { connections[oldest.key]?.giveWay() }
  }

  private mutating func acceptLater() {
    acceptsAgainAt = .now + .milliseconds(100)
  }

  /// Makes room by closing the connection that has been silent for longest; false if each has asked.
  private mutating func closeIdlest(but accepted: Set<Int32>) -> Bool {
    let idle = connections.filter { $0.value.isReading && !accepted.contains($0.key) }
    guard let idlest = idle.min(by: { $0.value.due < $1.value.due }) else { return false }
    connections[idlest.key] = nil
    close(idlest.key)
    return true
  }
}

/// One connection: a request is read, perhaps waited for, and answered.
private struct Connection {
  private enum Step {
    case reading
    case waiting(HTTPWait)
    case writing([UInt8])
    case done
  }

  static let maximumHead = 8 * 1024

  private let descriptor: Int32
  private var step = Step.reading
  private var head: [UInt8] = []
  private var limit: ContinuousClock.Instant
  /// From where it comes.
  let peer: [UInt8]
  private(set) var waitsSince = ContinuousClock.now
  private var isHeadOnly = false

  init(descriptor: Int32) {
    self.descriptor = descriptor
    peer = peerAddress(of: descriptor)
    limit = .now + .seconds(Loop.headSeconds)
  }

  var isDone: Bool {
    if case .done = step { true } else { false }
  }

  /// It has asked for an answer that is not due yet.
  var isWaiting: Bool {
    if case .waiting = step { true } else { false }
  }

  /// It has not asked for anything yet.
  var isReading: Bool {
    if case .reading = step { true } else { false }
  }

  /// What `poll` shall tell about it; a waiting client is watched for its leaving.
  var interest: Int16 {
    if case .writing = step { Int16(POLLOUT) } else { Int16(POLLIN) }
  }

  /// When it must be looked at again though nothing was received.
  var due: ContinuousClock.Instant {
    guard case .waiting(let wait) = step else { return limit }
    return wait.isReady == nil ? wait.due : min(wait.due, .now + .milliseconds(100))
  }

  /// It waits, and another one may take its place.
  var mayGiveWay: Bool {
    if case .waiting(let wait) = step { !wait.isPrivileged } else { false }
  }

  mutating func giveWay() {
    guard case .waiting(let wait) = step else { return }
    wait.abandon()
    answer(HTTPAnswer(503, "too many wait already\n"))
  }

  mutating func advance(_ reply: (HTTPRequest) -> HTTPReply) {
    switch step {
    case .reading: receive(reply)
    case .waiting(let wait):
      var byte: UInt8 = 0
      let count = recv(descriptor, &byte, 1, Int32(MSG_PEEK))
      // A client that has closed has left; one that has only sent all it will cannot be told from it. One
      // that says more before it is answered is told so by closing.
      if count >= 0 || errno != EAGAIN {
        wait.abandon()
        step = .done
      }
    case .writing: send()
    case .done: break
    }
  }

  /// Does what is due by time alone.
  mutating func settle(at now: ContinuousClock.Instant) {
    switch step {
    case .reading where now >= limit: answer(HTTPAnswer(408, "the request took too long\n"))
    case .writing where now >= limit: step = .done
    case .waiting(let wait) where now >= wait.due || wait.isReady?() == true: answer(wait.answer())
    default: break
    }
  }

  private mutating func receive(_ reply: (HTTPRequest) -> HTTPReply) {
    var bytes = [UInt8](repeating: 0, count: 4096)
    let count = read(descriptor, &bytes, bytes.count)
    guard count > 0 else {
      if count == 0 || (errno != EAGAIN && errno != EINTR) { step = .done }
      return
    }
    // Only what is new may complete the empty line: a client that drips bytes costs no more.
    let searched = max(head.count - 3, 0)
    head += bytes[..<count]
    let head = head
    let end = head.indices[searched...].first { head[$0...].starts(with: "\r\n\r\n".utf8) }
    guard let end else {
      if head.count > Self.maximumHead { answer(HTTPAnswer(431, "the request is too long\n")) }
      return
    }
    do {
      var request = try HTTPRequest(head: Array(head[..<end]))
      request.isLocal = isLoopback(peer)
      isHeadOnly = request.method == .head
      switch reply(request) {
      case .now(let now): answer(now)
      case .later(let wait):
        waitsSince = .now
        step = .waiting(wait)
      }
    } catch {
      answer(HTTPAnswer(error.rawValue, "only a plain request is served here\n"))
    }
  }

  private mutating func answer(_ answer: HTTPAnswer) {
    step = .writing(answer.bytes(isHeadOnly: isHeadOnly))
    limit = .now + .seconds(Loop.writeSeconds)
    send()
  }

  private mutating func send() {
    guard case .writing(let bytes) = step else { return }
    let count = sendWithoutSignal(descriptor, bytes)
    if count == bytes.count || (count < 0 && errno != EAGAIN && errno != EINTR) {
      step = .done
    } else if count > 0 {
      step = .writing(Array(bytes[count...]))
    }
  }
}
