/// A JSON value, so that neither the pod library nor the sandbox needs Foundation.
package enum JSON: Equatable, Sendable {
  case null
  case bool(Bool)
  case integer(Int)
  case number(Double)
  case string(String)
  case array([JSON])
  case object([String: JSON])

  /// The member of that name; null when there is none or this is no object.
  ///
  /// Setting a member of null makes it an object; setting one of anything else changes nothing.
  package subscript(key: String) -> JSON {
    get { members[key] ?? .null }
    set {
      guard self == .null || isObject else { return }
      var members = members
      self = .null
      members[key] = newValue
      self = .object(members)
    }
  }

  /// Takes away the member of that name.
  package mutating func remove(_ key: String) {
    guard isObject else { return }
    var members = members
    members[key] = nil
    self = .object(members)
  }

  /// Whether this has members, or could have.
  package var isObject: Bool {
    if case .object = self { true } else { false }
  }

  /// The elements; none when this is no array.
  package var elements: [JSON] {
    guard case .array(let elements) = self else { return [] }
    return elements
  }

  /// The members; none when this is no object.
  package var members: [String: JSON] {
    guard case .object(let members) = self else { return [:] }
    return members
  }

  /// The text; nil when this is no string.
  package var string: String? {
    guard case .string(let string) = self else { return nil }
    return string
  }

  /// The whole number, written as 3 or 3.0; nil when this is none.
  package var int: Int? {
    switch self {
    case .integer(let integer): integer
    case .number(let number): Int(exactly: number)
    default: nil
    }
  }

  /// The number; nil when this is none.
  package var double: Double? {
    switch self {
    case .integer(let integer): Double(integer)
    case .number(let number): number
    default: nil
    }
  }
}

// Not by nil: `members[name] = condition ? nil : value` would then store a null.
extension JSON: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral,
  ExpressibleByBooleanLiteral, ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral
{
  package init(stringLiteral value: String) { self = .string(value) }
  package init(integerLiteral value: Int) { self = .integer(value) }
  package init(booleanLiteral value: Bool) { self = .bool(value) }
  package init(arrayLiteral elements: JSON...) { self = .array(elements) }
  package init(dictionaryLiteral elements: (String, JSON)...) {
    self = .object(Dictionary(elements) { _, last in last })
  }
}
