import LogText
import ShutdownModel
import Time

/// How an entry of the log is worded.
struct LogWords {
  /// What stands before a line that is lastcall's own.
  var sign: String?
  var text: String
  var role: Role

  /// - Parameter isBesideTime: the entry's time stands before the text, which then need not repeat it.
  init(_ entry: LogEntry, _ screen: ScreenState, _ glyphs: Glyphs, isBesideTime: Bool = false) {
    switch entry.content {
    case .note(let text):
      (sign, self.text, role) = ("\(glyphs.horizontal)\(glyphs.horizontal)", text, .note)
    case .alert(let level, let text):
      (sign, role) = (level.glyph(glyphs), level.role)
      self.text = screen.showsFullNames ? text : entry.withShortName(text)
    case .verdict(let verdict):
      (sign, role) = (verdict.kind.glyph(glyphs), verdict.kind.role)
      text = "\(entry.name(screen)): \(verdict.line)"
    case .dropped(let count, let source):
      sign = glyphs.cut
      text = "\(count) line\(count == 1 ? "" : "s") of \(source) dropped: too many at once"
      role = .warning
    case .line(let text, let sign, _):
      self.text = isBesideTime ? String(text.withoutLeadingTime) : text
      role =
        switch sign {
        case .timedOut, .cut, .forced: .lost
        case .finished: .good
        case .signal, .draining, .waiting, .ended, .part: .busy
        case .weak, .started, .reloaded, .resumed, nil: .plain
        }
    }
  }
}

extension Verdict {
  /// `killed, 4 in flight at the last poll, 15 of 15 s used`.
  var line: String {
    var text = kind.rawValue
    if let count = inFlightAtEnd, count > 0, kind.isKnownBad {
      text += ", \(count) in flight at the last poll"
    }
    if let usedSeconds, let graceSeconds {
      text += ", \(TimeSpan.seconds(usedSeconds).text(of: graceSeconds)) used"
    }
    return text
  }
}

extension LogEntry {
  /// Its pod's name, in full or as far as it tells pods apart.
  func name(_ screen: ScreenState) -> String {
    screen.showsFullNames ? podName ?? "" : shortName
  }

  /// What tells pods of one workload apart: the last part of the name, and the container if the
  /// line is not of the pod's only one.
  private var shortName: String {
    guard let podName else { return container ?? "" }
    let last = podName.split(separator: "-").last.map(String.init) ?? podName
    // An ordinal alone names nothing.
    return last.count >= 3 ? last : podName
  }

  /// A sentence that names its pod in full, with the short name.
  fileprivate func withShortName(_ text: String) -> String {
    podName.map { text.replacing($0, with: shortName) } ?? text
  }
}
