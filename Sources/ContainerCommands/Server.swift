/// A program that other people's containers run, and what is known of the way it ends.
///
/// `config/servers.yaml` explains each property under the name that ``fields`` gives it.
package struct Server: Equatable, Sendable {
  /// What else it is to the rules.
  package enum Kind: String, CaseIterable, Sendable {
    case supervisor, proxy, mesh, shipper, store, runner, prefork
  }

  /// What becomes of its requests in flight.
  package enum End: String, CaseIterable, Sendable {
    /// SIGTERM cuts them.
    case cuts
    /// Any signal that stops it does, unless a setting of its own says otherwise.
    case mayCut = "may-cut"
    /// SIGTERM ends work that takes long, which no delay keeps away.
    case aborts
  }

  /// What sentences call it.
  package var name: String
  package var images: [String] = []
  package var tag: String?
  package var imageWords: [String] = []
  package var containers: [String] = []
  package var programs: [String] = []
  package var ports: [Int] = []
  package var kinds: [Kind] = []
  package var stopSignal: String?
  package var stopSignalSince: [String] = []
  package var onSigterm: End?
  package var drainsOn: String?
  package var why: String?
  package var advice: String?
  /// The signals, by the words of a command that send them.
  package var signalCommands: [String: String] = [:]
  package var execScripts: [String] = []
  package var limitOptions: [String] = []
  /// Seconds.
  package var limitDefault: Int?
  package var limitVariables: [String] = []
  package var limitProperties: [String] = []
  package var limitSettings: [String] = []
  /// Of those whose numbers are milliseconds.
  package var limitMilliseconds: [String] = []
  package var delaySettings: [String] = []
  package var limitDefaultWith: [String] = []
  package var optionVariables: [String] = []
  package var configOptions: [String] = []
  /// `1.6 s`.
  package var childLimit: String?
  package var childLimitSettings: [String] = []
  package var runnerWords: [String] = []
  package var holdsOff: [String] = []
  package var injectedBy: [String] = []
  /// Seconds.
  package var injectedStays: Int?
  package var injectedStaySettings: [String] = []
  package var injectedWaits: [String] = []

  package init(name: String) { self.name = name }
}

extension Server {
  /// The signal of an image's own that stops it, and whether an image of that version is sure to have it;
  /// nil when it is sure to have none.
  package func stopSignal(of image: ImageName) -> (signal: String, isSure: Bool)? {
    guard let stopSignal else { return nil }
    let since = stopSignalSince.compactMap { ImageName(":\($0)").version }
    guard let first = since.first, let last = since.last else { return (stopSignal, true) }
    guard let version = image.version else { return (stopSignal, false) }
    // The tag `1` is that of the newest 1.x.
    if version.count > 1, version.lexicographicallyPrecedes(first) { return nil }
    return (stopSignal, !version.lexicographicallyPrecedes(last))
  }

  /// Whether a word names a file with its settings.
  func isConfigOption(_ word: String) -> Bool {
    configOptions.contains { word == $0 || word.hasPrefix($0 + "=") }
  }

  /// Whether a start may come to one of its programs.
  package func isStarted(by start: StartCommand) -> Bool {
    if programs.isEmpty { return true }
    return switch start.program {
    case .image: true
    case .script(_, let script) where script.isClear:
      script.lastProgram.map(programs.contains) ?? false
    default: start.words.first.map { programs.contains($0.baseName) } ?? false
    }
  }

  /// Whether a container is called so, or its image's name ends so.
  func isCalled(_ container: String, _ image: ImageName) -> Bool {
    containers.contains { $0 == container || image.repository.hasSuffix($0) }
  }

  /// The last parts of its images' names.
  var lastNames: [String] { (images + containers).map(\.baseName) }
}

extension String {
  /// Whether it is a name, in which one star stands for any text.
  func fits(_ pattern: String) -> Bool {
    guard let star = pattern.firstIndex(of: "*") else { return self == pattern }
    return utf8.count >= pattern.utf8.count - 1 && hasPrefix(pattern[..<star])
      && hasSuffix(pattern[pattern.index(after: star)...])
  }
}
