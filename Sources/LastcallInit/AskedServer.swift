import CLibrary
import LastcallPod
import PodStatus
import Processes
import Synchronization

/// The command's own status, asked twice a second: what it says is in flight.
final class AskedServer: Sendable {
  private let address: StatusAddress
  private let port: UInt16
  private let latest = Mutex<(count: Int, time: ContinuousClock.Instant)?>(nil)

  /// - Throws: when no thread can be started.
  init(_ address: StatusAddress, port: UInt16) throws(SystemError) {
    self.address = address
    self.port = port
    try startThread { [weak self] in
      while let server = self {
        server.ask()
        usleep(500_000)
      }
    }
  }

  /// The newest count; nil before there was one, and once it is old.
  ///
  /// Most servers close their status when they begin to drain: what they counted last is not what is in flight.
  var inFlight: Int? {
    latest.withLock { $0.flatMap { $0.time + Self.lifetime > .now ? $0.count : nil } }
  }

  /// Three questions, of which one may be lost and another late.
  private static let lifetime = Duration.seconds(2)

  private func ask() {
    let get = LoopbackGet(port: port, path: address.path ?? address.kind.paths[0])
    guard let answer = get.answer(bodyLimit: address.kind.bodyLimit),
      let count = (try? address.kind.status(code: answer.code, body: answer.body))?.inFlight
    else { return }
    latest.withLock { $0 = (count, .now) }
  }
}
