import LogText

/// What the user wants to see: a regular expression, or with `!` before it all but what that finds.
///
/// Letters match in either case unless one of the expression is upper case. What is no expression, or not
/// yet, is looked for as the text that it is.
struct TextFilter: Sendable {
  /// As it was typed; empty shows everything.
  let text: String
  /// Why the text is no regular expression; nil when it is one.
  let problem: String?
  private let excludes: Bool
  private var search: LogSearch?

  init(_ text: String) {
    self.text = text
    excludes = text.hasPrefix("!")
    let pattern = String(text.dropFirst(excludes ? 1 : 0))
    guard !pattern.isEmpty else {
      (problem, search) = (nil, nil)
      return
    }
    let alike: LogRegex.AlikeLetters = TextFilter.hasUpperCase(pattern) ? .none : .all
    do {
      search = LogSearch(try LogRegex(pattern, alike: alike))
      problem = nil
    } catch {
      search = (try? LogRegex(TextFilter.literal(pattern), alike: alike)).map(LogSearch.init)
      problem = error.problem
    }
  }

  /// It shows everything.
  var isEmpty: Bool { search == nil }

  /// What a view says of it above what it shows; nil where it shows everything.
  var heading: String? {
    isEmpty ? nil : " filter\(problem == nil ? "" : ", as text"): \(text) "
  }

  /// Whether something with these texts is shown.
  mutating func shows(_ texts: String?...) -> Bool {
    guard search != nil else { return true }
    for case let text? in texts where search?.finds(text) == true { return !excludes }
    return excludes
  }

  /// What it has found in a text that is shown.
  mutating func matches(in text: String) -> [Range<String.Index>] {
    excludes ? [] : search?.matches(in: text) ?? []
  }

  /// Escapes such as `\S` are no letters.
  private static func hasUpperCase(_ pattern: String) -> Bool {
    var isEscaped = false
    for scalar in pattern.unicodeScalars {
      if !isEscaped, scalar.properties.isUppercase { return true }
      isEscaped = scalar == "\\" && !isEscaped
    }
    return false
  }

  /// The expression that finds a text.
  private static func literal(_ text: String) -> String {
    var pattern = ""
    for scalar in text.unicodeScalars {
      if scalar.isASCII, !scalar.properties.isAlphabetic, !("0"..."9").contains(scalar),
        scalar != "_"
      {
        pattern += "\\"
      }
      pattern.unicodeScalars.append(scalar)
    }
    return pattern
  }
}

extension TextFilter: Equatable {
  static func == (left: TextFilter, right: TextFilter) -> Bool { left.text == right.text }
}
