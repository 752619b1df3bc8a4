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
    let lowered = texts.map { LoweredText($0.text) }
    for (text, (_, place)) in zip(lowered, texts) {
      for found in servers.settings.values(in: text) {
        if found.meaning == .property {
          guard case .variable = place else { continue }
        }
        limits.append(
          ShutdownLimit(
            seconds: found.seconds, text: found.shown, place: place,
            isDelay: found.meaning == .delay))
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
      let isAsked = lowered.contains { text in
        server.limitDefaultWith.contains { text.contains($0.lowercased()) }
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
  package static func value(of setting: String, in text: String) -> (seconds: Int, shown: String)? {
    var names = SettingNames()
    names.add([setting], .limit)
    return names.values(in: LoweredText(text)).first.map { ($0.seconds, $0.shown) }
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
