internal import ShutdownModel
public import Time

/// One configured value as it was written, and where; every reader below names both in its error.
public struct ConfigValue: Hashable, Sendable {
  /// What the value sets, `poll-rate` or `keys.quit`.
  public var name: String
  public var text: String
  public var origin: ConfigOrigin

  /// Makes a value.
  public init(name: String, text: String, origin: ConfigOrigin) {
    self.name = name
    self.text = text
    self.origin = origin
  }

  /// An error at this value: `file:3: poll-rate is 'fast'; use a whole number from 1 to 50`.
  public func refused(use advice: String) -> ConfigError {
    refused(because: "use \(advice)")
  }

  /// An error at this value with the reason, which says what to use, in its reader's own words.
  func refused(because reason: String) -> ConfigError {
    let what = text.isEmpty ? "is empty" : "is \(text.quotedForMessage)"
    return ConfigError(place: "\(origin)", problem: "\(name) \(what); \(reason)")
  }

  /// A whole number within a range.
  public func integer(in range: ClosedRange<Int>) throws(ConfigError) -> Int {
    guard let number = Int(text), range.contains(number) else {
      throw refused(use: "a whole number from \(range.lowerBound) to \(range.upperBound)")
    }
    return number
  }

  /// A part of one, written as a percentage: `25 %` or `25%`.
  public func part() throws(ConfigError) -> Double {
    var digits = Substring(text)
    if digits.last == "%" {
      digits.removeLast()
      if digits.last == " " { digits.removeLast() }
      if let number = Int(digits), (0...100).contains(number) { return Double(number) / 100 }
    }
    throw refused(use: "a percentage from 0 % to 100 %")
  }

  /// `true` or `false`; `yes`, `no`, `on`, `off`, `1` and `0` say the same.
  public func bool() throws(ConfigError) -> Bool {
    guard let value = Self.bools[text.lowercased()] else {
      throw refused(use: "true or false")
    }
    return value
  }

  /// `auto` (nil), `true` or `false`.
  public func boolOrAuto() throws(ConfigError) -> Bool? {
    if text == "auto" { return nil }
    guard let value = Self.bools[text.lowercased()] else {
      throw refused(use: "auto, true or false")
    }
    return value
  }

  /// A length of time within a range.
  public func duration(in range: ClosedRange<TimeSpan>) throws(ConfigError) -> TimeSpan {
    guard let span = TimeSpan(durationText: text), range.contains(span) else {
      throw refused(
        use: "a duration such as 90s, 1m30s or 500ms, from \(range.lowerBound.durationText) "
          + "to \(range.upperBound.durationText)")
    }
    return span
  }

  /// One of the raw values of an enum.
  public func choice<Choice>(of type: Choice.Type) throws(ConfigError) -> Choice
  where Choice: CaseIterable & RawRepresentable, Choice.RawValue == String {
    guard let choice = Choice(rawValue: text) else {
      throw unknown(among: Choice.allCases.map(\.rawValue))
    }
    return choice
  }

  /// Refuses a text that is none of the names, with the nearest.
  public func oneOf(_ names: some Sequence<String>) throws(ConfigError) -> String {
    guard names.contains(text) else { throw unknown(among: names) }
    return text
  }

  /// Several of these names, with commas between them.
  public func names(of known: [String]) throws(ConfigError) -> [String] {
    var names: [String] = []
    for part in text.split(separator: ",") {
      let name = part.filter { !$0.isWhitespace }.lowercased()
      guard known.contains(name) else {
        throw refused(use: "auto, or some of " + known.joined(separator: ","))
      }
      if !names.contains(name) { names.append(name) }
    }
    return names
  }

  private func unknown(among names: some Sequence<String>) -> ConfigError {
    ConfigError(
      place: "\(origin)",
      problem: "\(name): unknown value \(text.quotedForMessage)\(hint(for: text, among: names))")
  }

  private static let bools = [
    "true": true, "yes": true, "on": true, "1": true,
    "false": false, "no": false, "off": false, "0": false,
  ]
}
