/// Where a value stands in a JSON text (RFC 6901): `/workers/0/busy`.
public struct JSONPointer: Equatable, Sendable {
  /// As it was written.
  public let text: String
  private let tokens: [String]

  /// Reads a pointer; nil when it is none, or longer than 1000 bytes.
  public init?(_ text: String) {
    guard text.isEmpty || text.first == "/", text.utf8.count <= 1000 else { return nil }
    var tokens: [String] = []
    for part in text.split(separator: "/", omittingEmptySubsequences: false).dropFirst() {
      var token = ""
      var rest = part[...]
      while let character = rest.popFirst() {
        guard character == "~" else {
          token.append(character)
          continue
        }
        switch rest.popFirst() {
        case "0": token.append("~")
        case "1": token.append("/")
        default: return nil
        }
      }
      tokens.append(token)
    }
    self.text = text
    self.tokens = tokens
  }

  /// What stands there; nil when nothing does.
  func value(in json: JSON) -> JSON? {
    var value = json
    for token in tokens {
      switch value {
      case .object(let members):
        guard let member = members[token] else { return nil }
        value = member
      case .array(let elements):
        // No sign and no zeros in front.
        guard let index = Int(token), String(index) == token, elements.indices.contains(index)
        else { return nil }
        value = elements[index]
      default: return nil
      }
    }
    return value
  }
}
