import PodStatus

/// A label selector and a field selector, both of which an object must match.
struct Selector: Equatable, Sendable {
  private enum Requirement: Equatable {
    case isIn(String, Set<String>)
    case isNotIn(String, Set<String>)
    case exists(String)
    case absent(String)
    case field([String], String)
    case notField([String], String)
  }

  private var requirements: [Requirement] = []

  /// Matches everything.
  init() {}

  /// Reads both query parameters; nil if one is no selector.
  init?(labels: String, fields: String) {
    for part in Self.parts(labels) {
      guard let requirement = Self.label(part) else { return nil }
      requirements.append(requirement)
    }
    for part in Self.parts(fields) {
      guard let (path, isEqual, value) = Self.comparison(part) else { return nil }
      let keys = path.split(separator: ".").map(String.init)
      requirements.append(isEqual ? .field(keys, value) : .notField(keys, value))
    }
  }

  /// Whether the object has the labels and fields that are asked for.
  func matches(_ object: JSON) -> Bool {
    let labels = object["metadata"]["labels"]
    return requirements.allSatisfy { requirement in
      switch requirement {
      case .isIn(let key, let values): labels[key].string.map(values.contains) ?? false
      case .isNotIn(let key, let values): labels[key].string.map { !values.contains($0) } ?? true
      case .exists(let key): labels[key] != .null
      case .absent(let key): labels[key] == .null
      case .field(let path, let value): Self.field(path, of: object) == value
      case .notField(let path, let value): Self.field(path, of: object) != value
      }
    }
  }

  private static func field(_ path: [String], of object: JSON) -> String {
    path.reduce(object) { $0[$1] }.string ?? ""
  }

  /// Splits at the commas that are not inside parentheses.
  private static func parts(_ text: String) -> [String] {
    var parts = [""]
    var depth = 0
    for character in text {
      if character == "(" { depth += 1 }
      if character == ")" { depth -= 1 }
      if character == ",", depth == 0 {
        parts.append("")
      } else {
        parts[parts.count - 1].append(character)
      }
    }
    return parts.map { $0.trimming() }.filter { !$0.isEmpty }
  }

  private static func label(_ text: String) -> Requirement? {
    if let (key, isEqual, value) = comparison(text) {
      return isEqual ? .isIn(key, [value]) : .isNotIn(key, [value])
    }
    for (word, isIn) in [(" notin ", false), (" in ", true)] {
      guard let range = text.firstRange(of: word) else { continue }
      let list = String(text[range.upperBound...]).trimming()
      guard list.first == "(", list.last == ")" else { return nil }
      let values = Set(list.dropFirst().dropLast().split(separator: ",").map { $0.trimming() })
      let key = text[..<range.lowerBound].trimming()
      return isIn ? .isIn(key, values) : .isNotIn(key, values)
    }
    if text.contains(" ") { return nil }
    return text.hasPrefix("!") ? .absent(String(text.dropFirst())) : .exists(text)
  }

  private static func comparison(_ text: String) -> (key: String, isEqual: Bool, value: String)? {
    for (sign, isEqual) in [("!=", false), ("==", true), ("=", true)] {
      guard let range = text.firstRange(of: sign) else { continue }
      let key = text[..<range.lowerBound].trimming()
      return key.isEmpty ? nil : (key, isEqual, text[range.upperBound...].trimming())
    }
    return nil
  }
}

extension StringProtocol {
  fileprivate func trimming() -> String {
    String(drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
  }
}
