/// What a key can ask for.
///
/// The raw value is its name in `config/keys.yaml`.
public enum Intent: String, CaseIterable, Sendable {
  case selectPrevious = "select-previous"
  case selectNext = "select-next"
  case selectFirst = "select-first"
  case selectLast = "select-last"
  case pageUp = "page-up"
  case pageDown = "page-down"
  case scrollLeft = "scroll-left"
  case scrollRight = "scroll-right"
  case earlier
  case later
  case open
  case back
  case nextView = "next-view"
  case previousView = "previous-view"
  case overview
  case times
  case log
  case report
  case findings
  case help
  case filter
  case searchNext = "search-next"
  case searchPrevious = "search-previous"
  case foldOld = "fold-old"
  case fullNames = "full-names"
  case sort
  case theme
  case copy
  case save
  case pause
  case goToStart = "go-to-start"
  case goToEnd = "go-to-end"
  case farBack = "far-back"
  case farOn = "far-on"
  case previousEvent = "previous-event"
  case nextEvent = "next-event"
  case previousMark = "previous-mark"
  case nextMark = "next-mark"
  case slower
  case faster
  case redraw
  case suspend
  case quit

  /// One line for the help view and the README.
  public var help: String {
    switch self {
    case .selectPrevious: "select the pod above, or scroll up"
    case .selectNext: "select the pod below, or scroll down"
    case .selectFirst: "go to the first"
    case .selectLast: "go to the last; in the log, follow again"
    case .pageUp: "a page up"
    case .pageDown: "a page down"
    case .scrollLeft: "scroll left: log, findings, report, command output"
    case .scrollRight: "scroll right, where lines are longer than the screen"
    case .earlier: "back 5 seconds; in the log, scroll left"
    case .later: "forward 5 seconds; in the log, scroll right"
    case .open: "open the selected pod; there and in the findings, show the evidence"
    case .back: "go back, or drop the filter"
    case .nextView: "next view: overview, times, pod, findings, log, report"
    case .previousView: "the view before"
    case .overview: "the overview"
    case .times: "the times: one bar a pod on a common axis"
    case .log: "the log on the whole screen"
    case .report: "the report so far: verdicts, drains, losses, the grace needed"
    case .findings: "what went wrong, worst first, and what to change"
    case .help: "this help"
    case .filter: "show only what a regular expression finds; with ! before it, all but that"
    case .searchNext: "the next line that matches; without a filter, fold or open the new pods"
    case .searchPrevious: "the line before that matches"
    case .foldOld: "fold or open the old pods"
    case .fullNames: "full names of pods, or what tells them apart; in the log, wrap long lines"
    case .sort: "sort by urgency, name, in flight, age"
    case .theme: "the next theme"
    case .copy: "copy the pod's name; in its view and in the findings, the lines to change"
    case .save: "save the report in all forms, and of a live run the recording"
    case .pause: "freeze the screen, or return to live; in a replay, play/pause"
    case .goToStart: "the start of the time line, or the first pod"
    case .goToEnd: "the end of the time line, which is now; else follow the log, or the last pod"
    case .farBack: "back 30 seconds"
    case .farOn: "forward 30 seconds"
    case .previousEvent: "back by one event"
    case .nextEvent: "forward by one event"
    case .previousMark: "back to the previous alert or verdict"
    case .nextMark: "forward to the next alert or verdict"
    case .slower: "play back more slowly"
    case .faster: "play back faster"
    case .redraw: "redraw the screen"
    case .suspend: "suspend lastcall (resume with fg)"
    case .quit: "close the view; in the overview, quit (ctrl-c and f10 quit at once)"
    }
  }

  /// One word for the footer, for those that stand there.
  var hint: String? {
    switch self {
    case .selectNext: "select"
    case .open: "pod"
    case .back: "back"
    case .times: "times"
    case .log: "log"
    case .report: "report"
    case .findings: "findings"
    case .filter: "filter"
    case .sort: "sort"
    case .copy: "copy"
    case .save: "save"
    case .pause: "pause"
    case .help: "help"
    case .quit: "quit"
    default: nil
    }
  }
}
