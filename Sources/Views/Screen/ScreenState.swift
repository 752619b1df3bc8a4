import ShutdownModel
public import Time

/// Where the user is and what they have chosen; it never changes what is known.
public struct ScreenState: Equatable, Sendable {
  /// The views.
  public enum View: String, CaseIterable, Sendable {
    case overview
    case times
    case pod
    case log
    case report
    case findings
    case help
    case command
  }

  /// A table of pods with one selected.
  var isTable: Bool { view == .overview || view == .times }

  /// The order of the table; terminating pods come first in all of them.
  public enum Sort: String, CaseIterable, Sendable {
    case urgency
    case name
    case inFlight = "in flight"
    case age
  }

  /// What is being typed.
  public enum Typing: Equatable, Sendable {
    case nothing
    case filter(String)
  }

  /// A press of the mouse on something that can be selected.
  struct Press: Equatable {
    let selection: Frame.Selection
    let time: Instant
  }

  public var view = View.overview {
    didSet {
      (scroll, leftColumn) = (0, 0)
      // A pod's log begins at its end, and so does that of all behind it.
      if (view == .pod) != (oldValue == .pod) { (logOffset, logAnchor) = (0, nil) }
    }
  }
  /// The views to go back to.
  public var history: [View] = []
  /// The selected pod; nil selects the most urgent.
  public var selectedUID: String?
  public var sort = Sort.urgency
  /// The old pods are folded to their headings; nil folds what is calm.
  public var foldsOld: Bool?
  /// All other pods are; nil folds what is calm.
  public var foldsNew: Bool?
  /// Names are written in full, not by what tells them apart.
  public var showsFullNames = false
  /// Only what contains this is shown; empty shows all.
  public var filter = ""
  public var typing = Typing.nothing
  /// While another moment is looked at: the worst of what happens now.
  var present: Banner?
  /// The moment that is looked at; nil is now.
  public var timeline: Timeline?
  /// Lines scrolled up from the end of the log; 0 follows.
  public var logOffset = 0
  /// The number of the last line in view while the log does not follow: it stays there.
  var logAnchor: Int?
  /// What the filter shows of the log, as far as it has been held against it.
  var shownLog: ShownLines?
  /// What it shows of a command's output.
  var shownCommand: ShownLines?
  /// The output of the command that was started last, while its view is open.
  public var command: CommandOutput?
  /// Columns scrolled to the right where lines are longer than the screen.
  public var leftColumn = 0
  /// Long lines of the log and of a command's output go on in the next row.
  public var wrapsLog = false
  /// What the program answers to the last key, for the footer; empty says nothing.
  public var notice = ""
  /// Rows scrolled down in the pod view, the report and the help; in the findings, from where the selected
  /// one is in view.
  public var scroll = 0
  /// The selected finding; nil selects the worst.
  var selectedFinding: FindingGroup.ID?
  /// Whose evidence has been opened or folded.
  var showsEvidence: [FindingGroup.ID: Bool] = [:]
  /// Where the mouse was pressed last, and when: twice the same opens it.
  var press: Press?

  /// Makes the state at the start.
  public init() {}
}

/// What stands still during a run: how things are drawn, and which key asks for what.
public struct ScreenContext: Equatable, Sendable {
  public var glyphs: Glyphs
  public var keymap: Keymap
  /// The table's columns by their names, from left to right; empty shows what there is room for.
  public var columns: [String]
  /// In which times of day are shown.
  public var zone: ClockZone

  /// Makes a context.
  public init(
    glyphs: Glyphs, keymap: Keymap, columns: [String] = [], zone: ClockZone = .utc
  ) {
    self.columns = columns
    self.zone = zone
    self.glyphs = glyphs
    self.keymap = keymap
  }
}
