/// One line of the help: one or two intents, and what they do in a few words.
struct HelpEntry {
  let intents: [Intent]
  let text: String

  /// Every intent is in one of them.
  static let keys: [HelpEntry] = [
    .init(intents: [.selectPrevious, .selectNext], text: "select a pod, scroll"),
    .init(intents: [.selectFirst, .selectLast], text: "first, last"),
    .init(intents: [.pageUp, .pageDown], text: "a page up, down"),
    .init(intents: [.open, .back], text: "open pod, evidence; back"),
    .init(intents: [.nextView, .previousView], text: "next, previous view"),
    .init(intents: [.overview, .times, .findings], text: "overview, times, findings"),
    .init(intents: [.log, .report, .help], text: "log, report, help"),
    .init(intents: [.filter], text: "filter; ! leaves out"),
    .init(intents: [.searchNext, .searchPrevious], text: "next, previous match"),
    .init(intents: [.foldOld, .searchNext], text: "fold old pods, new pods"),
    .init(intents: [.sort, .fullNames], text: "sort; full names, wrap"),
    .init(intents: [.copy, .save, .theme], text: "copy, save, next theme"),
    .init(intents: [.pause], text: "freeze, go live; play"),
    .init(intents: [.scrollLeft, .scrollRight], text: "scroll left, right"),
    .init(intents: [.earlier, .later], text: "5 s back, on"),
    .init(intents: [.farBack, .farOn], text: "30 s back, on"),
    .init(
      intents: [.previousEvent, .nextEvent, .previousMark, .nextMark],
      text: "event, alert back, on"),
    .init(intents: [.goToStart, .goToEnd], text: "start, end of the time"),
    .init(intents: [.slower, .faster], text: "play slower, faster"),
    .init(intents: [.redraw, .suspend], text: "redraw, suspend"),
    .init(intents: [.quit], text: "close the view, quit"),
  ]

  /// `↑ ↓` or `t F5`: the first key of each, or two of one.
  func line(_ context: ScreenContext) -> (key: String, text: String) {
    let symbols = intents.map { intent in
      let keys = (context.keymap.keys[intent] ?? []).map { $0.symbol(context.glyphs) }
      return keys.prefix(intents.count == 1 ? 3 : 1).joined(separator: " ")
    }
    return (symbols.joined(separator: " "), text)
  }

  /// The commands for the selected pod, as many to a line as it has room for.
  static func commands(_ context: ScreenContext) -> [(key: String, text: String)] {
    var lines: [(key: String, text: String)] = []
    for command in context.keymap.commands {
      guard let key = command.keys.first?.symbol(context.glyphs) else { continue }
      let name = context.glyphs.plain(command.name)
      if let last = lines.last, "\(last.text), \(name)".cellWidth <= 26, last.key.cellWidth < 8 {
        lines[lines.count - 1] = ("\(last.key) \(key)", "\(last.text), \(name)")
      } else {
        lines.append((key, name))
      }
    }
    return lines
  }

  /// What the table says; the words of the verdicts among them.
  static func signs(_ glyphs: Glyphs) -> [(key: String, text: String)] {
    [
      ("\(glyphs.alarm) \(glyphs.warning) \(glyphs.dot)", "critical, warning, note"),
      ("\(glyphs.atMost) ~", "2 s more; assumed, old"),
      ("own limit", "it gives up before"),
      ("after hook", "2 s after preStop ends"),
      ("due 3s ago", "SIGKILL passed, no end"),
      ("unseen", "the node has not acted"),
      ("\(glyphs.good) in 3 s 95%", "done in time, chance"),
      ("\(glyphs.bad) loses 4", "expected to be lost"),
      ("no signal", "signal has no effect"),
      ("3s old", "age of the last count"),
      ("\(glyphs.tail) \(glyphs.full) \(glyphs.kill)", "hook, drain, SIGKILL"),
      ("\(glyphs.good) clean", "nothing left in flight"),
      ("\(glyphs.dash) ended", "in time, not measured"),
      ("\(glyphs.bad) killed", "SIGKILL, grace was over"),
      ("\(glyphs.bad) killed-early", "SIGKILL before that"),
      ("\(glyphs.bad) cut", "ended with work left"),
      ("\(glyphs.bad) timed-out", "own limit, work left"),
      ("\(glyphs.bad) crashed oom", "failed, out of memory"),
      ("\(glyphs.bad) vanished", "object gone, it ran on"),
      ("\(glyphs.unknown) unknown", "nothing says how"),
      ("\(glyphs.unknown) exited", "not judged yet"),
      (glyphs.isASCII ? "| x O" : "┼ ✖ ●", "alert or end, bad, here"),
    ]
  }
}
