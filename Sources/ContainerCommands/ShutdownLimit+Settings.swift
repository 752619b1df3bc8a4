extension ShutdownLimit {
  /// What else delays or limits a shutdown: options in variables, settings in arguments, variables and
  /// files.
  ///
  /// - Parameters:
  ///   - texts: where settings may stand: arguments, values of variables, files, each with its place.
  ///   - environment: the variables whose values are known.
  package static func more(
    in texts: [(text: String, place: Place)], environment: [String: String], _ servers: ServerTable
  ) -> [ShutdownLimit] {
    var limits: [ShutdownLimit] = []
    func add(_ found: (seconds: Int, shown: String)?, _ place: Place, isDelay: Bool) {
      guard let found else { return }
      limits.append(
        ShutdownLimit(seconds: found.seconds, text: found.shown, place: place, isDelay: isDelay))
    }
    for (text, place) in texts {
      let lowered = text.lowercased()
      for setting in servers.limitSettings {
        add(value(of: setting, in: text, lowered), place, isDelay: false)
      }
      for setting in servers.delaySettings {
        add(value(of: setting, in: text, lowered), place, isDelay: true)
      }
      guard case .variable = place else { continue }
      for property in servers.limitProperties where text.contains(property) {
        add(value(of: String(property.dropLast()), in: text, lowered), place, isDelay: false)
      }
    }
    for server in servers.servers {
      for name in server.optionVariables {
        guard let words = environment[name]?.split(whereSeparator: \.isWhitespace).map(String.init),
          let found = option(of: server.limitOptions, words)
        else { continue }
        limits.append(
          ShutdownLimit(
            seconds: found.seconds, text: "\(name) with \(found.shown)", place: .variable(name)))
      }
    }
    for (name, value) in environment.sorted(by: { $0.key < $1.key }) where soundsLikeDelay(name) {
      guard let seconds = guessedDuration(name, value) else { continue }
      limits.append(
        ShutdownLimit(
          seconds: seconds, text: "\(name)=\(value)", place: .variable(name), isGuess: true,
          isDelay: true))
    }
    return limits
  }

  /// The value of a setting in a text: `lameduck 5s`, `graceTimeOut: 30`, `"timeout": "60s"`.
  ///
  /// - Parameter lowered: the same text in small letters.
  package static func value(
    of setting: String, in text: String, _ lowered: String? = nil
  ) -> (seconds: Int, shown: String)? {
    let name = setting.lowercased()
    let lowered = lowered ?? text.lowercased()
    var rest = lowered[...]
    while let range = rest.firstRange(of: name) {
      defer { rest = lowered[range.upperBound...] }
      if let before = lowered[..<range.lowerBound].last,
        before.isLetter || before.isNumber || "_-".contains(before)
      {
        continue
      }
      let before = lowered[..<range.lowerBound]
      let line = before[(before.lastIndex(where: \.isNewline) ?? before.startIndex)...]
      guard !line.contains("#") else { continue }
      let value = lowered[range.upperBound...].drop { " \t:=\"'".contains($0) }
      guard value.startIndex > range.upperBound else { continue }
      let word = value.prefix { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == ".") }
      guard let seconds = duration(String(word)) else { continue }
      return (seconds, "\(setting): \(word)")
    }
    return nil
  }
}
