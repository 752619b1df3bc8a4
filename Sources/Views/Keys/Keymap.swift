/// Which key asks for what: the one table behind the keys, the footer, the help and the README.
public struct Keymap: Equatable, Sendable {
  /// The keys of each intent, in the order they are shown.
  public let keys: [Intent: [Key]]
  /// The commands for the selected pod, each with its keys, in the order they are shown.
  public let commands: [UserCommand]
  private let intents: [Key: Intent]

  /// Makes a keymap; of two intents with one key, the one earlier in ``Intent`` has it, and a command
  /// has its key before all of them.
  public init(_ keys: [Intent: [Key]], commands: [UserCommand] = []) {
    self.keys = keys
    self.commands = commands
    var intents: [Key: Intent] = [:]
    for intent in Intent.allCases.reversed() {
      for key in keys[intent] ?? [] { intents[key] = intent }
    }
    self.intents = intents
  }

  /// What a key asks for.
  public func intent(of key: Key) -> Intent? { intents[key] }

  /// Which command a key runs.
  func command(of key: Key) -> UserCommand? { commands.first { $0.keys.contains(key) } }

  /// The keys of an intent as one text, for the help.
  func text(of intent: Intent, _ glyphs: Glyphs) -> String {
    (keys[intent] ?? []).map { $0.symbol(glyphs) }.joined(separator: " ")
  }

  /// The first key of an intent, for the footer.
  func symbol(of intent: Intent, _ glyphs: Glyphs) -> String? {
    keys[intent]?.first?.symbol(glyphs)
  }
}
