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
      for setting in servers.limitMilliseconds {
        guard let found = value(of: setting, in: text, lowered) else { continue }
        // A number is meant so; `60s` is what it says.
        let isPlain = found.shown.last?.isNumber == true
        add((isPlain ? found.seconds / 1000 : found.seconds, found.shown), place, isDelay: false)
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
    for server in servers.servers where !server.limitDefaultWith.isEmpty {
      let isSet = limits.contains { limit in
        server.limitSettings.contains { limit.text.hasPrefix($0) }
      }
      let isAsked = texts.contains { text, _ in
        server.limitDefaultWith.contains { text.lowercased().contains($0.lowercased()) }
      }
      guard isAsked, !isSet, let seconds = server.limitDefault else { continue }
      limits.append(
        ShutdownLimit(
          seconds: seconds, text: "\(server.name)'s default of \(seconds) s", place: nil))
    }
    for (text, place) in texts {
      guard case .file = place else { continue }
      limits += guesses(inFile: text, place)
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
      let word = value.prefix { $0.isASCII && ($0.isLetter || $0.isNumber || ".:".contains($0)) }
      guard let seconds = duration(String(word)) else { continue }
      return (seconds, "\(setting): \(word)")
    }
    return nil
  }

  /// The lines of a file whose names are those of a delay or a limit: `shutdownDelay: 10s`.
  private static func guesses(inFile text: String, _ place: Place) -> [ShutdownLimit] {
    var limits: [ShutdownLimit] = []
    for line in text.split(whereSeparator: \.isNewline) where line.utf8.count < 200 {
      let parts = line.split(maxSplits: 1) { ":= \t".contains($0) }
      guard parts.count == 2, !parts[0].hasPrefix("#") else { continue }
      let name = parts[0].filter { $0 != "\"" && $0 != "'" }
      let isDelay = soundsLikeDelay(name)
      guard isDelay || soundsLikeLimit(name),
        let seconds = guessedDuration(
          name, parts[1].filter { !"\"', =:\t".contains($0) }), seconds > 0
      else { continue }
      limits.append(
        ShutdownLimit(
          seconds: seconds, text: "\(name): \(seconds) s", place: place, isGuess: true,
          isDelay: isDelay))
    }
    return limits
  }
}
