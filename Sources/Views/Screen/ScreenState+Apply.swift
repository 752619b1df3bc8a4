internal import KubernetesObjects
public import ShutdownModel

extension ScreenState {
  /// Applies one key.
  ///
  /// Pure: the same key in the same state always leads to the same picture.
  public mutating func apply(
    _ key: Key, keymap: Keymap, state: State, size: Frame.Size
  ) -> ScreenEffect {
    notice = ""
    noteLines(state)
    if case .filter(let text) = typing {
      return type(key, into: text, keymap: keymap)
    }
    if let command = keymap.command(of: key) { return .run(command) }
    guard let intent = keymap.intent(of: key) else { return .none }
    // A letter that quits closes what is open first; ctrl-c and f10 mean the program.
    if intent == .quit, case .character = key { return closeOrQuit() }
    return apply(intent, state: state, size: size)
  }

  /// Applies what a key asks for.
  public mutating func apply(_ intent: Intent, state: State, size: Frame.Size) -> ScreenEffect {
    let page = max(size.rows / 2, 1)
    switch intent {
    case .selectPrevious: move(-1, state, size)
    case .selectNext: move(1, state, size)
    case .pageUp: move(-page, state, size)
    case .pageDown: move(page, state, size)
    case .selectFirst: move(-Int(Int32.max), state, size)
    case .selectLast: move(Int(Int32.max), state, size)
    case .scrollLeft: scrollSideways(-8, size)
    case .scrollRight: scrollSideways(8, size)
    case .earlier:
      guard view == .log || view == .command else { return .travel(.seconds(-5)) }
      scrollSideways(-8, size)
    case .later:
      guard view == .log || view == .command else { return .travel(.seconds(5)) }
      scrollSideways(8, size)
    case .open: open(state)
    case .back: back()
    case .nextView: next(by: 1)
    case .previousView: next(by: -1)
    case .overview:
      history = []
      view = .overview
    case .times: if view == .times { back() } else { go(to: .times) }
    case .log: if view == .log { back() } else { go(to: .log) }
    case .report: if view == .report { back() } else { go(to: .report) }
    case .findings: if view == .findings { back() } else { go(to: .findings) }
    case .help: if view == .help { back() } else { go(to: .help) }
    case .filter: typing = .filter(filter)
    case .searchNext:
      if isTable, filter.isEmpty {
        foldsNew = !isFolded(state, .new)
      } else {
        search(1, state, size)
      }
    case .searchPrevious: search(-1, state, size)
    case .foldOld: foldsOld = !isFolded(state, .old)
    case .fullNames:
      if view == .log || view == .command { wrapsLog.toggle() } else { showsFullNames.toggle() }
    case .theme: return .nextTheme
    case .copy: return copied(state)
    case .save: return .save
    case .sort: sort = Sort.allCases.after(sort)
    case .pause: return .travel(.pause)
    case .goToStart:
      if timeline != nil { return .travel(.start) }
      move(-Int(Int32.max), state, size)
    case .goToEnd:
      let isPaneBehind = logOffset > 0 && (isTable || view == .pod)
      if isPaneBehind { (logOffset, logAnchor) = (0, nil) }
      if timeline != nil { return .travel(.end) }
      if !isPaneBehind { move(Int(Int32.max), state, size) }
    case .farBack: return .travel(.seconds(-30))
    case .farOn: return .travel(.seconds(30))
    case .previousEvent: return .travel(.event(forward: false))
    case .nextEvent: return .travel(.event(forward: true))
    case .previousMark: return .travel(.mark(forward: false))
    case .nextMark: return .travel(.mark(forward: true))
    case .slower: return .travel(.speed(faster: false))
    case .faster: return .travel(.speed(faster: true))
    case .redraw: return .redraw
    case .suspend: return .suspend
    case .quit: return .quit
    }
    return .none
  }

  /// The selected pod, or the most urgent one.
  public func selection(_ state: State) -> String? {
    selection(in: PodList(state: state, screen: self))
  }

  /// Whether the sections of a revision are folded now, most of them being so or not.
  private func isFolded(_ state: State, _ standing: Workload.Standing) -> Bool {
    let sections = PodList(state: state, screen: self).sections
      .filter { ($0.standing == .old) == (standing == .old) }
    return sections.contains { $0.isFolded || !$0.rest.isEmpty }
  }

  func selection(in pods: PodList) -> String? {
    if pods.position(of: selectedUID) != nil { return selectedUID }
    return pods.count > 0 ? pods[0].uid : nil
  }

  mutating func go(to view: View) {
    history.append(self.view)
    self.view = view
  }

  mutating func back() {
    if let last = history.popLast() {
      view = last
    } else if view != .overview {
      view = .overview
    } else if !filter.isEmpty {
      filter = ""
    } else {
      selectedUID = nil
    }
  }

  /// Closes the view; in the overview, quits.
  mutating func closeOrQuit() -> ScreenEffect {
    guard view != .overview else { return .quit }
    back()
    return .none
  }

  private mutating func next(by step: Int) {
    let views: [View] = [.overview, .times, .pod, .findings, .log, .report]
    history = []
    let place = views.firstIndex(of: view) ?? 0
    view = views[(place + step + views.count) % views.count]
  }

  /// Opens the selected pod; where findings are shown, the evidence of the one that is selected.
  mutating func open(_ state: State) {
    guard !isTable else {
      if selection(state) != nil { go(to: .pod) }
      return
    }
    guard let finding = finding(state) else {
      if view == .pod { notice = "no finding about this pod, and so no evidence" }
      return
    }
    showsEvidence[finding.id] = !finding.isOpen
  }

  /// What the selected finding says to change, or the name of the selected pod.
  private func copied(_ state: State) -> ScreenEffect {
    if let diagnosis = finding(state)?.diagnosis,
      let text = diagnosis.lines ?? (view == .findings ? diagnosis.advice : nil)
    {
      return .copy(text, name: "the fix of \(diagnosis.rule)")
    }
    guard view != .findings, let pod = selection(state).flatMap({ state.pod($0) }) else {
      return .none
    }
    return .copy(pod.object.name, name: pod.object.name)
  }

  /// Scrolls where lines may be longer than the screen.
  private mutating func scrollSideways(_ columns: Int, _ size: Frame.Size) {
    let most =
      switch view {
      case .log, .command: wrapsLog ? 0 : 4096
      case .findings, .report: size.columns
      case .overview, .times, .pod, .help: 0
      }
    leftColumn = min(max(leftColumn + columns, 0), most)
  }

  mutating func move(_ distance: Int, _ state: State, _ size: Frame.Size) {
    switch view {
    case .overview, .times:
      let pods = PodList(state: state, screen: self)
      guard pods.count > 0 else { return }
      let current = pods.position(of: selectedUID) ?? 0
      selectedUID = pods[min(max(current + distance, 0), pods.count - 1)].uid
    case .log:
      scrollLog(-distance, state, size)
    case .command:
      let most = CommandLines(self).mostScroll(commandRows(size).count, isWrapped: wrapsLog)
      scroll = min(max(min(scroll, most) + distance, 0), most)
    case .findings: moveInFindings(distance, state, size)
    case .pod, .report, .help:
      // The view itself holds back at its last row.
      scroll = min(max(scroll + distance, 0), 500)
    }
  }

  private mutating func search(_ direction: Int, _ state: State, _ size: Frame.Size) {
    if view != .log { go(to: .log) }
    guard !filter.isEmpty else { return }
    scrollLog(-direction, state, size)
  }

  private mutating func type(_ key: Key, into text: String, keymap: Keymap) -> ScreenEffect {
    switch key {
    case .enter: typing = .nothing
    case .escape:
      typing = .nothing
      filter = ""
    case .backspace, .delete:
      filter = String(text.dropLast())
      typing = .filter(filter)
    case .character(let scalar) where text.unicodeScalars.count < 200:
      filter = text + String(Character(scalar))
      typing = .filter(filter)
    case .control("u"):
      filter = ""
      typing = .filter("")
    case .control:
      // Ctrl-C quits while typing, too.
      if keymap.intent(of: key) == .quit { return .quit }
    default: break
    }
    return .none
  }
}

extension Array where Element: Equatable {
  /// The element behind another, the first behind the last.
  func after(_ element: Element) -> Element {
    guard let index = firstIndex(of: element) else { return self[0] }
    return self[(index + 1) % count]
  }
}
