extension LoadedSettings {
  /// What `--print-config` prints: a file with every value in force and its origin as a comment.
  ///
  ///     poll-rate: 20            # LASTCALL_POLL_RATE
  ///     theme: default           # built-in
  ///
  /// Read back as a configuration file it gives the same settings.
  public var yaml: String {
    var lines: [String] = ["# The settings in force; the comments say where each came from."]
    for setting in Setting.allCases {
      guard let value = values[setting] else { continue }
      lines.append(
        aligned("\(setting.rawValue): \(scalar(value.text))", comment: value.origin))
    }
    for file in ShippedFile.sections {
      guard case .map(let entries)? = sections[file]?.content else { continue }
      lines += ["", "\(file.rawValue):"]
      for entry in entries {
        append(entry, indent: "  ", origin: entry.key.origin, to: &lines)
      }
    }
    return lines.joined(separator: "\n") + "\n"
  }

  private func append(
    _ entry: ConfigNode.Entry, indent: String, origin: ConfigOrigin?, to lines: inout [String]
  ) {
    switch entry.node.content {
    case .map(let entries) where !entries.isEmpty:
      lines.append(aligned("\(indent)\(scalar(entry.key.text)):", comment: origin))
      for inner in entries { append(inner, indent: indent + "  ", origin: nil, to: &lines) }
    default:
      lines.append(
        aligned("\(indent)\(scalar(entry.key.text)): \(flow(entry.node))", comment: origin))
    }
  }

  /// A value on one line.
  private func flow(_ node: ConfigNode) -> String {
    switch node.content {
    case .nothing: "~"
    case .text(let text): scalar(text)
    case .list(let nodes): "[" + nodes.map(flow).joined(separator: ", ") + "]"
    case .map(let entries):
      "{" + entries.map { "\(scalar($0.key.text)): \(flow($0.node))" }.joined(separator: ", ") + "}"
    }
  }

  /// A text as YAML, quoted when it could be read as anything else.
  private func scalar(_ text: String) -> String {
    let isPlain =
      text.first?.isLetter == true || text.first?.isNumber == true || text.first == "/"
    if isPlain, text != "null",
      text.utf8.allSatisfy({ byte in
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
          UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "/"),
          UInt8(ascii: "."), UInt8(ascii: "_"):
          true
        default: false
        }
      })
    {
      return text
    }
    var quoted = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"", "\\": quoted += "\\\(scalar)"
      case _ where scalar.isPrintable: quoted.unicodeScalars.append(scalar)
      default:
        let digits = String(scalar.value, radix: 16)
        quoted += "\\U" + String(repeating: "0", count: 8 - digits.count) + digits
      }
    }
    return quoted + "\""
  }

  private func aligned(_ text: String, comment: ConfigOrigin?) -> String {
    guard let comment else { return text }
    let padding = String(repeating: " ", count: max(36 - text.count, 1))
    if case .builtIn = comment { return "\(text)\(padding)# built-in" }
    return "\(text)\(padding)# \(comment)"
  }
}
