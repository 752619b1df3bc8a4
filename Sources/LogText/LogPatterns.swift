/// The texts by which a log line is understood, as regular expressions (``LogRegex``).
public struct LogPatterns: Equatable, Sendable {
  /// Patterns of equal standing.
  public struct Tier: Equatable, Sendable {
    /// What a line says that one of these matches.
    public var signs: [LogSign: [String]]
    /// Group 1 is the number of tasks in flight; a pattern without a group says that there are none.
    public var inFlight: [String]
    /// A line that one of these matches says nothing.
    public var ignore: [String]
    /// Its patterns are of what any program says: who speaks is read in the sentence (``LogSpeaker``).
    public var weighsSpeaker: Bool

    /// Makes a tier.
    public init(
      signs: [LogSign: [String]] = [:], inFlight: [String] = [], ignore: [String] = [],
      weighsSpeaker: Bool = false
    ) {
      self.signs = signs
      self.inFlight = inFlight
      self.ignore = ignore
      self.weighsSpeaker = weighsSpeaker
    }
  }

  /// The specific before the general: what an earlier tier says of a line, a later one cannot
  /// change.
  ///
  /// Within a tier `ignore` comes first, then the signs from `cut` back to `signal`.
  public var tiers: [Tier]
  /// How the message, in which the texts are sought, is told from the rest of a line.
  public var forms: LogForms

  /// Makes patterns of tiers.
  public init(tiers: [Tier] = [], forms: LogForms = LogForms()) {
    self.tiers = tiers
    self.forms = forms
  }
}
