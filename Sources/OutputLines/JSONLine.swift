package import PodStatus

/// One JSON object on one line, its fields in the order they were added.
///
/// What is unknown is `null`, never left out.
package struct JSONLine {
  private var text = "{"

  package init() {}

  /// The whole object, closed.
  package var line: String { text + "}" }

  package mutating func add(_ name: String, _ value: String?) {
    key(name)
    guard let value else { return text += "null" }
    JSONLine.quote(value, into: &text)
  }

  package mutating func add(_ name: String, _ value: Int?) {
    key(name)
    text += value.map(String.init) ?? "null"
  }

  package mutating func add(_ name: String, _ value: Bool?) {
    key(name)
    text += value.map { $0 ? "true" : "false" } ?? "null"
  }

  /// A number of seconds, rounded to milliseconds; what is not finite is unknown.
  package mutating func add(_ name: String, seconds value: Double?) {
    key(name)
    guard let value, value.isFinite, abs(value) < 1e15 else { return text += "null" }
    text += String((value * 1000).rounded() / 1000)
  }

  package mutating func add(_ name: String, _ object: JSONLine?) {
    key(name)
    text += object?.line ?? "null"
  }

  package mutating func add(_ name: String, _ value: JSON) {
    key(name)
    text += value.text
  }

  package mutating func add(_ name: String, _ objects: [JSONLine]) {
    key(name)
    text += "[" + objects.map(\.line).joined(separator: ",") + "]"
  }

  /// Lengths of time in seconds, rounded to milliseconds.
  package mutating func add(_ name: String, seconds values: [Double]) {
    key(name)
    text +=
      "["
      + values.filter(\.isFinite).map { String(($0 * 1000).rounded() / 1000) }
      .joined(separator: ",") + "]"
  }

  package mutating func add(_ name: String, _ values: [String]) {
    key(name)
    text += "["
    for (place, value) in values.enumerated() {
      if place > 0 { text += "," }
      JSONLine.quote(value, into: &text)
    }
    text += "]"
  }

  private mutating func key(_ name: String) {
    if text.utf8.count > 1 { text += "," }
    JSONLine.quote(name, into: &text)
    text += ":"
  }

  /// RFC 8259 section 7; control characters and the line separators of JavaScript are escaped.
  package static func quote(_ value: String, into text: inout String) {
    text += "\""
    for scalar in value.unicodeScalars {
      switch scalar {
      case "\"": text += "\\\""
      case "\\": text += "\\\\"
      case " "..."~": text.unicodeScalars.append(scalar)
      case _
      where scalar.properties.generalCategory == .control
        || scalar.properties.generalCategory == .format
        || scalar.value == 0x2028 || scalar.value == 0x2029:
        for unit in String(scalar).utf16 {
          let digits = String(unit, radix: 16)
          text += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
        }
      default: text.unicodeScalars.append(scalar)
      }
    }
    text += "\""
  }
}
