extension [String: String] {
  /// The entry for the same terminal with true colour, where it says that it has it: `xterm-direct`.
  ///
  /// Not every system has those entries. Source: ncurses, `terminfo.src`; COLORTERM as S-Lang and VTE read it.
  var directType: String? {
    guard ["truecolor", "24bit"].contains(self["COLORTERM"]),
      let type = self["TERM"], type.hasSuffix("-256color")
    else { return nil }
    return type.dropLast("256color".count) + "direct"
  }
}
