/// Why a configuration was refused: where, what, and what to do.
public struct ConfigError: Error, Equatable, CustomStringConvertible {
  /// `file:line`, a variable's or a flag's name.
  public var place: String
  /// Lower case: what is wrong, the value, what to write instead.
  public var problem: String

  /// Makes an error that begins with a place.
  public init(place: String, problem: String) {
    self.place = place
    self.problem = problem
  }

  public var description: String { "\(place): \(problem)" }
}

extension String {
  /// The text in single quotes, at most 60 characters, with nothing a terminal could act on.
  ///
  ///     'deploy\u{1B}[2J'
  public var quotedForMessage: String {
    var quoted = "'"
    for (position, scalar) in unicodeScalars.enumerated() {
      guard position < 60 else {
        quoted += "…"
        break
      }
      if scalar.isPrintable {
        quoted.unicodeScalars.append(scalar)
      } else {
        quoted += "\\u{\(String(scalar.value, radix: 16, uppercase: true))}"
      }
    }
    return quoted + "'"
  }
}

extension Unicode.Scalar {
  /// Whether it is shown as itself and does nothing else to a terminal.
  var isPrintable: Bool {
    switch properties.generalCategory {
    case .control, .format, .lineSeparator, .paragraphSeparator, .privateUse, .unassigned: false
    default: true
    }
  }
}
