import Processes

/// The connections that some processes have accepted, as Linux' `/proc/net/tcp` lists them.
///
/// One that is kept alive between two requests counts like one with a request: the kernel does not know
/// the difference.
struct Connections {
  /// Where the processes have listened so far: a server that drains has closed its listener.
  private var ports: Set<Int> = []

  /// One line of `/proc/net/tcp`; source: `Documentation/networking/proc_net_tcp.rst` of Linux.
  struct Line: Equatable {
    var port: Int
    var state: Int
    var inode: Int

    /// Nil for the heading, or what is none.
    init?(_ text: Substring) {
      let fields = text.split(separator: " ")
      guard fields.count >= 10, let port = fields[1].split(separator: ":").last,
        let port = Int(port, radix: 16), let state = Int(fields[3], radix: 16),
        let inode = Int(fields[9])
      else { return nil }
      (self.port, self.state, self.inode) = (port, state, inode)
    }
  }

  private static let established = 1
  private static let closeWait = 8
  private static let listening = 10

  /// Counts anew; nil where `/proc` does not tell.
  mutating func count(of processes: [Int32]) -> Int? {
    let lines = ["/proc/net/tcp", "/proc/net/tcp6"].compactMap(text)
      .flatMap { $0.split(separator: "\n").compactMap(Line.init) }
    guard !lines.isEmpty || text("/proc/net/tcp") != nil else { return nil }
    return count(lines, sockets: Set(processes.flatMap(Connections.sockets)))
  }

  /// - Parameter sockets: the inodes of the processes' sockets.
  mutating func count(_ lines: [Line], sockets: Set<Int>) -> Int {
    let own = lines.filter { sockets.contains($0.inode) }
    ports.formUnion(own.filter { $0.state == Connections.listening }.map(\.port))
    let accepted = own.filter {
      // A client that has sent all it will still waits for its answer.
      ports.contains($0.port)
        && [Connections.established, Connections.closeWait].contains($0.state)
    }
    // Forked workers share their sockets.
    return Set(accepted.map(\.inode)).count
  }

  private func text(_ path: String) -> String? {
    ProcFiles.bytes(of: path, partSize: 65_536).map { String(decoding: $0, as: UTF8.self) }
  }

  private static func sockets(of processID: Int32) -> [Int] {
    let folder = "/proc/\(processID)/fd"
    return names(inDirectory: folder).compactMap { name in
      guard let target = ProcFiles.target(of: "\(folder)/\(name)"), target.hasPrefix("socket:[")
      else { return nil }
      return Int(target.dropFirst(8).dropLast())
    }
  }
}
