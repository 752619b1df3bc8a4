/// The servers that are known; of two that fit, the first is meant.
package struct ServerTable: Equatable, Sendable {
  /// What follows from the servers; a class, for every container has the table.
  private final class Index: Sendable {
    let servers: [Server]
    /// In capitals.
    let limitVariables: Set<String>
    let limitProperties: [String]
    let settings: SettingNames
    let lastNames: [String]
    /// By a program's name, which server runs it.
    let byProgram: [String: Int]

    init(_ servers: [Server]) {
      self.servers = servers
      limitVariables = Set(servers.flatMap(\.limitVariables).map { $0.uppercased() })
      limitProperties = servers.flatMap(\.limitProperties)
      lastNames = servers.flatMap(\.lastNames)
      var settings = SettingNames()
      settings.add(servers.flatMap(\.limitSettings), .limit)
      settings.add(servers.flatMap(\.limitMilliseconds), .milliseconds)
      settings.add(servers.flatMap(\.delaySettings), .delay)
      settings.add(limitProperties.map { String($0.dropLast()) }, .property)
      self.settings = settings
      var byProgram: [String: Int] = [:]
      for (index, server) in servers.enumerated() {
        for program in server.programs where byProgram[program] == nil {
          byProgram[program] = index
        }
      }
      self.byProgram = byProgram
    }
  }

  private let index: Index

  package init(_ servers: [Server] = []) { index = Index(servers) }

  package static func == (one: ServerTable, other: ServerTable) -> Bool {
    one.index === other.index || one.servers == other.servers
  }

  package var servers: [Server] { index.servers }
  var limitVariables: Set<String> { index.limitVariables }
  var limitProperties: [String] { index.limitProperties }
  var settings: SettingNames { index.settings }

  /// The server of an image.
  package func server(in image: ImageName) -> Server? {
    servers.first { server in
      server.images.contains(where: image.isNamed) && server.tag.map(image.tag.contains) ?? true
    }
  }

  /// The server of an image of whose name only the last part was kept.
  package func server(inImageCalled name: String) -> Server? {
    name.isEmpty ? nil : servers.first { $0.images.contains { name.fits($0.baseName) } }
  }

  /// The server whose program it is.
  package func server(running program: String) -> Server? {
    index.byProgram[program].map { servers[$0] }
  }

  /// The server of a kind that a container beside the program is.
  package func server(
    _ kind: Server.Kind, called container: String, _ image: ImageName = ImageName("")
  ) -> Server? {
    servers.first { $0.kinds.contains(kind) && $0.isCalled(container, image) }
  }

  /// The first of some programs that is a supervisor.
  package func supervisor(among programs: [String]) -> String? {
    programs.first { server(running: $0)?.kinds.contains(.supervisor) == true }
  }

  /// Whether a store has such an image, or listens on such a port.
  package func isStore(_ image: ImageName, ports: some Sequence<Int>) -> Bool {
    let name = LoweredText(image.base)
    return servers.contains { server in
      server.kinds.contains(.store)
        && (server.imageWords.contains(where: name.contains)
          || ports.contains(where: server.ports.contains))
    }
  }

  /// The last part of an image's name if it stands in the table, else nothing: others may be private.
  package func knownName(of image: ImageName) -> String {
    let name = image.base
    return index.lastNames.contains(where: name.fits) ? name : ""
  }

  /// Whether a script of an image ends in exec, started with these words.
  package func endsInExec(_ script: String, _ words: [String]) -> Bool {
    servers.contains { server in
      server.execScripts.contains { known in
        let parts = known.split(separator: " ").map(String.init)
        return parts.first.map(script.fits) ?? false && parts.dropFirst().allSatisfy(words.contains)
      }
    }
  }

  /// The signal that a command of a server sends: `nginx -s quit`; nil when it sends none.
  func signal(of words: [String]) -> String? {
    guard let name = words.first?.baseName,
      let commands = server(running: name)?.signalCommands
    else { return nil }
    return commands.sorted { $0.key < $1.key }.first { command, _ in
      words.contains(command.split(separator: " ").map(String.init))
    }?.value
  }
}
